// Entry point: verify_archive. Everything that can be worked out again from something else in the archive is, and the
// rest has sums (archive/checksum.h). Test: tests/archive/verify_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "archive/anchors.h"
#include "archive/blob.h"
#include "archive/checksum.h"
#include "archive/database.h"
#include "archive/document_rows.h"
#include "archive/schema.h"
#include "base/parallel.h"
#include "nuskha/archive.h"

namespace nuskha {
namespace {

constexpr std::size_t most_of_a_kind = 20;  // of damage; beyond, it is counted
constexpr std::size_t batch_documents = 512;

/// A document with what can be worked out from its text.
struct Checked {
  ArchiveDocument stored;
  std::string frame;
  std::string wrong;  ///< What is, "" if nothing.
  std::vector<std::uint32_t> anchors;
};

void check_text(Checked& document, Analyzer& analyzer, Analysis& analysis) {
  const std::optional<std::string> text = decompress(document.frame);
  if (!text) {
    document.wrong = "its text can't be decompressed";
    return;
  }
  analyzer.analyze(*text, analysis);
  const DocumentRecord& record = document.stored.record;
  if (analysis.layout_hash != document.stored.layout_hash || analysis.text_hash != record.text_hash ||
      analysis.spelling_hash != document.stored.spelling_hash)
    document.wrong = "its text isn't the one that its hashes are of";
  else if (analysis.words.size() != record.words)
    document.wrong = "its text has another number of words";
  select_anchors(analysis.words, document.anchors);
}

void check_words(Checked& document) {
  const std::optional<std::string> bytes = decompress(document.frame);
  const std::optional<ArchiveWords> words = bytes ? unpack_words(*bytes) : std::nullopt;
  if (!words) {
    document.wrong = "its words can't be read";
    return;
  }
  if (words->words.size() != document.stored.record.words) document.wrong = "it has another number of words";
  select_anchors(words->words, document.anchors);
}

class Verifier {
 public:
  Verifier(Database& database, unsigned threads) : database_(database), threads_(threads) {}

  std::vector<ArchiveDamage> run() {
    step("file", [&] { check_pages(); });
    step("schema", [&] { check_schema(); });
    step("settings", [&] { settings_ = read_settings(database_); });
    step("tables", [&] { check_sums(); });
    step("tables", [&] { check_references(); });
    step("state", [&] { check_state(); });
    step("documents", [&] { check_documents(); });
    step("pairs", [&] { check_pairs(); });
    step("families", [&] { check_families(); });
    step("boilerplate", [&] { check_boilerplate(); });
    return std::move(damage_);
  }

 private:
  void add(std::string where, std::string what) { damage_.push_back({std::move(where), std::move(what)}); }

  /// What can't even be read is damage too, and the next step may still find more.
  void step(const char* where, const std::function<void()>& check) {
    const Result<void> done = guarded([&] { check(); });
    if (!done) add(where, done.error().what);
  }

  /// Every row of the query is damage; `what` is what its columns are put into.
  void none(const char* where, const char* sql, const std::function<std::string(const Query&)>& what) {
    Query row = database_.query(sql);
    std::size_t count = 0;
    while (row.step())
      if (++count <= most_of_a_kind) add(where, what(row));
    if (count > most_of_a_kind) add(where, fmt::format("and {} more of that kind", count - most_of_a_kind));
  }

  void check_pages() {
    none("file", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
         [](const Query& row) { return row.text(0); });
    // SQLite takes what is missing of the last page for zeros.
    std::error_code error;
    const auto wal = std::filesystem::file_size(database_.path() + "-wal", error);
    if (!error && wal > 0) return;  // what it will be is there
    const auto size = std::filesystem::file_size(database_.path(), error);
    if (!error && size % to_unsigned(database_.number("PRAGMA page_size")) != 0)
      add("file", "it is cut short: it ends within a page");
  }

  void check_schema() {
    std::size_t count = 0;
    Query row =
        database_.query("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'");
    while (row.step()) {
      ++count;
      if (!is_own_schema(row.bytes(1))) add("schema", fmt::format("{} is not as nuskha makes it", row.bytes(0)));
    }
    if (count != num_schema_objects())
      add("schema", fmt::format("there are {} tables, indexes and views, not {}", count, num_schema_objects()));
  }

  void check_sums() {
    for (const SummedTable& table : summed_tables()) {
      step(table.name, [&] {
        const std::optional<std::uint64_t> stored = stored_sum(database_, table.name);
        if (stored != sum_of_rows(table.name, database_.query(table.rows)))
          add(table.name, "its rows are not those that were stored");
      });
    }
  }

  void check_references() {
    none("tables", "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check", [](const Query& row) {
      return fmt::format("row {} of {} has no row of {} that it belongs to", row.integer(1), row.bytes(0),
                         row.bytes(2));
    });
  }

  void check_state() {
    const auto equal = [&](const char* what, std::int64_t stored, std::int64_t counted) {
      if (stored != counted) add("state", fmt::format("it says {} {}, but there are {}", stored, what, counted));
    };
    const std::int64_t related = read_state(database_, state::related_up_to);
    equal("documents", read_state(database_, state::documents), database_.number("SELECT count(*) FROM document_data"));
    equal("waiting documents", read_state(database_, state::waiting),
          database_.number("SELECT count(*) FROM document_data WHERE id > ?", related));
    equal("texts", database_.number("SELECT count(*) FROM document_data"),
          database_.number("SELECT count(*) FROM texts"));
    if (database_.number("SELECT seq FROM sqlite_sequence WHERE name = 'document_data'") <
        database_.number("SELECT max(id) FROM document_data"))
      add("state", "ids of documents would be given out twice");
  }

