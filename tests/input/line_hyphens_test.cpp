#include "input/line_hyphens.h"

#include <string>
#include <vector>

#include "support/catch.h"

using nuskha::LineHyphens;
using Kind = LineHyphens::Kind;

namespace {

LineHyphens learned(const std::vector<std::string>& lines) {
  LineHyphens hyphens;
  for (const std::string& line : lines) hyphens.learn(line);
  return hyphens;
}

// A text that was hyphenated: many of its lines end so.
const std::vector<std::string> hyphenated = {"The har-", "bour has a new informa-", "tion desk.", "the time was lost"};

}  // namespace

TEST_CASE("a word broken at the end of a line is joined in a text that breaks words") {
  const LineHyphens hyphens = learned(hyphenated);
  CHECK(hyphens.at("a new informa-", "tion desk") == Kind::remove);
  CHECK(hyphens.at("a new informa\u2010", "tion desk") == Kind::remove);
  CHECK(hyphens.at("das Verständ-", "nis") == Kind::remove);
}

TEST_CASE("a soft hyphen goes always") {
  CHECK(learned({}).at("informa\u00AD", "tion") == Kind::remove);
  CHECK(learned({}).at("UN\u00AD", "ESCO") == Kind::remove);
}

TEST_CASE("the hyphen of a compound stays") {
  const LineHyphens hyphens = learned(hyphenated);
  CHECK(hyphens.at("by UN-", "Habitat") == Kind::keep);
  CHECK(hyphens.at("the 60-", "megawatt plant") == Kind::keep);
  CHECK(hyphens.at("in 2019-", "2020") == Kind::keep);
  CHECK(hyphens.at("no lost-", "time injury") == Kind::keep);  // both are words of the text
  CHECK(learned({"a single plant", "per kilowatt-", "hour"}).at("per kilowatt-", "hour") == Kind::keep);
}

TEST_CASE("what stands elsewhere in the text decides") {
  CHECK(learned({"in a rebuilt harbour hall", "x"}).at("the har-", "bour") == Kind::remove);
  auto lines = hyphenated;
  lines.push_back("it is well-known to all");
  CHECK(learned(lines).at("a well-", "known man") == Kind::keep);
}

TEST_CASE("a dash, or no hyphen at all, is left alone") {
  const LineHyphens hyphens = learned(hyphenated);
  CHECK(hyphens.at("it came -", "and went") == Kind::none);
  CHECK(hyphens.at("it came", "and went") == Kind::none);
  CHECK(hyphens.at("", "") == Kind::none);
  CHECK(hyphens.at("-", "x") == Kind::none);
}
