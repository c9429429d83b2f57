// An archive says what a scan of its documents says, whatever was done to it.
#include "nuskha/index.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "input/temporary_folder.h"
#include "nuskha/archive.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/release_folder.h"

using namespace nuskha;
using nuskha::test::ReleaseMaker;
using nuskha::test::write_old_file;
using nuskha_test::TemporaryFolder;

namespace {

std::string lines_of(const Report& report) {
  std::ostringstream out;
  write_jsonl(report, out);
  return out.str();
}

std::string scanned(const std::vector<std::string>& paths, const ScanOptions& options = {}) {
  ScanOptions untimed = options;
  untimed.timing = false;
  const auto source = open_paths(paths, {});
  REQUIRE(source);
  const auto report = scan(**source, untimed);
  REQUIRE(report);
  return lines_of(*report);
}

std::string stored(const std::string& archive) {
  const auto opened = Archive::open(archive);
  REQUIRE(opened);
  const auto report = opened->report();
  REQUIRE(report);
  return lines_of(*report);
}

std::vector<ArchiveDamage> damage_of(const std::string& archive) {
  const auto damage = verify_archive(archive);
  REQUIRE(damage);
  return *damage;
}

void check_whole(const std::string& archive) {
  std::string all;
  for (const ArchiveDamage& one : damage_of(archive)) all += one.where + ": " + one.what + "\n";
  CHECK(all == "");
}

IndexOutcome done(const Result<IndexOutcome>& outcome) {
  CAPTURE(outcome ? "" : outcome.error().where + ": " + outcome.error().what);
  REQUIRE(outcome);
  return *outcome;
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

/// Writes, changes and deletes files at random, and adds and removes some from the archive on the way.
void check_random_changes(std::uint64_t seed, const WantedSettings& settings, const ScanOptions& same) {
  const TemporaryFolder folder;
  const std::string releases = folder / "releases";
  const std::string archive = folder / "a.nuskha";
  ReleaseMaker maker(seed);
  IndexOptions options;
  options.settings = settings;
  std::int64_t age = 10'000;
  const auto write = [&] {
    const std::uint64_t name = maker.number(25);
    if (name < 3) {
      write_old_file(releases + "/records" + std::to_string(name) + ".jsonl", maker.records(1 + maker.number(5)),
                     --age);
    } else {
      write_old_file(releases + "/" + std::to_string(name % 4) + "/" + std::to_string(name) + ".txt",
                     maker.number(20) == 0 ? std::string("\x00\x01\x02\xFF\x00 binary", 12) : maker.text(), --age);
    }
  };
  for (int i = 0; i < 8; ++i) write();
  done(index_add(archive, std::vector{releases}, options));
  for (int round = 0; round < 12; ++round) {
    CAPTURE(seed, round);
    for (std::uint64_t i = maker.number(5); i > 0; --i) write();
    if (const std::vector<std::string> files = files_below(releases); files.size() > 5 && maker.number(2) == 0)
      std::filesystem::remove(files[maker.number(files.size())]);
    options.jobs = static_cast<unsigned>(1 + maker.number(3));
    options.defer = maker.number(3) == 0;
    if (maker.number(3) == 0) {
      const std::vector<std::string> files = files_below(releases);
      const std::string file = files[maker.number(files.size())];
      // It comes back with the update below.
      if (const auto removed = index_remove(archive, std::vector{file}, options); !removed)
        CHECK(removed.error().code == ErrorCode::not_found);
    }
    done(index_update(archive, {}, options));
    check_whole(archive);
    if (options.defer) continue;
    REQUIRE(stored(archive) == scanned({releases}, same));
  }
  options.defer = false;
  const IndexOutcome outcome = done(index_update(archive, {}, options));
  CHECK(outcome.waiting == 0);
  REQUIRE(stored(archive) == scanned({releases}, same));
}

}  // namespace

TEST_CASE("after any additions, changes and removals an archive equals a fresh scan") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) check_random_changes(seed, {}, {});
}

