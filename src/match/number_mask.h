// Words with every number counted as one word, so that "page 3" and "page 4" are one passage.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "nuskha/text.h"

namespace nuskha {

inline constexpr WordId any_number = number_bit;  ///< What all numbers are counted as.

inline WordId masked(WordId word) { return is_number(word) ? any_number : word; }

/// A row of a table, a date: what recurs of it is no passage.
inline bool is_mostly_numbers(std::span<const WordId> words) {
  return 2 * static_cast<std::size_t>(std::count_if(words.begin(), words.end(), is_number)) > words.size();
}

}  // namespace nuskha
