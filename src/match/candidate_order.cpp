// Entry point: CandidateOrder. Test: tests/match/candidate_order_test.cpp.
#include "match/candidate_order.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "base/memory_pressure.h"

namespace nuskha {
namespace {

constexpr std::size_t most_blocks = 64;
constexpr std::uint64_t unbounded = std::numeric_limits<std::uint64_t>::max();

/// The first texts of blocks whose words take about so many bytes each; the first of them is 0.
std::vector<std::uint32_t> first_texts(std::span<const MatchText> texts, std::uint64_t bytes_of_block) {
  std::vector<std::uint32_t> out{0};
  std::uint64_t bytes = 0;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    bytes += texts[i].words.size_bytes();
    if (bytes <= bytes_of_block || out.back() == i) continue;
    out.push_back(i);
    bytes = texts[i].words.size_bytes();
  }
  return out;
}

}  // namespace

CandidateOrder::CandidateOrder(std::span<const MatchText> texts, std::span<const Candidate> candidates,
                               std::uint64_t most_bytes, PageStore* pages)
    : candidates_(candidates), by_blocks_(pages) {
  if (most_bytes == unbounded || candidates.empty()) return;
  std::uint64_t bytes = 0;
  for (const MatchText& text : texts) bytes += text.words.size_bytes();
  if (bytes <= most_bytes) return;
  const std::vector<std::uint32_t> firsts = first_texts(texts, std::max(most_bytes, bytes / most_blocks));
  const auto block_of = [&](const Candidate& candidate) {
    return static_cast<std::size_t>(std::upper_bound(firsts.begin(), firsts.end(), candidate.b) - firsts.begin()) - 1;
  };
  Pause pause;
  std::vector<std::size_t> begins(firsts.size() + 1);
  for (const Candidate& candidate : candidates) {
    pause.step();
    ++begins[block_of(candidate) + 1];
  }
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  by_blocks_.resize(candidates.size());
  for (const Candidate& candidate : candidates) {
    pause.step();
    by_blocks_[begins[block_of(candidate)]++] = candidate;
  }
  seal(by_blocks_);
}

CandidateOrder::CandidateOrder(std::span<const MatchText> texts, std::span<const Candidate> candidates,
                               PageStore* pages)
    : CandidateOrder(texts, candidates, pages == nullptr ? unbounded : pages->working_bytes(), pages) {}

}  // namespace nuskha
