// nuskha scan from paths to a report: formats, lists of paths, --fail-on, and equal bytes for equal input.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/schema_check.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

const std::string release =
    "The Office welcomes the decision of the council to open the northern road for trucks with food and medicine from "
    "Monday.\n"
    "Some forty thousand people in the valley have waited for supplies since the bridge was closed in winter.\n";

/// Two copies, a version with another word, and a document of its own.
void write_archive(const TemporaryFolder& folder) {
  std::string revised = release;
  revised.replace(revised.find("forty"), 5, "fifty");
  folder.write("d/a.txt", release);
  folder.write("d/copy/a.txt", release);
  folder.write("d/later.txt", revised);
  folder.write("d/other.txt",
               "Seven fishing boats were lost in the storm off the southern coast, and all sailors came home safe.\n");
}

std::vector<json> records_of(const std::string& jsonl) {
  std::vector<json> records;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = jsonl.find('\n', begin)) != std::string::npos; begin = end + 1) {
    records.push_back(json::parse(jsonl.substr(begin, end - begin)));
  }
  return records;
}

std::vector<json> records_of_type(const std::string& jsonl, const std::string& type) {
  std::vector<json> records;
  for (const json& record : records_of(jsonl)) {
    if (record.at("type") == type) records.push_back(record);
  }
  return records;
}

}  // namespace

TEST_CASE("a folder is scanned and its copies and versions are shown") {
  const TemporaryFolder folder;
  write_archive(folder);
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "--no-timing"});
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  CHECK(result.out.find("1 stands alone, 1 family holds 3 documents.\n") != std::string::npos);
  CHECK(result.out.find("identical") != std::string::npos);
  CHECK(result.out.find("revision") != std::string::npos);
}

TEST_CASE("jsonl has a record for each document, pair and family, and follows the schema") {
  const TemporaryFolder folder;
  write_archive(folder);
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "--format", "jsonl"});
  CHECK(result.err == "");
  const SchemaCheck schema;
  for (const json& record : records_of(result.out)) {
    INFO(record.dump());
    CHECK(schema.check(record, "record") == "");
  }
  CHECK(records_of_type(result.out, "document").size() == 4);
  const std::vector<json> pairs = records_of_type(result.out, "pair");
  REQUIRE(pairs.size() == 3);
  CHECK(pairs[0]["a"] == "d/a.txt");
  CHECK(pairs[0]["b"] == "d/copy/a.txt");
  CHECK(pairs[0]["relation"] == "identical");
  CHECK(pairs[1]["relation"] == "revision");
  CHECK(records_of_type(result.out, "family").size() == 1);
  const json summary = records_of(result.out).back();
  CHECK(summary["type"] == "summary");
  CHECK(summary["documents"] == 4);
  CHECK(summary.contains("seconds"));
}

TEST_CASE("json holds the records of jsonl, and csv the pairs") {
  const TemporaryFolder folder;
  write_archive(folder);
  const std::string jsonl = run_nuskha(folder, {"scan", "d", "--format", "jsonl", "--no-timing"}).out;
  const json whole = json::parse(run_nuskha(folder, {"scan", "d", "--format", "json", "--no-timing"}).out);
  CHECK(SchemaCheck().check(whole, "report") == "");
  CHECK(whole["pairs"].get<std::vector<json>>() == records_of_type(jsonl, "pair"));
  CHECK_FALSE(whole["summary"].contains("seconds"));
  const std::string csv = run_nuskha(folder, {"scan", "d", "--format", "csv"}).out;
  CHECK(csv.find("\r\n1,identical,bytes,1.0,1.0,1.0,1.0,1.0,d/a.txt,d/copy/a.txt,") != std::string::npos);
}

