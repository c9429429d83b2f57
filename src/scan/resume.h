// A scan with a work folder that is open already: for tests, which may make its writes fail.
#pragma once

#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"
#include "scan/work_dir.h"

namespace nuskha {

/// As scan, in this folder in place of ScanOptions::work_dir. Summary::seconds isn't filled, options aren't checked.
Result<Report> scan_in(WorkDir& folder, DocumentSource& source, const ScanOptions& options, ScanProgress* progress);

}  // namespace nuskha
