// Damage is found, whatever it is, or it changes nothing that the archive says.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "input/temporary_folder.h"
#include "nuskha/archive.h"
#include "nuskha/index.h"
#include "support/catch.h"
#include "support/release_folder.h"

using namespace nuskha;
using nuskha::test::ReleaseMaker;
using nuskha::test::write_old_file;
using nuskha_test::TemporaryFolder;

namespace {

void run_sql(const std::string& archive, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(archive.c_str(), &database) == SQLITE_OK);
  char* error = nullptr;
  const int code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
  const std::string message = error == nullptr ? "" : error;
  CAPTURE(sql, message);
  sqlite3_free(error);
  sqlite3_close(database);
  REQUIRE(code == SQLITE_OK);
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::filesystem::remove(path + "-wal");
  std::filesystem::remove(path + "-shm");
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Everything that an archive says, or "refused".
std::string everything(const std::string& path) {
  const auto archive = Archive::open(path);
  if (!archive) return "refused";
  const auto report = archive->report();
  const auto info = archive->info();
  if (!report || !info) return "refused";
  std::ostringstream out;
  write_jsonl(*report, out);
  out << info->settings.threshold << info->settings.text_field << info->roots.size() << info->files;
  const auto source = archive->documents();
  std::vector<Document> documents;
  std::vector<Problem> problems;
  while (source->next(documents, problems))
    for (const Document& document : documents)
      out << document.path << document.text << document.title.value_or("") << document.first_line << document.language;
  if (archive->failure()) return "refused";
  return out.str();
}

std::string damage_of(const std::string& archive) {
  const auto damage = verify_archive(archive);
  if (!damage) return "refused: " + damage.error().what;
  std::string out;
  for (const ArchiveDamage& one : *damage) out += one.where + ": " + one.what + "\n";
  return out;
}

std::string make_archive(const TemporaryFolder& folder, int num_files, bool store_text = true) {
  ReleaseMaker maker(3);
  for (int i = 0; i < num_files; ++i)
    write_old_file(folder / ("releases/" + std::to_string(i) + ".txt"), maker.text(), 100);
  const std::string archive = folder / "a.nuskha";
  IndexOptions options;
  options.settings.store_text = store_text;
  REQUIRE(index_add(archive, std::vector{folder / "releases"}, options));
  REQUIRE(damage_of(archive) == "");
  REQUIRE(!std::filesystem::exists(archive + "-wal"));
  return archive;
}

}  // namespace

TEST_CASE("what contradicts something else in the archive is named") {
  const TemporaryFolder folder;
  const std::string archive = make_archive(folder, 20);
  const std::string whole = read_bytes(archive);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"UPDATE document_data SET title = 'Another' WHERE id = 3", "document_data"},
      {"UPDATE document_data SET text_hash = zeroblob(16) WHERE id = 3", "document 3"},
      {"UPDATE document_data SET words = words + 1 WHERE id = 4", "document 4"},
      {"UPDATE texts SET data = zeroblob(20) WHERE document = 5", "document 5"},
      {"UPDATE texts SET data = (SELECT data FROM texts WHERE document = 7) WHERE document = 6", "document 6"},
      {"DELETE FROM texts WHERE document = 2", "document 2"},
      {"DELETE FROM anchors WHERE document = 8", "document 8"},
      {"INSERT INTO anchors VALUES (1, 1)", "anchors"},
      {"DELETE FROM pair_data WHERE a = (SELECT min(a) FROM pair_data)", "pair_data"},
      {"UPDATE pair_data SET similarity = 2", "pairs"},
      {"UPDATE pair_data SET relation = 'cousin'", "pair_data"},
      {"DELETE FROM member_data WHERE document = (SELECT max(document) FROM member_data)", "member_data"},
      {"UPDATE family_data SET keep = 9999 WHERE id = 1", "families"},
      {"UPDATE boilerplate_variants SET text = 'x'", "boilerplate_variants"},
      {"DELETE FROM boilerplate_variants", "boilerplate"},
      {"DELETE FROM recurring", "recurring"},
      {"UPDATE settings SET value = '0.6' WHERE name = 'threshold'", "settings"},
      {"UPDATE settings SET value = 'much' WHERE name = 'threshold'", "settings"},
      {"DELETE FROM settings WHERE name = 'level'", "settings"},
      {"UPDATE state SET value = 7 WHERE name = 'documents'", "state"},
      {"DELETE FROM sums WHERE name = 'files'", "files"},
      {"DELETE FROM files WHERE id = 1", "tables"},
      {"UPDATE roots SET path = 'x'", "roots"},
      {"DROP INDEX document_data_text", "schema"},
      {"CREATE TABLE mine (x)", "schema"},
      {"DROP VIEW pairs; CREATE VIEW pairs AS SELECT 1 AS a, 2 AS b", "schema"},
      {"UPDATE sqlite_sequence SET seq = 1 WHERE name = 'document_data'", "state"},
  };
  for (const auto& [sql, where] : cases) {
    CAPTURE(sql);
    write_bytes(archive, whole);
    run_sql(archive, "PRAGMA foreign_keys = OFF; " + sql);
    const std::string damage = damage_of(archive);
    CAPTURE(damage);
    CHECK(("\n" + damage).find("\n" + where) != std::string::npos);
  }
}

TEST_CASE("an archive that is cut short anywhere is refused, or its damage found") {
  const TemporaryFolder folder;
  const std::string archive = make_archive(folder, 12);
  const std::string whole = read_bytes(archive);
  for (std::size_t length = 1; length < whole.size(); length += length < 4096 ? 401 : 4096) {
    CAPTURE(length, whole.size());
    write_bytes(archive, whole.substr(0, length));
    CHECK(damage_of(archive) != "");
  }
}

TEST_CASE("an archive with bytes changed is refused, its damage found, or it says the same as before") {
  for (const bool store_text : {true, false}) {
    const TemporaryFolder folder;
    const std::string archive = make_archive(folder, 12, store_text);
    const std::string whole = read_bytes(archive);
    const std::string expected = everything(archive);
    REQUIRE(expected != "refused");
    std::mt19937_64 random(7);
    std::size_t num_found = 0;
    for (int round = 0; round < 250; ++round) {
      std::string other = whole;
      const std::size_t at = round < 100 ? static_cast<std::size_t>(round) : random() % whole.size();
      other[at] = static_cast<char>(other[at] ^ static_cast<char>(1 + random() % 255));
      write_bytes(archive, other);
      CAPTURE(at, store_text);
      const std::string damage = damage_of(archive);
      const std::string said = everything(archive);
      num_found += !damage.empty();
      if (damage.empty()) CHECK(said == expected);
    }
    CHECK(num_found > 40);  // in the rest of a file so small nothing is stored
  }
}
