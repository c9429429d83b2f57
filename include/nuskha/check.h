// check: what new documents are to an archive, before they are published.
#pragma once

#include <string>

#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha {

struct CheckOptions {
  // What changes only speed or what is shown of it.
  unsigned jobs = 0;   ///< Threads; 0 = one a core.
  bool timing = true;  ///< Fill CheckSummary::seconds.
};

/// Reads `fresh` to its end and says of each of its documents what it is to those of the archive in the file `archive`
/// and to those of `fresh` that come before it by path, and what the editorial rules find in it. Documents of the
/// archive that have the path of a new one are states before, and left out. Verdicts are those of a scan of the
/// document together with its neighbours in the archive: those that share words in a row with it, as far as the
/// archive's sample of them shows (docs/algorithm.md, "Check"). How threshold and level are chosen is up to the
/// archive. Fails as Archive::open and scan do, with stopped where `progress` says so. The same for every number of
/// threads and order of the source. Cost: a few milliseconds a document, whatever the size of the archive. Memory: the
/// new documents, and some megabytes a thread.
Result<CheckReport> check(DocumentSource& fresh, const std::string& archive, const CheckOptions& options,
                          ScanProgress* progress = nullptr);

}  // namespace nuskha
