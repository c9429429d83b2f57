// The order of letters: from the order in which a line of text is drawn to that in which it is read, and letters out of
// their drawn shapes. Test: tests/base/bidi_test.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nuskha {

/// A line as it is drawn, its characters from left to right, in the order in which it is read and written: the inverse
/// of the Unicode Bidirectional Algorithm. Marks stand after the letter that they are drawn onto, before and after.
/// `right_to_left` is the direction of the paragraph that it is a line of. Brackets within text from right to left are
/// mirrored: a "(" that is drawn is a ")" that is read. Where several texts are drawn alike, one of them. UTF-8 in,
/// valid UTF-8 out. Cost O(n).
std::string logical_order(std::string_view drawn, bool right_to_left, bool mirrored = true);

/// Presentation forms of Arabic, Hebrew and Latin (U+FB00–FDFF, U+FE70–FEFC), which fonts draw letters by, replaced by
/// the letters that they show, in the order in which these are read: ligatures of lam and alef, "fi", a shadda with its
/// vowel. Everything else stays.
std::string fold_presentation_forms(std::string_view text);

/// How many letters of a text run which way.
struct LetterDirections {
  std::size_t left_to_right = 0;
  std::size_t right_to_left = 0;
};
LetterDirections count_directions(std::string_view text);

/// True for a character of Chinese or Japanese, or of South-East Asia, of whose words many stand in a row without
/// spaces: Han, Kana, CJK punctuation and full-width forms, Thai, Lao, Khmer, Burmese. Not Hangul.
bool joins_without_space(char32_t code_point);

/// True for a character that is drawn onto another (general category M).
bool is_mark(char32_t code_point);

}  // namespace nuskha
