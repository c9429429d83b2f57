// Reading an archive. A read transaction lasts as long as the object, so that all that is read is of one state; SQLite
// keeps it in the WAL however much others write. Test: tests/archive/archive_test.cpp.
#include "nuskha/archive.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "archive/blob.h"
#include "archive/database.h"
#include "archive/document_rows.h"
#include "archive/report_rows.h"
#include "archive/roots.h"
#include "archive/schema.h"
#include "archive/stored_source.h"
#include "base/document_name.h"

namespace nuskha {

struct Archive::State {
  State(const std::string& path, std::size_t cache_bytes) : database(path, Database::Mode::read) {
    database.run(fmt::format("PRAGMA cache_size = -{};", cache_bytes >> 10).c_str());
    begin();
    shared = std::make_shared<SharedArchive>(database, settings.store_text);
  }

  /// Takes the state of now.
  void begin() {
    database.roll_back();
    database.run("BEGIN");
    if (check_contents(database) == Contents::nothing)
      throw_failure(ErrorCode::malformed, database.path(),
                    "There is nothing in the archive yet: making it was cut short. nuskha index add fills it.");
    settings = read_settings(database);
    num_documents = to_unsigned(read_state(database, state::documents));
    num_waiting = to_unsigned(read_state(database, state::waiting));
    generation = to_unsigned(read_state(database, state::generation));
  }

  [[noreturn]] void throw_no_document(DocumentId id) const {
    throw_failure(ErrorCode::not_found, database.path(), fmt::format("The archive has no document {}.", id));
  }

