// Runs of ASCII letters and digits, copied in lower case eight bytes at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace nuskha {

/// Lower-case form of ASCII letters and digits, 0 for all other bytes.
inline constexpr std::array<char, 256> ascii_word = [] {
  std::array<char, 256> table{};
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = static_cast<char>(c - 'A' + 'a');
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = c;
  return table;
}();

/// The plain form of copy_ascii_run, and its definition.
inline std::size_t copy_ascii_run_plain(const char* source, std::size_t size, char* out) {
  std::size_t length = 0;
  for (; length < size; ++length) {
    const char c = ascii_word[static_cast<unsigned char>(source[length])];
    if (c == 0) break;
    out[length] = c;
  }
  return length;
}

/// Copies the longest prefix of `source` that is made of ASCII letters and digits, in lower case. Returns its length.
/// `out` needs room for size + 8 bytes; bytes after the prefix may be overwritten.
inline std::size_t copy_ascii_run(const char* source, std::size_t size, char* out) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highs = 0x80 * ones;
  std::size_t length = 0;
  while (size - length >= 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, source + length, 8);
    // Sums of 7-bit bytes never carry into the next byte; the high bit of each tells whether a bound was reached.
    const std::uint64_t low = bytes & ~highs;
    const std::uint64_t lower = low | 0x20 * ones;
    const std::uint64_t letter = (lower + (0x80 - 'a') * ones) & ~(lower + (0x7F - 'z') * ones);
    const std::uint64_t digit = (low + (0x80 - '0') * ones) & ~(low + (0x7F - '9') * ones);
    const std::uint64_t word = (letter | digit) & ~bytes & highs;
    const std::uint64_t lowered = bytes | (letter & word) >> 2;  // 0x80 >> 2 is the bit that makes a capital small
    std::memcpy(out + length, &lowered, 8);
    if (word != highs) return length + static_cast<std::size_t>(std::countr_zero(~word & highs)) / 8;
    length += 8;
  }
  return length + copy_ascii_run_plain(source + length, size - length, out + length);
}

}  // namespace nuskha
