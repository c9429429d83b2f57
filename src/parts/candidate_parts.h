// Candidates of containment on parts of an archive, and all candidates as tasks of a bounded size.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/result.h"
#include "parts/band_parts.h"
#include "parts/blobs.h"
#include "parts/part_texts.h"

namespace nuskha {

/// For each shard the anchors of the texts: u32 anchor, u64 id, u32 words of the text. Together with join_anchors and
/// make_tasks this finds what anchor_join finds.
Blobs deal_anchors(const PartTexts& texts, std::uint64_t num_shards);

/// The pairs of texts that share anchors of one shard, once for each: by the shard of the first text u64 a, u64 b.
/// Fails with malformed for torn blobs.
Result<Blobs> join_anchors(std::span<const std::string_view> blobs, std::uint64_t num_shards);

/// Pairs by the shard of the first text: u64 a, u64 b.
Blobs deal_pairs(std::span<const TextPair> pairs, std::uint64_t num_shards);

/// Candidates that are compared in one place.
struct CandidateTask {
  std::vector<TextPair> candidates;   ///< Sorted, without repetitions.
  std::vector<std::uint64_t> needed;  ///< Texts of them, ascending.
};

/// The candidates of one shard: `pairs` as deal_pairs gives them, and those of `anchored`, as join_anchors gives them,
/// that share anchors enough. Tasks of up to `most_candidates`. Fails with malformed for torn blobs.
Result<std::vector<CandidateTask>> make_tasks(std::span<const std::string_view> pairs,
                                              std::span<const std::string_view> anchored, std::size_t most_candidates);

}  // namespace nuskha