  Database database;
  ArchiveSettings settings;
  std::uint64_t num_documents = 0;
  std::uint64_t num_waiting = 0;
  std::uint64_t generation = 0;
  std::shared_ptr<SharedArchive> shared;
};

namespace {

DocumentIds ids_in(Query row, std::size_t limit) {
  DocumentIds out;
  while (row.step()) {
    if (out.ids.size() == limit) {
      out.cut = true;
      break;
    }
    out.ids.push_back(row.integer(0));
  }
  return out;
}

/// SQL's limit, one more than asked for, so that it is known whether there are more.
std::int64_t limit_for(std::size_t limit) {
  constexpr std::size_t most = std::size_t{1} << 40;
  return static_cast<std::int64_t>(std::min(limit, most)) + 1;
}

const char* hash_query(Level level) {
  switch (level) {
    case Level::bytes: return "SELECT id FROM document_data WHERE source_hash = ? ORDER BY id LIMIT ?";
    case Level::layout: return "SELECT id FROM document_data WHERE layout_hash = ? ORDER BY id LIMIT ?";
    case Level::text: return "SELECT id FROM document_data WHERE text_hash = ? ORDER BY id LIMIT ?";
    case Level::spelling: break;
  }
  return "SELECT id FROM document_data WHERE spelling_hash = ? ORDER BY id LIMIT ?";
}

std::size_t newest_of(const std::vector<ArchiveFamilyMember>& members) {
  std::size_t newest = 0;
  for (std::size_t i = 1; i < members.size(); ++i)
    if (!members[newest].date || (members[i].date && *members[i].date >= *members[newest].date)) newest = i;
  return newest;
}

std::uint64_t size_of(const std::string& file) {
  struct stat info {};
  return stat(file.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

}  // namespace

Archive::Archive(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::~Archive() = default;
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;

Result<Archive> Archive::open(const std::string& path, std::size_t cache_bytes) {
  return guarded([&] { return Archive(std::make_unique<State>(path, cache_bytes)); });
}

const ArchiveSettings& Archive::settings() const { return state_->settings; }
std::uint64_t Archive::num_documents() const { return state_->num_documents; }
std::uint64_t Archive::num_waiting() const { return state_->num_waiting; }
std::uint64_t Archive::generation() const { return state_->generation; }

Result<void> Archive::refresh() {
  return guarded([&] { state_->begin(); });
}

void Archive::rest() { state_->database.roll_back(); }

Result<DocumentIds> Archive::with_hash(Level level, const Hash128& hash, std::size_t limit) const {
  return guarded([&] { return ids_in(state_->database.query(hash_query(level), hash, limit_for(limit)), limit); });
}

Result<DocumentIds> Archive::with_anchor(std::uint32_t anchor, std::size_t limit) const {
  return guarded([&] {
    const auto stored = std::int64_t{static_cast<std::int32_t>(anchor)};
    return ids_in(state_->database.query("SELECT document FROM anchors WHERE hash = ? ORDER BY document LIMIT ?",
                                         stored, limit_for(limit)),
                  limit);
  });
}

Result<std::vector<DocumentId>> Archive::named(const std::string& path) const {
  return guarded([&] {
    std::vector<DocumentId> out;
    const auto add = [&](Query row) {
      while (row.step()) out.push_back(row.integer(0));
    };
    add(state_->database.query(
        "SELECT d.id FROM files f JOIN document_data d ON d.file = f.id WHERE f.path = ? AND d.part IS NULL", path));
    any_holder(path, [&](std::string_view holder) {
      if (holder.size() == path.size()) return false;
      const std::string file(holder);
      const std::string part = path.substr(holder.size());
      add(state_->database.query(
          "SELECT d.id FROM files f JOIN document_data d ON d.file = f.id WHERE f.path = ? AND d.part = ?", file,
          part));
      return false;
    });
    std::sort(out.begin(), out.end());
    return out;
  });
}

Result<std::vector<DocumentId>> Archive::most_recent(std::size_t count) const {
  return guarded([&] {
    std::vector<DocumentId> out;
    Query row = state_->database.query(
        "SELECT d.id FROM document_data d JOIN files f ON f.id = d.file WHERE d.date IS NOT NULL ORDER BY d.date DESC, "
        "f.path || coalesce(d.part, '') LIMIT ?",
        limit_for(count) - 1);
    while (row.step()) out.push_back(row.integer(0));
    return out;
  });
}

Result<Document> Archive::document(DocumentId id) const {
  return guarded([&] {
    std::optional<Document> out = read_document(state_->database, id);
    if (!out) state_->throw_no_document(id);
    if (state_->settings.store_text) out->text = read_data(state_->database, id);
    return *std::move(out);
  });
}

Result<ArchiveDocument> Archive::record(DocumentId id) const {
  return guarded([&] {
    std::optional<ArchiveDocument> out = read_record(state_->database, id);
    if (!out) state_->throw_no_document(id);
    return *std::move(out);
  });
}

Result<ArchiveWords> Archive::words(DocumentId id) const {
  return guarded([&] {
    if (state_->settings.store_text)
      throw_failure(ErrorCode::invalid_argument, state_->database.path(),
                    "The archive stores texts, not words: analyze the text.");
    if (!read_document(state_->database, id)) state_->throw_no_document(id);
    return read_words(state_->database, id);
  });
}

Result<std::optional<ArchiveFamily>> Archive::family(DocumentId id) const {
  return guarded([&]() -> std::optional<ArchiveFamily> {
    Query row = state_->database.query(
        "SELECT m.document, f.path || coalesce(d.part, ''), d.date, m.family FROM member_data own JOIN member_data m "
        "ON m.family "
        "= "
        "own.family JOIN document_data d ON d.id = m.document JOIN files f ON f.id = d.file WHERE own.document = ? "
        "ORDER "
        "BY m.position",
        id);
    ArchiveFamily out;
    while (row.step()) {
      out.members.push_back({row.integer(0), row.text(1), row.optional_text(2)});
      out.id = to_unsigned(row.integer(3));
    }
    if (out.members.empty()) return std::nullopt;
    out.newest = newest_of(out.members);
    return out;
  });
}

Result<bool> Archive::is_recurring(std::uint64_t item) const {
  return guarded([&] {
    Query row = state_->database.query("SELECT 1 FROM recurring WHERE item = ?", item);
    return row.step();
  });
}

Result<std::vector<std::uint64_t>> Archive::recurring_items() const {
  return guarded([&] {
    std::vector<std::uint64_t> out;
    Query row = state_->database.query("SELECT item FROM recurring");
    while (row.step()) out.push_back(to_unsigned(row.integer(0)));
    std::sort(out.begin(), out.end());
    return out;
  });
}

Result<std::vector<BoilerplateRecord>> Archive::boilerplate(std::uint64_t least_documents) const {
  return guarded([&] { return read_boilerplate(state_->database, least_documents); });
}

Result<Report> Archive::report() const {
  return guarded([&] { return read_report(state_->database).report; });
}

Result<ArchiveInfo> Archive::info() const {
  return guarded([&] {
    Database& database = state_->database;
    const auto count = [&](const char* sql) { return to_unsigned(database.number(sql)); };
    ArchiveInfo out;
    out.settings = state_->settings;
    out.roots = read_roots(database);
    out.schema_version = database.number("PRAGMA user_version");
    {
      Query row = database.query("SELECT value FROM settings WHERE name = 'created_by'");
      if (row.step()) out.created_by = row.text(0);
    }
    out.generation = to_unsigned(read_state(database, state::generation));
    out.files = count("SELECT count(*) FROM files");
    out.documents = state_->num_documents;
    out.waiting = state_->num_waiting;
    out.removed = to_unsigned(read_state(database, state::removed));
    out.families = count("SELECT count(*) FROM family_data");
    out.pairs = count("SELECT count(*) FROM pair_data");
    out.boilerplate = count("SELECT count(*) FROM boilerplate");
    out.problems = count("SELECT (SELECT count(*) FROM read_problems) + (SELECT count(*) FROM relate_problems)");
    out.text_bytes = count("SELECT total(length(data)) FROM texts");
    {
      Query row = database.query("SELECT total(bytes), total(words), min(date), max(date) FROM document_data");
      if (row.step()) {
        out.source_bytes = to_unsigned(row.integer(0));
        out.words = to_unsigned(row.integer(1));
        out.first_date = row.optional_text(2);
        out.last_date = row.optional_text(3);
      }
    }
    out.file_bytes = size_of(database.path()) + size_of(database.path() + "-wal");
    return out;
  });
}

std::unique_ptr<DocumentSource> Archive::documents() const {
  Result<std::vector<std::pair<std::string, DocumentId>>> names =
      guarded([&] { return stored_names(state_->database); });
  if (!names) {
    const std::lock_guard lock(state_->shared->mutex);
    state_->shared->failure = names.error();
    names = std::vector<std::pair<std::string, DocumentId>>();
  }
  return open_stored(state_->shared,
                     std::make_shared<const std::vector<std::pair<std::string, DocumentId>>>(*std::move(names)));
}

std::optional<Error> Archive::failure() const {
  const std::lock_guard lock(state_->shared->mutex);
  return state_->shared->failure;
}

}  // namespace nuskha
