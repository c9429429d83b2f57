// Unicode: decoding, display width and the properties that other layers need. The only folder that includes ICU is
// base/; the folding tables of the hot path are in base/fold_table.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// The version of Unicode that ICU's tables, and so the levels, are of: "15.0".
std::string unicode_version();

/// One decoded code point: its value (U+FFFD for an invalid sequence) and its length in bytes (at least 1; an invalid
/// sequence is consumed as the Unicode Standard recommends: one U+FFFD per maximal ill-formed subpart).
struct CodePoint {
  char32_t value;
  std::size_t length;
};

/// Decodes the first code point of a non-empty string.
CodePoint decode_utf8(std::string_view text);
void append_utf8(char32_t code_point, std::string& out);

/// Writes a code point (no surrogate) to `out`, which has room for 4 bytes; returns how many it took.
inline std::size_t encode_utf8(char32_t c, char* out) {
  const auto put = [out](std::size_t i, char32_t byte) {
    out[i] = static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (c < 0x80) return put(0, c), 1;
  if (c < 0x800) return put(0, 0xC0 | c >> 6), put(1, 0x80 | (c & 0x3F)), 2;
  if (c < 0x10000) return put(0, 0xE0 | c >> 12), put(1, 0x80 | (c >> 6 & 0x3F)), put(2, 0x80 | (c & 0x3F)), 3;
  put(0, 0xF0 | c >> 18), put(1, 0x80 | (c >> 12 & 0x3F)), put(2, 0x80 | (c >> 6 & 0x3F)), put(3, 0x80 | (c & 0x3F));
  return 4;
}

/// Position of the first invalid sequence, or npos. Cost O(n), vectorized.
std::size_t find_invalid_utf8(std::string_view text);

/// The text with each invalid sequence replaced by U+FFFD.
std::string replace_invalid_utf8(std::string_view text);

/// Columns that the text takes in a terminal: 2 for wide characters, 0 for marks and controls. (Unicode East Asian
/// Width)
std::size_t display_width(std::string_view text);

/// Whether a code point belongs to the character before it, whose last code point is `before`: marks, joiners, what is
/// joined, skin tones, tags of flags.
bool continues_character(char32_t before, char32_t c);

/// The longest prefix that takes at most `columns`; never splits a character from its marks, nor an emoji that is
/// joined of several (ZWJ, skin tones).
std::string_view prefix_of_width(std::string_view text, std::size_t columns);

/// True if the text holds a character of a right-to-left script.
bool has_right_to_left(std::string_view text);

/// True if the first character of the text that has a direction has right to left: the rule by which a paragraph gets
/// its own (UAX #9, P2).
bool begins_right_to_left(std::string_view text);

/// Which way a code point runs (UAX #9, bidirectional character types): letters by their script, numbers from left to
/// right within what surrounds them. Digits of Arabic are `arabic_number`, those of Persian and of ASCII `number`.
enum class CharacterDirection : unsigned char { left_to_right, right_to_left, arabic_number, number, neutral };
CharacterDirection direction_of(char32_t code_point);

/// True if a text on its own, without the line around it, is read from the right: its first letter or Arabic digit is.
bool reads_right_to_left(std::string_view text);

/// What a code point is, as coarsely as telling encodings apart needs. Marks are combining marks; joiners count as
/// marks.
enum class CharacterKind : unsigned char { letter, mark, digit, space, symbol, control, unassigned };
CharacterKind kind_of(char32_t code_point);

/// Value of a decimal digit (Nd) of any script, or -1.
int decimal_digit(char32_t code_point);

/// Simple (one to one) lower case.
char32_t to_lower(char32_t code_point);

/// Converts bytes in an encoding that ICU knows to UTF-8 (undecodable bytes become U+FFFD). `num_replaced` counts them.
/// Nothing if ICU doesn't know the encoding.
struct Decoded {
  std::string text;
  std::size_t num_replaced = 0;
};
std::optional<Decoded> decode_from(std::string_view bytes, const std::string& encoding);

/// Encoding and language that the bytes look like by ICU's statistics, best first.
struct EncodingGuess {
  std::string encoding;  ///< ICU's name, e.g. "windows-1256".
  std::string language;  ///< ISO code, or empty.
  int confidence = 0;    ///< 0–100.
};
std::size_t detect_encoding(std::string_view bytes, EncodingGuess* guesses, std::size_t max_guesses);

}  // namespace nuskha