TEST_CASE("an archive without texts equals a fresh scan too") {
  for (std::uint64_t seed = 11; seed <= 13; ++seed) check_random_changes(seed, {.store_text = false}, {});
}

TEST_CASE("an archive with other settings equals a scan with these") {
  ScanOptions options;
  options.threshold = 0.5;
  options.level = Level::text;
  options.keep_boilerplate = true;
  options.join = Join::lsh;
  check_random_changes(21, {.threshold = 0.5, .join = Join::lsh, .level = Level::text, .keep_boilerplate = true},
                       options);
}

TEST_CASE("the fixture archive comes out of an archive as out of a scan") {
  const TemporaryFolder folder;
  const std::string fixtures = std::string(NUSKHA_FIXTURES) + "/archive";
  REQUIRE(std::filesystem::exists(fixtures));
  for (const bool store_text : {true, false}) {
    const std::string archive = folder / (store_text ? "texts" : "words");
    IndexOptions options;
    options.settings.store_text = store_text;
    done(index_add(archive, std::vector{fixtures}, options));
    CHECK(stored(archive) == scanned({fixtures}));
    check_whole(archive);
  }
}

TEST_CASE("only files that are new or have changed are read") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  const std::string releases = folder / "releases";
  ReleaseMaker maker(5);
  for (int i = 0; i < 5; ++i) write_old_file(releases + "/" + std::to_string(i) + ".txt", maker.text(), 100 + i);
  CHECK(done(index_add(archive, std::vector{releases}, {})).files_read == 5);
  IndexOutcome outcome = done(index_add(archive, std::vector{releases}, {}));
  CHECK(outcome.files_read == 0);
  CHECK(outcome.files_unchanged == 5);
  CHECK(!outcome.related);

  write_old_file(releases + "/3.txt", maker.text(), 50);
  write_old_file(releases + "/new.txt", maker.text(), 50);
  outcome = done(index_update(archive, {}, {}));
  CHECK(outcome.files_read == 2);
  CHECK(outcome.files_unchanged == 4);
  CHECK(outcome.documents_added == 2);
  CHECK(outcome.documents_removed == 1);
  CHECK(outcome.documents == 6);

  // The same bytes at another time: read, but nothing changes.
  std::filesystem::last_write_time(releases + "/2.txt",
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(7));
  outcome = done(index_update(archive, {}, {}));
  CHECK(outcome.files_read == 1);
  CHECK(outcome.documents_added == 0);
  CHECK(outcome.documents_removed == 0);
  CHECK(!outcome.related);
}

TEST_CASE("a file that was written just before it was read is read again: its time can't tell") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  const std::string file = folder.write("releases/a.txt", "one two three four five six");
  done(index_add(archive, std::vector{folder / "releases"}, {}));
  const auto time = std::filesystem::last_write_time(file);
  folder.write("releases/a.txt", "one two three four five SEX");
  std::filesystem::last_write_time(file, time);
  CHECK(done(index_update(archive, {}, {})).documents_added == 1);
}

TEST_CASE("deferred documents wait, are found by their hashes, and are related by the next update") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  const std::string releases = folder / "releases";
  ReleaseMaker maker(6);
  const std::string text = maker.text();
  write_old_file(releases + "/a.txt", text, 100);
  done(index_add(archive, std::vector{releases}, {}));
  write_old_file(releases + "/b.txt", text, 90);
  IndexOptions defer;
  defer.defer = true;
  const IndexOutcome outcome = done(index_add(archive, std::vector{releases}, defer));
  CHECK(outcome.waiting == 1);
  CHECK(!outcome.related);
  {
    const auto opened = Archive::open(archive);
    REQUIRE(opened);
    CHECK(opened->num_documents() == 2);
    CHECK(opened->num_waiting() == 1);
    const auto record = opened->record(1);
    REQUIRE(record);
    CHECK(opened->with_hash(Level::spelling, record->spelling_hash, 10)->ids == std::vector<DocumentId>{1, 2});
    CHECK(opened->report()->families.empty());
  }
  CHECK(done(index_update(archive, {}, {})).related);
  const auto opened = Archive::open(archive);
  CHECK(opened->num_waiting() == 0);
  CHECK(opened->report()->families.size() == 1);
}

