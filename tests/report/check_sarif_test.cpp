// write_check_sarif: valid by OASIS' schema, and what can't be said in a schema.
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "report/sample_check_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

namespace {

const valijson::Schema& sarif_schema() {
  static const auto schema = [] {
    std::ifstream file(std::string(NUSKHA_SOURCE_DIR) + "/tests/report/sarif/sarif-schema-2.1.0.json");
    REQUIRE(file);
    const json text = json::parse(file);
    auto parsed = std::make_unique<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), *parsed);
    return parsed;
  }();
  return *schema;
}

/// What is wrong by the schema; "" if nothing.
std::string wrong_with(const json& log) {
  valijson::ValidationResults results;
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  if (validator.validate(sarif_schema(), valijson::adapters::NlohmannJsonAdapter(log), &results)) return {};
  std::string all = "invalid: ";
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& step : error.context) all += step;
    all += ' ' + error.description + "; ";
  }
  return all;
}

/// URIs as RFC 3986 has them: the schema says so by a format, which validators don't look at.
void check_uris(const json& value) {
  if (value.is_object() && value.contains("uri")) {
    const auto uri = value["uri"].get<std::string>();
    INFO(uri);
    CHECK(uri.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%:") == uri.npos);
    CHECK((uri.find(':') == uri.npos || uri.rfind("file:///", 0) == 0));
  }
  for (const json& part : value)
    if (value.is_structured()) check_uris(part);
}

json run_of(const CheckReport& report) {
  const json log = json::parse(written(report, write_check_sarif));
  CHECK(wrong_with(log) == "");
  check_uris(log);
  REQUIRE(log.at("runs").size() == 1);
  json run = log["runs"][0];
  const json& rules = run["tool"]["driver"]["rules"];
  for (const json& result : run["results"])
    if (result.contains("ruleIndex")) CHECK(rules.at(result["ruleIndex"].get<std::size_t>())["id"] == result["ruleId"]);
  return run;
}

}  // namespace

TEST_CASE("the schema refuses what isn't SARIF") {
  const json good = json::parse(written(make_documented_check(), write_check_sarif));
  REQUIRE(wrong_with(good) == "");
  const auto broken = [&](const std::string& pointer, const json& value) {
    json log = good;
    log[json::json_pointer(pointer)] = value;
    return wrong_with(log);
  };
  CHECK(broken("/version", "2.0.0") != "");
  CHECK(broken("/runs/0/results/0/level", "grave") != "");
  CHECK(broken("/runs/0/results/0/unknown", 1) != "");
  CHECK(broken("/runs/0/results/0/message", json::object()) != "");
  CHECK(broken("/runs/0/results/0/locations/0/physicalLocation/region/startLine", 0) != "");
  CHECK(broken("/runs/0/results/0/partialFingerprints/x", 1) != "");
  CHECK(broken("/runs/0/columnKind", "bytes") != "");
  CHECK(broken("/runs/0/invocations/0/executionSuccessful", nullptr) != "");
}

