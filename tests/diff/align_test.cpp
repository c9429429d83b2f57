// Paragraphs: moved, added, removed, split.
#include "diff/align.h"

#include <string>

#include "support/catch.h"
#include "support/marked_diff.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

const std::string water = "The ministry opened a new water plant in the north of the country on Monday morning.\n\n";
const std::string school = "Four schools in the eastern district will receive computers before the end of winter.\n\n";
const std::string road = "Repairs of the coastal road are delayed because contractors wait for imported steel.\n\n";
const std::string fish = "Fishermen asked for lower harbour fees while fuel remains as expensive as last summer.\n\n";

}  // namespace

TEST_CASE("a paragraph that moved is found, and what changed inside") {
  const std::string a = water + school + road + fish;
  const std::string b =
      school + road + fish + "The ministry opened a new water plant in the south of the country on Monday morning.\n\n";
  const TextDiff diff = diff_of(a, b);
  REQUIRE(diff.moves.size() == 1);
  CHECK(types(a, b) == "block-moved block-moved");
  REQUIRE(diff.moves[0].changes.size() == 1);
  CHECK(a.substr(diff.moves[0].changes[0].a.begin, 5) == "north");
  CHECK(b.substr(diff.moves[0].changes[0].b.begin, 5) == "south");
  CHECK(summarize(diff) == "1 word, 1 paragraph moved; 98 % unchanged");
}

TEST_CASE("paragraphs that came and went are whole") {
  CHECK(types(water + road, water + school + road) == "block-added");
  CHECK(marked(water + road, water + school + road) == water + "{+" + school + "+}" + road);
  CHECK(types(water + school + road, water + road) == "block-removed");
  CHECK(summarize(diff_of(water, water + school + road)) == "2 paragraphs added; 54 % unchanged");
  CHECK(types("", water) == "block-added");
}

TEST_CASE("a paragraph replaced by others is two changes") {
  CHECK(types(water + road + fish, water + school +
                                       "Prices of bread rose in every town but one since the harvest ended early.\n\n" +
                                       fish) == "block-removed block-added");
}

TEST_CASE("a paragraph that was split has changed in its white space only") {
  const std::string a = "The plant opened on Monday. It serves four districts of the north.\n\n" + road;
  const std::string b = "The plant opened on Monday.\n\nIt serves four districts of the north.\n\n" + road;
  CHECK(types(a, b) == "white-space-only");
  CHECK(types(b, a) == "white-space-only");
}

TEST_CASE("equal short lines don't mislead") {
  const std::string a = "* * *\n\n" + water + "* * *\n\n" + road + "* * *\n";
  const std::string b = "* * *\n\n" + water + "* * *\n\n" + school + "* * *\n\n" + road + "* * *\n";
  const TextDiff diff = diff_of(a, b);
  CHECK(diff.moves.empty());
  CHECK(diff.common_words == diff.words_a);
}
