// Text to words: normalization levels, blocks and word hashes. The definition of each level is in
// docs/algorithm.md, section "Levels".
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/hash.h"

namespace nuskha {

/// The levels at which two texts can be equal, strictest first; each includes the ones before it.
enum class Level : std::uint8_t {
  bytes,   ///< The same bytes.
  layout,  ///< The same characters: encoding, NFC, line ends, white space, bidi controls and zero-width characters set
           ///< aside.
  text,    ///< The same words: also case, compatibility forms, kind of digits, vowel marks, tatweel, punctuation.
  spelling,  ///< The same words, freely spelled: also letters that writers use for one another (أ ا, ى ي, ک ك, é e, ß
             ///< ss).
};

std::string_view to_string(Level level);
std::optional<Level> parse_level(std::string_view name);

/// A word's identity: the low 31 bits of XXH3-64 of its normalized UTF-8; bit 31 is set when the
/// normalized word begins with a digit. Characters of scripts written without spaces count as words of
/// their own, each hashed together with the one or two that follow it (docs/algorithm.md, "Words").
using WordId = std::uint32_t;
inline constexpr WordId number_bit = 0x80000000u;
inline constexpr bool is_number(WordId word) { return (word & number_bit) != 0; }

/// A paragraph: half-open ranges of source bytes and of words.
///
///     source   |S e c o n d   e d i t i o n .|\n\n|N e x t …
///     block     source_begin … source_end
///     words     [word_begin, word_end)  = second, edition
struct Block {
  std::uint64_t source_begin = 0;
  std::uint64_t source_end = 0;
  std::uint64_t word_begin = 0;
  std::uint64_t word_end = 0;
};

/// Half-open range of source bytes that one word was read from.
struct SourceRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// What one pass over a text finds. Reuse one object for many texts: its buffers are kept.
struct Analysis {
  std::vector<WordId> words;             ///< In order of the text.
  std::vector<SourceRange> word_ranges;  ///< One a word, only when asked for.
  std::vector<Block> blocks;             ///< In order; every word is in exactly one.
  Hash128 layout_hash;                   ///< Of the text at level layout.
  Hash128 text_hash;                     ///< Of the words at level text.
  Hash128 spelling_hash;                 ///< Of the words at level spelling.
};

/// Turns text into words. Holds scratch buffers: use one per thread. Cost: one pass, O(bytes).
class Analyzer {
 public:
  /// `level` is the level at which words are compared: layout, text or spelling (bytes is taken for layout).
  explicit Analyzer(Level level = Level::spelling, bool with_word_ranges = false);
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  /// Replaces `out` with the analysis of `utf8`, which may hold any bytes: an invalid sequence counts as U+FFFD.
  void analyze(std::string_view utf8, Analysis& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The text at a level, in UTF-8, by the slow and obvious way through ICU: words separated by one space
/// (layout: every run of white space becomes one space). For display, tests and explanations.
std::string normalize(std::string_view utf8, Level level);

}  // namespace nuskha
