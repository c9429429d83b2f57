// A scan for a program that writes reports: one of unreadable files names them all.
#pragma once

#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha {

/// As `scan`, but a source that held no document and had problems gives a report of these alone. Whoever calls it has
/// to tell that nothing was compared.
Result<Report> scan_or_problems(DocumentSource& source, const ScanOptions& options, ScanProgress* progress);

}  // namespace nuskha