  void check_documents() {
    std::vector<Analyzer> analyzers;
    for (unsigned thread = 0; thread < threads_; ++thread) analyzers.emplace_back(settings_.level);
    std::vector<Analysis> analyses(threads_);
    std::int64_t num_anchors = 0;
    DocumentId last = 0;
    static const std::string sql = std::string(all_records) + " WHERE d.id > ? ORDER BY d.id LIMIT ?";
    for (;;) {
      std::vector<Checked> batch;
      {
        Query row = database_.query(sql.c_str(), last, std::int64_t{batch_documents});
        while (row.step()) batch.push_back({record_in(row, database_), {}, {}, {}});
      }
      if (batch.empty()) break;
      last = batch.back().stored.id;
      for (Checked& document : batch) {
        Query row = database_.query("SELECT data FROM texts WHERE document = ?", document.stored.id);
        if (row.step()) document.frame = row.text(0);
      }
      parallel_for(threads_, batch.size(), 8, [&](unsigned thread, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          if (settings_.store_text) {
            check_text(batch[i], analyzers[thread], analyses[thread]);
          } else {
            check_words(batch[i]);
          }
        }
      });
      for (const Checked& document : batch) num_anchors += check_anchors(document);
    }
    if (const std::int64_t stored = database_.number("SELECT count(*) FROM anchors"); stored != num_anchors)
      add("anchors", fmt::format("there are {}, but documents have {}", stored, num_anchors));
  }

  /// Number of anchors that the document should have.
  std::int64_t check_anchors(const Checked& document) {
    const std::string where = fmt::format("document {} ({})", document.stored.id, document.stored.record.path);
    if (!document.wrong.empty()) add(where, document.wrong);
    std::size_t missing = 0;
    for (const std::uint32_t anchor : document.anchors) {
      const auto stored = std::int64_t{static_cast<std::int32_t>(anchor)};
      missing += database_.number("SELECT count(*) FROM anchors WHERE hash = ? AND document = ?", stored,
                                  document.stored.id) == 0;
    }
    if (missing > 0) add(where, fmt::format("{} of its anchors are missing", missing));
    return static_cast<std::int64_t>(document.anchors.size());
  }

  void check_pairs() {
    none("pairs", "SELECT a, b FROM pairs WHERE CAST(a AS BLOB) > CAST(b AS BLOB)",
         [](const Query& row) { return fmt::format("{} and {} are not in order", row.bytes(0), row.bytes(1)); });
    none("pairs",
         "SELECT a_id, b_id FROM pairs WHERE min(similarity, body_similarity, jaccard, containment_a, containment_b) < "
         "0 "
         "OR max(similarity, body_similarity, jaccard, containment_a, containment_b) > 1",
         [](const Query& row) {
           return fmt::format("the figures of documents {} and {} are not shares", row.integer(0), row.integer(1));
         });
  }

  void check_families() {
    none(
        "families",
        "SELECT document FROM member_data m WHERE parent IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "member_data p WHERE p.document = m.parent AND p.family = m.family)",
        [](const Query& row) { return fmt::format("the parent of document {} is of another family", row.integer(0)); });
    none("families", "SELECT document FROM member_data WHERE (parent IS NULL) <> (relation IS NULL)",
         [](const Query& row) { return fmt::format("document {} has half a parent", row.integer(0)); });
    none("families",
         "SELECT id FROM family_data f WHERE keep IS NOT NULL AND NOT EXISTS (SELECT 1 FROM member_data m "
         "WHERE m.document = f.keep AND m.family = f.id)",
         [](const Query& row) { return fmt::format("family {} keeps what it doesn't have", row.integer(0)); });
    none("families",
         "SELECT id FROM family_data f WHERE NOT EXISTS (SELECT 1 FROM member_data m WHERE m.family = f.id)",
         [](const Query& row) { return fmt::format("family {} has no members", row.integer(0)); });
    if (read_state(database_, state::removed) > 0) return;  // what is left of families until the next update
    none("families",
         "SELECT family, count(*) AS n FROM member_data GROUP BY family HAVING n < 2 OR max(position) <> n - 1",
         [](const Query& row) { return fmt::format("family {} lacks members", row.integer(0)); });
  }

  void check_boilerplate() {
    none("boilerplate",
         "SELECT id FROM boilerplate b WHERE NOT EXISTS (SELECT 1 FROM boilerplate_variants v WHERE "
         "v.boilerplate = b.id)",
         [](const Query& row) { return fmt::format("passage {} has no text", row.integer(0)); });
  }

  Database& database_;
  unsigned threads_;
  ArchiveSettings settings_;
  std::vector<ArchiveDamage> damage_;
};

}  // namespace

Result<std::vector<ArchiveDamage>> verify_archive(const std::string& path, unsigned jobs) {
  return guarded([&] {
    Database database(path, Database::Mode::read);
    database.run("BEGIN");
    if (check_contents(database) == Contents::nothing)
      throw_failure(ErrorCode::malformed, path,
                    "There is nothing in the archive yet: making it was cut short. nuskha index add fills it.");
    return Verifier(database, num_threads(jobs)).run();
  });
}

}  // namespace nuskha
