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

/// How many of a text's lists there are in which a text of higher rank stands: those that are read (the shortest) come
/// first, then those left unread.
struct Split {
  std::uint32_t num_read = 0;
  std::uint32_t num_unread = 0;
  std::uint32_t num_rare_unread = 0;
};

/// What a text's lists come to.
struct SplitLists {
  std::span<const std::uint32_t> read, unread;
};
SplitLists lists_of(const ShingleIndex& index, std::size_t rank, const Split& split) {
  const std::span<const std::uint32_t> lists = index.entries_of(rank);
  return {lists.first(split.num_read), lists.subspan(split.num_read, split.num_unread)};
}

/// Makes lists of a text's entries, as Split has them. Takes from `steps` the posting entries of those left unread.
Split split_lists(ShingleIndex& index, std::size_t rank, JoinFloor floor, std::uint64_t& steps) {
  const std::span<std::uint32_t> entries = index.entries_of(rank);
  // An unshared shingle is a list of length one that is read for nothing; so only the unread ones are counted off.
  const std::size_t unread = std::min(entries.size(), num_unread(index.size_of(rank), floor));
  const std::size_t read = entries.size() - unread;
  if (unread > 0)  // lists are numbered by length
    std::nth_element(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(read), entries.end());
  std::uint32_t kept = 0;
  const auto keep = [&](std::uint32_t entry) {
    entries[kept] = entry / 2;
    kept += entry % 2 == 0;
  };
  Split out;
  for (const std::uint32_t entry : entries.first(read)) keep(entry);
  out.num_read = kept;
  for (const std::uint32_t entry : entries.subspan(read)) {
    const std::uint64_t length = index.length_of(entry / 2);
    steps -= length / 2;
    out.num_rare_unread += entry % 2 == 0 && length <= floor.max_rare_texts;
    keep(entry);
  }
  out.num_unread = kept - out.num_read;
  return out;
}

/// Splits the lists of all texts; gives the number of posting entries that are read, those before a text counted as
/// often as those behind it.
std::uint64_t split_all(ShingleIndex& index, JoinFloor floor, unsigned threads, std::vector<Split>& splits) {
  splits.resize(index.num_texts());
  std::atomic<std::uint64_t> steps{index.half_of_lengths()};
  parallel_for(threads, index.num_texts(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    std::uint64_t change = 0;
    for (std::size_t rank = begin; rank < end; ++rank) splits[rank] = split_lists(index, rank, floor, change);
    steps.fetch_add(change, std::memory_order_relaxed);
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
  std::vector<Split> splits;
  if (split_all(index, floor, threads, splits) > max_steps) return std::nullopt;

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
      const SplitLists lists = lists_of(index, y, splits[y]);
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
        const bool rare_possible = overlap.rare + splits[y].num_rare_unread >= rare_needed;
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
