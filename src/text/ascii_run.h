// ASCII text many bytes at a time: what 64 bytes are, and runs of letters and digits copied in lower case. Each has a
// plain form, which is its definition and what runs where there is no SSE2. Test: tests/text/ascii_run_test.cpp.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

/// What 64 bytes are, a bit each, the first byte's lowest.
struct AsciiBlock {
  static constexpr std::size_t size = 64;
  /// Bytes that copy_ascii_lower may read from the start of a block on.
  static constexpr std::size_t readable = size + 16;

  std::uint64_t words;   ///< ASCII letters and digits.
  std::uint64_t spaces;  ///< U+0020.
  std::uint64_t stops;   ///< Other ASCII white space, and all that isn't ASCII.
};

/// The plain form of read_ascii_block, and its definition.
inline AsciiBlock read_ascii_block_plain(const char* source) {
  AsciiBlock block{};
  for (std::size_t i = 0; i < AsciiBlock::size; ++i) {
    const auto byte = static_cast<unsigned char>(source[i]);
    const auto bit = [i](bool is) { return std::uint64_t{is} << i; };
    block.words |= bit(ascii_word[byte] != 0);
    block.spaces |= bit(byte == ' ');
    block.stops |= bit(byte >= 0x80 || (byte >= 0x09 && byte <= 0x0D));
  }
  return block;
}

/// The plain form of copy_ascii_lower, and its definition.
inline void copy_ascii_lower_plain(const char* source, char* out) {
  for (std::size_t i = 0; i < 16; ++i)
    out[i] = source[i] >= 'A' && source[i] <= 'Z' ? static_cast<char>(source[i] + ('a' - 'A')) : source[i];
}

/// The plain form of copy_ascii_run_twice, and its definition.
inline std::size_t copy_ascii_run_twice_plain(const char* source, char* one, char* other) {
  const std::size_t length = copy_ascii_run_plain(source, 16, one);
  std::memcpy(other, one, length);
  return length;
}

#if defined(__SSE2__)

/// What the 64 bytes from `source` on are.
inline AsciiBlock read_ascii_block(const char* source) {
  // Bytes are compared as signed numbers: a sum lifts a range to the top of them, and what is above it wraps below.
  const auto all = [](int value) { return _mm_set1_epi8(static_cast<char>(value)); };
  const auto is_top = [&](__m128i bytes, int last, int count) {
    return _mm_cmpgt_epi8(_mm_add_epi8(bytes, all(127 - last)), all(127 - count));
  };
  const auto bits = [](__m128i mask, int shift) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(mask))) << shift;
  };
  AsciiBlock block{};
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source) + i);
    const __m128i letters = is_top(_mm_or_si128(bytes, all(0x20)), 'z', 26);
    const __m128i digits = is_top(bytes, '9', 10);
    block.words |= bits(_mm_or_si128(letters, digits), 16 * i);
    block.spaces |= bits(_mm_cmpeq_epi8(bytes, all(' ')), 16 * i);
    block.stops |= bits(_mm_or_si128(bytes, is_top(bytes, 0x0D, 5)), 16 * i);  // not ASCII: the high bit
  }
  return block;
}

/// Copies 16 bytes, ASCII letters in lower case.
inline void copy_ascii_lower(const char* source, char* out) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source));
  const __m128i capitals = _mm_cmpgt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(127 - 'Z')), _mm_set1_epi8(127 - 26));
  const __m128i lower = _mm_add_epi8(bytes, _mm_and_si128(capitals, _mm_set1_epi8('a' - 'A')));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), lower);
}

/// Copies the ASCII letters and digits that `source` begins with, 16 at most, in lower case to two places. Returns
/// their number. 16 bytes are read of `source` and may be written to either place.
inline std::size_t copy_ascii_run_twice(const char* source, char* one, char* other) {
  const auto all = [](int value) { return _mm_set1_epi8(static_cast<char>(value)); };
  const auto is_top = [&](__m128i bytes, int last, int count) {
    return _mm_cmpgt_epi8(_mm_add_epi8(bytes, all(127 - last)), all(127 - count));
  };
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source));
  const __m128i capitals = is_top(bytes, 'Z', 26);
  const __m128i lower = _mm_add_epi8(bytes, _mm_and_si128(capitals, all('a' - 'A')));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(one), lower);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(other), lower);
  const __m128i taken = _mm_or_si128(is_top(lower, 'z', 26), is_top(bytes, '9', 10));
  return static_cast<std::size_t>(std::countr_one(static_cast<std::uint32_t>(_mm_movemask_epi8(taken))));
}

#else

inline std::size_t copy_ascii_run_twice(const char* source, char* one, char* other) {
  return copy_ascii_run_twice_plain(source, one, other);
}
inline AsciiBlock read_ascii_block(const char* source) { return read_ascii_block_plain(source); }
inline void copy_ascii_lower(const char* source, char* out) { copy_ascii_lower_plain(source, out); }

#endif

}  // namespace nuskha
