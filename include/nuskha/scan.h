// scan: which documents of an archive are copies and versions of one another.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/text.h"

namespace nuskha {

enum class Join : std::uint8_t {
  automatic,  ///< exact while the archive is small enough for it to be cheap, else lsh.
  lsh,        ///< Locality-sensitive hashing: misses at most `miss_rate` of the pairs at the floor.
  exact,      ///< Complete: every pair of texts at or above the floor is verified.
};

struct ScanOptions {
  // What changes the answer.
  double threshold = 0.7;   ///< Least similarity of a revision, (0, 1].
  double miss_rate = 0.01;  ///< Share of the pairs at the join's floor that LSH may lose, [1e-9, 0.5].
  Join join = Join::automatic;
  Level level = Level::spelling;  ///< Level at which words are compared: layout, text or spelling.
  bool keep_boilerplate = false;  ///< Compare whole documents, boilerplate included; none is reported.
  bool boilerplate_places =
      false;  ///< Also report where each passage of boilerplate stands: reads its documents again.

  // What changes only speed or what is shown of it.
  unsigned jobs = 0;  ///< Threads; 0 = one a core.
  /// Bound on the memory of the process, bytes: what is beyond goes to a temporary file. 0: a quarter of what the
  /// machine has, or of what the process may take. What stays in memory whatever is asked: docs/operating.md.
  std::uint64_t memory_bytes = 0;
  std::string temp_dir = {};  ///< Folder of that file; empty: TMPDIR, /var/tmp or /tmp.
  bool timing = true;         ///< Fill Summary::seconds.
  /// If not empty: a folder in which finished work is kept while the scan runs, so that the same scan, or one with
  /// other options or some other documents, goes on where this one was ended. Only one scan at a time may use it
  /// (docs/operating.md, "A scan that can be interrupted").
  std::string work_dir = {};
  /// Called with a sentence for people about that folder: what it takes, and what was taken over from it. By the thread
  /// that called scan.
  std::function<void(const std::string& message)> note = {};
};

/// What a scan is expected to need beyond memory.
struct DiskNeed {
  std::string folder;            ///< Where the temporary file will be.
  std::uint64_t bytes = 0;       ///< About so much; 0 if it is less than 16 MiB, or nothing is known of the source.
  std::uint64_t free_bytes = 0;  ///< There.
};

/// Estimates it from the size of the files to be read: nothing to twice as much may be needed in the end. Fails with
/// write_failed when not even a quarter of it is free.
Result<DiskNeed> estimate_disk(std::uint64_t source_bytes, const ScanOptions& options);

/// Written by the job while it runs, read by whoever shows progress. Thread-safe.
struct ScanProgress {
  enum class Stage : std::uint8_t { reading, joining, verifying, done };
  std::atomic<Stage> stage{Stage::reading};
  std::atomic<std::uint64_t> documents{0};   ///< Read so far.
  std::atomic<std::uint64_t> bytes{0};       ///< Read so far.
  std::atomic<std::uint64_t> files{0};       ///< Finished so far.
  std::atomic<std::uint64_t> num_files{0};   ///< Expected; 0 = unknown.
  std::atomic<std::uint64_t> pairs_done{0};  ///< Candidates verified so far.
  std::atomic<std::uint64_t> num_pairs{0};   ///< Candidates to verify.
  /// Set by whoever watches: the job ends as soon as it can, as a rule within a fraction of a second, with
  /// ErrorCode::stopped. Nothing is left behind but what a work folder has kept; an archive is as it was before.
  std::atomic<bool> stop{false};
};

/// Reads `source` to its end and reports what its documents are to one another. The report depends on the documents
/// and the first group of options only: not on `jobs`, the order of the source, or the machine.
/// Fails with invalid_argument for options out of range and a work_dir that is no such folder or is in use,
/// no_documents when the source held none, write_failed, naming the folder, when a temporary file is needed and can't
/// be made or grow, write_failed or not_found for a work_dir that can't be written, and stopped. Memory: about 4 bytes
/// a word and 0.6 kB a document (docs/algorithm.md, "Memory"), of which `memory_bytes` stay in memory. Thread-safe.
Result<Report> scan(DocumentSource& source, const ScanOptions& options, ScanProgress* progress = nullptr);

}  // namespace nuskha
