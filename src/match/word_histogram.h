// Small counts of texts' words, from which a bound of the words that two texts have in common is read in nanoseconds.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "nuskha/text.h"

namespace nuskha {

/// Of each text the occurrences of its words by their low bits, in bytes, and how many words it has. A text with a
/// count over 255 has no usable histogram.
class WordHistograms {
 public:
  static constexpr std::size_t most_bins = 512;
  static constexpr std::size_t least_bins = 32;
  static constexpr std::size_t default_bytes = std::size_t{256} << 20;

  /// Of so many texts, all of them without words. Takes `most_bytes`, or least_bins a text if that is more, from
  /// `pages` if they are given.
  explicit WordHistograms(std::size_t num_texts = 0, std::size_t most_bytes = default_bytes, PageStore* pages = nullptr)
      : bins_(pages), num_words_(num_texts), is_full_(num_texts) {
    while (num_bins_ > least_bins && num_bins_ * num_texts > most_bytes) num_bins_ /= 2;
    bins_.resize(num_bins_ * num_texts);
    // Pages are 0 already, and take memory only when they are written to.
    if (!bins_.get_allocator().is_large(bins_.capacity())) std::fill(bins_.begin(), bins_.end(), std::uint8_t{0});
  }

  /// No more will be counted.
  void seal() { nuskha::seal(bins_); }

  std::size_t num_bins() const { return num_bins_; }
  std::size_t num_words(std::size_t text) const { return num_words_[text]; }

  /// Counts the words of a text, which must not have been counted before. Cost O(words). Safe to call for different
  /// texts at once.
  void count(std::size_t text, std::span<const WordId> words) {
    std::uint8_t* const bins = &bins_[text * num_bins_];
    const std::size_t mask = num_bins_ - 1;
    bool is_full = false;
    for (const WordId word : words) {
      std::uint8_t& bin = bins[word & mask];
      is_full |= bin == 255;
      ++bin;
    }
    num_words_[text] = static_cast<std::uint32_t>(words.size());
    is_full_[text] = is_full;
  }

  /// An upper bound of the words in common, repetitions counted: the sum of the lesser counts. Cost about 30 ns.
  std::size_t common_words_bound(std::size_t text_a, std::size_t text_b) const {
    const std::size_t limit = std::min(num_words(text_a), num_words(text_b));
    if (is_full_[text_a] != 0 || is_full_[text_b] != 0) return limit;
    const std::uint8_t* const a = &bins_[text_a * num_bins_];
    const std::uint8_t* const b = &bins_[text_b * num_bins_];
    // Sums of 16 bytes stay below 16 bits; the shape lets the compiler use byte-wide minima.
    std::size_t common = 0;
    for (std::size_t begin = 0; begin < num_bins_; begin += 128) {
      std::array<std::uint16_t, 16> sums{};
      const std::size_t end = std::min(num_bins_, begin + 128);
      for (std::size_t i = begin; i < end; i += 16)
        for (std::size_t k = 0; k < 16; ++k)
          sums[k] = static_cast<std::uint16_t>(sums[k] + std::min(a[i + k], b[i + k]));
      for (const std::uint16_t sum : sums) common += sum;
    }
    return std::min(common, limit);
  }

 private:
  std::size_t num_bins_ = most_bins;
  PageVector<std::uint8_t> bins_;  // of each text, a power of two
  std::vector<std::uint32_t> num_words_;
  std::vector<std::uint8_t> is_full_;  // bytes, as threads write them
};

}  // namespace nuskha
