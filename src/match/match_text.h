// A text as matching sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "nuskha/text.h"

namespace nuskha {

/// Words in the order of the text, its blocks, and where its date line stands. A view: whoever made it keeps the words.
struct MatchText {
  std::span<const WordId> words;
  std::size_t date_begin = 0;  ///< Half-open range of the words of the date line; empty if there is none.
  std::size_t date_end = 0;
  std::span<const std::uint32_t> block_ends = {};  ///< One past the last word of each block; every word is in one.
  /// Half-open ranges of the words that say when and where it was published: begin, end, begin, end …
  std::span<const std::uint32_t> dates = {};
};

}  // namespace nuskha
