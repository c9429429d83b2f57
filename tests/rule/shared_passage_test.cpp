// A passage of a new document that stands in another one. How it is found in an archive: tests/scan/check_test.cpp.
#include <string>
#include <vector>

#include "rule/draft.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "shared-passage";

/// The words from `begin` to before `end` stand in another document.
Draft quoting(std::size_t begin, std::size_t end, const std::string& before = "") {
  Draft out = before + "Qalmar: «We asked every family on the river», said she.\r\n";
  out.quoted = {"2019/river.txt", begin, end};
  return out;
}

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

}  // namespace

TEST_CASE("the words that stand in another document are found and counted") {
  const Draft draft = quoting(1, 8);
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::note);
  CHECK(findings[0].message ==
        "“We asked every family on the river” stands in 2019/river.txt, too (7 words in a row).");
  CHECK(findings[0].fix == "Make sure that the passage is meant to be repeated.");
  CHECK(place_of(findings[0]) == "1:10-1:44");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"We asked every family on the river"});
  CHECK(fingerprints(findings) == fingerprints(find(quoting(3, 10, "Press office\n\n"))));
  CHECK(fingerprints(findings) != fingerprints(find(quoting(1, 7))));
}

TEST_CASE("a place that the text doesn't have is passed over or cut") {
  CHECK(find(quoting(10, 12)).empty());
  CHECK(find(quoting(9, 99)).at(0).message.starts_with("“she” stands in 2019/river.txt, too (1 word in a row)"));
  Draft empty = "";
  empty.quoted = {"2019/river.txt", 0, 5};
  CHECK(find(empty).empty());
  CHECK(find("Qalmar opens a library.\n").empty());
}
