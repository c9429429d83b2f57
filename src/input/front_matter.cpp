// A tolerant reader of three keys. Why not a YAML library, and what counts as front matter:
// docs/decisions/input-front-matter.md. Entry point: read_front_matter. Test: tests/input/front_matter_test.cpp.
#include "input/front_matter.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/unicode.h"

namespace nuskha {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;
constexpr std::size_t longest_front_matter = 64 << 10;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

string_view trimmed(string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

string_view trimmed_end(string_view s) {
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

/// Hands out lines without their line end.
class Lines {
 public:
  explicit Lines(string_view text) : text_(text) {}
  bool next(string_view& line) {
    if (at_ >= text_.size()) return false;
    const std::size_t newline = text_.find('\n', at_);
    line = text_.substr(at_, newline == npos ? npos : newline - at_);
    at_ = newline == npos ? text_.size() : newline + 1;
    line = trimmed_end(line);
    return true;
  }
  std::size_t position() const { return at_; }

 private:
  string_view text_;
  std::size_t at_ = 0;
};

bool is_key_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || (c & 0x80) != 0;
}

struct KeyValue {
  string_view key;
  string_view value;
};

std::optional<KeyValue> split_key(string_view line, char sign) {
  string_view key;
  std::size_t end = 0;
  if (line.starts_with('"') || line.starts_with('\'')) {
    end = line.find(line[0], 1);
    if (end == npos) return std::nullopt;
    key = line.substr(1, end - 1);
    ++end;
  } else {
    while (end < line.size() && is_key_byte(line[end])) ++end;
    key = line.substr(0, end);
  }
  while (end < line.size() && (line[end] == ' ' || line[end] == '\t')) ++end;
  if (key.empty() || end >= line.size() || line[end] != sign) return std::nullopt;
  // In YAML "10:30" is no key; the colon wants a blank after it.
  if (sign == ':' && end + 1 < line.size() && line[end + 1] != ' ' && line[end + 1] != '\t') return std::nullopt;
  return KeyValue{key, trimmed(line.substr(end + 1))};
}

/// A key that says "this is metadata". A block with none of them could be prose between two rules.
bool is_usual_key(string_view key) {
  static constexpr string_view usual[] = {
      "title",    "date",       "author",    "authors",          "lang",      "language",    "locale",      "tags",
      "tag",      "categories", "category",  "layout",           "draft",     "slug",        "description", "summary",
      "abstract", "subtitle",   "permalink", "keywords",         "published", "publishdate", "updated",     "lastmod",
      "created",  "modified",   "aliases",   "weight",           "template",  "toc",         "dir",         "subject",
      "id",       "url",        "type",      "status",           "version",   "output",      "cover",       "image",
      "source",   "license",    "name",      "sidebar_position", "dateline",  "country",     "ref"};
  std::string lower(key);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::find(std::begin(usual), std::end(usual), lower) != std::end(usual);
}

bool is_key(string_view key, string_view wanted) {
  return key.size() == wanted.size() && std::equal(key.begin(), key.end(), wanted.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
         });
}

void append_escape(string_view& rest, std::string& out) {
  const char c = rest.front();
  rest.remove_prefix(1);
  const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  std::uint32_t code = 0;
  if (digits > 0 && rest.size() >= digits) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + digits, code, 16);
    if (error == std::errc() && end == rest.data() + digits && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF)) {
      append_utf8(static_cast<char32_t>(code), out);
      rest.remove_prefix(digits);
      return;
    }
  }
  out += c == 'n' || c == 't' || c == 'r' ? ' ' : c;
}

/// The text of a quoted or plain scalar; comments after it are dropped.
std::string scalar(string_view value) {
  std::string out;
  if (value.starts_with('"')) {
    for (string_view rest = value.substr(1); !rest.empty() && rest.front() != '"';) {
      const char c = rest.front();
      rest.remove_prefix(1);
      if (c == '\\' && !rest.empty()) {
        append_escape(rest, out);
      } else {
        out += c;
      }
    }
    return out;
  }
  if (value.starts_with('\'')) {
    for (std::size_t i = 1; i < value.size(); ++i) {
      if (value[i] == '\'' && value.substr(i + 1, 1) != "'") break;
      i += value[i] == '\'';
      out += value[i];
    }
    return out;
  }
  const std::size_t comment = value.starts_with('#') ? 0 : value.find(" #");
  return std::string(trimmed(value.substr(0, comment)));
}

