// write_check_json and write_check_jsonl. The documented example is in format_example_test.cpp.
#include <nlohmann/json.hpp>

#include "report/sample_check_report.h"
#include "report/schema_check.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

namespace {

std::vector<json> lines_of(const CheckReport& report) {
  std::vector<json> records;
  std::istringstream lines(written(report, write_check_jsonl));
  for (std::string line; std::getline(lines, line);) records.push_back(json::parse(line));
  return records;
}

}  // namespace

TEST_CASE("json holds the records of jsonl as arrays") {
  for (const CheckReport& report : {make_documented_check(), make_hostile_check(), CheckReport{}}) {
    const json whole = json::parse(written(report, write_check_json));
    json arrays = {{"verdicts", json::array()},
                   {"findings", json::array()},
                   {"problems", json::array()},
                   {"stale", json::array()}};
    for (const json& record : lines_of(report)) {
      const auto type = record["type"].get<std::string>();
      if (type == "summary")
        arrays["summary"] = record;
      else
        arrays[type == "stale" ? type : type + 's'].push_back(record);
    }
    CHECK(whole == arrays);
  }
}

TEST_CASE("in jsonl a document's findings follow its verdict, and the summary is last") {
  CheckReport report;
  report.verdicts = {make_new("a"), make_new("b"), make_new("c")};
  report.findings = {make_finding("a", "x"), make_finding("a", "y"), make_finding("c", "x")};
  std::string order;
  for (const json& record : lines_of(report))
    order += record["type"].get<std::string>().substr(0, 1) + record.value("path", std::string()) + ' ';
  CHECK(order == "va fa fa vb vc fc s ");
}

TEST_CASE("the keys of the records stand in the stated order, those of the first contract first") {
  std::istringstream lines(written(make_documented_check(), write_check_jsonl));
  std::string line;
  std::getline(lines, line);
  CHECK(line.rfind(R"({"type":"verdict","path":"new/contact.txt","verdict":"new","of":null,"newest":null,)"
                   R"("body_similarity":0.0,"changes":{},"level":null,)",
                   0) == 0);
  std::getline(lines, line);
  CHECK(line.rfind(R"({"type":"verdict","path":"new/prices.txt","verdict":"reissue","of":"news/2021-04-15.txt",)"
                   R"("newest":"news/2021-04-18.txt","body_similarity":1.0,)"
                   R"("changes":{"date":1,"boilerplate-changed":1},)",
                   0) == 0);
  std::getline(lines, line);
  CHECK(line.rfind(R"({"type":"finding","path":"new/prices.txt","rule":"outdated-boilerplate",)"
                   R"("severity":"warning","line":41,"column":1,"message":")",
                   0) == 0);
}

TEST_CASE("hostile names and texts come back as they were, but for bytes that aren't UTF-8") {
  const SchemaCheck schema;
  std::string path = hostile_path;
  path.replace(path.find('\xff'), 1, "\\xff");
  const auto records = lines_of(make_hostile_check());
  REQUIRE(records.size() == 9);
  for (const json& record : records) CHECK(schema.check(record, "check_record") == "");
  CHECK(records[0]["path"] == path);
  CHECK(records[1]["message"] == hostile_text);
  CHECK(records[4]["suppressed"] == hostile_text);
  CHECK(records[5]["message"] == hostile_text);
  CHECK(records[7]["reason"] == hostile_text);
  CHECK(schema.check(json::parse(written(make_hostile_check(), write_check_json)), "check_report") == "");
}

TEST_CASE("a page or paragraph stands beside the line, where a document has them") {
  CheckReport report = make_documented_check();
  CHECK(written(report, write_check_jsonl).find("page") == std::string::npos);
  report.findings[0].place = PlaceRange{PlaceUnit::page, 3, 3};
  CHECK(written(report, write_check_jsonl).find("\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"page\":3}") !=
        std::string::npos);
  report.findings[0].place = PlaceRange{PlaceUnit::paragraph, 3, 7};
  CHECK(written(report, write_check_jsonl).find(",\"paragraph\":3,\"last_paragraph\":7}") != std::string::npos);
}
