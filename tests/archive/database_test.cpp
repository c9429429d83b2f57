// What goes into SQLite comes out, and failures say what is the matter.
#include "archive/database.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "input/temporary_folder.h"
#include "support/catch.h"

using namespace nuskha;
using nuskha_test::TemporaryFolder;

namespace {

/// A database of one table with a column of any type.
struct Scene {
  TemporaryFolder folder;
  Database database{folder / "a.db", Database::Mode::create};

  Scene() { database.run("CREATE TABLE items (id INTEGER PRIMARY KEY, value, key TEXT UNIQUE)"); }

  /// The value of a row of its own, read back by `read(query)`.
  template <class T, class Read>
  auto back(const T& value, const Read& read) {
    database.run("INSERT INTO items (value) VALUES (?)", value);
    Query row = database.query("SELECT value FROM items WHERE id = ?", database.last_id());
    REQUIRE(row.step());
    auto out = read(row);
    CHECK_FALSE(row.step());
    return out;
  }
  std::int64_t num_items() { return database.number("SELECT count(*) FROM items"); }
};

template <class Work>
Error error_of(const Work& work) {
  const auto result = guarded([&] { work(); });
  REQUIRE_FALSE(result);
  return result.error();
}

Error error_of_opening(const std::string& path, Database::Mode mode) {
  return error_of([&] { Database(path, mode).number("SELECT count(*) FROM sqlite_schema"); });
}

/// What `is_true` says in a process of its own, which isn't root's, so that permissions count.
template <class Work>
bool holds_without_privileges(const Work& is_true) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0 && setuid(nobody) != 0) _exit(2);
    _exit(is_true() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("values come back as they were") {
  Scene scene;
  const auto integer = [](const Query& row) { return row.integer(0); };
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()})
    CHECK(scene.back(value, integer) == value);
  CHECK(scene.back(7, integer) == 7);
  CHECK(scene.back(true, integer) == 1);
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  CHECK(to_unsigned(scene.back(most, integer)) == most);
  CHECK(scene.back(0.1, [](const Query& row) { return row.real(0); }) == 0.1);
  const auto text = [](const Query& row) { return row.text(0); };
  for (const std::string& value : {std::string(), std::string("قلمار"), std::string("a\0b", 3), std::string("\xFF'")}) {
    CHECK(scene.back(value, text) == value);
    CHECK(scene.back(Blob{value}, text) == value);
  }
  CHECK(scene.back("literal", text) == "literal");
  CHECK(scene.back(std::string_view(), [](const Query& row) { return row.is_null(0); }) == false);
}

TEST_CASE("nothing is kept as nothing") {
  Scene scene;
  const auto is_null = [](const Query& row) {
    CHECK(row.optional_text(0) == std::nullopt);
    CHECK(row.optional_integer(0) == std::nullopt);
    CHECK(row.optional_real(0) == std::nullopt);
    return row.is_null(0);
  };
  CHECK(scene.back(std::optional<std::string>(), is_null));
  CHECK(scene.back(std::optional<std::string>(""), [](const Query& row) { return row.optional_text(0); }) == "");
  CHECK(scene.back(std::optional<int>(3), [](const Query& row) { return row.optional_integer(0); }) == 3);
  CHECK(scene.back(std::optional<double>(.5), [](const Query& row) { return row.optional_real(0); }) == .5);
}

TEST_CASE("a hash is sixteen bytes in the order of its digits, and other bytes are damage") {
  Scene scene;
  const Hash128 hash{0x0123456789abcdef, 0xfedcba9876543210};
  CHECK(scene.back(hash, [](const Query& row) { return row.hash(0); }) == hash);
  Query shown = scene.database.query("SELECT lower(hex(value)) FROM items");
  REQUIRE(shown.step());
  CHECK(shown.text(0) == to_hex(hash));
  const Error error = error_of([&] { scene.back(Blob{"short"}, [](const Query& row) { return row.hash(0); }); });
  CHECK(error.code == ErrorCode::malformed);
  CHECK(error.what.find("damaged (a hash isn't 16 bytes long)") != std::string::npos);
}

TEST_CASE("rows are told apart by types and lengths, too") {
  Scene scene;
  std::vector<std::string> rows;
  const auto add = [&](const auto& value) {
    rows.push_back(scene.back(value, [](const Query& row) {
      std::string out;
      row.append_to(out);
      return out;
    }));
  };
  add(1);
  add(1.0);
  add("1");
  add(Blob{"1"});
  add("");
  add(std::optional<int>());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(rows[i] != rows[j]);
  Query first = scene.database.query("SELECT 'ab', 'c'");
  Query second = scene.database.query("SELECT 'a', 'bc'");
  REQUIRE((first.step() && second.step()));
  std::string a;
  std::string b;
  first.append_to(a);
  second.append_to(b);
  CHECK(a != b);
}

