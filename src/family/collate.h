// The words of several versions of one text, side by side.
//
//     a    the  quick  brown  fox  jumps  –     –
//     b    the  quick  red    fox  jumps  over  it
//     c    the  –      red    fox  jumps  over  it
//     column 0    1      2      3     4     5     6      variants: 1, 2, 5–6 (neighbours that differ alike are one)
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// Texts that can be collated with one another.
inline constexpr std::size_t most_collated_texts = 64;
/// A text that lacks more columns than this in a row differs there once; the rest is a gap, and says nothing.
inline constexpr std::size_t least_gap = 20;

/// What a text reads at a variant: texts that read the same have the same number; 0 is the reading of the first text
/// that isn't in a gap.
using Reading = std::uint8_t;
inline constexpr Reading in_gap = 255;

struct Collation {
  std::size_t num_texts = 0;
  std::size_t num_columns = 0;
  std::vector<Reading> readings;            ///< num_texts for each variant.
  std::vector<double> weights;              ///< Of each variant: the root of the number of its columns.
  std::vector<std::uint32_t> both_present;  ///< num_texts² numbers: columns in which neither of two texts has a gap.

  std::size_t num_variants() const { return weights.size(); }
  std::span<const Reading> variant(std::size_t i) const {
    return std::span(readings).subspan(i * num_texts, num_texts);
  }
};

/// Collates at most `most_collated_texts` texts. The result depends on the texts only: a different order of them gives
/// the same variants with the texts in that order. Cost O(texts · words) for texts that are much alike.
Collation collate(std::span<const std::span<const WordId>> texts);

}  // namespace nuskha
