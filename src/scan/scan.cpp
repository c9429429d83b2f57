// The scan job: reading, then relating. Entry point: scan. Test: tests/scan/scan_test.cpp, and tests/cli/ through the
// program.
#include "nuskha/scan.h"

#include <chrono>

#include "base/parallel.h"
#include "scan/corpus.h"
#include "scan/relate.h"

namespace nuskha {

Result<Report> scan(DocumentSource& source, const ScanOptions& options, ScanProgress* progress) {
  const auto start = std::chrono::steady_clock::now();
  if (const Result<void> valid = check_options(options); !valid) return tl::unexpected(valid.error());
  set_stage(progress, ScanProgress::Stage::reading);
  Result<Report> report =
      relate(read_corpus(source, options.level, num_threads(options.jobs), progress), source, options, progress);
  if (!report) return report;
  if (options.timing)
    report->summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  set_stage(progress, ScanProgress::Stage::done);
  return report;
}

}  // namespace nuskha