TEST_CASE("a query that was left in the middle begins anew, with parameters of its own") {
  Scene scene;
  for (const char* const key : {"a", "b", "c"}) scene.database.run("INSERT INTO items (key) VALUES (?)", key);
  const char* const sql = "SELECT key FROM items WHERE key >= ? ORDER BY key";
  {
    Query rows = scene.database.query(sql, "b");
    REQUIRE(rows.step());
    CHECK(rows.text(0) == "b");
  }
  Query rows = scene.database.query(sql, "a");
  REQUIRE(rows.step());
  CHECK(rows.text(0) == "a");
  CHECK(scene.database.number("SELECT value FROM items WHERE key = 'none'") == 0);
}

TEST_CASE("what is rolled back was never there") {
  Scene scene;
  CHECK_FALSE(scene.database.in_transaction());
  scene.database.roll_back();  // of nothing
  scene.database.run("BEGIN");
  scene.database.run("INSERT INTO items (value) VALUES (?)", 1);
  CHECK(scene.database.in_transaction());
  scene.database.roll_back();
  CHECK_FALSE(scene.database.in_transaction());
  CHECK(scene.num_items() == 0);
}

TEST_CASE("names of files mean files, whatever they are") {
  const TemporaryFolder folder;
  const auto start = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const char* const name : {":memory:", "a b?mode=memory&x=%41#1.db", "file:x.db", "قلمار.db", "\xFF.db"}) {
    CAPTURE(name);
    Database(name, Database::Mode::create).run("CREATE TABLE items (value)");
    CHECK(std::filesystem::exists(folder / name));
    CHECK(Database(name, Database::Mode::read).number("SELECT count(*) FROM items") == 0);
  }
  std::filesystem::current_path(start);
}

TEST_CASE("what isn't there or no archive is refused with the reason") {
  const TemporaryFolder folder;
  for (const Database::Mode mode : {Database::Mode::read, Database::Mode::write}) {
    const Error missing = error_of_opening(folder / "none.db", mode);
    CHECK(missing.code == ErrorCode::not_found);
    CHECK(missing.where == folder / "none.db");
    CHECK(missing.what == "There is no such archive. nuskha index add makes one.");
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
    CHECK(error_of_opening(folder.path(), mode).what == "It is not a nuskha archive, which is a file.");
    const Error other = error_of_opening(folder.write("text.db", std::string(5000, 'x')), mode);
    CHECK(other.code == ErrorCode::malformed);
    CHECK(other.what == "It is not a nuskha archive. Name a file that nuskha index add has made.");
  }
  CHECK(error_of_opening(folder / "none/a.db", Database::Mode::create).code == ErrorCode::unreadable);
}

TEST_CASE("a reader changes nothing") {
  Scene scene;
  Database reader(scene.folder / "a.db", Database::Mode::read);
  const Error error = error_of([&] { reader.run("INSERT INTO items (value) VALUES (?)", 1); });
  CHECK(error.code == ErrorCode::write_failed);
  CHECK(error.what.starts_with("The archive can't be written: "));
  CHECK(scene.num_items() == 0);
}

TEST_CASE("a file or folder that can't be written is read as it stands") {
  const TemporaryFolder folder;
  Database(folder / "a.db", Database::Mode::create).run("CREATE TABLE items (value); INSERT INTO items VALUES (7)");
  std::filesystem::permissions(folder / "a.db", std::filesystem::perms(0444));
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
  CHECK(holds_without_privileges(
      [&] { return Database(folder / "a.db", Database::Mode::read).number("SELECT value FROM items") == 7; }));
  CHECK(holds_without_privileges([&] {
    const auto written = guarded([&] { Database(folder / "a.db", Database::Mode::write); });
    return !written && written.error().code == ErrorCode::write_failed &&
           written.error().what.starts_with("The archive can't be written: ");
  }));
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
}

TEST_CASE("one who waits for another writer in vain says so, and nothing has changed") {
  Scene scene;
  Database other(scene.folder / "a.db", Database::Mode::write);
  other.set_wait(1);
  scene.database.run("BEGIN IMMEDIATE");
  const Error error = error_of([&] { other.run("INSERT INTO items (value) VALUES (?)", 1); });
  CHECK(error.code == ErrorCode::write_failed);
  CHECK(error.what == "Another process is writing to the archive. Nothing was changed; try again when it has ended.");
  scene.database.roll_back();
  CHECK(scene.num_items() == 0);
}

TEST_CASE("rows that can't both be, and tables that are missing, are damage") {
  Scene scene;
  scene.database.run("INSERT INTO items (key) VALUES (?)", "a");
  const Error twice = error_of([&] { scene.database.run("INSERT INTO items (key) VALUES (?)", "a"); });
  CHECK(twice.code == ErrorCode::malformed);
  CHECK(twice.what.starts_with("The archive is damaged (UNIQUE constraint failed: items.key). "));
  const Error missing = error_of([&] { scene.database.number("SELECT count(*) FROM none"); });
  CHECK(missing.code == ErrorCode::malformed);
  CHECK(missing.where == scene.folder / "a.db");
}
