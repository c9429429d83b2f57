// How names, titles and numbers are shown; see the header. Covered by tests/report/display_test.cpp.
#include "report/display.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/unicode.h"

namespace nuskha {

std::string isolate_right_to_left(std::string text) {
  if (!has_right_to_left(text)) return text;
  return "\u2068" + text + "\u2069";
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  return std::string(prefix_of_width(text, columns - 1)) + "…";
}

std::string pad_to_width(std::string text, std::size_t columns) {
  const std::size_t width = display_width(text);
  if (width < columns) text.append(columns - width, ' ');
  return text;
}

std::string group_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string count_of(std::uint64_t number, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", group_digits(number), number == 1 ? singular : plural);
}

std::string format_bytes(double bytes) {
  constexpr std::array<std::string_view, 5> units = {"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 999.5) return fmt::format("{:.0f} B", bytes);
  std::size_t unit = 0;
  bytes /= 1000;
  while (bytes >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  const int decimals = bytes < 9.995 ? 2 : bytes < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", bytes, decimals, units[unit]);
}

std::string format_percent(double share) {
  // The small addition keeps 0.29 · 100 = 28.999… at 29.
  return fmt::format("{:.0f} %", std::floor(share * 100 + 1e-9));
}

}  // namespace nuskha
