// The project's own folding rules: everything that is not Unicode's. docs/algorithm.md, sections "Level text" and
// "Level spelling", explains each row. Included by fold.cpp alone.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace nuskha::rules {

/// Level text: letters that write no sound of their own and vanish.
/// U+0640 tatweel; U+06E5 and U+06E6, the small waw and yeh of Quranic spelling.
inline constexpr std::array<char32_t, 3> silent_letters = {0x0640, 0x06E5, 0x06E6};

/// Level text: Arabic marks that belong to a letter (madda, hamza above, hamza below) and stay until level spelling.
inline constexpr char32_t first_letter_mark = 0x0653;
inline constexpr char32_t last_letter_mark = 0x0655;

/// Level text: modifier letters that are typed for an apostrophe, and so end a word as an apostrophe does.
inline constexpr bool is_apostrophe_letter(char32_t c) {
  return (c >= 0x02B9 && c <= 0x02BF) || c == 0x02C8 || c == 0x02EE;
}

/// Level spelling: one letter for another. Sorted by `from`. An empty `to` removes the letter.
struct LetterRule {
  char32_t from;
  std::u32string_view to;
};
inline constexpr std::array letter_rules = {
    LetterRule{0x00E6, U"ae"},      // æ
    LetterRule{0x00F0, U"d"},       // ð
    LetterRule{0x00F8, U"o"},       // ø
    LetterRule{0x00FE, U"th"},      // þ
    LetterRule{0x0111, U"d"},       // đ
    LetterRule{0x0127, U"h"},       // ħ
    LetterRule{0x0131, U"i"},       // ı dotless
    LetterRule{0x0142, U"l"},       // ł
    LetterRule{0x0153, U"oe"},      // œ
    LetterRule{0x0167, U"t"},       // ŧ
    LetterRule{0x05DA, U"\u05DB"},  // ך → כ   Hebrew final letters
    LetterRule{0x05DD, U"\u05DE"},  // ם → מ
    LetterRule{0x05DF, U"\u05E0"},  // ן → נ
    LetterRule{0x05E3, U"\u05E4"},  // ף → פ
    LetterRule{0x05E5, U"\u05E6"},  // ץ → צ
    LetterRule{0x0621, U""},        // ء   hamza on the line
    LetterRule{0x0629, U"\u0647"},  // ة → ه
    LetterRule{0x0649, U"\u064A"},  // ى → ي
    LetterRule{0x0671, U"\u0627"},  // ٱ → ا
    LetterRule{0x0672, U"\u0627"},  // ٲ → ا
    LetterRule{0x0673, U"\u0627"},  // ٳ → ا
    LetterRule{0x0674, U""},        // ٴ   high hamza
    LetterRule{0x06A9, U"\u0643"},  // ک → ك   Persian and Urdu kaf
    LetterRule{0x06AA, U"\u0643"},  // ڪ → ك
    LetterRule{0x06BE, U"\u0647"},  // ھ → ه
    LetterRule{0x06C1, U"\u0647"},  // ہ → ه
    LetterRule{0x06C3, U"\u0647"},  // ۃ → ه
    LetterRule{0x06CC, U"\u064A"},  // ی → ي
    LetterRule{0x06D5, U"\u0647"},  // ە → ه
};
static_assert(std::is_sorted(letter_rules.begin(), letter_rules.end(),
                             [](const LetterRule& a, const LetterRule& b) { return a.from < b.from; }));

/// Level spelling: combining marks vanish, but for those that make another letter of their base: й, ў, ї.
inline constexpr bool keeps_mark(char32_t base, char32_t mark) {
  return (mark == 0x0306 && (base == 0x0438 || base == 0x0443)) || (mark == 0x0308 && base == 0x0456);
}
inline constexpr bool mark_needs_base(char32_t mark) { return mark == 0x0306 || mark == 0x0308; }

/// Level spelling: which combining marks vanish: the blocks of diacritics, and the Arabic letter marks.
inline constexpr bool is_diacritic(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= first_letter_mark && c <= last_letter_mark) ||
         (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF);
}

/// Level layout: bidi controls and zero-width characters.
inline constexpr bool is_layout_ignorable(char32_t c) {
  return c == 0x00AD || c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace nuskha::rules
