// Characters, words and addresses in a line of a diff. Pure functions; texts are UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/unicode.h"

namespace nuskha::piece_text {

/// Calls `visit(code point, offset)` until it returns false.
template <typename Visit>
void for_each_character(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    if (!visit(c.value, i)) return;
    i += c.length;
  }
}

template <typename Predicate>
bool any_character(std::string_view text, Predicate is) {
  bool found = false;
  for_each_character(text, [&](char32_t c, std::size_t) { return !(found = is(c)); });
  return found;
}

/// Where the last character of a text begins, which isn't empty.
inline std::size_t last_character(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

/// How many bytes at the beginning, or at the end, consist of characters that pass.
template <typename Predicate>
std::size_t length_at_begin(std::string_view text, Predicate passes) {
  std::size_t end = text.size();
  for_each_character(text, [&](char32_t c, std::size_t at) {
    if (passes(c)) return true;
    end = at;
    return false;
  });
  return end;
}

template <typename Predicate>
std::size_t length_at_end(std::string_view text, Predicate passes) {
  std::size_t length = 0;
  while (length < text.size()) {
    const std::string_view rest = text.substr(0, text.size() - length);
    const std::size_t at = last_character(rest);
    if (!passes(decode_utf8(rest.substr(at)).value)) break;
    length = text.size() - at;
  }
  return length;
}

inline bool is_one_of(char32_t c, std::u32string_view characters) { return characters.find(c) != characters.npos; }

bool is_blank(char32_t c);
bool is_of_word(char32_t c);  ///< No blank, bracket or quote.
bool is_digit(char32_t c);    ///< Decimal, of any script.
bool is_of_phone(char32_t c);
bool is_stop(char32_t c);  ///< Ends a sentence, a clause or a label, unless digits go on behind it.
bool is_percent_sign(char32_t c);

/// Whether a text of words, or of one number, begins or ends with a blank, or with a mark that is set by the line around
/// it: a stop, a bracket, a quote. False for addresses, and for numbers side by side.
bool has_loose_end(std::string_view text);

bool runs_right(char32_t c);  ///< Letters and Arabic digits that are set from right to left.
bool runs_left(char32_t c);

/// "+962 6 555 1234", "(06) 555 1234", "06 555 1234": numbers in a row that are one.
bool is_phone(std::string_view text);

/// Where an address of web or mail begins in a word; npos if there is none.
std::size_t find_address(std::string_view word);

}  // namespace nuskha::piece_text
