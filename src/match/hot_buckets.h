// LSH buckets of so many texts that not all of their pairs can be formed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/band_keys.h"
#include "match/candidates.h"

namespace nuskha {

struct HotBucket {
  std::uint32_t band;
  std::uint32_t key;
  friend auto operator<=>(const HotBucket&, const HotBucket&) = default;
};

inline constexpr std::uint32_t no_leader = ~std::uint32_t{0};

/// What stands for the pairs of hot buckets.
struct HotLinks {
  std::vector<Candidate> pairs;          ///< Each text with the leaders that stand for its buckets; not sorted.
  std::vector<std::uint32_t> cut_texts;  ///< Sorted.
  /// Of each text: the leader that it is linked to, or is itself, and shares so many hot buckets with that the two are
  /// alike beyond doubt; no_leader if there is none. Empty when there is no hot bucket.
  std::vector<std::uint32_t> leader_of;
};

/// Links the texts of hot buckets, and takes the buckets out of `keys`: each text gets a key of its own there, so that
/// they hide nothing from other bands. `buckets` is sorted. Cost: O(bands) for each text in hot buckets, on one thread.
HotLinks link_hot_buckets(std::span<const HotBucket> buckets, std::size_t num_texts, unsigned threads, BandKeys& keys);

/// The pairs that are kept of those that one leader stands for already: each text's few nearest, by the number of bands
/// in which the two agree. One per thread; what they hold together doesn't depend on which saw which pair.
class NearestPairs {
 public:
  explicit NearestPairs(std::size_t num_texts) : nearest_(num_texts) {}

  void add(std::uint32_t a, std::uint32_t b, std::uint32_t num_agreeing) {
    add_to(nearest_[a], b, num_agreeing);
    add_to(nearest_[b], a, num_agreeing);
  }
  void add(const NearestPairs& other);
  void append_to(PageVector<Candidate>& out) const;

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
