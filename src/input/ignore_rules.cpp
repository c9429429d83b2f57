// gitignore patterns: parsing, and matching without exponential cases (each star is tried from the last one back,
// once). Entry points: parse_ignore_rules, rule_matches. Test: tests/input/ignore_rules_test.cpp, a table checked
// against git.
#include "input/ignore_rules.h"

#include <cstddef>
#include <utility>

namespace nuskha {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

bool in_named_class(string_view name, unsigned char c) {
  const bool lower = c >= 'a' && c <= 'z';
  const bool upper = c >= 'A' && c <= 'Z';
  const bool digit = c >= '0' && c <= '9';
  const bool graphic = c > ' ' && c < 127;
  if (name == "alpha") return lower || upper;
  if (name == "alnum") return lower || upper || digit;
  if (name == "digit") return digit;
  if (name == "lower") return lower;
  if (name == "upper") return upper;
  if (name == "space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "punct") return graphic && !(lower || upper || digit);
  if (name == "graph") return graphic;
  if (name == "print") return graphic || c == ' ';
  if (name == "cntrl") return c < ' ' || c == 127;
  if (name == "xdigit") return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  return false;
}

bool is_class_name(string_view name) {
  for (const string_view known :
       {"alpha", "alnum", "digit", "lower", "upper", "space", "blank", "punct", "graph", "print", "cntrl", "xdigit"}) {
    if (name == known) return true;
  }
  return false;
}

struct ClassMatch {
  std::size_t length = npos;  // of the class with its brackets; npos: malformed
  bool matches = false;
};

// `pattern` begins with '['.
ClassMatch match_class(string_view pattern, unsigned char c) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  i += negated;
  bool matches = false;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(pattern[at]); };
  for (bool first = true; i < pattern.size(); first = false) {
    if (pattern[i] == ']' && !first) return {i + 1, matches != negated};
    if (pattern.substr(i).starts_with("[:")) {
      const std::size_t close = pattern.find(":]", i + 2);
      if (close != npos && pattern.find(']', i) == close + 1) {
        const string_view name = pattern.substr(i + 2, close - i - 2);
        if (!is_class_name(name)) return {};
        matches |= in_named_class(name, c);
        i = close + 2;
        continue;
      }
    }
    if (pattern[i] == '\\' && ++i == pattern.size()) return {};
    const unsigned char low = byte(i++);
    unsigned char high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      ++i;
      if (pattern[i] == '\\' && ++i == pattern.size()) return {};
      high = byte(i++);
    }
    matches |= low <= c && c <= high;
  }
  return {};
}

/// Length of the pattern's first element, npos if malformed.
std::size_t element_length(string_view pattern) {
  if (pattern[0] == '[') return match_class(pattern, 0).length;
  if (pattern[0] == '\\') return pattern.size() > 1 ? 2 : npos;
  return 1;
}

bool element_matches(string_view element, char c) {
  switch (element[0]) {
    case '?': return true;
    case '[': return match_class(element, static_cast<unsigned char>(c)).matches;
    case '\\': return element[1] == c;
    default: return element[0] == c;
  }
}

bool is_well_formed(string_view pattern) {
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t length = element_length(pattern.substr(i));
    if (length == npos) return false;
    i += length;
  }
  return true;
}

/// Cuts at the slashes outside of brackets.
std::vector<std::string> split_pattern(string_view pattern) {
  std::vector<std::string> segments(1);
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t length = element_length(pattern.substr(i));
    if (pattern[i] == '/') {
      segments.emplace_back();
    } else {
      segments.back() += pattern.substr(i, length);
    }
    i += length;
  }
  return segments;
}

/// Path segments against pattern segments; like segment_matches with "**" as the star.
bool path_matches(const std::vector<std::string>& pattern, string_view path) {
  std::vector<string_view> names;
  for (std::size_t begin = 0;;) {
    const std::size_t slash = path.find('/', begin);
    names.push_back(path.substr(begin, slash == npos ? npos : slash - begin));
    if (slash == npos) break;
    begin = slash + 1;
  }
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = npos;
  std::size_t star_name = 0;
  while (n < names.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      // At the end it stands for at least one name, elsewhere for none too.
      if (p + 1 == pattern.size()) return true;
      star = p++;
      star_name = n;
    } else if (p < pattern.size() && segment_matches(pattern[p], names[n])) {
      ++p;
      ++n;
    } else if (star != npos) {
      p = star + 1;
      n = ++star_name;
    } else {
      return false;
    }
  }
  return p == pattern.size();
}

}  // namespace

bool segment_matches(string_view pattern, string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = npos;
  std::size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_text = t;
      continue;
    }
    if (p < pattern.size()) {
      const std::size_t length = element_length(pattern.substr(p));
      if (length == npos) return false;
      if (element_matches(pattern.substr(p, length), text[t])) {
        p += length;
        ++t;
        continue;
      }
    }
    if (star == npos) return false;
    p = star;
    t = ++star_text;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::optional<IgnoreRule> parse_ignore_rule(string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  // Blanks at the end don't count unless a backslash keeps them.
  while (line.ends_with(' ')) {
    std::size_t backslashes = 0;
    while (backslashes + 1 < line.size() && line[line.size() - 2 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 1) break;
    line.remove_suffix(1);
  }
  if (line.empty() || line[0] == '#') return std::nullopt;
  IgnoreRule rule;
  if (line[0] == '!') {
    rule.is_negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    rule.folders_only = true;
    line.remove_suffix(1);
  }
  if (line.empty() || !is_well_formed(line)) return std::nullopt;
  rule.is_anchored = line.find('/') != npos;
  if (line[0] == '/') line.remove_prefix(1);
  if (line.empty()) return std::nullopt;
  rule.segments = split_pattern(line);
  return rule;
}

std::vector<IgnoreRule> parse_ignore_rules(string_view contents) {
  if (contents.starts_with("\xEF\xBB\xBF")) contents.remove_prefix(3);
  std::vector<IgnoreRule> rules;
  while (!contents.empty()) {
    const std::size_t newline = contents.find('\n');
    if (auto rule = parse_ignore_rule(contents.substr(0, newline))) rules.push_back(std::move(*rule));
    contents.remove_prefix(newline == npos ? contents.size() : newline + 1);
  }
  return rules;
}

std::optional<std::string> glob_error(string_view pattern) {
  if (pattern.empty()) return "it is empty";
  if (pattern[0] == '!')
    return "it begins with '!'; use --include to keep files and --exclude to leave them out (\\! stands for the "
           "character)";
  if (pattern[0] == '#')
    return "it begins with '#', which begins a comment in ignore files (\\# stands for the character)";
  if (!is_well_formed(pattern)) return "it has an open '[', an unknown [:class:] or a backslash at its end";
  if (!parse_ignore_rule(pattern)) return "it matches nothing";
  return std::nullopt;
}

bool rule_matches(const IgnoreRule& rule, string_view path, bool is_folder) {
  if (rule.folders_only && !is_folder) return false;
  if (rule.is_anchored) return path_matches(rule.segments, path);
  const std::size_t slash = path.rfind('/');
  return segment_matches(rule.segments[0], slash == npos ? path : path.substr(slash + 1));
}

}  // namespace nuskha
