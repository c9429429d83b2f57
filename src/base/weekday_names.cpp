// Entry points: find_weekday_beside, find_weekday. Test: tests/base/weekday_names_test.cpp.
#include "base/weekday_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/month_names.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

#include "base/weekday_names.inc"

constexpr std::array<std::string_view, 7> english_names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                           "Thursday", "Friday", "Saturday"};

/// One letter in parentheses: Japanese, Chinese, Korean.
constexpr std::pair<std::string_view, int> letters[] = {
    {"日", 0}, {"月", 1}, {"火", 2}, {"水", 3}, {"木", 4}, {"金", 5}, {"土", 6}, {"一", 1}, {"二", 2}, {"三", 3},
    {"四", 4}, {"五", 5}, {"六", 6}, {"일", 0}, {"월", 1}, {"화", 2}, {"수", 3}, {"목", 4}, {"금", 5}, {"토", 6}};

/// Words that may stand between a weekday and its date, folded.
constexpr std::string_view connectors[] = {"the", "den", "dem", "le", "el", "dne", "الموافق", "موافق", "المصادف"};

constexpr std::uint64_t most_bytes_before = 80;
constexpr std::uint64_t most_bytes_in_parentheses = 40;
constexpr std::size_t most_words = 3;

std::string_view trim_end(std::string_view text) {
  for (;;) {
    if (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
      text.remove_suffix(1);
    } else if (text.ends_with("\u00A0")) {
      text.remove_suffix(2);
    } else {
      return text;
    }
  }
}

/// White space and at most one comma.
std::string_view drop_comma(std::string_view text) {
  text = trim_end(text);
  for (const std::string_view comma : {",", "،", "、", "，"}) {
    if (!text.ends_with(comma)) continue;
    text.remove_suffix(comma.size());
    break;
  }
  return trim_end(text);
}

/// What comes next is of another sentence. The names of the table are no abbreviations.
bool ends_sentence(std::string_view text) {
  for (const std::string_view sign : {".", "!", "?", ";", "؟", "؛", "۔", "。"})
    if (text.ends_with(sign)) return true;
  return false;
}

/// Where the last word of a text begins. Hyphens divide words as blanks do.
std::size_t last_word_begin(std::string_view text) {
  const std::size_t at = text.find_last_of(" \t-(\n\r");
  return at == text.npos ? 0 : at + 1;
}

std::optional<WrittenWeekday> find_before(std::string_view text, std::uint64_t begin) {
  std::uint64_t from = begin - std::min(begin, most_bytes_before);
  while (from < begin && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
  std::string_view rest = drop_comma(text.substr(from, begin - from));
  if (ends_sentence(rest)) return std::nullopt;
  const std::string last = fold_name_words(rest.substr(last_word_begin(rest)));
  if (std::find(std::begin(connectors), std::end(connectors), last) != std::end(connectors))
    rest = drop_comma(rest.substr(0, last_word_begin(rest)));
  if (rest.empty()) return std::nullopt;
  // The longest name: سه شنبه is no شنبه. Persian writes it as one word, too.
  std::optional<WrittenWeekday> found;
  std::size_t word = rest.size();
  for (std::size_t i = 0; i < most_words && word > 0; ++i) {
    std::string_view before = rest.substr(0, i == 0 ? word : word - 1);
    before = i == 0 ? before : trim_end(before);
    word = last_word_begin(before);
    std::string folded = fold_name_words(rest.substr(word));
    std::optional<int> weekday = find_weekday(folded);
    if (!weekday) {
      std::erase(folded, ' ');
      weekday = find_weekday(folded);
    }
    if (weekday) found = {*weekday, from + word, from + rest.size()};
    if (word > 0 && (rest[word - 1] == '\n' || rest[word - 1] == '\r' || rest[word - 1] == '(')) break;
  }
  return found;
}

std::optional<WrittenWeekday> find_after(std::string_view text, std::uint64_t end) {
  std::uint64_t at = end;
  while (at < text.size() && text[at] == ' ') ++at;
  std::size_t open = 0;
  for (const std::string_view sign : {"(", "（"})
    if (text.substr(at).starts_with(sign)) open = sign.size();
  if (open == 0) return std::nullopt;
  const std::string_view rest = text.substr(at + open, most_bytes_in_parentheses);
  const std::size_t close = std::min(rest.find(')'), rest.find("）"));
  if (close == rest.npos) return std::nullopt;
  const std::string_view inside = rest.substr(0, close);
  const auto found = [&](int weekday) { return WrittenWeekday{weekday, at + open, at + open + close}; };
  for (const auto& [letter, weekday] : letters)
    if (inside == letter) return found(weekday);
  const std::optional<int> weekday = find_weekday(fold_name_words(inside));
  return weekday ? std::optional(found(*weekday)) : std::nullopt;
}

}  // namespace

int weekday_of(int days_since_epoch) {
  constexpr int thursday = 4;
  return ((days_since_epoch + thursday) % 7 + 7) % 7;
}

std::string_view english_weekday(int weekday) { return english_names[static_cast<std::size_t>(weekday)]; }

std::optional<int> find_weekday(std::string_view folded) {
  if (folded.empty()) return std::nullopt;
  const std::string key = '\n' + std::string(folded) + '\t';
  std::size_t at = name_lines.starts_with(std::string_view(key).substr(1)) ? 0 : name_lines.find(key);
  if (at == name_lines.npos) return std::nullopt;
  at = name_lines.find('\t', at);
  return name_lines[at + 1] - '0';
}

std::optional<WrittenWeekday> find_weekday_beside(std::string_view text, std::uint64_t begin, std::uint64_t end) {
  if (const std::optional<WrittenWeekday> before = find_before(text, begin)) return before;
  return find_after(text, end);
}

std::string_view weekday_name_table() { return name_lines; }

}  // namespace nuskha
