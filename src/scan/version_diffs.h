// What changed from version to version, for a page that holds the diffs themselves. change_summaries.h is its smaller
// sister.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "nuskha/diff.h"
#include "nuskha/input.h"
#include "nuskha/report.h"
#include "scan/change_summaries.h"

namespace nuskha {

/// Bounds, so that a page costs no more than it is worth.
struct VersionDiffLimits {
  std::size_t made_bytes = 24'000'000;     ///< Of all that is made of the diffs.
  std::uint64_t read_bytes = 1u << 30;     ///< Of all documents read again.
  std::uint64_t document_bytes = 4 << 20;  ///< Of one: longer versions are passed over.
  std::uint64_t batch_bytes = 32 << 20;    ///< In memory at a time.
};

/// The two versions of an edge of a family, the parent first. Valid during the call.
struct DiffedVersion {
  ShownVersion version;
  const std::string& parent_text;
  const std::string& text;
  const TextDiff& diff;
};

struct MadeDiff {
  ShownVersion version;
  std::string made;
};

/// Compares versions with their parents, a few of each family before more of any, the largest families first, and keeps
/// what `make` makes of each diff, if it isn't empty, while there is room. Identical copies have none. Reads the
/// documents again, as they are now, from what `source` has; those that aren't there any more have no diff. The same
/// for every number of threads, which all call `make`. Memory: the texts of a batch, and what is made.
std::vector<MadeDiff> make_version_diffs(const Report& report, const DocumentSource& source, unsigned jobs,
                                         const std::function<std::string(const DiffedVersion&)>& make,
                                         const VersionDiffLimits& limits = {});

}  // namespace nuskha
