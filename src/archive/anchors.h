// The shingles of a document by which an archive finds it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// Shingles whose hash is below this are selected: one in sixteen.
inline constexpr std::uint64_t anchor_bound = std::uint64_t{1} << 60;
/// But at least so many, the lowest: a short text has all of its shingles.
inline constexpr std::size_t least_anchors = 16;

/// What is stored of a shingle's hash. The high bits select, the low ones tell apart.
inline constexpr std::uint32_t anchor_of(std::uint64_t shingle) { return static_cast<std::uint32_t>(shingle); }

/// The anchors of a text that is stored: of its distinct shingles (nuskha/sketch.h, default width) those with a hash
/// below `anchor_bound`, or the `least_anchors` lowest if that is more. Replaces `out`; ascending, each once. Cost
/// O(words).
void select_anchors(std::span<const WordId> words, std::vector<std::uint32_t>& out);

/// Every shingle of a text as an anchor, to look up in an archive. Replaces `out`; ascending, each once.
void all_anchors(std::span<const WordId> words, std::vector<std::uint32_t>& out);

}  // namespace nuskha
