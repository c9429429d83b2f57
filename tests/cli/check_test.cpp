// nuskha check: verdicts and findings of the sample documents, what it is asked and given, and when it fails.
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/git_repository.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

const std::string fixtures = NUSKHA_FIXTURES;

constexpr const char* release =
    "GENEVA, 5 May 2021 - The office sent twenty tons of rice to the north after the storm destroyed the harvest.\n\n"
    "Lorries will leave the port of the capital every morning until the end of the month, the director said, and\n"
    "families in four districts will be given food for ten weeks. Water tanks and tents follow by sea.\n";
constexpr const char* museum =
    "The museum opens its new hall of maps on Friday, with free entry for schools until the end of the year.\n";
constexpr const char* harbour =
    "Schools in the valley begin a week later this year, as the bridge over the river is being repaired.\n";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string with(std::string text, const std::string& before, const std::string& after) {
  const std::size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

/// A folder of two releases, as files and as an archive.
struct Scene : TemporaryFolder {
  Scene() {
    write("old/a.txt", release);
    write("old/b.txt", museum);
    REQUIRE(run({"index", "add", "a.nuskha", "old"}).exit_code == 0);
  }
  ProgramResult run(const std::vector<std::string>& arguments, const RunOptions& options = {}) const {
    return run_nuskha(*this, arguments, options);
  }
  /// check with the arguments, against the archive.
  ProgramResult check(std::vector<std::string> arguments, const RunOptions& options = {}) const {
    arguments.insert(arguments.begin(), "check");
    arguments.insert(arguments.end(), {"--against", "a.nuskha", "--no-timing"});
    return run(arguments, options);
  }
  /// The verdicts in JSON lines, as "PATH VERDICT OF".
  std::vector<std::string> verdicts(const std::string& out) const {
    std::vector<std::string> all;
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
      const Json record = Json::parse(line);
      if (record["type"] != "verdict") continue;
      const std::string of = record["of"].is_null() ? "" : " " + record["of"].get<std::string>();
      all.push_back(record["path"].get<std::string>() + " " + record["verdict"].get<std::string>() + of);
    }
    return all;
  }
};

std::vector<std::string> rows_of(const std::string& table) {
  std::ifstream in(fixtures + "/" + table);
  REQUIRE(in);
  std::vector<std::string> rows;
  for (std::string line; std::getline(in, line);) rows.push_back(line);
  REQUIRE(rows.size() > 1);
  rows.erase(rows.begin());
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// A path below one of the folders of samples, without it.
std::string short_name(const Json& path) {
  if (path.is_null()) return "";
  const std::string name = path.get<std::string>();
  for (const std::string folder : {"check_archive", "check_new", "check"}) {
    const std::string prefix = fixtures + "/" + folder + "/";
    if (name.rfind(prefix, 0) == 0) return (folder == "check_new" ? "NEW:" : "") + name.substr(prefix.size());
  }
  return name;
}

/// As the rows of the truth: verdicts with path, verdict, level, of and newest, findings with their places.
struct Rows {
  std::vector<std::string> verdicts;
  std::vector<std::string> findings;
};

Rows rows_in(const std::string& lines) {
  Rows out;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const Json record = Json::parse(line);
    const auto text = [&](const char* field) {
      return record[field].is_null() ? "" : record[field].get<std::string>();
    };
    const auto number = [&](const char* field) { return '\t' + std::to_string(record[field].get<int>()); };
    if (record["type"] != "verdict" && record["type"] != "finding") continue;
    std::string path = short_name(record["path"]);
    if (path.rfind("NEW:", 0) == 0) path.erase(0, 4);
    if (record["type"] == "verdict") {
      out.verdicts.push_back(path + '\t' + text("verdict") + '\t' + text("level") + '\t' + short_name(record["of"]) +
                             '\t' + short_name(record["newest"]));
    } else {
      out.findings.push_back(path + '\t' + text("rule") + '\t' + text("severity") + number("line") + number("column") +
                             number("end_line"));
    }
  }
  std::sort(out.verdicts.begin(), out.verdicts.end());
  std::sort(out.findings.begin(), out.findings.end());
  return out;
}

}  // namespace

