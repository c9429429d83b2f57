// Runs of Cyrillic and of Hebrew letters, copied eight at a time, as arabic_run.h does Arabic ones.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace nuskha {

/// Bytes that a run of letters reads at once, and may write to either place.
inline constexpr std::size_t letter_run_bytes = 16;

/// The plain form of copy_cyrillic_run, and its definition: U+0410 to U+044F, without the short i, in lower case at
/// either level. In UTF-8 that is D0 90 to D0 BF and D1 80 to D1 8F.
inline std::size_t copy_cyrillic_run_plain(const char* source, char* text, char* spelling) {
  std::size_t length = 0;
  for (; length < letter_run_bytes; length += 2) {
    unsigned letter = static_cast<unsigned>(static_cast<unsigned char>(source[length])) << 8 |
                      static_cast<unsigned char>(source[length + 1]);
    const bool is_small = (letter >= 0xD0B0 && letter <= 0xD0BF) || (letter >= 0xD180 && letter <= 0xD18F);
    const bool is_capital = letter >= 0xD090 && letter <= 0xD0AF;
    if ((!is_small && !is_capital) || letter == 0xD0B9 || letter == 0xD099) break;
    if (is_capital) letter += letter < 0xD0A0 ? 0x20 : 0xE0;  // the small letters go on behind another lead byte
    text[length] = spelling[length] = static_cast<char>(letter >> 8);
    text[length + 1] = spelling[length + 1] = static_cast<char>(letter & 0xFF);
  }
  return length;
}

/// The plain form of copy_hebrew_run, and its definition: U+05D0 to U+05EA, D7 90 to D7 AA in UTF-8, as they are at
/// level text. At level spelling the five final letters are the next one, which isn't final.
inline std::size_t copy_hebrew_run_plain(const char* source, char* text, char* spelling) {
  std::size_t length = 0;
  for (; length < letter_run_bytes; length += 2) {
    const auto lead = static_cast<unsigned char>(source[length]);
    const auto trail = static_cast<unsigned char>(source[length + 1]);
    if (lead != 0xD7 || trail < 0x90 || trail > 0xAA) break;
    const bool is_final = trail == 0x9A || trail == 0x9D || trail == 0x9F || trail == 0xA3 || trail == 0xA5;
    text[length] = spelling[length] = source[length];
    text[length + 1] = source[length + 1];
    spelling[length + 1] = static_cast<char>(trail + is_final);
  }
  return length;
}

#if defined(__SSE2__)

namespace letters {

inline __m128i all(unsigned value) { return _mm_set1_epi16(static_cast<short>(value)); }
inline __m128i is(__m128i values, unsigned value) { return _mm_cmpeq_epi16(values, all(value)); }
inline __m128i is_in(__m128i values, unsigned first, unsigned last) {
  // A sum lifts the range to the top of the signed numbers.
  return _mm_cmpgt_epi16(_mm_add_epi16(values, all(0x7FFF - last)), all(0x7FFF - (last - first + 1)));
}
inline __m128i swapped(__m128i letters) { return _mm_or_si128(_mm_slli_epi16(letters, 8), _mm_srli_epi16(letters, 8)); }
inline __m128i load(const char* source) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(source)); }
inline void store(__m128i letters, char* out) { _mm_storeu_si128(reinterpret_cast<__m128i*>(out), letters); }
inline std::size_t length_of(__m128i taken) {
  return static_cast<std::size_t>(std::countr_one(static_cast<std::uint32_t>(_mm_movemask_epi8(taken))));
}

}  // namespace letters

/// Copies the Cyrillic letters that `source` begins with, 16 bytes at most, as they are at either level. Returns their
/// number of bytes. 16 bytes are read of `source` and may be written to either place.
inline std::size_t copy_cyrillic_run(const char* source, char* text, char* spelling) {
  using namespace letters;
  const __m128i found = swapped(load(source));
  const __m128i first_capitals = is_in(found, 0xD090, 0xD09F);
  const __m128i last_capitals = is_in(found, 0xD0A0, 0xD0AF);
  const __m128i small = _mm_or_si128(is_in(found, 0xD0B0, 0xD0BF), is_in(found, 0xD180, 0xD18F));
  const __m128i short_i = is(_mm_or_si128(found, all(0x20)), 0xD0B9);
  const __m128i taken = _mm_andnot_si128(short_i, _mm_or_si128(small, _mm_or_si128(first_capitals, last_capitals)));
  const __m128i change =
      _mm_or_si128(_mm_and_si128(first_capitals, all(0x20)), _mm_and_si128(last_capitals, all(0xE0)));
  const __m128i lower = swapped(_mm_add_epi16(found, change));
  store(lower, text);
  store(lower, spelling);
  return length_of(taken);
}

/// Copies the Hebrew letters that `source` begins with, as copy_cyrillic_run does.
inline std::size_t copy_hebrew_run(const char* source, char* text, char* spelling) {
  using namespace letters;
  const __m128i found = load(source);  // the second byte of a letter is the upper one
  const __m128i in_order = swapped(found);
  const __m128i finals =
      _mm_or_si128(_mm_or_si128(is(in_order, 0xD79A), is(in_order, 0xD79D)),
                   _mm_or_si128(_mm_or_si128(is(in_order, 0xD79F), is(in_order, 0xD7A3)), is(in_order, 0xD7A5)));
  store(found, text);
  store(_mm_add_epi16(found, _mm_and_si128(finals, all(0x100))), spelling);
  return length_of(is_in(in_order, 0xD790, 0xD7AA));
}

#else

inline std::size_t copy_cyrillic_run(const char* source, char* text, char* spelling) {
  return copy_cyrillic_run_plain(source, text, spelling);
}
inline std::size_t copy_hebrew_run(const char* source, char* text, char* spelling) {
  return copy_hebrew_run_plain(source, text, spelling);
}

#endif

}  // namespace nuskha
