// The numbers of a text that its writer could have written with other digits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nuskha {

enum DigitKind : std::uint8_t { latin, arabic_indic, extended };
inline constexpr std::size_t num_digit_kinds = 3;

/// 0, ٠, ۰.
constexpr char32_t zero_of(DigitKind kind) {
  constexpr std::array<char32_t, num_digit_kinds> zeros = {'0', 0x0660, 0x06F0};
  return zeros[kind];
}

/// Digits of one kind with the points and commas between them: 1,250,000 is one number, 15/4/2021 are three.
struct WrittenNumber {
  DigitKind kind = latin;
  std::uint64_t begin = 0;  ///< Half-open range of bytes.
  std::uint64_t end = 0;
};

/// In order of the text. Latin digits count only where Arabic letters stand around them: not on lines of another
/// script, right after a word of one (Vision 2030), in addresses, codes (كوفيد-19) and telephone numbers. Cost:
/// O(bytes).
std::vector<WrittenNumber> find_written_numbers(std::string_view utf8);

}  // namespace nuskha