TEST_CASE("results have rules, places in code points, fingerprints and what they are related to") {
  const json run = run_of(make_documented_check());
  CHECK(run["columnKind"] == "unicodeCodePoints");
  CHECK(run["tool"]["driver"]["rules"].size() == all_rules().size());
  REQUIRE(run["results"].size() == 3);
  const json& reissue = run["results"][0];
  CHECK(reissue["ruleId"] == "reissue");
  CHECK(reissue["level"] == "warning");
  CHECK(reissue["relatedLocations"].size() == 2);
  CHECK(reissue["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "news/2021-04-15.txt");
  CHECK(reissue["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"] == "news/2021-04-18.txt");
  const json& footer = run["results"][1];
  CHECK(footer["locations"][0]["physicalLocation"] ==
        json::parse(R"({"artifactLocation":{"uri":"new/prices.txt","uriBaseId":"%SRCROOT%"},
                        "region":{"startLine":41,"startColumn":1,"endLine":43}})"));
  CHECK(footer["partialFingerprints"]["nuskha/v1"] == "00112233445566778899aabbccddeeff");
  CHECK(!footer.contains("suppressions"));
  CHECK(run["results"][2]["suppressions"] ==
        json::parse(R"([{"kind":"external","justification":"quoted from a decree"}])"));
}

TEST_CASE("a document that couldn't be checked is an error of the run, a reservation and a stale entry are not") {
  CheckReport report = make_documented_check();
  json invocation = run_of(report)["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  REQUIRE(invocation["toolExecutionNotifications"].size() == 2);
  CHECK(invocation["toolExecutionNotifications"][0]["descriptor"]["id"] == "binary");
  CHECK(invocation["toolExecutionNotifications"][0]["level"] == "error");
  CHECK(invocation["toolExecutionNotifications"][1]["level"] == "note");
  report.problems = {{"new/prices.txt", "invalid-utf8", "Some bytes."}};
  invocation = run_of(report)["invocations"][0];
  CHECK(invocation["executionSuccessful"] == true);
  CHECK(invocation["toolExecutionNotifications"][0]["level"] == "warning");
}

TEST_CASE("fingerprints stay when a finding moves, and repeated ones are told apart") {
  CheckReport report;
  report.verdicts = {make_new("a.txt"), make_new("b.txt")};
  report.findings = {make_finding("a.txt", "mixed-digits"), make_finding("b.txt", "mixed-digits")};
  const auto fingerprints = [](const CheckReport& of) {
    std::vector<std::string> all;
    const json run = run_of(of);
    for (const json& result : run["results"]) all.push_back(result["partialFingerprints"]["nuskha/v1"]);
    return all;
  };
  const auto before = fingerprints(report);
  CHECK(before == std::vector<std::string>{"00000000000000060000000000000005", "00000000000000060000000000000005:2"});
  report.findings[0].line += 10;
  report.findings[0].end_line += 12;
  report.findings[1].path = report.verdicts[1].path = "c/d.txt";
  CHECK(fingerprints(report) == before);
}

TEST_CASE("paths become URIs") {
  const auto uri_of = [](const std::string& path) {
    CheckReport report;
    report.verdicts = {make_new(path)};
    report.findings = {make_finding(path, "mixed-digits")};
    const json run = run_of(report);
    return run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].get<std::string>();
  };
  CHECK(uri_of("a b/ا.txt") == "a%20b/%D8%A7.txt");
  CHECK(uri_of("/tmp/a.txt") == "file:///tmp/a.txt");
  CHECK(uri_of("c:x?#%\xff.txt") == "c%3Ax%3F%23%25%FF.txt");
}

TEST_CASE("a record of a JSON Lines file is placed at its line of the file, by its name") {
  CheckReport report;
  report.verdicts = {make_verdict("a.jsonl.gz#12", Relation::identical, "b.ndjson#3")};
  report.findings = {make_finding("a.jsonl.gz#12", "mixed-digits")};
  const json run = run_of(report);
  const json location = json::parse(
      R"({"physicalLocation":{"artifactLocation":{"uri":"a.jsonl.gz","uriBaseId":"%SRCROOT%"},
          "region":{"startLine":12,"endLine":12}},"logicalLocations":[{"fullyQualifiedName":"a.jsonl.gz#12"}]})");
  CHECK(run["results"][1]["locations"][0] == location);
  CHECK(run["results"][0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 3);
}

TEST_CASE("hostile names and texts are text: no links, no placeholders") {
  const json run = run_of(make_hostile_check());
  REQUIRE(run["results"].size() == 5);
  for (const json& result : run["results"]) {
    const auto text = result["message"]["text"].get<std::string>();
    CHECK(text.find("](") == text.npos);
    std::string left = text;
    for (const char* doubled : {"{{", "}}"})
      for (std::size_t at; (at = left.find(doubled)) != left.npos;) left.erase(at, 2);
    CHECK(left.find_first_of("{}") == left.npos);
  }
  CHECK(run["results"][1]["message"]["text"].get<std::string>().find("[here] (http://evil) {{0}}") !=
        std::string::npos);
  CHECK(!run["results"][4].contains("ruleIndex"));
}

TEST_CASE("nothing found is a run without results") {
  const json run = run_of({});
  CHECK(run["results"].empty());
  CHECK(run["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("a page is a logical location, and stands before the message") {
  CheckReport report = make_documented_check();
  report.findings[0].place = PlaceRange{PlaceUnit::page, 3, 4};
  const json footer = run_of(report)["results"][1];
  CHECK(footer["locations"][0]["logicalLocations"] == json::parse(R"([{"name":"pages 3–4","kind":"page"}])"));
  CHECK(footer["locations"][0]["physicalLocation"]["region"]["startLine"] == 41);
  CHECK(footer["message"]["text"].get<std::string>().starts_with("Pages 3–4: This wording"));
  report.findings[0].path = "new/prices.jsonl#7";
  const json record = run_of(report);
  bool found = false;
  for (const json& result : record["results"]) {
    const json& location = result["locations"][0];
    if (!location.contains("logicalLocations") || location["logicalLocations"].size() != 2) continue;
    found = true;
    CHECK(location["logicalLocations"][0]["fullyQualifiedName"] == "new/prices.jsonl#7");
    CHECK(location["logicalLocations"][1]["name"] == "pages 3–4");
  }
  CHECK(found);
}
