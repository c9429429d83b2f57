// The answer to a draft: what it is to the archive, where its findings stand, what it is compared with.
#pragma once

#include <string>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "scan/check_open.h"
#include "serve/held_boilerplate.h"

namespace nuskha::serve {

/// What the answer is made of. The report's findings are settled: configuration and baseline have been applied.
struct CheckedDraft {
  const std::vector<Document>& documents;  ///< Sorted by path.
  const CheckReport& report;
  const std::vector<RelatedIds>& related;  ///< Of the report's verdicts.
  const Archive& archive;
  const HeldBoilerplate& boilerplate;
  std::uint64_t generation = 0;  ///< What the answer calls the archive's state.
};

/// The JSON of /api/check. Fails as the functions of Archive do. May be stopped (base/stop.h).
Result<std::string> describe_draft(const CheckedDraft& checked);

}  // namespace nuskha::serve
