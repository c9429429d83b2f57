// Where in a text a date's year may begin.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace nuskha {

/// What a byte may begin: a digit, or the mark of a year in East Asia.
enum class DateLead : std::uint8_t { none, ascii, arabic, persian, other, han_year, hangul_year };
inline constexpr std::array<DateLead, 256> date_leads = [] {
  std::array<DateLead, 256> table{};
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = DateLead::ascii;
  table[0xD9] = DateLead::arabic;   // ٠…٩
  table[0xDB] = DateLead::persian;  // ۰…۹
  for (const std::size_t c : {0xDFu, 0xE0u, 0xE1u, 0xEAu, 0xEFu, 0xF0u}) table[c] = DateLead::other;
  table[0xE5] = DateLead::han_year;     // 年
  table[0xEB] = DateLead::hangul_year;  // 년
  return table;
}();

/// The plain form of find_date_lead, and its definition.
inline std::size_t find_date_lead_plain(const unsigned char* text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i + 1 < end; ++i) {
    const unsigned char next = text[i + 1];
    switch (date_leads[text[i]]) {
      case DateLead::none: break;
      case DateLead::arabic:
        if (next >= 0xA0 && next <= 0xA9) return i;
        break;
      case DateLead::persian:
        if (next >= 0xB0 && next <= 0xB9) return i;
        break;
      default: return i;
    }
  }
  return begin < end ? end - 1 : end;
}

/// The first place in text[begin, end) that may begin a digit or a year's mark; if there is none, the last byte, which
/// may be anything. Arabic letters begin with the same bytes as Arabic digits: the byte after tells.
inline std::size_t find_date_lead(const unsigned char* text, std::size_t begin, std::size_t end) {
#if defined(__SSE2__)
  const auto all = [](int value) { return _mm_set1_epi8(static_cast<char>(value)); };
  const auto is_in = [&](__m128i bytes, int first, int last) {
    // A sum lifts the range to the top of the signed numbers.
    return _mm_cmpgt_epi8(_mm_add_epi8(bytes, all(127 - last)), all(127 - (last - first + 1)));
  };
  for (; begin + 17 <= end; begin += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + begin));
    const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + begin + 1));
    const __m128i arabic = _mm_and_si128(_mm_cmpeq_epi8(bytes, all(0xD9)), is_in(next, 0xA0, 0xA9));
    const __m128i persian = _mm_and_si128(_mm_cmpeq_epi8(bytes, all(0xDB)), is_in(next, 0xB0, 0xB9));
    const __m128i east = _mm_or_si128(_mm_cmpeq_epi8(bytes, all(0xE5)), is_in(bytes, 0xEA, 0xEB));
    const __m128i other = _mm_or_si128(is_in(bytes, 0xDF, 0xE1), is_in(bytes, 0xEF, 0xF0));
    const __m128i found =
        _mm_or_si128(_mm_or_si128(is_in(bytes, '0', '9'), _mm_or_si128(arabic, persian)), _mm_or_si128(east, other));
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(found));
    if (bits != 0) return begin + static_cast<std::size_t>(std::countr_zero(bits));
  }
#endif
  return find_date_lead_plain(text, begin, end);
}

}  // namespace nuskha
