// The scan job: reading, then relating. Entry point: scan. Test: tests/scan/scan_test.cpp, and tests/cli/ through the
// program; with a work folder tests/scan/resume_test.cpp.
#include "nuskha/scan.h"

#include <chrono>
#include <memory>

#include "base/parallel.h"
#include "scan/checkpoints.h"
#include "scan/corpus.h"
#include "scan/kept_reading.h"
#include "scan/relate.h"
#include "scan/resume.h"
#include "scan/work_dir.h"

namespace nuskha {

Result<Report> scan_in(WorkDir& folder, DocumentSource& source, const ScanOptions& options, ScanProgress* progress) {
  const unsigned threads = num_threads(options.jobs);
  KeptReading kept(folder, options, threads);
  Corpus corpus = read_corpus(source, options.level, threads, progress, &kept);
  if (const Result<void> written = kept.finish(); !written) return tl::unexpected(written.error());
  Checkpoints checkpoints(folder, corpus, options);
  return relate(std::move(corpus), source, options, progress, nullptr, &checkpoints);
}

Result<Report> scan(DocumentSource& source, const ScanOptions& options, ScanProgress* progress) {
  const auto start = std::chrono::steady_clock::now();
  if (const Result<void> valid = check_options(options); !valid) return tl::unexpected(valid.error());
  set_stage(progress, ScanProgress::Stage::reading);
  Result<Report> report = [&]() -> Result<Report> {
    if (options.work_dir.empty())
      return relate(read_corpus(source, options.level, num_threads(options.jobs), progress), source, options, progress);
    const Result<std::unique_ptr<WorkDir>> folder = WorkDir::open(options.work_dir);
    if (!folder) return tl::unexpected(folder.error());
    return scan_in(**folder, source, options, progress);
  }();
  if (!report) return report;
  if (options.timing)
    report->summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  set_stage(progress, ScanProgress::Stage::done);
  return report;
}

}  // namespace nuskha