TEST_CASE("the sample releases get the verdicts and findings that are true of them, and no others") {
  const TemporaryFolder folder;
  const std::string archive = fixtures + "/check_archive";
  const std::string fresh = fixtures + "/check_new";
  REQUIRE(run_nuskha(folder, {"index", "add", "a.nuskha", archive}).exit_code == 0);
  REQUIRE(run_nuskha(folder, {"index", "add", "words.nuskha", archive, "--store-text=false"}).exit_code == 0);
  const auto check = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"check", "--format", "jsonl", "--no-timing"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_nuskha(folder, arguments);
  };
  const ProgramResult result = check({fresh, "--against", "a.nuskha"});
  CHECK(result.exit_code == 1);
  CHECK(result.err == "");
  const Rows rows = rows_in(result.out);
  CHECK(rows.verdicts == rows_of("check_new.verdicts.tsv"));
  CHECK(rows.findings == rows_of("check_new.findings.tsv"));
  // However it is asked.
  CHECK(check({fresh, "--against", archive}).out == result.out);
  CHECK(check({fresh, "--against", "words.nuskha"}).out == result.out);
  CHECK(check({fresh + "/versions", fresh, "--against", "a.nuskha", "--jobs", "1"}).out == result.out);
  CHECK(check({fresh, fresh + "/copies", "--against", "a.nuskha", "--jobs", "5"}).out == result.out);
}

