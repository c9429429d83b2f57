// Candidates by containment, for archives too large for the complete join. Entry point: anchor_join.
//
// An anchor is a shingle whose hash falls in a fixed eighth of all values, so that a text contained in another has its
// anchors contained too (the "modulo sketch" of Broder: On the resemblance and containment of documents, SEQUENCES
// 1997). Texts of very different length that share at least two anchors which few texts hold are candidates; texts of
// similar length are left to the bands of lsh_join. Test: tests/match/join_test.cpp.
#include <algorithm>
#include <iterator>
#include <mutex>

#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/candidates.h"

namespace nuskha {
namespace {

constexpr std::uint64_t anchor_share = 8;         // one shingle in so many is an anchor
constexpr std::size_t most_texts_of_anchor = 64;  // an anchor that more texts hold is a phrase of the archive
constexpr std::size_t least_common_anchors = 2;
constexpr double most_length_ratio = 0.6;  // shorter to longer text, in words

}  // namespace

std::vector<Candidate> anchor_join(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads) {
  // Anchor hash << 32 | text, by text within each thread's share; the sort below makes the order whole again.
  std::vector<std::vector<std::uint64_t>> anchors_of_thread(threads);
  std::vector<std::vector<std::uint64_t>> shingles_of_thread(threads);
  parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<std::uint64_t>& anchors = anchors_of_thread[thread];
    for (std::size_t text = begin; text < end; ++text) {
      shingle(texts[text].words, shingle_words, shingles_of_thread[thread]);
      const std::size_t first = anchors.size();
      for (const std::uint64_t s : shingles_of_thread[thread])
        if (s % anchor_share == 0) anchors.push_back((s >> 32) << 32 | text);
      std::sort(anchors.begin() + static_cast<std::ptrdiff_t>(first), anchors.end());
      anchors.erase(std::unique(anchors.begin() + static_cast<std::ptrdiff_t>(first), anchors.end()), anchors.end());
    }
  });
  std::vector<std::uint64_t> anchors;
  std::size_t num_anchors = 0;
  for (const auto& list : anchors_of_thread) num_anchors += list.size();
  anchors.reserve(num_anchors);
  for (auto& list : anchors_of_thread) {
    anchors.insert(anchors.end(), list.begin(), list.end());
    list = {};
  }
  std::vector<std::uint64_t> scratch;
  radix_sort_by_key(anchors, scratch);
  scratch = {};

  std::vector<std::uint64_t> pairs;  // shorter text's index << 32 | longer's; each anchor in common once
  for (std::size_t begin = 0; begin < anchors.size();) {
    std::size_t end = begin + 1;
    while (end < anchors.size() && anchors[end] >> 32 == anchors[begin] >> 32) ++end;
    if (end - begin <= most_texts_of_anchor) {
      for (std::size_t i = begin; i < end; ++i) {
        for (std::size_t j = i + 1; j < end; ++j) {
          const auto a = static_cast<std::uint32_t>(anchors[i]);
          const auto b = static_cast<std::uint32_t>(anchors[j]);
          const auto [shorter, longer] = std::minmax({texts[a].words.size(), texts[b].words.size()});
          if (static_cast<double>(shorter) <= most_length_ratio * static_cast<double>(longer))
            pairs.push_back(std::uint64_t{std::min(a, b)} << 32 | std::max(a, b));
        }
      }
    }
    begin = end;
  }
  std::sort(pairs.begin(), pairs.end());
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

}  // namespace nuskha
