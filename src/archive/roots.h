// What was named when documents were added, as rows. Functions throw DatabaseFailure.
#pragma once

#include <span>
#include <vector>

#include "archive/database.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"

namespace nuskha {

std::vector<ArchiveRoot> read_roots(Database& database);  ///< By path bytes.

/// Adds it, or replaces the one of its path; with what was met when it was walked.
void put_root(Database& database, const ArchiveRoot& root, std::span<const Problem> walk_problems);

}  // namespace nuskha