TEST_CASE("html is one page with the families and what changed in them") {
  const TemporaryFolder folder;
  write_archive(folder);
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "--format", "html", "-o", "report.html"});
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  const std::string page = folder.read("report.html");
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(page.find("\"name\":[\"a.txt\",\"a.txt\",\"later.txt\"]") != std::string::npos);
  CHECK(page.find("[-1,\"forty\"],[1,\"fifty\"") != std::string::npos);
  CHECK(run_nuskha(folder, {"scan", "d", "--format", "html", "--no-timing"}).out ==
        run_nuskha(folder, {"scan", "d", "--format", "html", "--no-timing", "-o", "-"}).out);
}

TEST_CASE("the bytes don't depend on threads, order of paths or locale") {
  const TemporaryFolder folder;
  const std::string archive = std::string(NUSKHA_FIXTURES) + "/archive";
  const Arguments folders = {archive + "/company", archive + "/ministry", archive + "/un-office"};
  for (const char* format : {"text", "json", "jsonl", "csv", "html"}) {
    const auto run = [&](const Arguments& paths, const char* jobs, const RunOptions& options = {}) {
      Arguments arguments = {"scan", "--no-timing", "--format", format, "--jobs", jobs};
      arguments.insert(arguments.end(), paths.begin(), paths.end());
      const ProgramResult result = run_nuskha(folder, arguments, options);
      REQUIRE(result.exit_code == 0);
      return result.out;
    };
    const std::string expected = run(folders, "1");
    CHECK(expected.size() > 1000);
    CHECK(run(folders, "2") == expected);
    CHECK(run(folders, "7") == expected);
    CHECK(run({folders[2], folders[0], folders[1]}, "2") == expected);
    RunOptions german;
    german.environment = {{"LC_ALL", "de_DE.ISO-8859-1"}, {"LANG", "de_DE.ISO-8859-1"}};
    CHECK(run(folders, "2", german) == expected);
  }
}

TEST_CASE("a path given twice is read once") {
  const TemporaryFolder folder;
  write_archive(folder);
  CHECK(run_nuskha(folder, {"scan", "d", "d", "d/a.txt", "--no-timing"}).out ==
        run_nuskha(folder, {"scan", "d", "--no-timing"}).out);
}

TEST_CASE("paths are read from a file or standard input, one a line or NUL-separated") {
  const TemporaryFolder folder;
  write_archive(folder);
  folder.write("list", "d/a.txt\nd/copy/a.txt\n");
  const std::string expected = run_nuskha(folder, {"scan", "d/a.txt", "d/copy/a.txt", "--no-timing"}).out;
  CHECK(expected.find("1 family holds 2 documents") != std::string::npos);
  CHECK(run_nuskha(folder, {"scan", "--no-timing", "--files-from", "list"}).out == expected);
  RunOptions lines;
  lines.standard_input = "d/copy/a.txt\nd/a.txt\n";
  CHECK(run_nuskha(folder, {"scan", "--no-timing", "-"}, lines).out == expected);
  CHECK(run_nuskha(folder, {"scan", "--no-timing", "--files-from", "-"}, lines).out == expected);
  RunOptions nul;
  nul.standard_input = std::string("d/a.txt\0d/copy/a.txt\0", 21);
  CHECK(run_nuskha(folder, {"scan", "--no-timing", "-0", "-"}, nul).out == expected);
  RunOptions one;
  one.standard_input = "d/a.txt\n";
  CHECK(run_nuskha(folder, {"scan", "--no-timing", "-", "d/copy/a.txt"}, one).out == expected);
}

