// index: bringing an archive up to date with the files that it was made of.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha {

/// What an archive is to be made with, where it is told. An archive that is there already must have been made so.
struct WantedSettings {
  std::optional<double> threshold = {};
  std::optional<double> miss_rate = {};
  std::optional<Join> join = {};
  std::optional<Level> level = {};
  std::optional<bool> keep_boilerplate = {};
  std::optional<bool> file_times = {};
  std::optional<std::string> text_field = {};
  std::optional<std::string> id_field = {};
  std::optional<bool> store_text = {};
};

struct IndexOptions {
  // What changes the archive.
  WantedSettings settings = {};
  /// Which files below the paths are read: include, exclude, hidden, ignore_files and follow_links. Of index_add only;
  /// kept with the paths for index_update. And `limits`, of every call; they aren't kept. The rest is in `settings`.
  InputOptions input = {};
  /// Leave pairs, families and boilerplate as they are: the new documents wait for an index_update.
  bool defer = false;

  // What changes only speed.
  unsigned jobs = 0;  ///< Threads; 0 = one a core.
};

/// What was done.
struct IndexOutcome {
  std::uint64_t files_read = 0;         ///< That were new or seemed changed.
  std::uint64_t files_unchanged = 0;    ///< Not read.
  std::uint64_t documents_added = 0;    ///< New, or another version of one that was removed.
  std::uint64_t documents_removed = 0;  ///< Gone, or replaced by another version.
  std::uint64_t documents = 0;          ///< In the archive now.
  std::uint64_t waiting = 0;            ///< Of these, not related to the others yet.
  bool related = false;                 ///< Pairs, families and boilerplate were made anew.
  std::vector<Problem> problems;        ///< Of the files that were read, and of folders; sorted.
};

/// Adds the documents below `paths` to an archive, which is made if it isn't there; reads only files that are new or
/// have changed since they were read last. What the archive says then of pairs, families and boilerplate equals a scan
/// of all of its documents. All or nothing: the archive changes in one step at the end, and not at all if this fails or
/// the process dies. Fails like scan and open_paths; with write_failed if another process keeps writing to the archive
/// for ten seconds, or it can't be written; with invalid_argument if it was made with other settings; with malformed if
/// it isn't an archive, or damaged.
Result<IndexOutcome> index_add(const std::string& archive, std::span<const std::string> paths,
                               const IndexOptions& options, ScanProgress* progress = nullptr);

/// Looks again at what was added: reads files that are new or have changed, takes out what is gone. `paths`, if any,
/// restrict that to what is below them. Fails with not_found if what was added is not there any more as a whole.
Result<IndexOutcome> index_update(const std::string& archive, std::span<const std::string> paths,
                                  const IndexOptions& options, ScanProgress* progress = nullptr);

/// Takes documents out: `names` are files, folders with all below them, or documents ("records.jsonl#12"). What is
/// below a path that was added comes back with the next index_update, unless it is gone by then. Fails with not_found
/// if nothing goes by one of the names.
Result<IndexOutcome> index_remove(const std::string& archive, std::span<const std::string> names,
                                  const IndexOptions& options, ScanProgress* progress = nullptr);

/// The options that a scan of an archive's documents has.
ScanOptions scan_options(const ArchiveSettings& settings);
/// And how its files are read: which ones apart.
InputOptions input_options(const ArchiveSettings& settings, const InputLimits& limits = {});

/// A source that reads an archive's documents: its own texts, or, where it has none, the files again. `archive` must
/// outlive it.
Result<std::unique_ptr<DocumentSource>> open_archive_documents(const Archive& archive);

}  // namespace nuskha
