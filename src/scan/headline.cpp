// Entry points: headline, date_in_name. Test: tests/scan/headline_test.cpp.
#include "scan/headline.h"

#include <chrono>

#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t most_characters = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// The date written at the start of `text` with this separator (0 = none), if it is a real day and no digit follows.
std::optional<std::string> date_at(std::string_view text, char separator) {
  const std::size_t gap = separator == 0 ? 0 : 1;
  const std::size_t length = 8 + 2 * gap;
  if (text.size() < length || (text.size() > length && is_digit(text[length]))) return std::nullopt;
  if (gap != 0 && (text[4] != separator || text[7] != separator)) return std::nullopt;
  const std::string_view year = text.substr(0, 4);
  const std::string_view month = text.substr(4 + gap, 2);
  const std::string_view day = text.substr(6 + 2 * gap, 2);
  for (const std::string_view part : {year, month, day})
    for (const char c : part)
      if (!is_digit(c)) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(number(year)), std::chrono::month(static_cast<unsigned>(number(month))),
                            std::chrono::day(static_cast<unsigned>(number(day)))};
  if (!date.ok() || number(year) < 1900 || number(year) > 2100) return std::nullopt;
  return std::string(year) + "-" + std::string(month) + "-" + std::string(day);
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    i += c.length;
    if (c.value <= 0x20 || c.value == 0x7F || (c.value >= 0x80 && c.value <= 0xA0) || c.value == 0x2028 ||
        c.value == 0x2029 || c.value == 0x3000) {
      space = true;
      continue;
    }
    if (characters == most_characters) return out + "…";
    if (space && !out.empty()) out += ' ';
    space = false;
    append_utf8(c.value, out);
    ++characters;
  }
  return out;
}

std::optional<std::string> headline(std::string_view text) {
  constexpr std::size_t most_bytes = 4 * most_characters + 64;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    std::string_view line = text.substr(begin, std::min(end - begin, most_bytes));
    begin = end + 1;
    while (!line.empty() && (line[0] == '#' || line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
    std::string out = one_line(line);
    if (!out.empty()) return out;
  }
  return std::nullopt;
}

std::optional<std::string> date_in_name(std::string_view path) {
  // The line number of a record (file.jsonl#20210415) is no date.
  const std::size_t record = path.find_last_not_of("0123456789");
  if (record != std::string_view::npos && path[record] == '#') path = path.substr(0, record);
  const std::size_t slash = path.find_last_of('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_digit(name[i]) || (i > 0 && is_digit(name[i - 1]))) continue;
    for (const char separator : {'-', '_', '\0'})
      if (std::optional<std::string> date = date_at(name.substr(i), separator)) return date;
  }
  return std::nullopt;
}

}  // namespace nuskha
