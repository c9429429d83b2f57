// Runs of Arabic letters, copied eight at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace nuskha {

/// Arabic letters that level text leaves as they are, and level spelling too but for two: U+0627 to U+063F and U+0641
/// to U+064A. Nine in ten letters of Arabic text are. In UTF-8 that is D8 A7 to D8 BF and D9 81 to D9 8A. All is said
/// by the fold table as well; tests/text/arabic_run_test.cpp compares the two.
namespace arabic {

inline constexpr std::size_t bytes_at_once = 16;

/// A letter as its two bytes stand in memory.
inline constexpr std::uint16_t letter(unsigned lead, unsigned trail) {
  return static_cast<std::uint16_t>(lead | trail << 8);
}
inline constexpr std::uint16_t teh_marbuta = letter(0xD8, 0xA9);
inline constexpr std::uint16_t heh = letter(0xD9, 0x87);
inline constexpr std::uint16_t alef_maksura = letter(0xD9, 0x89);
inline constexpr std::uint16_t yeh = letter(0xD9, 0x8A);

}  // namespace arabic

/// The plain form of copy_arabic_run, and its definition.
inline std::size_t copy_arabic_run_plain(const char* source, char* text, char* spelling) {
  std::size_t length = 0;
  for (; length < arabic::bytes_at_once; length += 2) {
    const auto lead = static_cast<unsigned char>(source[length]);
    const auto trail = static_cast<unsigned char>(source[length + 1]);
    const bool is_letter = (lead == 0xD8 && trail >= 0xA7 && trail <= 0xBF) ||  //
                           (lead == 0xD9 && trail >= 0x81 && trail <= 0x8A);
    if (!is_letter) break;
    const std::uint16_t letter = arabic::letter(lead, trail);
    const std::uint16_t spelt = letter == arabic::teh_marbuta    ? arabic::heh
                                : letter == arabic::alef_maksura ? arabic::yeh
                                                                 : letter;
    std::memcpy(text + length, &letter, 2);
    std::memcpy(spelling + length, &spelt, 2);
  }
  return length;
}

/// Copies the Arabic letters that `source` begins with, 16 bytes at most, as they are at either level. Returns their
/// number of bytes. 16 bytes are read of `source` and may be written to either place.
inline std::size_t copy_arabic_run(const char* source, char* text, char* spelling) {
#if defined(__SSE2__)
  const auto all = [](unsigned value) { return _mm_set1_epi16(static_cast<short>(value)); };
  const auto is_in = [&](__m128i values, unsigned first, unsigned last) {
    // A sum lifts the range to the top of the signed numbers.
    return _mm_cmpgt_epi16(_mm_add_epi16(values, all(0x7FFF - last)), all(0x7FFF - (last - first + 1)));
  };
  const auto exchange = [&](__m128i letters, unsigned from, unsigned to) {
    return _mm_and_si128(_mm_cmpeq_epi16(letters, all(from)), all(from ^ to));
  };
  const __m128i letters = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source));
  const __m128i in_order = _mm_or_si128(_mm_slli_epi16(letters, 8), _mm_srli_epi16(letters, 8));
  const __m128i plain = _mm_or_si128(is_in(in_order, 0xD8A7, 0xD8BF), is_in(in_order, 0xD981, 0xD98A));
  const __m128i changes = _mm_or_si128(exchange(letters, arabic::teh_marbuta, arabic::heh),
                                       exchange(letters, arabic::alef_maksura, arabic::yeh));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(text), letters);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(spelling), _mm_xor_si128(letters, changes));
  return static_cast<std::size_t>(std::countr_one(static_cast<std::uint32_t>(_mm_movemask_epi8(plain))));
#else
  return copy_arabic_run_plain(source, text, spelling);
#endif
}

}  // namespace nuskha
