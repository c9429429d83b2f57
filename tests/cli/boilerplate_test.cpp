// nuskha boilerplate through the program: formats, places, what is refused, exit codes.
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

const std::string about =
    "نبذة عن المكتب: يعمل المكتب منذ عام 1998 على دعم المجتمعات المحلية في المياه والصحة والتعليم.";

const std::vector<std::string> bodies = {
    "The council opened the northern road for trucks with food and medicine from Monday on, after two winters.",
    "Seven fishing boats were lost in the storm off the southern coast, and all of their sailors came home safe.",
    "Forty young electricians begin their training this week; half of them are women from the eastern ridge.",
    "A new well gives water to nine villages that had relied on tankers ever since the drought had begun there."};

void write_archive(const TemporaryFolder& folder) {
  for (std::size_t i = 0; i < bodies.size(); ++i)
    folder.write("d/2021-0" + std::to_string(i + 1) + "-15.txt", bodies[i] + "\n\n" + about + "\n");
}

std::vector<json> records_of(const std::string& jsonl) {
  std::vector<json> records;
  for (std::size_t begin = 0; begin < jsonl.size();) {
    const std::size_t end = jsonl.find('\n', begin);
    records.push_back(json::parse(jsonl.substr(begin, end - begin)));
    begin = end + 1;
  }
  return records;
}

}  // namespace

TEST_CASE("the page for people shows each passage with its dates and places") {
  const TemporaryFolder folder;
  write_archive(folder);
  RunOptions narrow;
  narrow.environment = {{"COLUMNS", "40"}};
  const ProgramResult result = run_nuskha(folder, {"boilerplate", "d", "--no-timing"}, narrow);
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  CHECK(result.out ==
        "4 documents, 1.09 kB: 1 passage recurs in several.\n"
        "\n"
        "Boilerplate 1, 4 documents, 2021-01-15 to 2021-04-15\n"
        "    نبذة عن المكتب: يعمل المكتب منذ عام…\n"
        "      d/2021-01-15.txt:3\n"
        "      d/2021-02-15.txt:3\n"
        "      d/2021-03-15.txt:3\n"
        "      d/2021-04-15.txt:3\n");
  const ProgramResult full = run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--full"});
  CHECK(full.out.find("    " + about + "\n") != std::string::npos);
}

TEST_CASE("on a terminal right-to-left wordings are isolated") {
  const TemporaryFolder folder;
  write_archive(folder);
  RunOptions terminal;
  terminal.output_is_terminal = true;
  const ProgramResult result = run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--full"}, terminal);
  CHECK(result.out.find("\u2068" + about + "\u2069") != std::string::npos);
}

TEST_CASE("json and jsonl hold the records, by the schema") {
  const TemporaryFolder folder;
  write_archive(folder);
  folder.write("d/x.bin", std::string("\0\1\2\3", 4));
  const ProgramResult lines = run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--format", "jsonl"});
  CHECK(lines.exit_code == 0);
  CHECK(lines.err == "nuskha: 1 problem: 1 binary (see the report)\n");
  const std::vector<json> records = records_of(lines.out);
  REQUIRE(records.size() == 3);
  const SchemaCheck schema;
  for (const json& record : records) CHECK(schema.check(record, "record") == "");
  CHECK(records[0]["type"] == "boilerplate");
  CHECK(records[0]["documents"] == 4);
  CHECK(records[0]["variants"][0]["text"] == about);
  CHECK(records[0]["variants"][0]["places"][2] ==
        json::parse(R"({"path":"d/2021-03-15.txt","first_line":3,"last_line":3})"));
  CHECK(records[1]["type"] == "problem");
  CHECK(records[2]["type"] == "summary");
  CHECK(records[2]["boilerplate"] == 1);
  const json whole = json::parse(run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--format", "json"}).out);
  CHECK(schema.check(whole, "boilerplate_report") == "");
  CHECK(whole["boilerplate"][0] == records[0]);
}

TEST_CASE("scan reports the same boilerplate without places, and none with --keep-boilerplate") {
  const TemporaryFolder folder;
  write_archive(folder);
  json record = records_of(run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--format", "jsonl"}).out)[0];
  record["variants"][0].erase("places");
  const auto boilerplate_of = [&](const Arguments& options) {
    Arguments arguments = {"scan", "d", "--no-timing", "--format", "json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return json::parse(run_nuskha(folder, arguments).out)["boilerplate"];
  };
  CHECK(boilerplate_of({}) == json::array({record}));
  CHECK(boilerplate_of({"--keep-boilerplate"}) == json::array());
  CHECK(
      run_nuskha(folder, {"scan", "d"}).out.find("Boilerplate: 1 recurring passage (nuskha boilerplate shows more).") !=
      std::string::npos);
}

TEST_CASE("records of JSON Lines, and files listed on standard input, can be quoted") {
  const TemporaryFolder folder;
  write_archive(folder);
  std::string lines;
  for (const std::string& body : bodies) lines += json{{"text", body + "\n" + about}}.dump() + "\n";
  folder.write("r.jsonl", lines);
  RunOptions options;
  options.standard_input = "r.jsonl\n";
  const std::vector<json> records =
      records_of(run_nuskha(folder, {"boilerplate", "-", "--no-timing", "--format", "jsonl"}, options).out);
  REQUIRE(records.size() == 2);
  CHECK(records[0]["variants"][0]["text"] == about);
  CHECK(records[0]["variants"][0]["places"][1] == json::parse(R"({"path":"r.jsonl#2","first_line":2,"last_line":2})"));
}

TEST_CASE("the result doesn't depend on the number of threads") {
  const TemporaryFolder folder;
  write_archive(folder);
  const std::string one =
      run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--format", "json", "--jobs", "1"}).out;
  CHECK(run_nuskha(folder, {"boilerplate", "d", "--no-timing", "--format", "json", "--jobs", "5"}).out == one);
}

TEST_CASE("what boilerplate doesn't take is refused by name") {
  const TemporaryFolder folder;
  write_archive(folder);
  const auto refused = [&](const Arguments& arguments) {
    Arguments all = {"boilerplate"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProgramResult result = run_nuskha(folder, all);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    return result.err;
  };
  const std::string help = "\nnuskha: see nuskha boilerplate --help\n";
  CHECK(refused({"d", "--format", "csv"}) == "nuskha: --format: \"csv\" is not one of text, json, jsonl" + help);
  CHECK(refused({"d", "--full", "--format", "json"}) ==
        "nuskha: --full: only for --format text: the other formats always hold everything" + help);
  CHECK(refused({}) ==
        "nuskha: boilerplate: no path given: name files or folders, or give a list with --files-from" + help);
  CHECK(refused({"d", "--threshold", "2"}) == "nuskha: --threshold: \"2\" is not a number above 0, up to 1" + help);
  CHECK(refused({"nowhere"}).find("nowhere") != std::string::npos);
  CHECK(refused({"d", "--fail-on", "identical"}).find("--fail-on") != std::string::npos);
}

TEST_CASE("an archive without boilerplate is no error") {
  const TemporaryFolder folder;
  folder.write("a.txt", bodies[0]);
  const ProgramResult result = run_nuskha(folder, {"boilerplate", "a.txt", "--no-timing"});
  CHECK(result.exit_code == 0);
  CHECK(result.out == "1 document, 105 B: no passage recurs.\n");
}
