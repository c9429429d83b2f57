// What LSH knows of each text: one 32-bit key a band, and in which bands it shares its key with too many others.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/hash.h"
#include "base/page_store.h"
#include "base/parallel.h"
#include "match/match_text.h"
#include "nuskha/sketch.h"

namespace nuskha {

/// One row a text: its keys, then a bit for each band, set where the text is in a hot bucket.
class BandKeys {
 public:
  BandKeys(std::span<const MatchText> texts, unsigned shingle_words, Bands bands, unsigned threads, PageStore* pages)
      : bands_(bands.bands), row_(bands.bands + (bands.bands + bits - 1) / bits), keys_(texts.size() * row_, pages) {
    parallel_for(threads, texts.size(), 64,
                 [&, sketchers = std::vector<Sketcher>(threads, Sketcher(bands.num_values())),
                  shingles = std::vector<std::vector<std::uint64_t>>(threads),
                  values = std::vector<std::vector<std::uint32_t>>(threads)](unsigned thread, std::size_t begin,
                                                                             std::size_t end) mutable {
                   std::vector<std::uint32_t>& sketch = values[thread];
                   sketch.resize(bands.num_values());
                   for (std::size_t text = begin; text < end; ++text) {
                     shingle(texts[text].words, shingle_words, shingles[thread]);
                     sketchers[thread].sketch(shingles[thread], sketch);
                     std::uint32_t* row = &keys_[text * row_];
                     for (std::size_t band = 0; band < bands_; ++band)
                       row[band] = static_cast<std::uint32_t>(
                           hash64(&sketch[band * bands.rows], bands.rows * sizeof(std::uint32_t)));
                     std::fill(row + bands_, row + row_, 0u);
                   }
                 });
  }

  /// The keys are only read from now on.
  void seal() { nuskha::seal(keys_); }

  std::size_t num_bands() const { return bands_; }

  std::uint32_t& at(std::size_t text, std::size_t band) { return keys_[text * row_ + band]; }

  std::span<const std::uint32_t> row(std::size_t text) const { return {&keys_[text * row_], bands_}; }

  void mark_hot(std::size_t text, std::size_t band) {
    keys_[text * row_ + bands_ + band / bits] |= std::uint32_t{1} << band % bits;
  }

  /// Calls `visit(band)` for each band in which the text is in a hot bucket.
  template <class Visit>
  void for_each_hot(std::size_t text, Visit&& visit) const {
    const std::uint32_t* const row = &keys_[text * row_];
    for (std::size_t word = bands_; word < row_; ++word)
      for (std::uint32_t left = row[word]; left != 0; left &= left - 1)
        visit((word - bands_) * bits + static_cast<std::size_t>(std::countr_zero(left)));
  }

  /// Brings a text's keys near.
  void prefetch(std::size_t text) const { __builtin_prefetch(&keys_[text * row_]); }

  /// True when two texts agree in some band before this one.
  bool agree_before(std::size_t a, std::size_t b, std::size_t band) const {
    constexpr std::size_t group = 16;  // compared without a branch
    const std::uint32_t* const x = &keys_[a * row_];
    const std::uint32_t* const y = &keys_[b * row_];
    std::size_t begin = 0;
    for (; begin + group <= band; begin += group) {
      bool any = false;
      for (std::size_t i = begin; i < begin + group; ++i) any |= x[i] == y[i];
      if (any) return true;
    }
    return !std::equal(x + begin, x + band, y + begin, std::not_equal_to<>());
  }

  /// In how many bands from this one on two texts agree.
  std::uint32_t count_agreeing(std::size_t a, std::size_t b, std::size_t band) const {
    const std::uint32_t* const x = &keys_[a * row_];
    const std::uint32_t* const y = &keys_[b * row_];
    std::uint32_t out = 0;
    for (std::size_t i = band; i < bands_; ++i) out += x[i] == y[i];
    return out;
  }

 private:
  static constexpr std::size_t bits = 32;

  std::size_t bands_;
  std::size_t row_;
  PageVector<std::uint32_t> keys_;
};

}  // namespace nuskha
