// What reading has made of files, kept in a work folder in segments: a file that is still as it was isn't read again.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"
#include "scan/byte_codec.h"
#include "scan/corpus.h"
#include "scan/work_dir.h"

namespace nuskha {

/// Where documents of earlier runs go: one of these a thread.
struct ReadPart {
  WordStore& store;
  CorpusDocuments& documents;
  std::vector<Problem>& problems;
};

/// `take_over` once, then `add` by each thread as it reads, then `finish`. The folder and the options must outlive it.
class KeptReading {
 public:
  KeptReading(WorkDir& folder, const ScanOptions& options, unsigned threads);
  ~KeptReading();
  KeptReading(const KeptReading&) = delete;
  KeptReading& operator=(const KeptReading&) = delete;

  /// Takes what earlier runs have read of the source's files, one thread for each of `parts`, and tells the source not
  /// to read that again. Removes segments that are damaged or of other options.
  void take_over(DocumentSource& source, std::span<ReadPart> parts, ScanProgress* progress);

  /// Keeps what a thread has read: `documents` are those that the steps speak of, `problems` all of the thread's. False
  /// if reading is to end, as something can't be written.
  bool add(unsigned thread, std::span<const ReadStep> steps, std::span<const CorpusDocument> documents,
           std::span<const Problem> problems);

  /// Writes what is left. Fails with write_failed if that, or an earlier write, went wrong.
  Result<void> finish();

 private:
  class Known;
  struct Segment;

  void take_segment(const std::string& name, ReadPart& part);
  bool write(Segment& segment);
  void tell_taken(std::size_t num_files);
  void tell_need(std::span<const SourceFile> files, std::size_t num_files);

  WorkDir& folder_;
  const ScanOptions& options_;
  const Hash128 fingerprint_;
  std::shared_ptr<Known> known_;
  std::vector<Segment> segments_;  // one a thread, being filled
  std::atomic<bool> has_failed_{false};
  std::mutex mutex_;  // of what follows
  std::optional<Error> error_;
  std::vector<std::string> damaged_;
  std::uint64_t documents_taken_ = 0;
  std::uint64_t bytes_taken_ = 0;
};

}  // namespace nuskha
