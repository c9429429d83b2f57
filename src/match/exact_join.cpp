// The complete set-similarity join. Entry point: exact_join.
//
// Texts are ranked by number of distinct shingles. For each text y, as the smaller of a pair, the posting lists of its
// shingles are read for texts x of higher rank, and shared shingles counted; the longest lists are left unread, as many
// as the least overlap that could qualify allows, and the pairs that could still reach it are counted in full. Which
// pairs qualify, for sizes |y| ≤ |x|:
//
//     Jaccard ≥ t        overlap ≥ t / (1 + t) · (|x| + |y|)
//     containment ≥ c    overlap ≥ c · |y|
//     rare ≥ r           overlap in short posting lists ≥ r · |y|
//
// Test: tests/match/join_test.cpp compares with all pairs.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "base/parallel.h"
#include "match/candidates.h"
#include "match/shingle_index.h"

namespace nuskha {
namespace {

/// The least whole number that is at least `value`, and at least 1; a hair is taken off so that rounding never loses a
/// pair.
std::size_t at_least(double value) { return static_cast<std::size_t>(std::max(1.0, std::ceil(value - 1e-9))); }

/// Least overlap of a pair that qualifies by Jaccard or containment, for the sizes of the smaller and the larger text.
std::size_t needed_overlap(std::size_t smaller, std::size_t larger, JoinFloor floor) {
  const double by_jaccard = floor.jaccard / (1 + floor.jaccard) * static_cast<double>(smaller + larger);
  const double by_containment = floor.containment * static_cast<double>(smaller);
  return at_least(std::min(by_jaccard, by_containment));
}
std::size_t needed_rare(std::size_t smaller, JoinFloor floor) {
  return at_least(floor.rare * static_cast<double>(smaller));
}

/// How many of a text's longest lists may stay unread: fewer than the least overlap that any partner needs.
std::size_t num_unread(std::size_t size, JoinFloor floor) {
  return std::min(needed_overlap(size, size, floor), needed_rare(size, floor)) - 1;
}

/// A text's lists that are read (the shortest) and those left unread.
struct Split {
  std::span<const std::uint32_t> read, unread;
};
Split split_lists(const ShingleIndex& index, std::size_t rank, JoinFloor floor) {
  const std::span<const std::uint32_t> lists = index.lists_of(rank);
  // An unshared shingle is a list of length one that is read for nothing; so only the unread ones are counted off.
  const std::size_t unread = std::min(lists.size(), num_unread(index.size_of(rank), floor));
  return {lists.first(lists.size() - unread), lists.last(unread)};
}

/// Puts the lists of each text that are left unread behind the others; gives the number of posting entries that are
/// read.
std::uint64_t split_all(ShingleIndex& index, JoinFloor floor, unsigned threads) {
  std::atomic<std::uint64_t> steps{0};
  parallel_for(threads, index.num_texts(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    std::uint64_t sum = 0;
    for (std::size_t rank = begin; rank < end; ++rank) {
      const std::span<std::uint32_t> lists = index.lists_of(rank);
      const Split split = split_lists(index, rank, floor);
      // Lists are numbered by length.
      if (!split.unread.empty())
        std::nth_element(lists.begin(), lists.end() - static_cast<std::ptrdiff_t>(split.unread.size()), lists.end());
      for (std::size_t i = 0; i < split.read.size(); ++i) {
        index.prefetch(split.read, i);
        sum += index.length_of(split.read[i]) / 2;
      }
    }
    steps.fetch_add(sum, std::memory_order_relaxed);
  });
  return steps.load();
}

}  // namespace

JoinFloor join_floor(double threshold, unsigned shingle_words) {
  const double survives = std::pow(threshold, static_cast<double>(shingle_words));
  return {.jaccard = survives / (2 - survives)};
}

std::optional<Candidates> exact_join(std::span<const MatchText> texts, unsigned shingle_words, JoinFloor floor,
                                     unsigned threads, std::uint64_t max_steps, std::uint64_t max_pairs) {
  ShingleIndex index(texts, shingle_words, threads);
  const std::size_t count = texts.size();
  if (split_all(index, floor, threads) > max_steps) return std::nullopt;

  Candidates out;
  std::mutex mutex;
  struct Shared {
    std::uint32_t all = 0;
    std::uint32_t rare = 0;
  };
  std::vector<std::vector<Shared>> shared_of_thread(threads);
  std::atomic<std::uint64_t> num_pairs{0};
  parallel_for(threads, count, 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    if (num_pairs.load(std::memory_order_relaxed) > max_pairs) return;
    std::vector<Shared>& shared = shared_of_thread[thread];
    shared.resize(count);
    std::vector<std::uint32_t> touched;
    std::vector<Candidate> found;
    for (std::size_t y = begin; y < end; ++y) {
      const std::size_t size = index.size_of(y);
      if (size == 0) continue;
      const Split lists = split_lists(index, y, floor);
      const auto num_rare_unread =
          static_cast<std::size_t>(std::count_if(lists.unread.begin(), lists.unread.end(), [&](std::uint32_t list) {
            return index.length_of(list) <= floor.max_rare_texts;
          }));
      touched.clear();
      for (std::size_t i = 0; i < lists.read.size(); ++i) {
        index.prefetch(lists.read, i);
        const std::span<const std::uint32_t> ranks = index.ranks_of(lists.read[i]);
        const bool rare = ranks.size() <= floor.max_rare_texts;
        for (auto x = std::upper_bound(ranks.begin(), ranks.end(), static_cast<std::uint32_t>(y)); x != ranks.end();
             ++x) {
          Shared& s = shared[*x];
          if (s.all++ == 0) touched.push_back(*x);
          s.rare += rare;
        }
      }
      for (const std::uint32_t x : touched) {
        Shared overlap = std::exchange(shared[x], Shared{});
        const std::size_t needed = needed_overlap(size, index.size_of(x), floor);
        const std::size_t rare_needed = needed_rare(size, floor);
        std::size_t unread = lists.unread.size();
        const bool rare_possible = overlap.rare + num_rare_unread >= rare_needed;
        for (const std::uint32_t list : lists.unread) {
          if (overlap.all + unread < needed && !rare_possible) break;
          const std::span<const std::uint32_t> ranks = index.ranks_of(list);
          const bool found_here = std::binary_search(ranks.begin(), ranks.end(), x);
          overlap.all += found_here;
          overlap.rare += found_here && ranks.size() <= floor.max_rare_texts;
          --unread;
        }
        if (overlap.all < needed && overlap.rare < rare_needed) continue;
        const std::uint32_t a = index.text_of(y);
        const std::uint32_t b = index.text_of(x);
        found.push_back({std::min(a, b), std::max(a, b), overlap.rare});
      }
    }
    if (num_pairs.fetch_add(found.size(), std::memory_order_relaxed) + found.size() > max_pairs) return;
    const std::lock_guard lock(mutex);
    out.pairs.insert(out.pairs.end(), found.begin(), found.end());
  });
  if (num_pairs.load() > max_pairs) return std::nullopt;
  std::sort(out.pairs.begin(), out.pairs.end());
  return out;
}

}  // namespace nuskha
