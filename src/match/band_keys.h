// What LSH knows of each text: one 32-bit key a band.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"
#include "base/page_store.h"
#include "base/parallel.h"
#include "match/match_text.h"
#include "nuskha/sketch.h"

namespace nuskha {

/// The keys of the texts that have words, a column for each band: a band is read from end to end, and what isn't being
/// read may lie on disk. Read-only once it is made.
class BandKeys {
 public:
  BandKeys(std::span<const MatchText> texts, unsigned shingle_words, Bands bands, unsigned threads, PageStore* pages) {
    for (std::size_t i = 0; i < texts.size(); ++i)
      if (!texts[i].words.empty()) texts_.push_back(static_cast<std::uint32_t>(i));
    for (std::size_t band = 0; band < bands.bands; ++band) columns_.emplace_back(texts_.size(), pages);
    parallel_for(threads, texts_.size(), texts_at_once,
                 [&, makers = std::vector<Maker>(threads, Maker(bands))](unsigned thread, std::size_t begin,
                                                                         std::size_t end) mutable {
                   Maker& maker = makers[thread];
                   for (std::size_t i = begin; i < end; ++i)
                     maker.make(texts[texts_[i]].words, shingle_words, i - begin);
                   for (std::size_t band = 0; band < columns_.size(); ++band)
                     std::copy_n(maker.column(band), end - begin, &columns_[band][begin]);
                 });
    for (const PageVector<std::uint32_t>& column : columns_) seal(column);
  }

  /// Of keys that were made elsewhere, `columns` of one length: the texts are 0, 1, …
  explicit BandKeys(std::span<const std::vector<std::uint32_t>> columns) {
    for (const std::vector<std::uint32_t>& column : columns) {
      columns_.emplace_back(column.size(), nullptr);
      std::copy(column.begin(), column.end(), columns_.back().begin());
    }
    if (columns.empty()) return;
    for (std::size_t i = 0; i < columns.front().size(); ++i) texts_.push_back(static_cast<std::uint32_t>(i));
  }

  std::size_t num_bands() const { return columns_.size(); }

  /// The texts with words, by number: an index in each column. Ascending.
  std::span<const std::uint32_t> texts() const { return texts_; }

  std::span<const std::uint32_t> column(std::size_t band) const { return columns_[band]; }

  /// The band won't be read any more.
  void drop(std::size_t band) { columns_[band] = PageVector<std::uint32_t>(); }

 private:
  static constexpr std::size_t texts_at_once = 128;

  /// Makes the keys of some texts. One per thread.
  class Maker {
   public:
    explicit Maker(Bands bands)
        : bands_(bands),
          sketcher_(bands.num_values()),
          sketch_(bands.num_values()),
          keys_(bands.bands * texts_at_once) {}

    void make(std::span<const WordId> words, unsigned shingle_words, std::size_t place) {
      shingle(words, shingle_words, shingles_);
      sketcher_.sketch(shingles_, sketch_);
      for (std::size_t band = 0; band < bands_.bands; ++band)
        keys_[band * texts_at_once + place] =
            static_cast<std::uint32_t>(hash64(&sketch_[band * bands_.rows], bands_.rows * sizeof(std::uint32_t)));
    }

    const std::uint32_t* column(std::size_t band) const { return &keys_[band * texts_at_once]; }

   private:
    Bands bands_;
    Sketcher sketcher_;
    std::vector<std::uint64_t> shingles_;
    std::vector<std::uint32_t> sketch_;
    std::vector<std::uint32_t> keys_;  // of texts_at_once texts, by band
  };

  std::vector<std::uint32_t> texts_;
  std::vector<PageVector<std::uint32_t>> columns_;
};

}  // namespace nuskha
