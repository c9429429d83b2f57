// Candidates by containment, for archives too large for the complete join. Entry point: anchor_join.
//
// An anchor is a shingle whose hash falls in a fixed eighth of all values, so that a text contained in another has its
// anchors contained too (the "modulo sketch" of Broder: On the resemblance and containment of documents, SEQUENCES
// 1997). Texts of very different length that share at least two anchors which few texts hold are candidates; texts of
// similar length are left to the bands of lsh_join. Test: tests/match/join_test.cpp.
#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include "base/dealt.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/anchors.h"
#include "match/candidates.h"

namespace nuskha {
namespace {

constexpr std::size_t num_parts = 64;  // of all anchors, by hash; and of all pairs, by text

/// Pairs in parts, one of these for each thread.
using Parts = std::array<std::vector<std::uint64_t>, num_parts>;
/// Anchors as hash << 32 | text.
using DealtAnchors = Dealt<std::uint64_t>;

std::size_t part_of(std::uint64_t anchor) { return static_cast<std::size_t>(anchor >> 32) % num_parts; }

void deal_anchors(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads, DealtAnchors& dealt) {
  struct Scratch {
    std::vector<std::uint64_t> shingles;
    std::vector<std::uint32_t> anchors;
  };
  std::vector<Scratch> scratch_of_thread(threads);
  parallel_for(threads, texts.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    auto& [shingles, anchors] = scratch_of_thread[thread];
    for (std::size_t text = begin; text < end; ++text) {
      anchors_of(texts[text].words, shingle_words, shingles, anchors);
      for (const std::uint32_t anchor : anchors) {
        const std::uint64_t item = std::uint64_t{anchor} << 32 | text;
        dealt.add(thread, part_of(item), item);
      }
    }
  });
}

/// Forms the pairs of texts that share an anchor of one part. Holds scratch: one a thread.
class PairFormer {
 public:
  /// Takes the part, and adds text << 32 | later text, once for each anchor in common, to the part of `pairs` that the
  /// text belongs to.
  void form(std::span<const MatchText> texts, std::size_t part, DealtAnchors& dealt, Parts& pairs) {
    take_company(part, dealt);
    radix_sort_by_key(anchors_, scratch_);
    // A text's anchors were added one after the other, so repetitions are neighbours still.
    anchors_.erase(std::unique(anchors_.begin(), anchors_.end()), anchors_.end());
    for (std::size_t begin = 0; begin < anchors_.size();) {
      std::size_t end = begin + 1;
      while (end < anchors_.size() && anchors_[end] >> 32 == anchors_[begin] >> 32) ++end;
      if (end - begin <= most_texts_of_anchor) add_pairs(texts, std::span(anchors_).subspan(begin, end - begin), pairs);
      begin = end;
    }
  }

 private:
  /// Most anchors stand in one text only: they are counted first, in a small table in which some share a place, and
  /// only those whose place has company are kept.
  void take_company(std::size_t part, DealtAnchors& dealt) {
    const std::uint64_t mask = std::bit_ceil(4 * dealt.size(part) + 1) - 1;
    const auto place_of = [&](std::uint64_t anchor) { return (anchor >> 32) / num_parts & mask; };
    counts_.assign(mask + 1, 0);
    dealt.for_each(part, [&](std::span<const std::uint64_t> anchors) {
      for (const std::uint64_t anchor : anchors) {
        std::uint8_t& count = counts_[place_of(anchor)];
        count = static_cast<std::uint8_t>(count + (count < 2));
      }
    });
    std::size_t kept = 0;
    dealt.for_each(part, [&](std::span<const std::uint64_t> anchors) {
      anchors_.resize(kept + anchors.size());
      for (const std::uint64_t anchor : anchors) {
        anchors_[kept] = anchor;
        kept += counts_[place_of(anchor)] > 1;
      }
    });
    anchors_.resize(kept);
    dealt.clear(part);
  }

  static void add_pairs(std::span<const MatchText> texts, std::span<const std::uint64_t> holders, Parts& pairs) {
    for (std::size_t i = 0; i < holders.size(); ++i) {
      const auto a = static_cast<std::uint32_t>(holders[i]);
      const std::size_t size_a = texts[a].words.size();
      for (std::size_t j = i + 1; j < holders.size(); ++j) {
        const auto b = static_cast<std::uint32_t>(holders[j]);
        if (!may_contain(size_a, texts[b].words.size())) continue;
        const std::uint64_t first = std::min(a, b);
        pairs[first * num_parts / texts.size()].push_back(first << 32 | std::max(a, b));
      }
    }
  }

  std::vector<std::uint64_t> anchors_, scratch_;
  std::vector<std::uint8_t> counts_;
};

/// The pairs that share enough anchors. Sorts `pairs`.
std::vector<Candidate> often_paired(std::vector<std::uint64_t>& pairs, std::vector<std::uint64_t>& scratch) {
  radix_sort(pairs, scratch);
  std::vector<Candidate> out;
  for (std::size_t begin = 0; begin < pairs.size();) {
    std::size_t end = begin + 1;
    while (end < pairs.size() && pairs[end] == pairs[begin]) ++end;
    if (end - begin >= least_common_anchors)
      out.push_back({static_cast<std::uint32_t>(pairs[begin] >> 32), static_cast<std::uint32_t>(pairs[begin])});
    begin = end;
  }
  return out;
}

}  // namespace

std::vector<Candidate> anchor_join(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads,
                                   PageStore* pages) {
  std::size_t num_words = 0;
  for (const MatchText& text : texts) num_words += text.words.size();
  const std::uint64_t most_bytes = pages == nullptr ? 0 : pages->working_bytes() / 2;
  DealtAnchors dealt(threads, num_parts, num_words / anchor_share, most_bytes, pages);
  deal_anchors(texts, shingle_words, threads, dealt);
  std::vector<Parts> pairs_of_thread(threads);
  std::vector<PairFormer> formers(threads);
  parallel_for(threads, num_parts, 1, [&](unsigned thread, std::size_t part, std::size_t) {
    formers[thread].form(texts, part, dealt, pairs_of_thread[thread]);
  });
  formers.clear();

  std::array<std::vector<Candidate>, num_parts> found;
  std::vector<std::vector<std::uint64_t>> scratch(threads);
  parallel_for(threads, num_parts, 1, [&](unsigned thread, std::size_t part, std::size_t) {
    std::vector<std::uint64_t> pairs = std::move(pairs_of_thread.front()[part]);
    for (Parts& of_thread : std::span(pairs_of_thread).subspan(1)) {
      pairs.insert(pairs.end(), of_thread[part].begin(), of_thread[part].end());
      of_thread[part] = {};
    }
    found[part] = often_paired(pairs, scratch[thread]);
  });
  std::vector<Candidate> out;
  for (std::vector<Candidate>& of_part : found) {
    out.insert(out.end(), of_part.begin(), of_part.end());
    of_part = {};
  }
  return out;
}

}  // namespace nuskha
