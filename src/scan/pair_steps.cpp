// Test: tests/scan/scan_test.cpp, through relate.
#include "scan/pair_steps.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "nuskha/family.h"

namespace nuskha {
namespace {

bool before(const auto& x, const auto& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); }

}  // namespace

void merge_pairs(std::vector<VerifiedPair>& pairs, std::span<const VerifiedPair> others) {
  const auto num_before = static_cast<std::ptrdiff_t>(pairs.size());
  pairs.insert(pairs.end(), others.begin(), others.end());
  std::inplace_merge(pairs.begin(), pairs.begin() + num_before, pairs.end(),
                     [](const VerifiedPair& x, const VerifiedPair& y) { return before(x, y); });
}

void verify_boilerplate(std::span<const MatchText> texts, const Bodies& bodies, std::span<const Candidate> candidates,
                        const MatchOptions& options, unsigned threads, PageStore* pages,
                        std::vector<VerifiedPair>& pairs) {
  const auto has_boilerplate = [&](const auto& pair) { return bodies.differs(pair.a) || bodies.differs(pair.b); };
  PageVector<Candidate> again(pages);
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(again), has_boilerplate);
  const std::vector<VerifiedPair> found = verify_again(texts, bodies, again, pairs, options, threads, pages);
  std::erase_if(pairs, has_boilerplate);
  merge_pairs(pairs, found);
}

PageVector<Candidate> candidates_without(std::span<const Candidate> candidates, std::span<const VerifiedPair> pairs,
                                         PageStore* pages) {
  PageVector<Candidate> out(pages);
  std::set_difference(candidates.begin(), candidates.end(), pairs.begin(), pairs.end(), std::back_inserter(out),
                      [](const auto& x, const auto& y) { return before(x, y); });
  return out;
}

std::vector<std::uint32_t> families_of(std::size_t num_texts, std::span<const VerifiedPair> pairs,
                                       std::span<const std::uint32_t> cut_texts) {
  std::vector<FamilyEdge> edges;
  for (const VerifiedPair& pair : pairs)
    if (is_one_document(pair.relation)) edges.push_back({pair.a, pair.b, strength_of(pair)});
  return group_families(num_texts, edges, cut_texts);
}

}  // namespace nuskha
