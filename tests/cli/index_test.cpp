// nuskha index: what is printed, and what is said when something is in the way.
#include <sqlite3.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using Json = nlohmann::json;

namespace {

const char* const first =
    "The office publishes a report each spring, with the figures of the year before and thanks.\n";
const char* const second =
    "The office publishes a report each autumn, with the figures of the year before and thanks.\n";

/// A folder with an archive of two releases.
struct Scene : TemporaryFolder {
  explicit Scene(const std::vector<std::string>& options = {}) {
    write("releases/a.txt", first);
    write("releases/b.txt", second);
    std::vector<std::string> arguments = {"index", "add", "a.nuskha", "releases"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const ProgramResult made = run_nuskha(*this, arguments);
    CAPTURE(made.err);
    REQUIRE(made.exit_code == 0);
  }
  ProgramResult run(const std::vector<std::string>& arguments, const RunOptions& options = {}) const {
    return run_nuskha(*this, arguments, options);
  }
  void sql(const std::string& statements) const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open((path() / "a.nuskha").c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
  }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("index add says what it did, and index update reads only what changed") {
  const Scene scene;
  scene.write("releases/c.txt", "Another text altogether, about the weather of last week and of this one.\n");
  const ProgramResult update = scene.run({"index", "update", "a.nuskha"});
  CHECK(update.exit_code == 0);
  CHECK(contains(update.out, "a.nuskha: 1 document added, 0 removed; 3 in the archive\n"));
  CHECK(update.err == "");
  const Json again = Json::parse(scene.run({"index", "update", "a.nuskha", "--format", "json"}).out);
  CHECK(again["type"] == "index");
  CHECK(again["documents"] == 3);
  CHECK(again["documents_added"] == 0);
  CHECK(again["related"] == false);
}

TEST_CASE("index report is what scan prints, byte by byte") {
  const Scene scene;
  scene.write("releases/records.jsonl", "{\"text\":\"Some words of a record\"}\nno record\n");
  scene.write("releases/picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  CHECK(scene.run({"index", "update", "a.nuskha"}).exit_code == 0);
  for (const char* const format : {"text", "json", "jsonl", "csv", "html"}) {
    CAPTURE(format);
    const ProgramResult scanned = scene.run({"scan", "releases", "--no-timing", "--format", format});
    const ProgramResult reported = scene.run({"index", "report", "a.nuskha", "--format", format});
    CHECK(reported.exit_code == 0);
    CHECK(reported.out == scanned.out);
  }
}

TEST_CASE("index info tells what is in an archive") {
  const Scene scene({"--threshold", "0.6", "--include", "*.txt"});
  const ProgramResult text = scene.run({"index", "info", "a.nuskha"});
  CHECK(text.exit_code == 0);
  CHECK(contains(text.out, "2 documents in 2 files"));
  CHECK(contains(text.out, "threshold 0.6"));
  CHECK(contains(text.out, "releases --include *.txt"));
  const Json json = Json::parse(scene.run({"index", "info", "a.nuskha", "--format", "json"}).out);
  CHECK(json["documents"] == 2);
  CHECK(json["threshold"] == 0.6);
  CHECK(json["roots"][0]["path"] == "releases");
  CHECK(json["families"] == 1);
}

TEST_CASE("index remove takes documents out, and refuses names that it doesn't know") {
  const Scene scene;
  const ProgramResult unknown = scene.run({"index", "remove", "a.nuskha", "releases/x.txt"});
  CHECK(unknown.exit_code == 2);
  CHECK(contains(unknown.err, "releases/x.txt"));
  CHECK(scene.run({"index", "remove", "a.nuskha", "releases/a.txt"}).exit_code == 0);
  CHECK(contains(scene.run({"index", "info", "a.nuskha"}).out, "1 document in"));
  const ProgramResult none = scene.run({"index", "remove", "a.nuskha"});
  CHECK(none.exit_code == 2);
}

TEST_CASE("index verify exits with 0, with 1 where there is damage, with 2 where there is no archive") {
  const Scene scene;
  const ProgramResult whole = scene.run({"index", "verify", "a.nuskha"});
  CHECK(whole.exit_code == 0);
  CHECK(whole.out == "a.nuskha: no damage found\n");
  scene.sql("UPDATE document_data SET title = 'Other' WHERE id = 1");
  const ProgramResult damaged = scene.run({"index", "verify", "a.nuskha"});
  CHECK(damaged.exit_code == 1);
  CHECK(contains(damaged.out, "document_data: its rows are not those that were stored"));
  CHECK(Json::parse(scene.run({"index", "verify", "a.nuskha", "--format", "json"}).out)["damage"].size() == 1);
  const ProgramResult missing = scene.run({"index", "verify", "none.nuskha"});
  CHECK(missing.exit_code == 2);
  CHECK(contains(missing.err, "none.nuskha: There is no such archive"));
}

TEST_CASE("what is no archive is refused by name, whoever asks, and stays as it is") {
  const Scene scene;
  scene.write(
      "text",
      "Some text that is no database, but longer than the head of one would be, which is a hundred bytes long.");
  scene.write("empty", "");
  std::filesystem::create_directory(scene.path() / "folder");
  {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open((scene.path() / "other.db").c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, "CREATE TABLE mine (x)", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
  }
  const std::string other = scene.read("other.db");
  for (const char* const name : {"text", "other.db", "folder"}) {
    for (const char* const action : {"add", "update", "info", "verify", "report", "remove"}) {
      CAPTURE(name, action);
      std::vector<std::string> arguments = {"index", action, name};
      if (std::string(action) == "add" || std::string(action) == "remove") arguments.push_back("releases");
      const ProgramResult result = scene.run(arguments);
      CHECK(result.exit_code == 2);
      CHECK(contains(result.err, std::string("nuskha: ") + name + ": It is "));
      CHECK(result.out == "");
    }
  }
  CHECK(scene.read("other.db") == other);
  const ProgramResult nothing = scene.run({"index", "info", "empty"});
  CHECK(nothing.exit_code == 2);
  CHECK(contains(nothing.err, "There is nothing in the archive yet"));
  CHECK(scene.run({"index", "add", "empty", "releases"}).exit_code == 0);
}

TEST_CASE("an archive of a newer version is refused, and says so") {
  const Scene scene;
  scene.sql("PRAGMA user_version = 2");
  for (const char* const action : {"info", "update", "verify"}) {
    const ProgramResult result = scene.run({"index", action, "a.nuskha"});
    CHECK(result.exit_code == 2);
    CHECK(contains(result.err, "schema version 2"));
  }
}

TEST_CASE("an archive of another analysis is refused, and says so") {
  const Scene scene;
  scene.sql("UPDATE settings SET value = '1 (Unicode 3.0)' WHERE name = 'analysis'");
  const ProgramResult result = scene.run({"index", "info", "a.nuskha"});
  CHECK(result.exit_code == 2);
  CHECK(contains(result.err, "1 (Unicode 3.0)"));
}

TEST_CASE("options that contradict the archive are refused") {
  const Scene scene;
  const ProgramResult result = scene.run({"index", "add", "a.nuskha", "releases", "--threshold", "0.5"});
  CHECK(result.exit_code == 2);
  CHECK(contains(result.err, "--threshold: The archive a.nuskha was made with 0.7, not 0.5"));
  CHECK(scene.run({"index", "add", "a.nuskha", "releases", "--no-store-text"}).exit_code == 2);
  CHECK(scene.run({"index", "add", "a.nuskha", "releases", "--threshold", "0.7"}).exit_code == 0);
  CHECK(scene.run({"index", "add", "a.nuskha", "releases", "--store-text", "--no-store-text"}).exit_code == 2);
}

TEST_CASE("a read-only archive can be read, in a read-only folder too, and not written") {
  const Scene scene;
  const auto file = scene.path() / "a.nuskha";
  const RunOptions as_nobody = [] {
    RunOptions options;
    options.without_privileges = true;
    return options;
  }();
  chmod(file.c_str(), 0444);
  chmod(scene.path().c_str(), 0555);
  const ProgramResult info = scene.run({"index", "info", "a.nuskha"}, as_nobody);
  CAPTURE(info.err);
  CHECK(info.exit_code == 0);
  CHECK(scene.run({"index", "verify", "a.nuskha"}, as_nobody).exit_code == 0);
  const ProgramResult update = scene.run({"index", "update", "a.nuskha"}, as_nobody);
  CHECK(update.exit_code == 2);
  CHECK(contains(update.err, "read-only"));
  // A file that may be written, in a folder that may not: the log beside it can't be made.
  chmod(file.c_str(), 0666);
  const ProgramResult beside = scene.run({"index", "update", "a.nuskha"}, as_nobody);
  CHECK(beside.exit_code == 2);
  CHECK(contains(beside.err, "a.nuskha"));
  const ProgramResult made = scene.run({"index", "add", "b.nuskha", "releases"}, as_nobody);
  CHECK(made.exit_code == 2);
  chmod(scene.path().c_str(), 0755);
  CHECK(scene.run({"index", "verify", "a.nuskha"}).exit_code == 0);
}

TEST_CASE("without room for it, an update says so and leaves the archive as it was") {
  const Scene scene;
  const std::string before = scene.run({"index", "report", "a.nuskha", "--format", "json"}).out;
  for (int i = 0; i < 60; ++i)
    scene.write("releases/new" + std::to_string(i) + ".txt",
                std::to_string(i * 77777) + " new words in a text of its own");
  RunOptions small;
  small.max_file_bytes = std::filesystem::file_size(scene.path() / "a.nuskha") / 2;
  const ProgramResult update = scene.run({"index", "update", "a.nuskha"}, small);
  CHECK(update.exit_code == 2);
  CHECK(contains(update.err, "It is as it was before"));
  CHECK(scene.run({"index", "report", "a.nuskha", "--format", "json"}).out == before);
  CHECK(scene.run({"index", "verify", "a.nuskha"}).exit_code == 0);
  CHECK(contains(scene.run({"index", "update", "a.nuskha"}).out, "62 in the archive"));
}

TEST_CASE("a second writer waits for the first, and gives up with a message if that takes too long") {
  const Scene scene;
  scene.write("releases/c.txt", "Another text altogether, about the weather of last week and of this one.\n");
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open((scene.path() / "a.nuskha").c_str(), &other) == SQLITE_OK);
  CHECK(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  // Readers aren't kept waiting.
  CHECK(scene.run({"index", "info", "a.nuskha"}).exit_code == 0);
  const ProgramResult refused = scene.run({"index", "update", "a.nuskha"});
  CHECK(refused.exit_code == 2);
  CHECK(contains(refused.err, "a.nuskha: Another process is writing to the archive. Nothing was changed"));
  {
    const std::jthread end_soon([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
    });
    CHECK(contains(scene.run({"index", "update", "a.nuskha"}).out, "1 document added"));
  }
  sqlite3_close(other);
}

TEST_CASE("nothing is left behind where there is nothing to add") {
  TemporaryFolder folder;
  folder.write("releases/.hidden", "x");
  const ProgramResult missing = run_nuskha(folder, {"index", "add", "a.nuskha", "nowhere"});
  CHECK(missing.exit_code == 2);
  CHECK(contains(missing.err, "nowhere: There is no such file or folder"));
  CHECK(run_nuskha(folder, {"index", "add", "a.nuskha", "releases"}).exit_code == 2);
  CHECK(!folder.exists("a.nuskha"));
}

TEST_CASE("the tables can be read by any SQLite tool") {
  const Scene scene;
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open((scene.path() / "a.nuskha").c_str(), &database) == SQLITE_OK);
  const auto first_column = [&](const std::string& query) {
    sqlite3_stmt* statement = nullptr;
    std::string out;
    REQUIRE(sqlite3_prepare_v2(database, query.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      const unsigned char* const text = sqlite3_column_text(statement, 0);
      out += (text == nullptr ? "-" : std::string(reinterpret_cast<const char*>(text))) + ";";
    }
    sqlite3_finalize(statement);
    return out;
  };
  CHECK(first_column("SELECT path FROM documents ORDER BY path") == "releases/a.txt;releases/b.txt;");
  CHECK(first_column("SELECT a || '|' || b || '|' || relation FROM pairs") ==
        "releases/a.txt|releases/b.txt|revision;");
  CHECK(first_column("SELECT members FROM families") == "2;");
  CHECK(first_column("SELECT path FROM family_members ORDER BY position") == "releases/a.txt;releases/b.txt;");
  CHECK(first_column("SELECT value FROM settings WHERE name = 'level'") == "spelling;");
  for (const char* const table : {"boilerplate", "boilerplate_variants", "problems"})
    CHECK(first_column(std::string("SELECT count(*) FROM ") + table) == "0;");
  sqlite3_close(database);
}