TEST_CASE("settings that contradict the archive's are refused, and what is not said is taken from it") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  folder.write("releases/a.txt", "one two three four five six");
  IndexOptions made;
  made.settings.threshold = 0.5;
  made.settings.text_field = "body";
  done(index_add(archive, std::vector{folder / "releases"}, made));
  const auto refusal = [&](const WantedSettings& settings) {
    IndexOptions options;
    options.settings = settings;
    const auto outcome = index_add(archive, std::vector{folder / "releases"}, options);
    if (outcome) return std::string("not refused");
    CHECK(outcome.error().code == ErrorCode::invalid_argument);
    return outcome.error().where;
  };
  CHECK(refusal({.threshold = 0.7}) == "--threshold");
  CHECK(refusal({.miss_rate = 0.1}) == "--miss-rate");
  CHECK(refusal({.join = Join::exact}) == "--join");
  CHECK(refusal({.level = Level::text}) == "--level");
  CHECK(refusal({.keep_boilerplate = true}) == "--keep-boilerplate");
  CHECK(refusal({.file_times = true}) == "--file-times");
  CHECK(refusal({.text_field = "text"}) == "--text-field");
  CHECK(refusal({.id_field = "key"}) == "--id-field");
  CHECK(refusal({.store_text = false}) == "--store-text");
  CHECK(refusal({}) == "not refused");
  CHECK(refusal({.threshold = 0.5, .text_field = "body"}) == "not refused");
}

TEST_CASE("documents are removed by file, folder and record") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  const std::string releases = folder / "releases";
  ReleaseMaker maker(7);
  for (const char* const name : {"a.txt", "b.txt", "c/d.txt", "c/e.txt"})
    write_old_file(releases + "/" + name, maker.text(), 100);
  write_old_file(releases + "/r.jsonl", maker.records(3), 100);
  done(index_add(archive, std::vector{releases}, {}));
  const auto paths = [&] {
    std::vector<std::string> out;
    const auto opened = Archive::open(archive);
    const auto report = opened->report();
    for (const DocumentRecord& document : report->documents) out.push_back(document.path.substr(releases.size() + 1));
    return out;
  };
  CHECK(paths() ==
        std::vector<std::string>{"a.txt", "b.txt", "c/d.txt", "c/e.txt", "r.jsonl#1", "r.jsonl#2", "r.jsonl#3"});
  done(index_remove(archive, std::vector{releases + "/a.txt"}, {}));
  done(index_remove(archive, std::vector{releases + "/c/"}, {}));
  done(index_remove(archive, std::vector{releases + "/r.jsonl#2"}, {}));
  CHECK(paths() == std::vector<std::string>{"b.txt", "r.jsonl#1", "r.jsonl#3"});
  check_whole(archive);
  // A part of a name is no folder.
  const auto nothing = index_remove(archive, std::vector{releases + "/b"}, {});
  REQUIRE(!nothing);
  CHECK(nothing.error().code == ErrorCode::not_found);
  // One unknown name, and nothing is removed.
  CHECK(!index_remove(archive, std::vector{releases + "/b.txt", releases + "/x"}, {}));
  CHECK(paths().size() == 3);
  done(index_remove(archive, std::vector{releases}, {}));
  CHECK(paths().empty());
  check_whole(archive);
  const auto empty = index_update(archive, {}, {});
  REQUIRE(!empty);
  CHECK(empty.error().code == ErrorCode::no_documents);
}

