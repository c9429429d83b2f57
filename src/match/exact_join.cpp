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
#include <numeric>

#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/candidates.h"

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

/// Distinct shingles of texts, numbered by rank of text, and their posting lists.
struct Index {
  std::vector<std::uint32_t> text_of_rank;
  std::vector<std::uint32_t> size_of_rank;    // distinct shingles, unshared ones included
  std::vector<std::uint64_t> shingles_begin;  // by rank, into `lists`
  std::vector<std::uint32_t> lists;  // numbers of the posting lists of a text's shared shingles, shortest first
  std::vector<std::uint64_t> postings_begin;  // by list, into `postings`
  std::vector<std::uint32_t> postings;        // ranks, ascending

  std::span<const std::uint32_t> lists_of(std::size_t rank) const {
    return {lists.data() + shingles_begin[rank], lists.data() + shingles_begin[rank + 1]};
  }
  std::span<const std::uint32_t> ranks_of(std::uint32_t list) const {
    return {postings.data() + postings_begin[list], postings.data() + postings_begin[list + 1]};
  }
  std::uint64_t length_of(std::uint32_t list) const { return postings_begin[list + 1] - postings_begin[list]; }
};

/// Distinct (shingle, text) pairs as shingle << 32 | text, sorted. A shingle is cut to 32 bits: two of one hash make an
/// overlap look larger, never smaller.
std::vector<std::uint64_t> distinct_shingles(std::span<const MatchText> texts, unsigned shingle_words) {
  std::vector<std::uint64_t> items;
  std::vector<std::uint64_t> shingles;
  for (std::size_t text = 0; text < texts.size(); ++text) {
    shingle(texts[text].words, shingle_words, shingles);
    for (const std::uint64_t s : shingles) items.push_back(s << 32 | text);
  }
  shingles = {};
  radix_sort_by_key(items, shingles);
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

/// Makes room in `begins` for lists of the sizes counted there one place later, and returns where each begins.
std::vector<std::uint64_t> begin_lists(std::vector<std::uint64_t>& begins) {
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  return {begins.begin(), begins.end() - 1};
}

/// No comparison sort: each order follows from filling lists in the order of another.
Index make_index(std::span<const MatchText> texts, unsigned shingle_words) {
  Index index;
  const std::size_t count = texts.size();
  std::vector<std::uint64_t> items = distinct_shingles(texts, shingle_words);

  std::vector<std::uint32_t> sizes(count);
  for (const std::uint64_t item : items) ++sizes[static_cast<std::uint32_t>(item)];
  index.text_of_rank.resize(count);
  std::iota(index.text_of_rank.begin(), index.text_of_rank.end(), 0u);
  std::sort(index.text_of_rank.begin(), index.text_of_rank.end(),
            [&](std::uint32_t a, std::uint32_t b) { return sizes[a] != sizes[b] ? sizes[a] < sizes[b] : a < b; });
  std::vector<std::uint32_t> rank_of(count);
  index.size_of_rank.resize(count);
  for (std::size_t rank = 0; rank < count; ++rank) {
    rank_of[index.text_of_rank[rank]] = static_cast<std::uint32_t>(rank);
    index.size_of_rank[rank] = sizes[index.text_of_rank[rank]];
  }

  // Shingles that at least two texts share, the least shared first: length of the list << 32 | its number so far.
  std::vector<std::uint64_t> order;
  std::vector<std::uint64_t> group_begin;
  std::uint64_t num_postings = 0;
  for (std::size_t begin = 0; begin < items.size();) {
    std::size_t end = begin + 1;
    while (end < items.size() && items[end] >> 32 == items[begin] >> 32) ++end;
    if (end - begin > 1) {
      order.push_back(std::uint64_t{end - begin} << 32 | group_begin.size());
      group_begin.push_back(begin);
      num_postings += end - begin;
    }
    begin = end;
  }
  {
    std::vector<std::uint64_t> scratch;
    radix_sort_by_key(order, scratch);
  }
  // By list, the shortest first, so the lists of a text come out shortest first …
  index.shingles_begin.assign(count + 1, 0);
  index.postings_begin.assign(order.size() + 1, 0);
  const auto for_each_posting = [&](auto&& visit) {
    for (std::uint32_t list = 0; list < order.size(); ++list) {
      const std::uint64_t* const group = items.data() + group_begin[static_cast<std::uint32_t>(order[list])];
      for (std::uint64_t i = 0; i < order[list] >> 32; ++i) visit(list, rank_of[static_cast<std::uint32_t>(group[i])]);
    }
  };
  for_each_posting([&](std::uint32_t list, std::uint32_t rank) {
    ++index.shingles_begin[rank + 1];
    ++index.postings_begin[list + 1];
  });
  index.lists.resize(num_postings);
  std::vector<std::uint64_t> next = begin_lists(index.shingles_begin);
  for_each_posting([&](std::uint32_t list, std::uint32_t rank) { index.lists[next[rank]++] = list; });
  items = {};
  // … and then by rank, so the ranks of a list come out ascending.
  index.postings.resize(num_postings);
  next = begin_lists(index.postings_begin);
  for (std::uint32_t rank = 0; rank < count; ++rank)
    for (const std::uint32_t list : index.lists_of(rank)) index.postings[next[list]++] = rank;
  return index;
}

/// A text's lists that are read (the shortest) and those left unread.
struct Split {
  std::span<const std::uint32_t> read, unread;
};
Split split_lists(const Index& index, std::size_t rank, JoinFloor floor) {
  const std::span<const std::uint32_t> lists = index.lists_of(rank);
  // An unshared shingle is a list of length one that is read for nothing; so only the unread ones are counted off.
  const std::size_t unread = std::min(lists.size(), num_unread(index.size_of_rank[rank], floor));
  return {lists.first(lists.size() - unread), lists.last(unread)};
}

}  // namespace

JoinFloor join_floor(double threshold, unsigned shingle_words) {
  const double survives = std::pow(threshold, static_cast<double>(shingle_words));
  return {.jaccard = survives / (2 - survives)};
}

std::optional<Candidates> exact_join(std::span<const MatchText> texts, unsigned shingle_words, JoinFloor floor,
                                     unsigned threads, std::uint64_t max_steps, std::uint64_t max_pairs) {
  const Index index = make_index(texts, shingle_words);
  const std::size_t count = texts.size();
  std::uint64_t steps = 0;
  for (std::size_t rank = 0; rank < count && steps <= max_steps; ++rank)
    for (const std::uint32_t list : split_lists(index, rank, floor).read) steps += index.length_of(list) / 2;
  if (steps > max_steps) return std::nullopt;

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
      const std::size_t size = index.size_of_rank[y];
      if (size == 0) continue;
      const Split lists = split_lists(index, y, floor);
      const auto num_rare_unread =
          static_cast<std::size_t>(std::count_if(lists.unread.begin(), lists.unread.end(), [&](std::uint32_t list) {
            return index.length_of(list) <= floor.max_rare_texts;
          }));
      touched.clear();
      for (const std::uint32_t list : lists.read) {
        const std::span<const std::uint32_t> ranks = index.ranks_of(list);
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
        const std::size_t needed = needed_overlap(size, index.size_of_rank[x], floor);
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
        const std::uint32_t a = index.text_of_rank[y];
        const std::uint32_t b = index.text_of_rank[x];
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
