// Which paragraphs of two texts belong together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "diff/tokens.h"

namespace nuskha {

/// Paragraphs that are compared word by word with one another, in the order of both texts; together they hold every
/// token. One side may be empty: paragraphs that have come or gone.
struct AlignedUnit {
  TokenRange a;
  TokenRange b;
  std::optional<std::uint32_t> move = {};  ///< Of a unit with one empty side: position in Alignment::moves.
  bool is_pair = false;                    ///< The sides are alike; else they are what is left between two that are.
  bool is_close = false;                   ///< The end of one text, a footer, stands for that of the other.
};

/// A paragraph that stands at another place in the other text, with few or no changes.
struct MovedParagraph {
  TokenRange a;
  TokenRange b;
};

struct Alignment {
  std::vector<AlignedUnit> units;
  std::vector<MovedParagraph> moves;  ///< In the order of the first text.
};

/// Pairs paragraphs by the tokens they share: candidates share a pair of neighbouring tokens that few paragraphs hold;
/// of these the heaviest chain that keeps the order of both texts is taken, and what is alike outside of it has moved.
/// A paragraph beside a pair whose words are mostly those that the pair lacks belongs to it: it was split off. Cost
/// O(n log n) for n tokens. The method: docs/algorithm.md, "Differences".
Alignment align_paragraphs(const TokenText& a, const TokenText& b);

}  // namespace nuskha
