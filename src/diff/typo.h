// Slips of the keyboard.
#pragma once

#include <cstddef>
#include <string_view>

#include "diff/tokens.h"

namespace nuskha {

/// True if both ranges hold the same number of words, one to three, and each is as the one it replaces but for a letter
/// too many, missing, exchanged or in the wrong place (Damerau–Levenshtein distance; one in words of 4 letters and
/// more, two from 8 on), its first letter apart. Numbers are never typos. Compared at level spelling.
bool is_typo(const TokenText& a, const TokenRange& range_a, const TokenText& b, const TokenRange& range_b);

/// The number of letters to insert, delete, exchange for another or swap with the next one, at most; `most` + 1 if it
/// is more. (Optimal string alignment.) Cost O(|a|·|b|).
std::size_t edit_distance(std::u32string_view a, std::u32string_view b, std::size_t most);

}  // namespace nuskha
