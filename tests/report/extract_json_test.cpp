// write_extract_json, write_extract_jsonl: the contract itself is held by format_example_test.cpp.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/sample_extract.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

TEST_CASE("json of extracts holds the records of jsonl in the same order") {
  const json whole = json::parse(written(make_documented_extract(), write_extract_json));
  std::vector<json> records;
  for (const char* name : {"extracts", "problems"})
    for (const json& record : whole.at(name)) records.push_back(record);
  std::istringstream lines(written(make_documented_extract(), write_extract_jsonl));
  std::vector<json> expected;
  for (std::string line; std::getline(lines, line);) expected.push_back(json::parse(line));
  CHECK(records == expected);
  CHECK(json::parse(written(ExtractReport{}, write_extract_json)) == json::parse(R"({"extracts":[],"problems":[]})"));
}

TEST_CASE("the text of a block is its bytes of the text, whatever they are") {
  ExtractReport report = make_documented_extract();
  report.documents[0].path = "a\xff.docx";
  report.documents[0].text[44] = '\x1b';
  const json record = json::parse(written(report, write_extract_json))["extracts"][0];
  CHECK(record["path"] == "a\\xff.docx");
  CHECK(record["blocks"][0]["text"] == "أسعار المواد الغذائية");
  CHECK(record["blocks"][1]["text"].get<std::string>().size() == 18);
}

TEST_CASE("a block that goes over several pages has its first and last") {
  ExtractReport report = make_documented_extract();
  report.documents[0].blocks[1].place = PlaceRange{PlaceUnit::page, 3, 4};
  const json block = json::parse(written(report, write_extract_json))["extracts"][0]["blocks"][1];
  CHECK(block["page"] == 3);
  CHECK(block["last_page"] == 4);
  CHECK_FALSE(block.contains("line"));
}
