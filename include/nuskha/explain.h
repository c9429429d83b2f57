// explain: why two documents are related, or not.
#pragma once

#include "nuskha/explanation.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha {

/// Compares two documents as a scan does and says what decided. `archive`, if given, holds the documents among which
/// the two stand: it tells boilerplate, and which shared words are rare; the two themselves may be in it. It is read to
/// its end. Without it nothing is boilerplate and no passage is known to be rare. Fails as scan does. Thread-safe.
Result<Explanation> explain(const Document& a, const Document& b, DocumentSource* archive, const ScanOptions& options);

}  // namespace nuskha
