// Pairs of texts that are found again and again, each kept once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "match/candidates.h"

namespace nuskha {

/// The distinct ones of the pairs that several threads add. Each gathers its own, sorts them when they are as many as
/// half of those kept so far, and merges them in, so that all merging together costs no more than a few times the
/// number of pairs added. Takes 8 bytes a kept pair, in `pages` or on the heap, twice that for a moment, and at most
/// `most_bytes` for what isn't merged yet (2 MB a thread at least).
class DistinctPairs {
 public:
  DistinctPairs(unsigned threads, std::size_t most_bytes, PageStore* pages);

  /// Two texts, a < b. Only one thread may use a number at a time.
  void add(unsigned thread, std::uint32_t a, std::uint32_t b) {
    Gathered& gathered = gathered_[thread];
    gathered.pairs.push_back(std::uint64_t{a} << 32 | b);
    if (gathered.pairs.size() >= gathered.most) shrink(gathered);
  }

  /// All of them, sorted, as pairs of `texts`, which a and b are indices of; none are left here. On one thread.
  PageVector<Candidate> take(std::span<const std::uint32_t> texts);

 private:
  struct Gathered {
    std::vector<std::uint64_t> pairs;
    std::vector<std::uint64_t> scratch;
    std::size_t most;  // until they are sorted
  };

  void shrink(Gathered& gathered);
  void merge(std::vector<std::uint64_t>& pairs);

  const std::size_t most_gathered_;
  PageStore* const pages_;
  std::vector<Gathered> gathered_;
  std::mutex mutex_;
  PageVector<std::uint64_t> kept_;  // sorted
};

}  // namespace nuskha
