// Sizes as people type them; see the header. Covered by tests/cli/option_test.cpp.
#include "cli/byte_size.h"

#include <charconv>
#include <cmath>
#include <string>

namespace nuskha::cli {
namespace {

/// The factor of a unit in lower case, 0 if it is none.
double factor_of(std::string_view unit) {
  if (unit.empty() || unit == "b") return 1;
  const std::string_view rest = unit.substr(1);
  if (!rest.empty() && rest != "b" && rest != "ib") return 0;
  const std::size_t power = std::string_view("kmgt").find(unit.front());
  return power == std::string_view::npos ? 0 : std::ldexp(1.0, 10 * (static_cast<int>(power) + 1));
}

}  // namespace

std::optional<std::uint64_t> parse_byte_size(std::string_view text) {
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (parsed.ec != std::errc()) return std::nullopt;
  std::string unit(parsed.ptr, text.data() + text.size());
  for (char& c : unit) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const double bytes = number * factor_of(unit);
  if (!(bytes >= 1 && bytes < std::ldexp(1.0, 63))) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

}  // namespace nuskha::cli