TEST_CASE("a folder that was added and isn't there is an error, and removes nothing") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  folder.write("releases/a.txt", "one two three four five six");
  done(index_add(archive, std::vector{folder / "releases"}, {}));
  std::filesystem::rename(folder / "releases", folder / "elsewhere");
  const auto update = index_update(archive, {}, {});
  REQUIRE(!update);
  CHECK(update.error().code == ErrorCode::not_found);
  CHECK(Archive::open(archive)->num_documents() == 1);
}

TEST_CASE("a file that was added by name and is gone leaves the archive") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  const std::vector<std::string> files = {folder.write("a.txt", "one two three four five six"),
                                          folder.write("b.txt", "seven eight nine ten eleven")};
  done(index_add(archive, files, {}));
  std::filesystem::remove(files[0]);
  CHECK(done(index_update(archive, {}, {})).documents == 1);
  // But not if nothing of all that was added is there.
  std::filesystem::remove(files[1]);
  CHECK(!index_update(archive, {}, {}));
}

TEST_CASE("globs are kept with what was added by them") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  folder.write("releases/a.txt", "one two three four five six");
  folder.write("releases/a.md", "seven eight nine ten eleven");
  IndexOptions options;
  options.input.include = {"*.txt"};
  CHECK(done(index_add(archive, std::vector{folder / "releases"}, options)).documents == 1);
  folder.write("releases/b.md", "seven eight nine ten eleven twelve");
  folder.write("releases/b.txt", "one two three four five seven");
  CHECK(done(index_update(archive, {}, {})).documents == 2);
}

TEST_CASE("an update may be restricted to a folder") {
  const TemporaryFolder folder;
  const std::string archive = folder / "a.nuskha";
  folder.write("releases/x/a.txt", "one two three four five six");
  folder.write("releases/y/a.txt", "seven eight nine ten eleven");
  done(index_add(archive, std::vector{folder / "releases"}, {}));
  folder.write("releases/x/b.txt", "a b c d e f");
  folder.write("releases/y/b.txt", "g h i j k l");
  CHECK(done(index_update(archive, std::vector{folder / "releases/x"}, {})).documents == 3);
  std::filesystem::remove(folder / "releases/x/a.txt");
  std::filesystem::remove(folder / "releases/y/a.txt");
  CHECK(done(index_update(archive, std::vector{folder / "releases/x"}, {})).documents == 2);
  CHECK(!index_update(archive, std::vector{folder / "elsewhere"}, {}));
}

TEST_CASE("an archive that lies in its own folder is not read as a document") {
  const TemporaryFolder folder;
  folder.write("a.txt", "one two three four five six");
  const std::string archive = folder / "a.nuskha";
  done(index_add(archive, std::vector{folder.path()}, {}));
  const IndexOutcome outcome = done(index_update(archive, {}, {}));
  CHECK(outcome.problems.empty());
  CHECK(outcome.documents == 1);
  check_whole(archive);
}

TEST_CASE("the same files give the same ids for any number of threads") {
  const TemporaryFolder folder;
  const std::string releases = folder / "releases";
  ReleaseMaker maker(8);
  for (int i = 0; i < 60; ++i) write_old_file(releases + "/" + std::to_string(i) + ".txt", maker.text(), 100);
  write_old_file(releases + "/r.jsonl", maker.records(50), 100);
  std::vector<std::string> orders;
  for (const unsigned jobs : {1u, 2u, 5u}) {
    IndexOptions options;
    options.jobs = jobs;
    const std::string archive = folder / ("a" + std::to_string(jobs));
    done(index_add(archive, std::vector{releases}, options));
    const auto opened = Archive::open(archive);
    std::string order;
    for (DocumentId id = 1; id <= static_cast<DocumentId>(opened->num_documents()); ++id)
      order += opened->record(id)->record.path + "\n";
    orders.push_back(order);
  }
  CHECK(orders[0] == orders[1]);
  CHECK(orders[0] == orders[2]);
}