TEST_CASE("an empty or missing list of paths is an error") {
  const TemporaryFolder folder;
  folder.write("list", "\n");
  CHECK(run_nuskha(folder, {"scan", "--files-from", "list"}).err == "nuskha: list: the list of paths is empty\n");
  CHECK(run_nuskha(folder, {"scan", "-"}).err == "nuskha: standard input: the list of paths is empty\n");
  CHECK(run_nuskha(folder, {"scan", "-"}).exit_code == 2);
  const ProgramResult missing = run_nuskha(folder, {"scan", "--files-from", "nowhere"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err.find("nuskha: nowhere: ") == 0);
}

TEST_CASE("option --fail-on exits with 1 if a relation was found, and prints the report all the same") {
  const TemporaryFolder folder;
  write_archive(folder);
  const std::string report = run_nuskha(folder, {"scan", "d", "--no-timing"}).out;
  const ProgramResult found = run_nuskha(folder, {"scan", "d", "--no-timing", "--fail-on", "same-text,identical"});
  CHECK(found.exit_code == 1);
  CHECK(found.out == report);
  CHECK(found.err == "nuskha: --fail-on: found in 1 pair\n");
  CHECK(run_nuskha(folder, {"scan", "d", "--fail-on", "revision"}).err == "nuskha: --fail-on: found in 2 pairs\n");
  CHECK(run_nuskha(folder, {"scan", "d", "--fail-on", "template", "--fail-on", "revision"}).exit_code == 1);
  const ProgramResult none = run_nuskha(folder, {"scan", "d", "--fail-on", "excerpt,template"});
  CHECK(none.exit_code == 0);
  CHECK(none.err == "");
}

TEST_CASE("option --fail-on finds an excerpt whichever of the two comes first") {
  const TemporaryFolder folder;
  std::string whole;
  for (const char* sentence :
       {"The ministry of water opened a new pumping station in the eastern hills on Tuesday morning. ",
        "Engineers from four districts had worked on its turbines for almost eleven months without a break. ",
        "It lifts enough for ninety villages, among them several that had relied on tankers since the drought "
        "began. "}) {
    whole += sentence;
  }
  const std::string part = whole.substr(0, whole.find("It lifts"));
  folder.write("d/a.txt", part);
  folder.write("d/b.txt",
               whole +
                   "A second hall is planned for next spring, said the director, once the loan from the bank arrives. "
                   "Farmers in the lower valley fear for their wells and have asked the court to hear them first.");
  for (const char* relation : {"excerpt", "extension"}) {
    CHECK(run_nuskha(folder, {"scan", "d", "--fail-on", relation}).exit_code == 1);
  }
}

TEST_CASE("the fields of JSON Lines records can be named") {
  const TemporaryFolder folder;
  folder.write("d/r.jsonl",
               "{\"key\":\"x\",\"body\":\"one two three four\"}\n{\"key\":\"y\",\"body\":\"one two three four\"}\n");
  const ProgramResult result = run_nuskha(
      folder, {"scan", "d", "--no-timing", "--format", "jsonl", "--text-field", "body", "--id-field", "key"});
  CHECK(result.exit_code == 0);
  const std::vector<json> pairs = records_of_type(result.out, "pair");
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0]["a"] == "d/r.jsonl#1");
  CHECK(pairs[0]["b"] == "d/r.jsonl#2");
}

TEST_CASE("option --hidden, --no-ignore, --include and --exclude decide what is read") {
  const TemporaryFolder folder;
  for (const char* name : {"d/a.txt", "d/.hidden.txt", "d/ignored.txt", "d/b.md"}) folder.write(name, release);
  folder.write("d/.gitignore", "ignored.txt\n");
  const auto count = [&](const Arguments& options) {
    Arguments arguments = {"scan", "d", "--format", "jsonl"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return records_of_type(run_nuskha(folder, arguments).out, "document").size();
  };
  CHECK(count({}) == 2);
  CHECK(count({"--hidden"}) >= 3);
  CHECK(count({"--no-ignore"}) == 3);
  CHECK(count({"--include", "*.txt"}) == 1);
  CHECK(count({"--exclude", "*.txt"}) == 1);
  CHECK(count({"--include", "*.txt", "--include", "*.md"}) == 2);
}

TEST_CASE("option --keep-boilerplate changes nothing where there is no boilerplate") {
  const TemporaryFolder folder;
  write_archive(folder);
  CHECK(run_nuskha(folder, {"scan", "d", "--no-timing", "--keep-boilerplate"}).out ==
        run_nuskha(folder, {"scan", "d", "--no-timing"}).out);
}
