// Small counts of a text's words, from which a bound of the words that two texts have in common is read in nanoseconds.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "nuskha/text.h"

namespace nuskha {

/// Occurrences of words by their low bits, in bytes. A text with a count over 255 has no usable histogram.
class WordHistogram {
 public:
  static constexpr std::size_t num_bins = 512;

  /// Replaces the counts by those of a text. Cost O(words + bins).
  void count(std::span<const WordId> words) {
    bins_.fill(0);
    full_ = false;
    for (const WordId word : words) {
      std::uint8_t& bin = bins_[word % num_bins];
      full_ |= bin == 255;
      ++bin;
    }
  }

  /// An upper bound of the words in common, repetitions counted: the sum of the lesser counts. `limit` if either text
  /// has no usable histogram. Cost about 30 ns.
  static std::size_t common_words_bound(const WordHistogram& a, const WordHistogram& b, std::size_t limit) {
    if (a.full_ || b.full_) return limit;
    // Sums of 16 bytes stay below 16 bits; the shape lets the compiler use byte-wide minima.
    std::size_t common = 0;
    for (std::size_t begin = 0; begin < num_bins; begin += 128) {
      std::array<std::uint16_t, 16> sums{};
      for (std::size_t i = begin; i < begin + 128; i += 16)
        for (std::size_t k = 0; k < 16; ++k)
          sums[k] = static_cast<std::uint16_t>(sums[k] + std::min(a.bins_[i + k], b.bins_[i + k]));
      for (const std::uint16_t sum : sums) common += sum;
    }
    return std::min(common, limit);
  }

 private:
  std::array<std::uint8_t, num_bins> bins_{};
  bool full_ = false;
};

}  // namespace nuskha
