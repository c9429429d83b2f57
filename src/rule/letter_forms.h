// When two Arabic spellings are one word. The letters that writers use for one another are few; which pairs of words
// differ in them rightly is decided by rule and by short lists, rather leaving a slip than calling two words one.
// docs/rules.md, "mixed-letter-forms", is the description.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

/// Letters of Arabic and of the languages written with it; not tatweel.
bool is_arabic_letter(char32_t c);
/// Vowel marks, tatweel, and the marks below.
bool is_arabic_mark(char32_t c);
/// Madda and hamza as marks of their own: the word isn't composed.
bool is_letter_mark(char32_t c);

/// The word with أإآٱ as ا, ى ی as ي, ة as ه and ک as ك.
std::u32string fold_letter_forms(std::u32string_view letters);

struct LetterFormPair {
  bool is_one_word = false;
  std::u32string right;  ///< The correct one of the two, where that is known; else empty.
};

/// Compares two spellings that fold to the same, composed and without marks. Cost: O(letters).
LetterFormPair compare_letter_forms(std::u32string_view a, std::u32string_view b);

}  // namespace nuskha
