// Small counts of texts' words, from which a bound of the words that two texts have in common is read in nanoseconds.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "nuskha/text.h"

namespace nuskha {

/// Of each text the occurrences of its words by their low bits, four bits a count, and how many words it has. What
/// exceeds a count is summed up for the whole text.
class WordHistograms {
 public:
  static constexpr std::size_t most_bins = 1024;
  static constexpr std::size_t least_bins = 64;
  static constexpr std::size_t default_bytes = std::size_t{256} << 20;

  /// Of so many texts, all of them without words. Takes `most_bytes`, or half of least_bins a text if that is more,
  /// from `pages` if they are given.
  explicit WordHistograms(std::size_t num_texts = 0, std::size_t most_bytes = default_bytes, PageStore* pages = nullptr)
      : pairs_of_bins_(pages), num_words_(num_texts), num_beyond_(num_texts) {
    while (num_pairs_ > least_bins / 2 && num_pairs_ * num_texts > most_bytes) num_pairs_ /= 2;
    pairs_of_bins_.resize(num_pairs_ * num_texts);
    // Pages are 0 already, and take memory only when they are written to.
    if (!pairs_of_bins_.get_allocator().is_large(pairs_of_bins_.capacity()))
      std::fill(pairs_of_bins_.begin(), pairs_of_bins_.end(), std::uint8_t{0});
  }

  /// No more will be counted.
  void seal() { nuskha::seal(pairs_of_bins_); }

  std::size_t num_bins() const { return 2 * num_pairs_; }
  std::size_t num_words(std::size_t text) const { return num_words_[text]; }

  /// Counts the words of a text, which must not have been counted before. Cost O(words). Safe to call for different
  /// texts at once.
  void count(std::size_t text, std::span<const WordId> words) {
    std::uint8_t* const pairs = &pairs_of_bins_[text * num_pairs_];
    const int bits_of_pair = std::countr_zero(num_pairs_);
    std::uint32_t beyond = 0;
    for (const WordId word : words) {
      std::uint8_t& pair = pairs[word & (num_pairs_ - 1)];
      const unsigned shift = (word >> bits_of_pair & 1) * 4;
      const bool is_full = (pair >> shift & most_counted) == most_counted;
      pair = static_cast<std::uint8_t>(pair + (unsigned{!is_full} << shift));
      beyond += is_full;
    }
    num_words_[text] = static_cast<std::uint32_t>(words.size());
    num_beyond_[text] = beyond;
  }

  /// An upper bound of the words in common, repetitions counted: the sum of the lesser counts, and what may be in
  /// common beyond them. Cost about 30 ns.
  std::size_t common_words_bound(std::size_t text_a, std::size_t text_b) const {
    const std::uint8_t* const a = &pairs_of_bins_[text_a * num_pairs_];
    const std::uint8_t* const b = &pairs_of_bins_[text_b * num_pairs_];
    const std::size_t beyond_a = num_beyond_[text_a];
    const std::size_t beyond_b = num_beyond_[text_b];
    // All counts less the differences are twice the lesser ones. For a sum of differences there is an instruction,
    // which compilers know where the loop has nothing else in it.
    std::uint32_t in_low = 0;
    for (std::size_t i = 0; i < num_pairs_; ++i) {
      const auto other = static_cast<std::uint8_t>((a[i] & high_bits) | (b[i] & low_bits));
      in_low += static_cast<std::uint32_t>(std::abs(a[i] - other));
    }
    std::uint32_t in_high = 0;
    for (std::size_t i = 0; i < num_pairs_; ++i) {
      const auto high_a = static_cast<std::uint8_t>(a[i] & high_bits);
      const auto high_b = static_cast<std::uint8_t>(b[i] & high_bits);
      in_high += static_cast<std::uint32_t>(std::abs(high_a - high_b));
    }
    const std::size_t counted = num_words(text_a) - beyond_a + num_words(text_b) - beyond_b;
    return (counted - in_low - in_high / 16) / 2 + std::min(beyond_a, beyond_b);
  }

 private:
  static constexpr unsigned most_counted = 15;
  static constexpr unsigned low_bits = 0x0F;
  static constexpr unsigned high_bits = 0xF0;

  std::size_t num_pairs_ = most_bins / 2;
  PageVector<std::uint8_t> pairs_of_bins_;  // of each text, a power of two
  std::vector<std::uint32_t> num_words_;
  std::vector<std::uint32_t> num_beyond_;  // occurrences that a count has no room for
};

}  // namespace nuskha
