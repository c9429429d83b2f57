// LSH buckets of so many texts that not all of their pairs can be formed.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/band_keys.h"
#include "match/candidates.h"

namespace nuskha {

/// The buckets of too many texts, and who is in them. Texts are numbers of BandKeys.
class HotBuckets {
 public:
  explicit HotBuckets(PageStore* pages) : members_(pages) {}

  /// `bucket` holds key << 32 | text, with one key. In any order of buckets, by one thread at a time.
  void add(std::size_t band, std::span<const std::uint64_t> bucket);
  /// All are there: they are numbered by band and key from now on.
  void sort();

  std::size_t size() const { return buckets_.size(); }
  std::size_t band(std::size_t i) const { return buckets_[i].band; }
  std::span<const std::uint32_t> members(std::size_t i) const {
    return {&members_[buckets_[i].begin], buckets_[i].size};
  }

 private:
  struct Bucket {
    std::uint32_t band;
    std::uint32_t key;
    std::size_t begin;  // of its members
    std::size_t size;
  };

  std::vector<Bucket> buckets_;
  PageVector<std::uint32_t> members_;
};

inline constexpr std::uint32_t no_rank = ~std::uint32_t{0};

/// The texts in hot buckets: the cut ones. Ranks are their places among one another.
class CutTexts {
 public:
  /// Links the texts of `buckets` to the few that stand for them. Cost: O(bands) for each of these texts, on one
  /// thread.
  CutTexts(const HotBuckets& buckets, const BandKeys& keys, unsigned threads, PageStore* pages);

  /// Numbers of BandKeys, ascending.
  std::span<const std::uint32_t> texts() const { return texts_; }
  /// Each text with the leaders that stand for its buckets; a < b, not sorted.
  std::span<const Candidate> links() const { return links_; }
  /// Where no text is cut this is no_rank without a look.
  std::uint32_t rank(std::uint32_t text) const { return ranks_.empty() ? no_rank : ranks_[text]; }
  /// True when one leader is linked to both, or is one of them, and shares so many hot buckets with each that they are
  /// alike beyond doubt.
  bool have_one_leader(std::uint32_t rank_a, std::uint32_t rank_b) const {
    return rank_a != no_rank && rank_b != no_rank && leaders_[rank_a] != no_rank &&
           leaders_[rank_a] == leaders_[rank_b];
  }
  /// The one that stands for a text, or no_rank.
  std::uint32_t leader(std::uint32_t rank) const { return leaders_[rank]; }
  /// True when two of them agree in some band before this one, where neither is in a hot bucket.
  bool agree_before(std::uint32_t rank_a, std::uint32_t rank_b, std::size_t band) const;
  /// In how many bands from this one on.
  std::uint32_t count_agreeing(std::uint32_t rank_a, std::uint32_t rank_b, std::size_t band) const;

 private:
  void number_texts(const HotBuckets& buckets, std::size_t num_texts);
  void link_to_leaders(const HotBuckets& buckets, std::size_t num_bands, const PageLists<std::uint32_t>& buckets_of);
  void copy_keys(const BandKeys& keys, const HotBuckets& buckets, const PageLists<std::uint32_t>& buckets_of,
                 unsigned threads);

  std::vector<std::uint32_t> texts_;
  std::vector<std::uint32_t> ranks_;  // of all texts
  std::vector<Candidate> links_;
  std::vector<std::uint32_t> leaders_;  // ranks, by rank
  std::size_t num_bands_;
  PageVector<std::uint32_t> rows_;  // the keys, by rank; one of its own for each text in a hot bucket
};

/// The pairs that are kept of those that one leader stands for already: each text's few nearest, by the number of bands
/// in which the two agree. Texts are ranks of CutTexts. One per thread; what they hold together doesn't depend on which
/// saw which pair.
class NearestPairs {
 public:
  explicit NearestPairs(std::size_t num_texts) : nearest_(num_texts) {}

  void add(std::uint32_t a, std::uint32_t b, std::uint32_t num_agreeing) {
    add_to(nearest_[a], b, num_agreeing);
    add_to(nearest_[b], a, num_agreeing);
  }
  void add(const NearestPairs& other);
  /// Calls `visit(a, b)` for each pair, or twice if it is kept of both; a < b as numbers of BandKeys, which `texts` has
  /// by rank.
  template <class Visit>
  void for_each(std::span<const std::uint32_t> texts, Visit&& visit) const {
    for (std::uint32_t text = 0; text < nearest_.size(); ++text)
      for (const std::uint64_t item : nearest_[text]) {
        if (item == 0) break;
        const std::uint32_t other = ~static_cast<std::uint32_t>(item);
        visit(texts[std::min(text, other)], texts[std::max(text, other)]);
      }
  }

 private:
  static constexpr std::size_t num_nearest = 2;
  using Nearest = std::array<std::uint64_t, num_nearest>;  // descending: agreeing bands, then ~text; 0: none

  static void add_to(Nearest& nearest, std::uint32_t text, std::uint32_t num_agreeing) {
    insert(nearest, std::uint64_t{num_agreeing} << 32 | ~text);
  }
  static void insert(Nearest& nearest, std::uint64_t item);

  std::vector<Nearest> nearest_;
};

}  // namespace nuskha
