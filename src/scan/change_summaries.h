// What changed from version to version, for those that are shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "nuskha/input.h"
#include "nuskha/report.h"

namespace nuskha {

/// A member of a family that has a parent there.
struct ShownVersion {
  std::uint32_t family = 0;  ///< Position in Report::families.
  std::uint32_t member = 0;  ///< Position in FamilyRecord::members.
};

/// Bounds, so that a page for people costs no more than it is worth.
struct ChangeSummaryLimits {
  std::size_t versions = 1000;
  std::uint64_t bytes = 64 << 20;          ///< Of all documents read again.
  std::uint64_t document_bytes = 4 << 20;  ///< Of one.
};

/// Fills FamilyMember::changes of the versions given, as far as the limits go, and counts the others in
/// Summary::versions_not_compared. Reads their documents and those of their parents a second time from what `source`
/// has; a document that isn't there any more, or another than it was, leaves the text empty. The same for every number
/// of threads.
void add_change_summaries(std::span<const ShownVersion> versions, const DocumentSource& source, unsigned jobs,
                          Report& report, const ChangeSummaryLimits& limits = {});

}  // namespace nuskha
