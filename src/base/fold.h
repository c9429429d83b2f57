// Folding: what each code point becomes at the levels text and spelling, by ICU (slow) and by table (fast).
//
//   source        É        →  NFKC_Casefold, NFD   e ◌́      (level text)      →  e        (level spelling)
//
// Both levels are kept in decomposed form, so that the folding of a string is the folding of its code points, one after
// the other, but for the order of combining marks. `fold_entry` gives the folding of one code point from a table whose
// pages are made from ICU when they are first used; `fold_words` folds a string by ICU and is the definition. The hot
// path (text/analyzer.cpp) uses the table and turns to `fold_words` where the table says that context matters.
// docs/algorithm.md, section "Levels", is the specification. Test: tests/text/fold_test.cpp compares the two for every
// code point and for random strings.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// What a code point does to the words around it.
enum class FoldKind : std::uint8_t {
  separator,   ///< Ends a word: white space, punctuation, symbols, controls.
  ignorable,   ///< Vanishes without ending a word: zero-width characters, bidi controls, vowel marks, tatweel.
  letter,      ///< Part of a word: letters, digits, and what no category claims.
  mark,        ///< Combining mark: part of a word that has begun, else vanishes.
  character2,  ///< A word of its own, of a script without spaces, hashed with its successor (Han, Kana).
  character3,  ///< A word of its own, hashed with its two successors (Thai, Lao, Khmer, Burmese …).
  context,     ///< Its folding depends on its neighbours or mixes kinds: fold the whole run by ICU.
};

/// The folding of one code point: 32 bytes, two to a cache line.
struct FoldEntry {
  static constexpr std::size_t max_length = 12;

  FoldKind kind;
  std::uint8_t text_length;      ///< Bytes used of `text`.
  std::uint8_t spelling_length;  ///< Bytes used of `spelling`.
  std::uint8_t flags;            ///< Sum of the constants below.
  std::uint8_t first_class;      ///< Canonical combining class of the first code point of `text`.
  std::uint8_t last_class;       ///< … and of the last.
  std::uint8_t own_class;        ///< Canonical combining class of the code point itself.
  bool is_plain_character;    ///< Of kind character2 or character3, and one code point of three bytes at both levels,
                              ///< without flags but `combining`; if that, own_class is its class there too.
  char text[max_length];      ///< UTF-8 at level text.
  char spelling[max_length];  ///< UTF-8 at level spelling.

  static constexpr std::uint8_t white_space = 1;  ///< Unicode White_Space.
  static constexpr std::uint8_t layout_ignorable =
      2;                                           ///< Vanishes at level layout: bidi control or zero-width character.
  static constexpr std::uint8_t not_composed = 4;  ///< May change under NFC, whatever the order of marks.
  static constexpr std::uint8_t combining = 32;    ///< own_class is not 0.
  static constexpr std::uint8_t line_end = 8;      ///< Ends a line: LF, VT, FF, CR, NEL, LS, PS.
  static constexpr std::uint8_t respelled = 16;    ///< `spelling` differs from `text`.
  static constexpr std::uint8_t layout_flags = white_space | layout_ignorable | not_composed | combining;
};
static_assert(sizeof(FoldEntry) == 32);

struct FoldPage {
  std::array<FoldEntry, 256> entries;
};

namespace detail {
extern std::array<std::atomic<const FoldPage*>, 0x1100> fold_pages;
const FoldPage& make_fold_page(std::size_t page);
}  // namespace detail

/// The folding of a code point (0 … 10FFFF). Thread-safe; the first use of each page of 256 code points costs a
/// few hundred microseconds.
inline const FoldEntry& fold_entry(char32_t code_point) {
  const std::size_t page = code_point >> 8;
  const FoldPage* p = detail::fold_pages[page].load(std::memory_order_acquire);
  if (p == nullptr) [[unlikely]]
    p = &detail::make_fold_page(page);
  return p->entries[code_point & 255];
}

/// The folding of a letter that UTF-8 writes in two bytes (U+0080 … U+07FF), packed for the hot path: bytes 0–3 are the
/// text, 4–5 the spelling, 6 and 7 their lengths. A text length of 0 says that this is no such letter: look it up with
/// fold_entry. Simple letters are those whose folding is at most that long, doesn't reorder with what stands before
/// it, and leaves level layout alone.
struct SimpleLetter {
  std::uint64_t packed;

  static constexpr std::size_t max_text_length = 4;
  static constexpr std::size_t max_spelling_length = 2;                // or as long as the text, and the same
  static constexpr std::uint64_t not_simple = std::uint64_t{1} << 56;  // no text, though a spelling: not a folding
  bool is_simple() const { return (packed >> 48 & 0xFF) != 0; }
  std::uint32_t text() const { return static_cast<std::uint32_t>(packed); }
  /// Two bytes, or the text.
  std::uint32_t spelling() const {
    return spelling_length() > max_spelling_length ? text() : static_cast<std::uint32_t>(packed >> 32 & 0xFFFF);
  }
  std::size_t text_length() const { return packed >> 48 & 0xFF; }
  std::size_t spelling_length() const { return packed >> 56; }
};

namespace detail {
extern std::array<std::atomic<std::uint64_t>, 0x800> simple_letters;  // 0: not looked up yet
SimpleLetter make_simple_letter(char32_t code_point);
}  // namespace detail

/// The simple letter of a code point below U+0800. Thread-safe.
inline SimpleLetter simple_letter(char32_t code_point) {
  const std::uint64_t packed = detail::simple_letters[code_point].load(std::memory_order_relaxed);
  if (packed == 0) [[unlikely]]
    return detail::make_simple_letter(code_point);
  return {packed};
}

/// One word of a folded string.
struct FoldedWord {
  std::string text;      ///< At level text; never empty.
  std::string spelling;  ///< At level spelling; may be empty (a hamza on its own).
  FoldKind kind;         ///< letter, character2 or character3.
};

/// Folds a string by ICU: the definition of the levels text and spelling. Appends to `out`. Invalid UTF-8 counts as
/// U+FFFD.
void fold_words(std::string_view utf8, std::vector<FoldedWord>& out);

/// A word of level text, folded to level spelling.
std::string fold_spelling(std::string_view text_level_word);

/// Unicode normalization form C. Invalid sequences become U+FFFD.
std::string compose(std::string_view utf8);

}  // namespace nuskha