/// Collects the two keys as lines come.
class Collector {
 public:
  void set(string_view key, string_view value) {
    const std::string text = scalar(value);
    if (is_key(key, "title") && !text.empty()) matter_.title = to_one_line(text);
    if (is_key(key, "date")) {
      matter_.date = parse_iso_date(text);
      matter_.date_text = matter_.date || text.empty() ? std::nullopt : std::optional(to_one_line(text));
    }
    if (is_key(key, "lang") || is_key(key, "language") || is_key(key, "locale")) matter_.language = to_one_line(text);
  }
  FrontMatter take(std::size_t size) {
    matter_.size = size;
    return std::move(matter_);
  }

 private:
  FrontMatter matter_;
};

FrontMatter read_yaml(string_view text) {
  Lines lines(text);
  string_view line;
  lines.next(line);
  Collector collected;
  bool is_metadata = false;
  bool is_first = true;
  std::string open_key;  // whose value stands on the indented lines that follow
  std::string folded;
  const auto finish = [&] {
    if (!open_key.empty() && !folded.empty()) collected.set(open_key, folded);
    open_key.clear();
    folded.clear();
  };
  for (; lines.next(line) && lines.position() <= longest_front_matter; is_first = false) {
    if (line == "---" || line == "...") {
      finish();
      return is_metadata ? collected.take(lines.position()) : FrontMatter{};
    }
    if (line.empty()) {
      if (is_first) return {};  // a rule, then a paragraph
      continue;
    }
    if (line[0] == ' ' || line[0] == '\t') {
      if (is_first) return {};
      if (!folded.empty()) folded += ' ';
      if (!open_key.empty()) folded += trimmed(line);
      continue;
    }
    if (line[0] == '#' || line.starts_with("- ") || line == "-" || line[0] == ']' || line[0] == '}') continue;
    const auto pair = split_key(line, ':');
    if (!pair) return {};
    finish();
    is_metadata |= is_usual_key(pair->key);
    string_view value = pair->value;
    const bool is_block = value.starts_with('>') || value.starts_with('|');
    if (value.empty() || is_block) {
      open_key = std::string(pair->key);
    } else {
      collected.set(pair->key, value);
    }
  }
  return {};
}

FrontMatter read_toml(string_view text) {
  Lines lines(text);
  string_view line;
  lines.next(line);
  Collector collected;
  bool is_metadata = false;
  bool in_table = false;
  int open_brackets = 0;
  while (lines.next(line) && lines.position() <= longest_front_matter) {
    line = trimmed(line);
    if (line == "+++") return is_metadata ? collected.take(lines.position()) : FrontMatter{};
    if (line.empty() || line[0] == '#') continue;
    const auto count_brackets = [&](string_view value) {
      char quote = 0;
      for (const char c : value) {
        if (quote != 0) {
          quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else if (c == '#') {
          break;
        } else {
          open_brackets += (c == '[' || c == '{') - (c == ']' || c == '}');
        }
      }
    };
    if (open_brackets > 0) {
      count_brackets(line);
      continue;
    }
    if (line[0] == '[') {
      in_table = true;
      continue;
    }
    const auto pair = split_key(line, '=');
    if (!pair) return {};
    is_metadata |= in_table || is_usual_key(pair->key);
    if (!in_table) collected.set(pair->key, pair->value);
    count_brackets(pair->value);
  }
  return {};
}

int number(string_view digits) {
  int value = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size() ? value : -1;
}

}  // namespace

FrontMatter read_front_matter(string_view text) {
  const bool yaml = text.starts_with("---");
  if (!yaml && !text.starts_with("+++")) return {};
  const std::size_t newline = text.find('\n');
  if (newline == npos || !trimmed(text.substr(3, newline - 3)).empty()) return {};
  return yaml ? read_yaml(text) : read_toml(text);
}

std::optional<std::string> parse_iso_date(string_view value) {
  value = trimmed(value);
  if (value.size() < 10 || value[4] != value[7] || (value[4] != '-' && value[4] != '/')) return std::nullopt;
  if (value.size() > 10 && value[10] != 'T' && value[10] != 't' && value[10] != ' ') return std::nullopt;
  const int year = number(value.substr(0, 4));
  const int month = number(value.substr(5, 2));
  const int day = number(value.substr(8, 2));
  if (year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > days[month - 1] + (leap && month == 2)) return std::nullopt;
  std::string out(value.substr(0, 10));
  out[4] = out[7] = '-';
  return out;
}

std::string to_one_line(string_view value) {
  std::string out(trimmed(value));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

}  // namespace nuskha
