// The documents of an archive that a new one may be related to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/result.h"
#include "scan/corpus.h"

namespace nuskha {

/// A document of an archive, and how many words in a row it shares with a new one.
struct Neighbour {
  DocumentId id = 0;
  std::uint32_t anchors = 0;       ///< In common, of those that are looked at.
  std::uint32_t rare_anchors = 0;  ///< Of these, those that at most JoinFloor::max_rare_texts documents have.
};

/// Documents with the same text as the new one at any level, those that share most of its anchors, and the other
/// versions of the nearest of these. At most about a hundred; sorted by id. Cost: a lookup
/// for each shingle, of long texts for one in sixteen.
Result<std::vector<Neighbour>> find_neighbours(const Archive& archive, const CorpusDocument& fresh);

}  // namespace nuskha
