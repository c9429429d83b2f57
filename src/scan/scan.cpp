// The scan job: reading, then relating. Entry points: scan, scan_or_problems. Test: tests/scan/scan_test.cpp, and
// tests/cli/ through the program; with a work folder tests/scan/resume_test.cpp.
#include "nuskha/scan.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/machine_memory.h"
#include "base/page_store.h"
#include "base/parallel.h"
#include "scan/checkpoints.h"
#include "scan/corpus.h"
#include "scan/kept_reading.h"
#include "scan/relate.h"
#include "scan/resume.h"
#include "scan/scan_or_problems.h"
#include "scan/stoppable.h"
#include "scan/work_dir.h"

namespace nuskha {
namespace {

constexpr std::uint64_t program_bytes = std::uint64_t{32} << 20;  // that a scan of nothing takes
constexpr std::uint64_t least_bytes_told = std::uint64_t{16} << 20;
constexpr double bytes_per_source_byte = 2;  // docs/decisions/scan-memory.md

std::uint64_t budget_of(const ScanOptions& options) {
  constexpr std::uint64_t share_of_memory = 4;
  return options.memory_bytes != 0 ? options.memory_bytes : memory_limit_bytes() / share_of_memory;
}

std::string folder_of(const ScanOptions& options) {
  return options.temp_dir.empty() ? temporary_folder() : options.temp_dir;
}

std::shared_ptr<PageStore> open_pages(const ScanOptions& options) {
  return std::make_shared<PageStore>(budget_of(options), folder_of(options));
}

}  // namespace

Result<DiskNeed> estimate_disk(std::uint64_t source_bytes, const ScanOptions& options) {
  DiskNeed out;
  out.folder = folder_of(options);
  const std::uint64_t budget = budget_of(options);
  const std::uint64_t room = budget - std::min(budget, program_bytes);
  const auto needed = static_cast<std::uint64_t>(bytes_per_source_byte * static_cast<double>(source_bytes));
  out.bytes = needed - std::min(needed, room);
  if (out.bytes < least_bytes_told) out.bytes = 0;
  if (out.bytes == 0) return out;
  struct statvfs info {};
  if (statvfs(out.folder.c_str(), &info) != 0)
    return fail(ErrorCode::write_failed, out.folder,
                "temporary data can't be kept there: " + std::generic_category().message(errno) +
                    "; name another folder by --temp-dir");
  out.free_bytes = std::uint64_t{info.f_bavail} * info.f_frsize;
  if (out.free_bytes < out.bytes / 4)
    return fail(ErrorCode::write_failed, out.folder,
                "there is no room for temporary data: about " + std::to_string(out.bytes >> 20) +
                    " MiB will be needed, " + std::to_string(out.free_bytes >> 20) +
                    " MiB are free; name a folder with more room by --temp-dir, or allow more memory by --memory");
  return out;
}

bool has_only_problems(const Corpus& corpus) { return corpus.documents.empty() && !corpus.problems.empty(); }

/// What there is to say of a source whose files are all unreadable: no pair was missed.
Report report_of(std::vector<Problem> problems) {
  Report report;
  report.summary.problems = problems.size();
  report.summary.join = "exact";
  report.problems = std::move(problems);
  return report;
}

Result<Report> scan_in(WorkDir& folder, DocumentSource& source, const ScanOptions& options, ScanProgress* progress) {
  const unsigned threads = num_threads(options.jobs);
  KeptReading kept(folder, options, threads);
  Corpus corpus = read_corpus(source, options.level, threads, progress, open_pages(options), &kept);
  if (const Result<void> written = kept.finish(); !written) return tl::unexpected(written.error());
  if (const std::optional<Error> failure = corpus.pages->failure()) return tl::unexpected(*failure);
  if (has_only_problems(corpus)) return report_of(std::move(corpus.problems));
  Checkpoints checkpoints(folder, corpus, options);
  return relate(std::move(corpus), source, options, progress, nullptr, &checkpoints);
}

Result<Report> scan_or_problems(DocumentSource& source, const ScanOptions& options, ScanProgress* progress) {
  const auto start = std::chrono::steady_clock::now();
  if (const Result<void> valid = check_options(options); !valid) return tl::unexpected(valid.error());
  set_stage(progress, ScanProgress::Stage::reading);
  Result<Report> report = stoppable(progress, [&]() -> Result<Report> {
    if (options.work_dir.empty()) {
      Corpus corpus = read_corpus(source, options.level, num_threads(options.jobs), progress, open_pages(options));
      if (const std::optional<Error> failure = corpus.pages->failure()) return tl::unexpected(*failure);
      if (has_only_problems(corpus)) return report_of(std::move(corpus.problems));
      return relate(std::move(corpus), source, options, progress);
    }
    const Result<std::unique_ptr<WorkDir>> folder = WorkDir::open(options.work_dir);
    if (!folder) return tl::unexpected(folder.error());
    return scan_in(**folder, source, options, progress);
  });
  if (!report) return report;
  if (options.timing)
    report->summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  set_stage(progress, ScanProgress::Stage::done);
  return report;
}

Result<Report> scan(DocumentSource& source, const ScanOptions& options, ScanProgress* progress) {
  Result<Report> report = scan_or_problems(source, options, progress);
  if (report && report->documents.empty()) return tl::unexpected(nothing_read(report->problems));
  return report;
}

}  // namespace nuskha
