// Every change of an archive goes through here. What follows from the documents is in report_rows.cpp. Test:
// tests/scan/index_test.cpp, and tests/archive/crash_test.cpp for what happens when it is cut short.
#include "archive/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "archive/anchors.h"
#include "archive/blob.h"
#include "archive/checksum.h"
#include "archive/report_rows.h"
#include "archive/schema.h"
#include "nuskha/version.h"

namespace nuskha {
namespace {

// 256 MB. As many as possible: those of a new archive fill its pages only if they come in one order.
constexpr std::size_t most_anchors_waiting = 32'000'000;

/// A WAL lets readers read while another writes, and a commit is one append. Switching to it needs the file alone for a
/// moment.
void use_wal(Database& database) {
  for (int attempt = 0;; ++attempt) {
    try {
      Query mode = database.query("PRAGMA journal_mode = WAL");
      if (mode.step() && mode.bytes(0) == "wal") return;
      throw_failure(
          ErrorCode::write_failed, database.path(),
          "The archive can't be switched to write-ahead logging: its file system doesn't share memory between "
          "processes. Put it on a local disk.");
    } catch (const DatabaseFailure& failure) {
      constexpr int most_attempts = 100;
      if (attempt == most_attempts || failure.error.what.find("Another process") == std::string::npos) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
}

/// The anchors that a stored document has.
void anchors_of(Database& database, const ArchiveSettings& settings, DocumentId id, Analyzer& analyzer,
                std::vector<std::uint32_t>& out) {
  if (!settings.store_text) {
    select_anchors(read_words(database, id).words, out);
    return;
  }
  Analysis analysis;
  analyzer.analyze(read_data(database, id), analysis);
  select_anchors(analysis.words, out);
}

/// Anchors are stored as signed numbers, which take fewer bytes.
std::int64_t stored_anchor(std::uint32_t anchor) { return static_cast<std::int32_t>(anchor); }

constexpr std::uint32_t sign = 1u << 31;  // flipped, signed numbers are in the order of unsigned ones

}  // namespace

ArchiveWriter::ArchiveWriter(const std::string& path, const std::optional<ArchiveSettings>& new_settings,
                             const SettingsCheck& check)
    : database_(path, new_settings ? Database::Mode::create : Database::Mode::write) {
  if (check_contents(database_) == Contents::nothing && !new_settings)
    throw_failure(ErrorCode::malformed, path,
                  "There is nothing in the archive yet: making it was cut short. nuskha index add fills it.");
  database_.run("PRAGMA page_size = 8192");  // of a new file: with rows of 1 to 2 kB, less of each page stays empty
  use_wal(database_);
  database_.run("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;");
  database_.run("BEGIN IMMEDIATE");
  // Another one may have made it just now.
  is_new_ = check_contents(database_) == Contents::nothing;
  if (is_new_) create_archive(database_, *new_settings);
  settings_ = read_settings(database_);
  check(settings_);
  analyzer_ = Analyzer(settings_.level);
}

ArchiveWriter::~ArchiveWriter() { database_.roll_back(); }

void ArchiveWriter::put_root(const ArchiveRoot& root, std::span<const Problem> walk_problems) {
  nuskha::put_root(database_, root, walk_problems);
}

void ArchiveWriter::remove_root(const std::string& path) { database_.run("DELETE FROM roots WHERE path = ?", path); }

std::optional<StoredFile> ArchiveWriter::find_file(const std::string& path) {
  Query row = database_.query("SELECT id, size, mtime_ns, read_ns FROM files WHERE path = ?", path);
  if (!row.step()) return std::nullopt;
  return StoredFile{row.integer(0), path, {row.integer(1), row.integer(2), row.integer(3)}};
}

std::vector<StoredFile> ArchiveWriter::files() {
  std::vector<StoredFile> out;
  Query row = database_.query("SELECT id, path, size, mtime_ns, read_ns FROM files ORDER BY path");
  while (row.step()) out.push_back({row.integer(0), row.text(1), {row.integer(2), row.integer(3), row.integer(4)}});
  return out;
}

std::uint64_t ArchiveWriter::hash_of_file(std::int64_t file) {
  return sum_of_rows("files", database_.query("SELECT * FROM files WHERE id = ?", file));
}

std::uint64_t ArchiveWriter::hash_of_document(DocumentId id) {
  return sum_of_rows("document_data", database_.query("SELECT * FROM document_data WHERE id = ?", id));
}

std::int64_t ArchiveWriter::put_file(const std::string& path, const FileStamp& stamp) {
  if (const std::optional<StoredFile> known = find_file(path)) file_sum_ -= hash_of_file(known->id);
  database_.run(
      "INSERT INTO files (path, size, mtime_ns, read_ns) VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET size = "
      "excluded.size, mtime_ns = excluded.mtime_ns, read_ns = excluded.read_ns",
      path, stamp.size, stamp.mtime_ns, stamp.read_ns);
  const std::int64_t id = database_.number("SELECT id FROM files WHERE path = ?", path);
  file_sum_ += hash_of_file(id);
  database_.run("DELETE FROM read_problems WHERE file = ?", id);
  return id;
}

void ArchiveWriter::add_problem(std::int64_t file, const Problem& problem) {
  database_.run("INSERT INTO read_problems VALUES (?, NULL, ?, ?, ?)", file, problem.path, problem.code,
                problem.message);
}

void ArchiveWriter::remove_file(std::int64_t file) {
  std::vector<DocumentId> ids;
  {
    Query row = database_.query("SELECT id FROM document_data WHERE file = ?", file);
    while (row.step()) ids.push_back(row.integer(0));
  }
  for (const DocumentId id : ids) remove(id);
  file_sum_ -= hash_of_file(file);
  database_.run("DELETE FROM files WHERE id = ?", file);
}

std::vector<StoredDocument> ArchiveWriter::documents_of(std::int64_t file) {
  std::vector<DocumentId> ids;
  {
    Query row = database_.query("SELECT id FROM document_data WHERE file = ? ORDER BY id", file);
    while (row.step()) ids.push_back(row.integer(0));
  }
  std::vector<StoredDocument> out;
  for (const DocumentId id : ids)
    if (std::optional<Document> document = read_document(database_, id)) out.push_back({id, *std::move(document)});
  return out;
}

void ArchiveWriter::insert(std::int64_t file, std::string_view file_path, const NewDocument& document) {
  const DocumentId id = insert_document(database_, file, file_path, document);
  document_sum_ += hash_of_document(id);
  if (anchors_.size() + document.anchors.size() > most_anchors_waiting ||
      (!anchors_.empty() && id - first_id_ > std::numeric_limits<std::uint32_t>::max()))
    flush_anchors();
  if (anchors_.empty()) first_id_ = id;
  for (const std::uint32_t anchor : document.anchors)
    anchors_.push_back(std::uint64_t{anchor ^ sign} << 32 | static_cast<std::uint64_t>(id - first_id_));
  ++num_added_;
}

void ArchiveWriter::remove(DocumentId id) {
  flush_anchors();
  std::vector<std::uint32_t> anchors;
  anchors_of(database_, settings_, id, analyzer_, anchors);
  for (const std::uint32_t anchor : anchors)
    database_.run("DELETE FROM anchors WHERE hash = ? AND document = ?", stored_anchor(anchor), id);
  remove_from_report(database_, id);
  is_report_changed_ = true;
  document_sum_ -= hash_of_document(id);
  database_.run("DELETE FROM texts WHERE document = ?", id);
  if (id <= read_state(database_, state::related_up_to))
    write_state(database_, state::removed, read_state(database_, state::removed) + 1);
  database_.run("DELETE FROM document_data WHERE id = ?", id);
  ++num_removed_;
}

/// In order of the table: each of its pages is written once.
void ArchiveWriter::flush_anchors() {
  std::sort(anchors_.begin(), anchors_.end());
  for (const std::uint64_t anchor : anchors_)
    database_.run("INSERT INTO anchors VALUES (?, ?)", stored_anchor(static_cast<std::uint32_t>(anchor >> 32) ^ sign),
                  first_id_ + static_cast<DocumentId>(anchor & std::numeric_limits<std::uint32_t>::max()));
  anchors_.clear();
}

bool ArchiveWriter::is_stale() {
  if (num_added_ > 0 || read_state(database_, state::waiting) > 0 || read_state(database_, state::removed) > 0)
    return true;
  // Originals that could not be quoted from may be back.
  if (!settings_.store_text && database_.number("SELECT count(*) FROM relate_problems") > 0) return true;
  Query row = database_.query("SELECT value FROM state WHERE name = ?", state::related_by);
  return !row.step() || row.bytes(0) != version();
}

std::vector<Problem> ArchiveWriter::read_problems() {
  std::vector<Problem> out;
  Query row = database_.query("SELECT path, code, message FROM read_problems");
  while (row.step()) out.push_back({row.text(0), row.text(1), row.text(2)});
  std::sort(out.begin(), out.end());
  return out;
}

void ArchiveWriter::store_report(const Report& report, std::span<const DocumentId> ids,
                                 std::span<const std::uint64_t> recurring) {
  replace_report(database_, report, ids, recurring, read_problems());
  is_report_changed_ = true;
}

ArchiveCounts ArchiveWriter::commit() {
  flush_anchors();
  const std::int64_t num_documents = read_state(database_, state::documents) + static_cast<std::int64_t>(num_added_) -
                                     static_cast<std::int64_t>(num_removed_);
  write_state(database_, state::documents, num_documents);
  const std::int64_t num_waiting =
      database_.number("SELECT count(*) FROM document_data WHERE id > ?", read_state(database_, state::related_up_to));
  write_state(database_, state::waiting, num_waiting);
  write_state(database_, state::generation, read_state(database_, state::generation) + 1);
  add_to_sum(database_, "files", file_sum_);
  add_to_sum(database_, "document_data", document_sum_);
  store_sums(database_, is_report_changed_ || is_new_);
  database_.run("COMMIT");
  return {to_unsigned(num_documents), to_unsigned(num_waiting)};
}

}  // namespace nuskha
