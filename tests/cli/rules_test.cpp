// nuskha rules: the table of rules as a page and as JSON.
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "base/unicode.h"
#include "nuskha/check_report.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;
using namespace nuskha::testing;
using Json = nlohmann::json;

TEST_CASE("nuskha rules lists each rule with its severity, in lines that fit a page") {
  const TemporaryFolder folder;
  const ProgramResult result = run_nuskha(folder, {"rules"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  for (const Rule& rule : all_rules()) {
    CAPTURE(rule.name);
    const std::size_t at = ("\n" + result.out).find("\n" + std::string(rule.name) + " ");
    REQUIRE(at != std::string::npos);
    const std::string line = result.out.substr(at, result.out.find('\n', at) - at);
    CHECK(line.find(" " + std::string(to_string(rule.severity)) + " ") != std::string::npos);
    const std::string_view first_word = rule.summary.substr(0, rule.summary.find(' '));
    CHECK(line.find(" " + std::string(first_word)) != std::string::npos);
  }
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(display_width(line) <= 80);
    CHECK_FALSE(line.ends_with(' '));
  }
}

TEST_CASE("nuskha rules --format json holds all that is known of a rule") {
  const TemporaryFolder folder;
  const ProgramResult result = run_nuskha(folder, {"rules", "--format", "json"});
  CHECK(result.exit_code == 0);
  const Json rules = Json::parse(result.out).at("rules");
  const std::vector<Rule> all = all_rules();
  REQUIRE(rules.size() == all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(rules[i].at("name") == all[i].name);
    CHECK(rules[i].at("severity") == to_string(all[i].severity));
    CHECK(rules[i].at("summary") == all[i].summary);
    CHECK(rules[i].at("fix") == all[i].fix);
  }
}

TEST_CASE("nuskha rules with what it doesn't know is an error of use") {
  const TemporaryFolder folder;
  for (const char* const argument : {"--format=xml", "file.txt"}) {
    const ProgramResult result = run_nuskha(folder, {"rules", argument});
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK_FALSE(result.err.empty());
  }
}
