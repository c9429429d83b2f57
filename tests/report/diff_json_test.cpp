// A diff as JSON, read back with a JSON library: its ranges are enough to make the second text.
#include <random>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "nuskha/diff_report.h"
#include "report/schema_check.h"
#include "support/catch.h"
#include "support/marked_diff.h"
#include "support/random_text.h"
#include "support/reference.h"

using namespace nuskha;
using nlohmann::json;

namespace {

std::string json_of(const std::string& a, const std::string& b, ChangeTypes shown = ChangeTypes::all()) {
  DiffReport report;
  report.a = {"old.txt", a};
  report.b = {"new.txt", b};
  report.diff = test::diff_of(a, b);
  report.shown = shown;
  std::ostringstream out;
  write_diff_json(report, out);
  return out.str();
}

}  // namespace

TEST_CASE("applying the ranges gives the second text, and the texts are those of the ranges") {
  std::mt19937_64 random(20260501);
  for (int trial = 0; trial < reference::trials(150); ++trial) {
    const std::string a = test::random_text(random, 150);
    std::string b = a;
    b.erase(random() % b.size(), random() % 40);
    b.insert(random() % (b.size() + 1), test::random_text(random, random() % 40));
    const json record = json::parse(json_of(a, b));
    std::string made;
    std::size_t at = 0;
    for (const json& change : record["changes"]) {
      const std::size_t a_begin = change["a_begin"], a_end = change["a_end"], b_begin = change["b_begin"],
                        b_end = change["b_end"];
      made += a.substr(at, a_begin - at) + b.substr(b_begin, b_end - b_begin);
      at = a_end;
    }
    REQUIRE(made + a.substr(at) == b);
    REQUIRE(record["differs"] == (a != b));
  }
}

TEST_CASE("a diff's record follows the schema") {
  const nuskha::testing::SchemaCheck schema;
  const std::string moved = "The ministry opened a new water plant in the north of the country on Monday.\n\n";
  const std::string rest = "Four schools in the east receive 20 computers before the winter, we recieve none.\n\n";
  const json record = json::parse(json_of(
      moved + rest, "Four schools in the east receive 25 computers before the winter, we receive none.\n\n" + moved));
  INFO(record.dump());
  CHECK(schema.check(record, "diff") == "");
  CHECK(record["moves"].size() == 1);
}

TEST_CASE("the example of the documentation is what is written") {
  CHECK(
      json_of("GENEVA, 14 April 2021 – 20 tons", "GENEVA, 15 April 2021 – 20 tons") ==
      R"({"type":"diff","a":"old.txt","b":"new.txt","a_encoding":"UTF-8","b_encoding":"UTF-8","a_decoded":false,)"
      R"("b_decoded":false,"differs":true,"summary":"1 date; 83 % unchanged","unchanged":0.8333,"words_a":6,"words_b":6,)"
      R"("common_words":5,"minimal":true,"changes":[{"type":"date","a_begin":8,"a_end":10,"b_begin":8,"b_end":10,)"
      R"("a_line":1,"b_line":1,"a_text":"14","b_text":"15","words_a":1,"words_b":1}],"moves":[]})"
      "\n");
}

TEST_CASE("what changed inside a move is written where the move itself isn't wanted") {
  const std::string moved = "The ministry opened a new water plant for 20 towns in the north of the country.\n\n";
  const std::string rest =
      "Four schools in the east receive computers before the winter, as we hear today.\n\n"
      "Nobody who lives there knows yet what these machines will be good for in the end.\n\n";
  std::string other = moved;
  other.replace(other.find("20"), 2, "25");
  ChangeTypes shown = ChangeTypes::none();
  shown.add(ChangeType::number);
  json record = json::parse(json_of(moved + rest, rest + other, shown));
  CHECK(record["differs"] == true);
  CHECK(record["changes"].empty());
  REQUIRE(record["moves"].size() == 1);
  REQUIRE(record["moves"][0]["changes"].size() == 1);
  CHECK(record["moves"][0]["changes"][0]["b_text"] == "25");
  record = json::parse(json_of(moved + rest, rest + moved, shown));
  CHECK(record["differs"] == false);
  CHECK(record["moves"].empty());
}

TEST_CASE("changes that aren't wanted are left out and counted") {
  ChangeTypes shown = ChangeTypes::all();
  shown.remove(ChangeType::date);
  const json record = json::parse(json_of("GENEVA, 14 April 2021 – 20 tons", "GENEVA, 15 April 2021 – 20 tons", shown));
  CHECK(record["changes"].empty());
  CHECK(record["differs"] == false);
  CHECK(record["summary"] == "no change (1 ignored); 83 % unchanged");
}
