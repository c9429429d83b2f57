// Steps on verified pairs that a scan and a part of one have in common.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "match/boilerplate.h"
#include "match/candidates.h"
#include "match/verify.h"

namespace nuskha {

/// Adds pairs that are not there yet; both are sorted.
void merge_pairs(std::vector<VerifiedPair>& pairs, std::span<const VerifiedPair> others);

/// Verifies the candidates with boilerplate in them once more, now that it is known. `pairs` are what is known of all
/// candidates, sorted; they become what is known then.
void verify_boilerplate(std::span<const MatchText> texts, const Bodies& bodies, std::span<const Candidate> candidates,
                        const MatchOptions& options, unsigned threads, PageStore* pages,
                        std::vector<VerifiedPair>& pairs);

/// The candidates that are not among the pairs; all sorted.
PageVector<Candidate> candidates_without(std::span<const Candidate> candidates, std::span<const VerifiedPair> pairs,
                                         PageStore* pages);

/// The family of each text, by its lowest: group_families by the pairs that say "one document". `cut_texts` (sorted)
/// are those that LSH didn't compare with all of their likes.
std::vector<std::uint32_t> families_of(std::size_t num_texts, std::span<const VerifiedPair> pairs,
                                       std::span<const std::uint32_t> cut_texts);

}  // namespace nuskha
