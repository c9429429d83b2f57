// Which characters show nothing, or reorder others.
#pragma once

#include <string_view>

namespace nuskha {

/// LRE, RLE, PDF, LRO, RLO.
inline bool is_embedding(char32_t c) { return c >= 0x202A && c <= 0x202E; }
/// LRI, RLI, FSI.
inline bool opens_isolate(char32_t c) { return c >= 0x2066 && c <= 0x2068; }
/// PDI.
inline bool closes_isolate(char32_t c) { return c == 0x2069; }
/// LRM, RLM, ALM.
inline bool is_direction_mark(char32_t c) { return c == 0x200E || c == 0x200F || c == 0x061C; }
inline bool is_bidi_control(char32_t c) {
  return is_embedding(c) || opens_isolate(c) || closes_isolate(c) || is_direction_mark(c);
}

/// A character that shows nothing and has no business in a text: zero-width space, soft hyphen, byte order mark, word
/// joiner and the like, controls, private use and what Unicode hasn't assigned. Not joiners, which Persian and Indic
/// scripts and emoji need, not bidi controls, and not U+FFFD, which reading a document reports.
bool is_invisible(char32_t c);

/// "Zero-width space", "Control character": the beginning of a sentence. Of an invisible character or bidi control.
std::string_view character_name(char32_t c);

/// True for a letter written from right to left, and for one written from left to right.
bool is_right_to_left_letter(char32_t c);
bool is_left_to_right_letter(char32_t c);

/// True for the characters of scripts without spaces, between which a zero-width space may mark the end of a word.
bool is_written_without_spaces(char32_t c);

}  // namespace nuskha
