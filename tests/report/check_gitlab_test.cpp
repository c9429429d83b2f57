// write_check_gitlab: what GitLab's Code Quality asks for.
#include <set>

#include <nlohmann/json.hpp>

#include "report/sample_check_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

namespace {

json issues_of(const CheckReport& report) {
  json issues = json::parse(written(report, write_check_gitlab));
  REQUIRE(issues.is_array());
  std::set<std::string> fingerprints;
  for (const json& issue : issues) {
    CHECK(fingerprints.insert(issue.at("fingerprint").get<std::string>()).second);
    CHECK(std::set<std::string>{"info", "minor", "major", "critical", "blocker"}.count(issue.at("severity")) == 1);
    CHECK(issue.at("description").is_string());
    CHECK(issue.at("check_name").is_string());
    CHECK(issue.at("location").at("path").is_string());
    CHECK(issue.at("location").at("lines").at("begin") >= 1);
  }
  return issues;
}

}  // namespace

TEST_CASE("each finding is an issue, verdicts and problems too, and suppressed ones not") {
  const json issues = issues_of(make_documented_check());
  REQUIRE(issues.size() == 3);
  CHECK(issues[0]["check_name"] == "reissue");
  CHECK(issues[1] ==
        json::parse(R"({"description":"This wording of a recurring passage was last used on 2019-02-01. )"
                    R"(Use the current one: \"للمزيد: press@example.org\".",)"
                    R"("check_name":"outdated-boilerplate","fingerprint":"00112233445566778899aabbccddeeff",)"
                    R"("severity":"minor","location":{"path":"new/prices.txt","lines":{"begin":41}}})"));
  CHECK(issues[2]["check_name"] == "binary");
  CHECK(issues[2]["severity"] == "major");
}

TEST_CASE("severities, and fingerprints of findings that say the same") {
  CheckReport report;
  report.verdicts = {make_new("a.txt"), make_new("b.jsonl#9")};
  report.findings = {make_finding("a.txt", "x", Severity::note), make_finding("a.txt", "x", Severity::warning),
                     make_finding("b.jsonl#9", "y", Severity::error)};
  const json issues = issues_of(report);
  REQUIRE(issues.size() == 3);
  CHECK(issues[0]["severity"] == "info");
  CHECK(issues[1]["severity"] == "minor");
  CHECK(issues[2]["severity"] == "critical");
  CHECK(issues[1]["fingerprint"] == issues[0]["fingerprint"].get<std::string>() + ":2");
  CHECK(issues[2]["location"] == json::parse(R"({"path":"b.jsonl","lines":{"begin":9}})"));
}

TEST_CASE("hostile names and texts come back as they were, but for bytes that aren't UTF-8") {
  const json issues = issues_of(make_hostile_check());
  REQUIRE(issues.size() == 6);
  CHECK(issues[1]["description"] == hostile_text + ' ' + hostile_text);
  std::string path = hostile_path;
  path.replace(path.find('\xff'), 1, "\\xff");
  CHECK(issues[1]["location"]["path"] == path);
}

TEST_CASE("nothing found is an empty array") { CHECK(issues_of({}).empty()); }

TEST_CASE("a page stands before the description") {
  CheckReport report = make_documented_check();
  report.findings[0].place = PlaceRange{PlaceUnit::page, 3, 3};
  const std::string text = written(report, write_check_gitlab);
  CHECK(text.find("\"description\":\"Page 3: This wording") != text.npos);
}

TEST_CASE("what is in a file is named before the description, since the place has the file only") {
  CheckReport report;
  report.verdicts = {make_new("a.zip!b.txt"), make_new("c.txt")};
  report.findings = {make_finding("a.zip!b.txt", "x"), make_finding("c.txt", "x")};
  report.problems = {{"a.zip!d.txt", "encrypted", "It is encrypted."}};
  const json issues = issues_of(report);
  REQUIRE(issues.size() == 3);
  CHECK(issues[0]["location"]["path"] == "a.zip");
  CHECK(issues[0]["description"].get<std::string>().starts_with("a.zip!b.txt: Something is the matter."));
  CHECK(issues[1]["description"].get<std::string>().starts_with("Something is the matter."));
  CHECK(issues[2]["description"] == "a.zip!d.txt: It is encrypted.");
}
