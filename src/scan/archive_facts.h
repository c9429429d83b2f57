// What an archive says about how its documents are written, for the editorial rules.
#pragma once

#include <span>

#include "nuskha/archive.h"
#include "nuskha/result.h"
#include "nuskha/text.h"
#include "rule/rules.h"

namespace nuskha {

/// What the rules may ask about documents with these words (at the archive's level): the passages of which a wording
/// may stand in one of them, those that many of the archive's most recent documents hold, and how many of these do.
/// Reads those documents, 50 at most, and all boilerplate.
Result<ArchiveFacts> read_facts(const Archive& archive, std::span<const std::span<const WordId>> documents);

/// The same for whatever documents there may be: of all boilerplate. To be kept for many checks.
Result<ArchiveFacts> read_all_facts(const Archive& archive);

}  // namespace nuskha
