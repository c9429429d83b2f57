// docs/report_format.md, docs/report_format.schema.json and the writers say the same.
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "nuskha/baseline.h"
#include "report/sample_check_report.h"
#include "report/sample_extract.h"
#include "report/sample_report.h"
#include "report/schema_check.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

namespace {

std::string read_documentation() {
  std::ifstream file(std::string(NUSKHA_SOURCE_DIR) + "/docs/report_format.md");
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The first example in a language after a heading.
std::string documented_example(const std::string& heading = "## JSON lines", const std::string& language = "jsonl") {
  const std::string text = read_documentation();
  const std::string fence = "```" + language + "\n";
  REQUIRE(text.find("\n" + heading) != std::string::npos);
  const std::size_t begin = text.find(fence, text.find("\n" + heading));
  REQUIRE(begin != std::string::npos);
  const std::size_t end = text.find("```", begin + fence.size());
  REQUIRE(end != std::string::npos);
  return text.substr(begin + fence.size(), end - begin - fence.size());
}

std::vector<json> lines_of(const std::string& jsonl) {
  std::vector<json> records;
  std::istringstream lines(jsonl);
  for (std::string line; std::getline(lines, line);) records.push_back(json::parse(line));
  return records;
}

}  // namespace

TEST_CASE("the documented example is what is written, byte for byte") {
  CHECK(to_jsonl(make_documented_example()) == documented_example());
}

TEST_CASE("every record of the example follows the schema") {
  const SchemaCheck schema;
  for (const json& record : lines_of(to_jsonl(make_documented_example()))) {
    INFO(record.dump());
    CHECK(schema.check(record, "record") == "");
  }
  CHECK(schema.check(json::parse(to_json(make_documented_example())), "report") == "");
}

TEST_CASE("places and repetitions within a document follow the schema, and are left out where there are none") {
  Report report = make_documented_example();
  CHECK(to_jsonl(report).find("places") == std::string::npos);
  CHECK(to_jsonl(report).find("within_document") == std::string::npos);
  report.boilerplate[0].within_document = true;
  report.boilerplate[0].variants[0].places = {{0, 41, 43, false}, {1, 7, 7, true, PlaceRange{PlaceUnit::page, 2, 3}}};
  const SchemaCheck schema;
  std::ostringstream lines;
  write_boilerplate_jsonl(report, lines);
  const std::vector<json> records = lines_of(lines.str());
  REQUIRE(records.size() == 3);
  for (const json& record : records) CHECK(schema.check(record, "record") == "");
  CHECK(records[0]["within_document"] == true);
  CHECK(records[0]["variants"][0]["places"] ==
        json::parse(R"([{"path":"news/2021-04-15.txt","first_line":41,"last_line":43},
                        {"path":"news/2021-04-18.txt","first_line":7,"last_line":7,"part":true,"page":2,"last_page":3}])"));
  std::ostringstream whole;
  write_boilerplate_json(report, whole);
  const json object = json::parse(whole.str());
  CHECK(schema.check(object, "boilerplate_report") == "");
  CHECK(object["boilerplate"][0] == records[0]);
  CHECK(object["summary"] == records[2]);
}

TEST_CASE("the schema refuses what breaks the contract") {
  const SchemaCheck schema;
  const std::vector<json> records = lines_of(to_jsonl(make_documented_example()));
  for (const json& record : records) {
    for (const auto& [name, value] : record.items()) {
      static const std::set<std::string> may_be_absent = {"seconds",  "encoding",    "encoding_detected", "keep",
                                                          "cohesion", "date_source", "date_readings"};
      if (may_be_absent.count(name) != 0) continue;
      json broken = record;
      broken.erase(name);
      INFO(broken.dump());
      CHECK(schema.check(broken, "record") != "");
    }
  }
  json pair = records[4];
  REQUIRE(pair["type"] == "pair");
  pair["similarity"] = 1.5;
  CHECK(schema.check(pair, "record") != "");
}

TEST_CASE("the documented example of a check is what is written, byte for byte, and follows the schema") {
  const CheckReport report = make_documented_check();
  const std::string lines = written(report, write_check_jsonl);
  CHECK(lines == documented_example("## Checks"));
  const SchemaCheck schema;
  for (const json& record : lines_of(lines)) CHECK(schema.check(record, "check_record") == "");
  CHECK(schema.check(json::parse(written(report, write_check_json)), "check_report") == "");
}

TEST_CASE("pages and paragraphs of findings follow the schema") {
  CheckReport report = make_documented_check();
  report.findings[0].place = PlaceRange{PlaceUnit::page, 3, 4};
  report.findings[1].place = PlaceRange{PlaceUnit::paragraph, 12, 14};
  const SchemaCheck schema;
  for (const json& record : lines_of(written(report, write_check_jsonl)))
    CHECK(schema.check(record, "check_record") == "");
}

TEST_CASE("the schema refuses records of a check that break the contract") {
  const SchemaCheck schema;
  static const std::set<std::string> may_be_absent = {"seconds", "severity", "suppressed", "reason"};
  for (const json& record : lines_of(written(make_documented_check(), write_check_jsonl))) {
    for (const auto& [name, value] : record.items()) {
      if (may_be_absent.count(name) != 0 && record["type"] != "finding") continue;
      if (name == "suppressed") continue;
      json broken = record;
      broken.erase(name);
      INFO(broken.dump());
      CHECK(schema.check(broken, "check_record") != "");
    }
    json unknown = record;
    unknown["unknown"] = 1;
    CHECK(schema.check(unknown, "check_record") != "");
  }
}

TEST_CASE("the documented example of extracts is what is written, byte for byte, and follows the schema") {
  const std::string lines = written(make_documented_extract(), write_extract_jsonl);
  CHECK(lines == documented_example("## What the program sees"));
  const SchemaCheck schema;
  static const std::set<std::string> may_be_absent = {"encoding_detected", "date_readings"};
  for (const json& record : lines_of(lines)) {
    CHECK(schema.check(record, "extract_record") == "");
    for (const auto& [name, value] : record.items()) {
      if (may_be_absent.count(name) != 0) continue;
      json broken = record;
      broken.erase(name);
      INFO(broken.dump());
      CHECK(schema.check(broken, "extract_record") != "");
    }
  }
  CHECK(schema.check(json::parse(written(make_documented_extract(), write_extract_json)), "extract_report") == "");
}

TEST_CASE("the documented baseline is what is written, and reads as it is written") {
  const std::string example = documented_example("### Baseline", "json");
  const SchemaCheck schema;
  CHECK(schema.check(json::parse(example), "baseline") == "");
  Baseline previous;
  previous.entries = {{"reissue", finding_of(make_documented_check().verdicts[1])->fingerprint, "new/prices.txt", 1,
                       "The corrected figures were announced by telephone."}};
  std::ostringstream out;
  write_baseline(make_baseline(make_documented_check(), previous, nullptr), out);
  CHECK(out.str() == example);
  const auto baseline = read_baseline(example, "example");
  REQUIRE(baseline);
  CheckReport report = make_documented_check();
  apply_baseline(report, *baseline, nullptr);
  CHECK(report.summary.findings == 0);
  CHECK(report.stale.empty());
}

TEST_CASE("json holds the records of jsonl in the same order") {
  const Report report = make_documented_example();
  const json whole = json::parse(to_json(report));
  std::vector<json> records;
  for (const char* name : {"documents", "pairs", "families", "boilerplate", "problems"}) {
    for (const json& record : whole.at(name)) records.push_back(record);
  }
  records.push_back(whole.at("summary"));
  CHECK(records == lines_of(to_jsonl(report)));
}

TEST_CASE("the documentation names every field of the schema") {
  std::ifstream file(std::string(NUSKHA_SOURCE_DIR) + "/docs/report_format.schema.json");
  const json schema = json::parse(file);
  const std::string text = read_documentation();
  for (const auto& [definition, content] : schema.at("$defs").items()) {
    if (!content.contains("properties")) continue;
    for (const auto& [name, type] : content.at("properties").items()) {
      if (name == "type") continue;
      const bool named =
          text.find("`" + name + "`") != std::string::npos || text.find("[]." + name + "`") != std::string::npos;
      INFO(definition << "." << name);
      CHECK(named);
    }
  }
}

TEST_CASE("the documentation names every problem code and every relation") {
  const std::string text = read_documentation();
  std::ifstream file(std::string(NUSKHA_SOURCE_DIR) + "/src/input/problem_codes.h");
  REQUIRE(file);
  const std::regex definition("inline constexpr const char\\* \\w+ = \"([a-z0-9-]+)\";");
  std::size_t num_codes = 0;
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, definition)) continue;
    ++num_codes;
    INFO(match[1]);
    CHECK(text.find("| `" + match[1].str() + "` |") != std::string::npos);
  }
  CHECK(num_codes > 0);
  for (int relation = 0; relation <= static_cast<int>(Relation::shared_passage); ++relation) {
    const std::string name(to_string(static_cast<Relation>(relation)));
    INFO(name);
    CHECK(text.find("| `" + name + "` |") != std::string::npos);
  }
}
