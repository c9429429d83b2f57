// What an archive says about how its documents are written, for the editorial rules.
#pragma once

#include "nuskha/archive.h"
#include "nuskha/result.h"
#include "rule/rules.h"

namespace nuskha {

/// The boilerplate of an archive, and which of its most recent documents hold it. Reads those documents, 50 at most.
Result<ArchiveFacts> read_facts(const Archive& archive);

}  // namespace nuskha
