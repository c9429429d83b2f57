// How names, titles and numbers are shown. Pure functions on strings, used by the writers and by the command line.
// Covered by tests/report/display_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/escape.h"

namespace nuskha {

/// The text between U+2068 and U+2069 if it holds right-to-left characters, so that it can't reorder what stands beside
/// it.
std::string isolate_right_to_left(std::string text);

/// At most `columns` columns of the text, the last of them "…" if something was cut. `columns` ≥ 1.
std::string cut_to_width(std::string_view text, std::size_t columns);

/// Appends spaces until the text takes `columns` columns; longer text stays as it is.
std::string pad_to_width(std::string text, std::size_t columns);

/// 1234567 → "1,234,567".
std::string group_digits(std::uint64_t number);

/// group_digits and the noun: "1 family", "2 families".
std::string count_of(std::uint64_t number, std::string_view singular, std::string_view plural);

/// Decimal units, three digits: "999 B", "1.23 kB", "45.6 MB".
std::string format_bytes(double bytes);

/// A share in [0, 1] as whole percent, rounded down, so that only 1 shows as "100 %".
std::string format_percent(double share);

}  // namespace nuskha
