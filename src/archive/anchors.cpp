// Entry points: select_anchors for what is stored, all_anchors for what is looked up. Why these: the lowest hashes of a
// set are a sample of it that two similar sets agree on (Broder: On the resemblance and containment of documents,
// 1997). Test: tests/archive/anchors_test.cpp.
#include "archive/anchors.h"

#include <algorithm>

#include "nuskha/sketch.h"

namespace nuskha {
namespace {

void distinct_shingles(std::span<const WordId> words, std::vector<std::uint64_t>& shingles) {
  shingle(words, default_shingle_words, shingles);
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
}

void to_anchors(std::span<const std::uint64_t> shingles, std::vector<std::uint32_t>& out) {
  out.clear();
  for (const std::uint64_t shingle : shingles) out.push_back(anchor_of(shingle));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace

void select_anchors(std::span<const WordId> words, std::vector<std::uint32_t>& out) {
  std::vector<std::uint64_t> shingles;
  distinct_shingles(words, shingles);
  const auto below =
      static_cast<std::size_t>(std::lower_bound(shingles.begin(), shingles.end(), anchor_bound) - shingles.begin());
  to_anchors(std::span(shingles).first(std::min(shingles.size(), std::max(below, least_anchors))), out);
}

void all_anchors(std::span<const WordId> words, std::vector<std::uint32_t>& out) {
  std::vector<std::uint64_t> shingles;
  distinct_shingles(words, shingles);
  to_anchors(shingles, out);
}

}  // namespace nuskha
