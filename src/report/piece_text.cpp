// Entry points: those of the header. Test: tests/report/diff_pieces_test.cpp.
#include "report/piece_text.h"

namespace nuskha::piece_text {
namespace {

using Direction = CharacterDirection;

bool is_bracket_or_quote(char32_t c) { return is_one_of(c, U"()[]{}<>\"'`|\\^«»‹›“”„‘’"); }
bool is_of_address_begin(char32_t c) { return c > 0x20 && c < 0x7F && is_of_word(c) && !is_one_of(c, U",:;=!?/"); }

}  // namespace

bool is_blank(char32_t c) { return c <= U' ' || c == 0xA0 || c == 0x202F || kind_of(c) == CharacterKind::space; }
bool is_of_word(char32_t c) { return !is_blank(c) && !is_bracket_or_quote(c); }
bool is_digit(char32_t c) { return decimal_digit(c) >= 0; }
bool is_of_phone(char32_t c) { return is_digit(c) || is_one_of(c, U"+-–() \u00A0\u202F"); }
bool is_stop(char32_t c) { return is_one_of(c, U".,;:=!?…،؛؟۔"); }
bool is_percent_sign(char32_t c) { return is_one_of(c, U"%٪‰"); }

bool has_loose_end(std::string_view text) {
  const auto is_loose = [](char32_t c) { return is_blank(c) || is_one_of(c, U".,;:!?…،؛؟۔()[]{}<>\"'«»‹›“”„‘’"); };
  if (text.empty() || find_address(text) != text.npos) return false;
  if (!is_loose(decode_utf8(text).value) && !is_loose(decode_utf8(text.substr(last_character(text))).value))
    return false;
  if (any_character(text, [](char32_t c) { return kind_of(c) == CharacterKind::letter; })) return true;
  bool has_digit = false, has_gap = false, has_two = false;  // numbers side by side would change places
  for_each_character(text, [&](char32_t c, std::size_t) {
    has_two |= has_gap && is_digit(c);
    has_digit |= is_digit(c);
    has_gap |= has_digit && is_blank(c);
    return !has_two;
  });
  return has_digit && !has_two;
}

bool runs_right(char32_t c) {
  const Direction direction = direction_of(c);
  return direction == Direction::right_to_left || direction == Direction::arabic_number;
}
bool runs_left(char32_t c) { return direction_of(c) == Direction::left_to_right; }

bool is_phone(std::string_view text) {
  const bool is_all = !any_character(text, [](char32_t c) { return !is_of_phone(c); });
  std::size_t num_digits = 0;
  bool begins_with_zero = false;
  const bool has_blank = any_character(text, is_blank);
  for_each_character(text, [&](char32_t c, std::size_t at) {
    if (at == 0) begins_with_zero = decimal_digit(c) == 0;
    num_digits += is_digit(c) ? 1 : 0;
    return true;
  });
  return is_all && has_blank && num_digits >= 6 && (text.starts_with('+') || text.starts_with('(') || begins_with_zero);
}

std::size_t find_address(std::string_view word) {
  const std::size_t scheme = word.find("://");
  const std::size_t at = word.find('@');
  if (scheme != word.npos) return scheme - length_at_end(word.substr(0, scheme), is_of_address_begin);
  if (at != word.npos) return at - length_at_end(word.substr(0, at), is_of_address_begin);
  return word.find("www.");
}

}  // namespace nuskha::piece_text
