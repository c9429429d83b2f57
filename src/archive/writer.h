// Changing an archive: one transaction, from its begin to `commit`. Functions throw DatabaseFailure
// (archive/database.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/database.h"
#include "archive/document_rows.h"
#include "archive/roots.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/text.h"

namespace nuskha {

/// A file as it was when it was last read.
struct FileStamp {
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;  ///< Since 1970.
  std::int64_t read_ns = 0;   ///< When that was.
};

struct StoredFile {
  std::int64_t id = 0;
  std::string path;
  FileStamp stamp;
};

/// A document of the archive as it was read, and its id.
struct StoredDocument {
  DocumentId id = 0;
  Document document;  ///< Without text.
};

struct ArchiveCounts {
  std::uint64_t documents = 0;
  std::uint64_t waiting = 0;  ///< Of these, not related yet.
};

/// What is known when a new archive is made or an old one opened: throws if it won't do.
using SettingsCheck = std::function<void(const ArchiveSettings&)>;

/// Waits up to ten seconds for another writer, then fails with write_failed. What isn't committed is undone when this
/// goes, and when the process dies. Not thread-safe.
class ArchiveWriter {
 public:
  /// `new_settings`: to make the archive if there is none.
  ArchiveWriter(const std::string& path, const std::optional<ArchiveSettings>& new_settings,
                const SettingsCheck& check);
  ~ArchiveWriter();

  const ArchiveSettings& settings() const { return settings_; }
  Database& database() { return database_; }
  bool is_new() const { return is_new_; }

  // Roots.
  std::vector<ArchiveRoot> roots() { return read_roots(database_); }  ///< By path bytes.
  void put_root(const ArchiveRoot& root, std::span<const Problem> walk_problems);
  void remove_root(const std::string& path);

  // Files.
  std::optional<StoredFile> find_file(const std::string& path);
  std::vector<StoredFile> files();                                         ///< All, by path bytes.
  std::int64_t put_file(const std::string& path, const FileStamp& stamp);  ///< Forgets its problems.
  void add_problem(std::int64_t file, const Problem& problem);
  void remove_file(std::int64_t file);  ///< With its documents.

  // Documents.
  std::vector<StoredDocument> documents_of(std::int64_t file);
  void insert(std::int64_t file, std::string_view file_path, const NewDocument& document);
  void remove(DocumentId id);

  // What follows from the documents.
  bool is_stale();  ///< Documents came or went since families were made, or another version made them.
  std::vector<Problem> read_problems();  ///< Sorted.
  /// `ids` of report.documents, and the items of boilerplate that recur.
  void store_report(const Report& report, std::span<const DocumentId> ids, std::span<const std::uint64_t> recurring);

  std::uint64_t num_added() const { return num_added_; }
  std::uint64_t num_removed() const { return num_removed_; }

  /// Afterwards nothing more may be done.
  ArchiveCounts commit();

 private:
  void flush_anchors();
  /// Of one row of a counted table (archive/checksum.h); 0 if it isn't there.
  std::uint64_t hash_of_file(std::int64_t file);
  std::uint64_t hash_of_document(DocumentId id);

  Database database_;
  ArchiveSettings settings_;
  bool is_new_ = false;
  Analyzer analyzer_;
  std::vector<std::uint64_t> anchors_;  // not yet stored: in the upper half in the order of the table, in the lower …
  DocumentId first_id_ = 0;             // … how far the document's id is from this
  std::uint64_t num_added_ = 0;
  std::uint64_t num_removed_ = 0;
  std::uint64_t file_sum_ = 0;  // what is to be added to the tables' sums
  std::uint64_t document_sum_ = 0;
  bool is_report_changed_ = false;
};

}  // namespace nuskha
