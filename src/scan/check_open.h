// Checks one after another against an archive that stays open: for a server.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/check.h"
#include "rule/prepared_facts.h"
#include "rule/rules.h"

namespace nuskha {

/// What is asked of one state of an archive as a whole, read once for all checks against it. Immutable, so any
/// number of threads may use one.
struct ArchiveHabits {
  ArchiveHabits(std::uint64_t state, ArchiveFacts read, std::vector<std::uint64_t> items)
      : generation(state), facts(std::move(read)), prepared(facts), recurring(std::move(items)) {}
  ArchiveHabits(const ArchiveHabits&) = delete;  // `prepared` points into `facts`
  ArchiveHabits& operator=(const ArchiveHabits&) = delete;

  std::uint64_t generation;  ///< Archive::generation.
  ArchiveFacts facts;
  PreparedFacts prepared;
  std::vector<std::uint64_t> recurring;  ///< Archive::recurring_items.
};

/// Fails as the functions of Archive do. Cost: reads 50 documents and all boilerplate, 10 to 100 ms.
Result<std::shared_ptr<const ArchiveHabits>> read_habits(const Archive& archive);

/// As `check`, to the same answer, on the caller's thread and without a time in the summary. `habits` are of the state
/// that `archive` looks at.
Result<CheckReport> check_against_open(DocumentSource& fresh, const Archive& archive, const ArchiveHabits& habits,
                                       ScanProgress* progress = nullptr);

}  // namespace nuskha