TEST_CASE("a release that is issued anew under an older footer is a re-issue, whatever the figures of the footers") {
  const TemporaryFolder folder;
  const auto slurp = [](const std::string& path) {
    std::ifstream file(fixtures + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto footer_of = [](const std::string& text) {
    const std::size_t begin = text.find("عن الجهاز:");
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  const std::string again = slurp("/check_new/versions/road-accidents-again.txt");
  const std::string older = slurp("/check_archive/2019/households-ar.txt");
  REQUIRE(contains(footer_of(again), "480"));
  REQUIRE(contains(footer_of(older), "310"));
  folder.write("again.txt", with(again, footer_of(again), footer_of(older)));
  const ProgramResult result = run_nuskha(
      folder, {"check", "again.txt", "--against", fixtures + "/check_archive", "--format", "jsonl", "--no-timing"});
  const Rows rows = rows_in(result.out);
  REQUIRE(rows.verdicts.size() == 1);
  CHECK(contains(rows.verdicts[0], "again.txt\treissue\t"));
  CHECK(contains(rows.verdicts[0], "road-accidents-ar.txt"));
  REQUIRE(rows.findings.size() == 1);
  CHECK(contains(rows.findings[0], "outdated-boilerplate"));
}

TEST_CASE("what the rules find in the sample documents, the program finds, and nothing else") {
  const TemporaryFolder folder;
  const std::string other = fixtures + "/check_archive/2020/mountain-paths-en.txt";
  const ProgramResult result =
      run_nuskha(folder, {"check", fixtures + "/check", "--against", other, "--format", "jsonl", "--no-timing"});
  CHECK(result.exit_code == 1);
  const Rows rows = rows_in(result.out);
  CHECK(rows.findings == rows_of("check.findings.tsv"));
  for (const std::string& verdict : rows.verdicts) CHECK(contains(verdict, "\tnew\t"));
}

TEST_CASE("every format says that something was found by exit status 1, and that nothing was by 0") {
  const Scene scene;
  scene.write("copy.txt", release);
  scene.write("new.txt", harbour);
  for (const std::string format : {"text", "json", "jsonl", "sarif", "junit", "github", "gitlab"}) {
    CAPTURE(format);
    const ProgramResult found = scene.check({"copy.txt", "--format", format});
    CHECK(found.exit_code == 1);
    CHECK(found.err == "");
    CHECK(contains(found.out, "copy.txt"));
    CHECK(contains(found.out, "identical"));
    CHECK(contains(found.out, "old/a.txt"));
    const ProgramResult nothing = scene.check({"new.txt", "--format", format});
    CHECK(nothing.exit_code == 0);
    CHECK(nothing.err == "");
    CHECK(!contains(nothing.out, "old/"));
    const ProgramResult to_file = scene.check({"copy.txt", "--format", format, "-o", "report"});
    CHECK(to_file.exit_code == 1);
    CHECK(to_file.out == "");
    CHECK(scene.read("report") == found.out);
    CHECK(scene.check({"nowhere.txt", "--format", format}).exit_code == 2);
    if (format == "json" || format == "sarif" || format == "gitlab") CHECK(Json::accept(found.out));
  }
  CHECK(scene.check({"new.txt", "--format", "github"}).out == "");
  CHECK(Json::parse(scene.check({"new.txt", "--format", "gitlab"}).out).empty());
}

TEST_CASE("a report that can't be written is exit status 2, whatever was found") {
  const Scene scene;
  scene.write("copy.txt", release);
  RunOptions full;
  full.standard_output_file = "/dev/full";
  RunOptions closed;
  closed.close_output_early = true;
  for (const std::string format : {"text", "jsonl", "sarif", "junit", "github", "gitlab"}) {
    CAPTURE(format);
    const ProgramResult result = scene.check({"copy.txt", "--format", format}, full);
    CHECK(result.exit_code == 2);
    CHECK(contains(result.err, "standard output: could not be written"));
    CHECK(scene.check({"copy.txt", "--format", format}, closed).exit_code == 2);
  }
  const ProgramResult no_folder = scene.check({"copy.txt", "-o", "no/such/report"});
  CHECK(no_folder.exit_code == 2);
  CHECK(contains(no_folder.err, "no/such/report"));
  const ProgramResult no_baseline = scene.check({"copy.txt", "--write-baseline", "no/such/baseline"});
  CHECK(no_baseline.exit_code == 2);
  CHECK(contains(no_baseline.err, "no/such/baseline"));
}

TEST_CASE("what can't be checked is exit status 2, and the message names it") {
  const Scene scene;
  scene.write("new.txt", harbour);
  scene.write("empty/nothing.bin", std::string("\0\x01\x02\xFF\0", 5));
  fs::create_directory(scene.path() / "void");
  const auto refused = [&](const std::vector<std::string>& arguments, const std::string& named) {
    std::vector<std::string> all = {"check", "--no-timing"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProgramResult result = scene.run(all);
    CAPTURE(named, result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK(contains(result.err, named));
  };
  refused({"nowhere.txt", "--against", "a.nuskha"}, "nowhere.txt");
  refused({"new.txt", "nowhere.txt", "--against", "a.nuskha"}, "nowhere.txt");
  refused({"new.txt", "--against", "nowhere"}, "nowhere");
  refused({"new.txt", "--against", "void"}, "void");
  refused({"new.txt", "--against", "empty"}, "empty");
  refused({"void", "--against", "a.nuskha"}, "void");
  refused({"empty", "--against", "a.nuskha"}, "no document could be read");
  refused({"new.txt"}, "--against");
  refused({"new.txt", "--against", ""}, "--against");
  refused({"--against", "a.nuskha"}, "no path given");
  refused({"new.txt", "--against", "a.nuskha", "--format", "xml"}, "--format");
  refused({"new.txt", "--against", "a.nuskha", "--threshold", "0.5"}, "--threshold");
  refused({"new.txt", "--against", "a.nuskha", "--level", "text"}, "--level");
  refused({"new.txt", "--against", "a.nuskha", "--keep-boilerplate"}, "--keep-boilerplate");
  refused({"new.txt", "--against", "a.nuskha", "--baseline", "nowhere.json"}, "nowhere.json");
  refused({"new.txt", "--against", "a.nuskha", "--baseline", "new.txt"}, "new.txt");
  const std::string archive = scene.read("a.nuskha");
  refused({"new.txt", "--against", "a.nuskha", "-o", "./a.nuskha"}, "--output");
  refused({"new.txt", "--against", "a.nuskha", "--write-baseline", "old/../a.nuskha"}, "--write-baseline");
  refused({"new.txt", "--against", "a.nuskha", "-o", "x", "--write-baseline", "x"}, "--write-baseline");
  CHECK(scene.read("a.nuskha") == archive);
  REQUIRE(mkfifo((scene.path() / "pipe").c_str(), 0600) == 0);
  refused({"new.txt", "--against", "pipe"}, "pipe");
  refused({"pipe", "--against", "a.nuskha"}, "pipe");
}

TEST_CASE("a damaged archive is refused, and no verdict is given") {
  const Scene scene;
  scene.write("new.txt", harbour);
  const std::string whole = scene.read("a.nuskha");
  scene.write("short.nuskha", whole.substr(0, whole.size() / 2));
  std::string changed = whole;
  std::fill(changed.begin() + 4096, changed.end(), 'x');
  scene.write("changed.nuskha", changed);
  scene.write("head.nuskha", whole.substr(0, 16));
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open((scene.path() / "other.nuskha").c_str(), &other) == SQLITE_OK);
  CHECK(sqlite3_exec(other, "CREATE TABLE t(x)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(other);
  for (const std::string archive : {"short.nuskha", "changed.nuskha", "head.nuskha", "other.nuskha"}) {
    const ProgramResult result = scene.run({"check", "new.txt", "--against", archive});
    CAPTURE(archive, result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK(contains(result.err, archive));
  }
}

TEST_CASE("a file or a container can be checked against, too") {
  const Scene scene;
  scene.write("copy.txt", release);
  scene.write("old.jsonl", Json{{"text", museum}}.dump() + "\n" + Json{{"text", release}}.dump() + "\n");
  const ProgramResult file = scene.run({"check", "copy.txt", "--against", "old/a.txt", "--format", "jsonl"});
  CHECK(file.exit_code == 1);
  CHECK(scene.verdicts(file.out) == std::vector<std::string>{"copy.txt identical old/a.txt"});
  const ProgramResult container = scene.run({"check", "copy.txt", "--against", "old.jsonl", "--format", "jsonl"});
  CHECK(scene.verdicts(container.out) == std::vector<std::string>{"copy.txt identical old.jsonl#2"});
}

TEST_CASE("records of a container are documents of their own") {
  const Scene scene;
  scene.write("new.jsonl", Json{{"text", harbour}}.dump() + "\n" + Json{{"text", museum}}.dump() + "\n" +
                               Json{{"text", with(release, "twenty", "forty")}}.dump() + "\n");
  const ProgramResult result = scene.check({"new.jsonl", "--format", "jsonl"});
  CHECK(result.exit_code == 1);
  CHECK(scene.verdicts(result.out) == std::vector<std::string>{"new.jsonl#1 new", "new.jsonl#2 identical old/b.txt",
                                                               "new.jsonl#3 revision old/a.txt"});
  // A broken record is one that wasn't checked.
  scene.write("broken.jsonl", Json{{"text", harbour}}.dump() + "\n{\"text\": no\n");
  const ProgramResult broken = scene.check({"broken.jsonl", "--format", "jsonl"});
  CHECK(broken.exit_code == 2);
  CHECK(scene.verdicts(broken.out) == std::vector<std::string>{"broken.jsonl#1 new"});
  CHECK(contains(broken.err, "kept documents from being checked"));
}

TEST_CASE("a document that can't be read isn't passed over as if it were checked, a picture is") {
  const Scene scene;
  scene.write("new/a.txt", harbour);
  scene.write("new/picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  CHECK(scene.check({"new"}).exit_code == 0);
  scene.write("new/secret.txt", museum);
  fs::permissions(scene.path() / "new/secret.txt", fs::perms::none);
  RunOptions user;
  user.without_privileges = true;
  fs::permissions(scene.path(), fs::perms::all);
  const ProgramResult result =
      scene.run({"check", "new", "--against", "old", "--format", "jsonl", "--no-timing"}, user);
  CHECK(result.exit_code == 2);
  CHECK(contains(result.out, "new/secret.txt"));
  CHECK(scene.verdicts(result.out) == std::vector<std::string>{"new/a.txt new"});
  // Nor is it if it may be the one that a new document repeats.
  const ProgramResult target =
      scene.run({"check", "old", "--against", "new", "--format", "jsonl", "--no-timing"}, user);
  CHECK(target.exit_code == 2);
  CHECK(contains(target.out, "new/secret.txt"));
  CHECK(!contains(target.out, "picture.png"));
}

TEST_CASE("new documents inside the folder are held against the rest of it") {
  const Scene scene;
  scene.write("old/c.txt", release);
  const ProgramResult one = scene.run({"check", "old/c.txt", "--against", "old", "--format", "jsonl"});
  CHECK(scene.verdicts(one.out) == std::vector<std::string>{"old/c.txt identical old/a.txt"});
  CHECK(contains(one.out, "\"archive_documents\":2"));
  // However the folder is named.
  const ProgramResult full =
      scene.run({"check", "old/c.txt", "--against", (scene.path() / "old").string(), "--format", "jsonl"});
  CHECK(contains(full.out, "\"archive_documents\":2"));
  CHECK(scene.verdicts(full.out) ==
        std::vector<std::string>{"old/c.txt identical " + (scene.path() / "old/a.txt").string()});
  // All of it against itself: only what comes later is a copy.
  const ProgramResult all = scene.run({"check", "old", "--against", "old", "--format", "jsonl"});
  CHECK(scene.verdicts(all.out) ==
        std::vector<std::string>{"old/a.txt new", "old/b.txt new", "old/c.txt identical old/a.txt"});
  for (const std::string& old : {std::string("./old"), "../" + scene.path().filename().string() + "/old"}) {
    const ProgramResult same =
        scene.run({"check", (scene.path() / "old").string(), "--against", old, "--format", "jsonl"});
    const std::string prefix = (scene.path() / "old/").string();
    CHECK(scene.verdicts(same.out) == std::vector<std::string>{prefix + "a.txt new", prefix + "b.txt new",
                                                               prefix + "c.txt identical " + prefix + "a.txt"});
  }
  fs::create_directory_symlink("old", scene.path() / "link");
  const ProgramResult linked = scene.run({"check", "link", "--against", "old", "--format", "jsonl"});
  CHECK(scene.verdicts(linked.out) ==
        std::vector<std::string>{"link/a.txt new", "link/b.txt new", "link/c.txt identical link/a.txt"});
}

TEST_CASE("only what has changed in git is checked") {
  const GitRepository repository;
  const TemporaryFolder& folder = repository.folder();
  folder.write("content/a.txt", release);
  folder.write("content/b.txt", museum);
  repository.commit_all("base");
  const auto check = [&](const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"check", "content",  "--against", "content",    "--changed-since",
                                          "HEAD",  "--format", "jsonl",     "--no-timing"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_nuskha(folder, arguments);
  };
  const ProgramResult nothing = check();
  CHECK(nothing.exit_code == 0);
  CHECK(contains(nothing.err, "no file has changed since HEAD"));
  CHECK(Json::parse(nothing.out)["checked"] == 0);

  folder.write("content/map.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  const ProgramResult picture = check();
  CHECK(picture.exit_code == 0);
  CHECK(contains(picture.err, "no document has changed since HEAD"));
  CHECK(contains(picture.out, "\"code\":\"binary\""));

  folder.write("content/c.txt", release);
  const ProgramResult copy = check();
  CHECK(copy.exit_code == 1);
  CHECK(contains(
      copy.out, "{\"type\":\"verdict\",\"path\":\"content/c.txt\",\"verdict\":\"identical\",\"of\":\"content/a.txt\""));
  CHECK(contains(copy.out, "\"checked\":1"));
  CHECK(contains(copy.out, "\"archive_documents\":2"));

  const ProgramResult unknown = run_nuskha(
      folder, {"check", "content", "--against", "content", "--changed-since", "nowhere", "--format", "jsonl"});
  CHECK(unknown.exit_code == 2);
  CHECK(contains(unknown.err, "nowhere"));
  const Scene no_repository;
  RunOptions alone;
  alone.environment = {{"GIT_CEILING_DIRECTORIES", no_repository.path().string()}};
  const ProgramResult outside =
      no_repository.run({"check", "old", "--against", "a.nuskha", "--changed-since", "HEAD"}, alone);
  CHECK(outside.exit_code == 2);
  CHECK(contains(outside.err, "git"));
}

TEST_CASE("a baseline accepts what there is, and one more copy of it is new") {
  const Scene scene;
  scene.write("new/copy.txt", release);
  scene.write("new/own.txt", harbour);
  const ProgramResult written = scene.check({"new", "--write-baseline", "base.json"});
  CHECK(written.exit_code == 0);
  CHECK(scene.check({"new"}).exit_code == 1);
  const std::string baseline = scene.read("base.json");
  const ProgramResult accepted = scene.check({"new", "--baseline", "base.json", "--format", "json"});
  CHECK(accepted.exit_code == 0);
  CHECK(Json::parse(accepted.out)["summary"]["suppressed"] == 1);
  CHECK(scene.check({"new", "--baseline", "base.json", "--write-baseline", "again.json"}).exit_code == 0);
  CHECK(scene.read("again.json") == baseline);

  scene.write("new/third.txt", release);
  const ProgramResult more = scene.check({"new", "--baseline", "base.json", "--format", "json"});
  CHECK(more.exit_code == 1);
  const Json report = Json::parse(more.out);
  CHECK(report["verdicts"][0].contains("suppressed"));
  CHECK(!report["verdicts"][2].contains("suppressed"));

  // The file may be named as the one to obey before it is there.
  CHECK(scene.check({"new", "--baseline", "./first.json", "--write-baseline", "first.json"}).exit_code == 0);
  CHECK(scene.check({"new", "--baseline", "missing.json", "--write-baseline", "first.json"}).exit_code == 2);

  // Moved it is still accepted; gone it is stale.
  fs::remove(scene.path() / "new/third.txt");
  fs::rename(scene.path() / "new/copy.txt", scene.path() / "new/moved.txt");
  CHECK(scene.check({"new", "--baseline", "base.json"}).exit_code == 0);
  fs::remove(scene.path() / "new/moved.txt");
  const Json stale = Json::parse(scene.check({"new", "--baseline", "base.json", "--format", "json"}).out);
  REQUIRE(stale["stale"].size() == 1);
  CHECK(stale["stale"][0]["rule"] == "identical");
  CHECK(stale["stale"][0]["path"] == "new/copy.txt");
}

TEST_CASE("the configuration sets severities and ignores, and all options of a check") {
  const Scene scene;
  scene.write("new/copy.txt", release);
  scene.write("new/version.txt", with(release, "twenty", "forty"));
  const auto check = [&](const std::string& configuration) {
    scene.write(".nuskha.toml",
                "[check]\nagainst = \"a.nuskha\"\nformat = \"json\"\nno-timing = true\n" + configuration);
    return scene.run({"check", "new"});
  };
  CHECK(check("").exit_code == 1);
  const ProgramResult notes = check("[severity]\nidentical = \"note\"\nrevision = \"note\"\n");
  CHECK(notes.exit_code == 0);
  CHECK(Json::parse(notes.out)["verdicts"][0]["severity"] == "note");
  CHECK(check("[severity]\nidentical = \"off\"\n").exit_code == 1);
  CHECK(check("[severity]\nidentical = \"off\"\nrevision = \"off\"\n").exit_code == 0);
  const std::string ignore =
      "[[ignore]]\nrule = [\"identical\", \"revision\"]\npath = \"new\"\nreason = \"Printed before\"\n";
  const ProgramResult ignored = check(ignore);
  CHECK(ignored.exit_code == 0);
  CHECK(Json::parse(ignored.out)["verdicts"][0]["suppressed"] == "Printed before");
  const ProgramResult expired = check(ignore + "expires = 2020-01-31\n");
  CHECK(expired.exit_code == 1);
  CHECK(contains(expired.out, "expired-ignore"));
  CHECK(check("[[folder]]\npath = \"new\"\nseverity.identical = \"note\"\nseverity.revision = \"off\"\n").exit_code ==
        0);
  const ProgramResult mistake = check("[severity]\nidentcal = \"note\"\n");
  CHECK(mistake.exit_code == 2);
  CHECK(contains(mistake.err, ".nuskha.toml:"));
}

TEST_CASE("names in any script and with any bytes come through") {
  const Scene scene;
  const std::string names[] = {"new/بيان صحفي.txt", "new/two\nlines.txt", "new/latin\xE9.txt", "new/a b.txt",
                               "new/%25,:.txt"};
  for (const std::string& name : names) scene.write(name, release);
  scene.write("old/قديم\n.txt", museum + std::string(harbour));
  REQUIRE(scene.run({"index", "update", "a.nuskha"}).exit_code == 0);
  const ProgramResult lines = scene.check({"new", "--format", "jsonl"});
  CHECK(lines.exit_code == 1);
  CHECK(scene.verdicts(lines.out).size() == 5);
  CHECK(contains(lines.out, "new/latin\\\\xe9.txt"));
  for (const std::string format : {"text", "sarif", "junit", "github", "gitlab"}) {
    const ProgramResult result = scene.check({"new", "--format", format});
    CAPTURE(format);
    CHECK(result.exit_code == 1);
    CHECK(!contains(result.out, "\xE9"));
    CHECK(!contains(result.out, "two\nlines"));
  }
  // A baseline keeps them apart, too.
  CHECK(scene.check({"new", "--write-baseline", "base.json"}).exit_code == 0);
  CHECK(scene.check({"new", "--baseline", "base.json"}).exit_code == 0);
  const ProgramResult one = scene.check({"new/two\nlines.txt", "--baseline", "base.json", "--format", "json"});
  CHECK(one.exit_code == 0);
  CHECK(Json::parse(one.out)["stale"].empty());
}
