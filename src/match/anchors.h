// Anchors: sampled shingles by which a text is found in a much longer one (candidates.h, anchor_join).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/sketch.h"
#include "nuskha/text.h"

namespace nuskha {

inline constexpr std::uint64_t anchor_share = 8;         // one shingle in so many is an anchor
inline constexpr std::size_t most_texts_of_anchor = 64;  // an anchor that more texts hold is a phrase of the archive
inline constexpr std::size_t least_common_anchors = 2;
inline constexpr double most_length_ratio = 0.6;  // shorter to longer text, in words

/// True if the lengths of two texts, in words, are so different that LSH may not find that one contains the other.
inline bool may_contain(std::size_t words_a, std::size_t words_b) {
  const auto [shorter, longer] = std::minmax(words_a, words_b);
  return static_cast<double>(shorter) <= most_length_ratio * static_cast<double>(longer);
}

/// Sets `anchors` to those of a text, cut to 32 bits, with repetitions. `shingles` is scratch.
inline void anchors_of(std::span<const WordId> words, unsigned shingle_words, std::vector<std::uint64_t>& shingles,
                       std::vector<std::uint32_t>& anchors) {
  shingle(words, shingle_words, shingles);
  anchors.resize(shingles.size());
  std::size_t count = 0;  // without a branch, which nothing could foresee
  for (const std::uint64_t s : shingles) {
    anchors[count] = static_cast<std::uint32_t>(s >> 32);
    count += s % anchor_share == 0;
  }
  anchors.resize(count);
}

}  // namespace nuskha
