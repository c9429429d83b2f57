// Candidates by containment, for archives too large for the complete join. Entry point: anchor_join.
//
// An anchor is a shingle whose hash falls in a fixed eighth of all values, so that a text contained in another has its
// anchors contained too (the "modulo sketch" of Broder: On the resemblance and containment of documents, SEQUENCES
// 1997). Texts of very different length that share at least two anchors which few texts hold are candidates; texts of
// similar length are left to the bands of lsh_join. Test: tests/match/join_test.cpp.
#include <algorithm>
#include <array>
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
constexpr std::size_t num_parts = 8;
constexpr double most_length_ratio = 0.6;  // shorter to longer text, in words

}  // namespace

std::vector<Candidate> anchor_join(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads) {
  // Anchor hash << 32 | text, in parts by hash, so that only one part is sorted, and needs room for it, at a time.
  struct Anchors {
    std::array<std::vector<std::uint64_t>, num_parts> parts;
    std::vector<std::uint64_t> shingles, of_text;
  };
  std::vector<Anchors> anchors_of_thread(threads);
  parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
    Anchors& anchors = anchors_of_thread[thread];
    for (std::size_t text = begin; text < end; ++text) {
      shingle(texts[text].words, shingle_words, anchors.shingles);
      anchors.of_text.resize(anchors.shingles.size());
      std::size_t count = 0;  // without a branch, which nothing could foresee
      for (const std::uint64_t s : anchors.shingles) {
        anchors.of_text[count] = (s >> 32) << 32 | text;
        count += s % anchor_share == 0;
      }
      for (const std::uint64_t anchor : std::span(anchors.of_text).first(count))
        anchors.parts[anchor % (std::uint64_t{num_parts} << 32) >> 32].push_back(anchor);
    }
  });

  std::vector<std::uint64_t> pairs;  // text << 32 | later text; once for each anchor in common
  std::vector<std::uint64_t> anchors;
  std::vector<std::uint64_t> scratch;
  for (std::size_t part = 0; part < num_parts; ++part) {
    anchors.clear();
    for (Anchors& of_thread : anchors_of_thread) {
      anchors.insert(anchors.end(), of_thread.parts[part].begin(), of_thread.parts[part].end());
      of_thread.parts[part] = {};
    }
    radix_sort_by_key(anchors, scratch);
    // A text's anchors were added one after the other, so repetitions are neighbours still.
    anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());
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
  }
  anchors = {};
  scratch = {};
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

}  // namespace nuskha
