// The letters of a text's words, for comparing words that differ a little.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// Letters of the words of one text, one after the other. A word that is compared only as a whole has none: one half of
/// which or more is digits, a character of a script written without spaces, or one of more than 64 letters.
struct WordLetters {
  std::vector<char32_t> letters;
  std::vector<std::uint32_t> ends = {};  ///< One past the last letter of each word.

  std::size_t num_words() const { return ends.size(); }
  std::span<const char32_t> word(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::span(letters).subspan(begin, ends[i] - begin);
  }
  void add(std::span<const char32_t> word);
};

/// The letters, at level text or spelling, of the words that `analysis` (with word ranges) found in `text`. Cost: about
/// 50 ns a word; words whose folding depends on neighbouring marks take a few microseconds.
WordLetters word_letters(std::string_view text, const Analysis& analysis, Level level);

}  // namespace nuskha
