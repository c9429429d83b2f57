// Entry points: check_contents and read_settings when a file is opened, create_archive when it is made. Test:
// tests/archive/schema_test.cpp.
#include "archive/schema.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/unicode.h"
#include "nuskha/version.h"

namespace nuskha {
namespace {

// To be raised whenever docs/algorithm.md changes what words, hashes or anchors are.
constexpr int analysis_number = 1;

constexpr const char* tables = R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE sums (name TEXT PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE roots (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, folder TEXT NOT NULL,
  hidden INTEGER NOT NULL, ignore_files INTEGER NOT NULL, follow_links INTEGER NOT NULL);
CREATE TABLE root_globs (
  root INTEGER NOT NULL REFERENCES roots ON DELETE CASCADE, kind TEXT NOT NULL, position INTEGER NOT NULL,
  glob TEXT NOT NULL, PRIMARY KEY (root, kind, position)) WITHOUT ROWID;
CREATE TABLE files (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
  read_ns INTEGER NOT NULL);
CREATE TABLE read_problems (
  file INTEGER REFERENCES files ON DELETE CASCADE, root INTEGER REFERENCES roots ON DELETE CASCADE,
  path TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX read_problems_file ON read_problems (file) WHERE file IS NOT NULL;

CREATE TABLE document_data (
  id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL REFERENCES files, part TEXT,
  bytes INTEGER NOT NULL, words INTEGER NOT NULL, date TEXT, date_source TEXT, date_readings TEXT, title TEXT,
  encoding TEXT NOT NULL, encoding_detected INTEGER NOT NULL, first_line INTEGER NOT NULL,
  given_title TEXT, given_date TEXT, given_date_text TEXT, language TEXT, file_time INTEGER,
  source_hash BLOB NOT NULL, layout_hash BLOB NOT NULL, text_hash BLOB NOT NULL, spelling_hash BLOB NOT NULL);
CREATE INDEX document_data_file ON document_data (file);
CREATE INDEX document_data_source ON document_data (source_hash);
CREATE INDEX document_data_layout ON document_data (layout_hash);
CREATE INDEX document_data_text ON document_data (text_hash);
CREATE INDEX document_data_spelling ON document_data (spelling_hash);
CREATE INDEX document_data_date ON document_data (date) WHERE date IS NOT NULL;
CREATE TABLE texts (document INTEGER PRIMARY KEY REFERENCES document_data, data BLOB NOT NULL);
CREATE TABLE anchors (
  hash INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (hash, document)) WITHOUT ROWID;

CREATE TABLE pair_data (
  a INTEGER NOT NULL REFERENCES document_data, b INTEGER NOT NULL REFERENCES document_data,
  relation TEXT NOT NULL, level TEXT, similarity REAL NOT NULL, body_similarity REAL NOT NULL, jaccard REAL NOT NULL,
  containment_a REAL NOT NULL, containment_b REAL NOT NULL, fuzzy_similarity REAL,
  PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX pair_data_b ON pair_data (b);
CREATE TABLE family_data (
  id INTEGER PRIMARY KEY, keep INTEGER, cohesion REAL, cohesion_known INTEGER NOT NULL, collated INTEGER NOT NULL);
CREATE TABLE member_data (
  document INTEGER PRIMARY KEY REFERENCES document_data, family INTEGER NOT NULL REFERENCES family_data,
  position INTEGER NOT NULL, parent INTEGER, relation TEXT);
CREATE UNIQUE INDEX member_data_family ON member_data (family, position);
CREATE TABLE lost_sources (
  family INTEGER NOT NULL REFERENCES family_data, position INTEGER NOT NULL, parent INTEGER,
  PRIMARY KEY (family, position)) WITHOUT ROWID;
CREATE TABLE lost_source_members (
  family INTEGER NOT NULL, lost INTEGER NOT NULL, position INTEGER NOT NULL, document INTEGER NOT NULL,
  PRIMARY KEY (family, lost, position)) WITHOUT ROWID;
CREATE TABLE boilerplate (
  id INTEGER PRIMARY KEY, documents INTEGER NOT NULL, within_document INTEGER NOT NULL);
CREATE TABLE boilerplate_variants (
  boilerplate INTEGER NOT NULL REFERENCES boilerplate, position INTEGER NOT NULL, documents INTEGER NOT NULL,
  first TEXT, last TEXT, text TEXT NOT NULL, UNIQUE (boilerplate, position));
CREATE TABLE recurring (item INTEGER PRIMARY KEY);
CREATE TABLE relate_problems (path TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);

CREATE VIEW documents AS
  SELECT d.id, f.path || coalesce(d.part, '') AS path, d.bytes, d.words, d.date, d.date_source, d.date_readings, d.title,
         d.encoding, d.encoding_detected, d.language, lower(hex(d.source_hash)) AS source_hash,
         lower(hex(d.layout_hash)) AS layout_hash, lower(hex(d.text_hash)) AS text_hash,
         lower(hex(d.spelling_hash)) AS spelling_hash
  FROM document_data d JOIN files f ON f.id = d.file;
CREATE VIEW pairs AS
  SELECT x.path AS a, y.path AS b, p.relation, p.level, p.similarity, p.body_similarity, p.jaccard, p.containment_a,
         p.containment_b, p.fuzzy_similarity, p.a AS a_id, p.b AS b_id
  FROM pair_data p JOIN documents x ON x.id = p.a JOIN documents y ON y.id = p.b;
CREATE VIEW families AS
  SELECT f.id, (SELECT count(*) FROM member_data m WHERE m.family = f.id) AS members, k.path AS keep, f.cohesion,
         f.cohesion_known, f.collated
  FROM family_data f LEFT JOIN documents k ON k.id = f.keep;
CREATE VIEW family_members AS
  SELECT m.family, m.position, d.path, d.date, p.path AS parent, m.relation, m.document AS document_id
  FROM member_data m JOIN documents d ON d.id = m.document LEFT JOIN documents p ON p.id = m.parent;
CREATE VIEW problems AS
  SELECT path, code, message FROM read_problems UNION SELECT path, code, message FROM relate_problems;
)sql";

/// A number that reads back the same.
std::string shown(double value) { return fmt::format("{}", value); }

std::optional<double> parse_double(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class SettingsReader {
 public:
  explicit SettingsReader(Database& database) : path_(database.path()) {
    Query rows = database.query("SELECT name, value FROM settings");
    while (rows.step()) values_[rows.text(0)] = rows.text(1);
  }
  const std::string& text(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) fail_on(name, "is missing");
    return found->second;
  }
  bool flag(const std::string& name) const {
    const std::string& value = text(name);
    if (value != "yes" && value != "no") fail_on(name, "is \"" + value + "\", not yes or no");
    return value == "yes";
  }
  double number(const std::string& name) const {
    const auto value = parse_double(text(name));
    if (!value || !(*value > 0 && *value <= 1)) fail_on(name, "is \"" + text(name) + "\", not a number up to 1");
    return *value;
  }
  [[noreturn]] void fail_on(const std::string& name, const std::string& what) const {
    throw_failure(ErrorCode::malformed, path_,
                  "The archive is damaged: its setting " + name + " " + what + ". Restore a copy, or make it again.");
  }

 private:
  std::string path_;
  std::map<std::string, std::string> values_;
};

}  // namespace

std::string analysis_version() { return fmt::format("{} (Unicode {})", analysis_number, unicode_version()); }

Contents check_contents(Database& database) {
  const std::int64_t id = database.number("PRAGMA application_id");
  const std::int64_t version = database.number("PRAGMA user_version");
  const std::int64_t num_tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (id == 0 && version == 0 && num_tables == 0) return Contents::nothing;
  if (id != archive_application_id)
    throw_failure(ErrorCode::malformed, database.path(),
                  "It is a database of another program, not a nuskha archive. Name a file that nuskha index add has "
                  "made.");
  if (version > archive_schema_version)
    throw_failure(
        ErrorCode::malformed, database.path(),
        fmt::format("The archive has schema version {}, and this nuskha ({}) knows versions up to {}. Use the "
                    "version that wrote it, or a newer one.",
                    version, nuskha::version(), archive_schema_version));
  if (version < 1)
    throw_failure(ErrorCode::malformed, database.path(),
                  fmt::format("The archive is damaged: it says that its schema version is {}.", version));
  return Contents::archive;
}

void create_archive(Database& database, const ArchiveSettings& settings) {
  database.run(tables);
  database.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", archive_application_id,
                           archive_schema_version)
                   .c_str());
  const auto add = [&](const char* name, const std::string& value) {
    database.run("INSERT INTO settings VALUES (?, ?)", name, value);
  };
  const auto yes_or_no = [](bool value) { return std::string(value ? "yes" : "no"); };
  add("analysis", analysis_version());
  add("created_by", std::string("nuskha ") + version());
  add("threshold", shown(settings.threshold));
  add("miss_rate", shown(settings.miss_rate));
  add("join", settings.join);
  add("level", std::string(to_string(settings.level)));
  add("keep_boilerplate", yes_or_no(settings.keep_boilerplate));
  add("file_times", yes_or_no(settings.file_times));
  add("text_field", settings.text_field);
  add("id_field", settings.id_field);
  add("store_text", yes_or_no(settings.store_text));
  for (const char* const name :
       {state::documents, state::related_up_to, state::waiting, state::removed, state::generation,
        state::copies_not_paired, state::buckets_cut, state::families_not_collated})
    write_state(database, name, 0);
  database.run("INSERT INTO state VALUES (?, ?), (?, ?), (?, ?)", state::join, "", state::join_floor, 0.0,
               state::related_by, "");
}

ArchiveSettings read_settings(Database& database) {
  const SettingsReader stored(database);
  if (const std::string& analysis = stored.text("analysis"); analysis != analysis_version())
    throw_failure(ErrorCode::malformed, database.path(),
                  fmt::format("The archive was made by analysis {}, and this nuskha ({}) has analysis {}: words would "
                              "not be the same. Make it again with nuskha index add.",
                              analysis, version(), analysis_version()));
  ArchiveSettings out;
  out.threshold = stored.number("threshold");
  out.miss_rate = stored.number("miss_rate");
  out.join = stored.text("join");
  if (out.join != "auto" && out.join != "lsh" && out.join != "exact") stored.fail_on("join", "is \"" + out.join + "\"");
  const auto level = parse_level(stored.text("level"));
  if (!level) stored.fail_on("level", "is \"" + stored.text("level") + "\"");
  out.level = *level;
  out.keep_boilerplate = stored.flag("keep_boilerplate");
  out.file_times = stored.flag("file_times");
  out.text_field = stored.text("text_field");
  out.id_field = stored.text("id_field");
  out.store_text = stored.flag("store_text");
  return out;
}

bool is_own_schema(std::string_view sql) { return std::string_view(tables).find(sql) != std::string_view::npos; }

std::size_t num_schema_objects() {
  std::size_t count = 0;
  const std::string_view all = tables;
  for (std::size_t at = all.find("CREATE "); at != all.npos; at = all.find("CREATE ", at + 1)) ++count;
  return count;
}

std::int64_t read_state(Database& database, const char* name) {
  Query row = database.query("SELECT value FROM state WHERE name = ?", name);
  if (!row.step())
    throw_failure(
        ErrorCode::malformed, database.path(),
        fmt::format("The archive is damaged: its state has no \"{}\". Restore a copy, or make it again.", name));
  return row.integer(0);
}

void write_state(Database& database, const char* name, std::int64_t value) {
  database.run("INSERT OR REPLACE INTO state VALUES (?, ?)", name, value);
}

}  // namespace nuskha
