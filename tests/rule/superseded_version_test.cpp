// A document that repeats a version which isn't the newest.
#include <string>
#include <vector>

#include "rule/draft.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "superseded-version";

/// Nearest to a release of April, of which there is a newer version of June.
Draft draft_of_old(const std::string& text = "\n\nQalmar opens a library\n\nIt is open to all.\n") {
  Draft out = text;
  out.succession = {Relation::revision, "2021/april.txt", "2021-04-15", "2021/june.txt", "2021-06-01"};
  return out;
}

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

}  // namespace

TEST_CASE("a version that a newer one has superseded is found, at the start of the text") {
  const Draft draft = draft_of_old();
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].message ==
        "This is closest to 2021/april.txt of 2021-04-15, which 2021/june.txt of 2021-06-01 has superseded.");
  CHECK(findings[0].fix == "Take up the changes of 2021/june.txt, or leave this document out.");
  CHECK(place_of(findings[0]) == "3:1-3");
  CHECK(findings[0].ranges.empty());
  CHECK(fingerprints(findings) == fingerprints(find(draft_of_old("QALMAR opens a library. It is open to all!"))));
  CHECK(fingerprints(findings) != fingerprints(find(draft_of_old("Qalmar opens a library. It is closed."))));
}

TEST_CASE("relations that say one document count, and no others") {
  for (const Relation relation : {Relation::identical, Relation::same_text, Relation::reissue, Relation::revision,
                                  Relation::excerpt, Relation::extension, Relation::template_}) {
    Draft draft = draft_of_old();
    draft.succession.relation = relation;
    CAPTURE(to_string(relation));
    const bool is_version =
        relation != Relation::excerpt && relation != Relation::extension && relation != Relation::template_;
    CHECK(find(draft).size() == (is_version ? 1 : 0));
  }
  Draft draft = draft_of_old();
  draft.succession.relation = std::nullopt;
  CHECK(find(draft).empty());
}

TEST_CASE("both must be dated, and the newest be newer") {
  for (const char* const newest : {"2021-04-15", "2021-04-14"}) {
    Draft draft = draft_of_old();
    draft.succession.newest_date = newest;
    CHECK(find(draft).empty());
  }
  Draft undated = draft_of_old();
  undated.succession.of_date = std::nullopt;
  CHECK(find(undated).empty());
  undated = draft_of_old();
  undated.succession.newest_date = std::nullopt;
  CHECK(find(undated).empty());
  Draft newest = draft_of_old();
  newest.succession.newest = newest.succession.of;
  CHECK(find(newest).empty());
}

TEST_CASE("what says itself that it is older than the newest isn't passed off as new") {
  Draft draft = draft_of_old();
  draft.date = "2021-05-31";
  CHECK(find(draft).empty());
  draft.date = "2021-06-01";
  CHECK(find(draft).size() == 1);
}

TEST_CASE("a text without words has a place, and names of any bytes are shown") {
  const std::vector<Finding> findings = find(draft_of_old(""));
  REQUIRE(findings.size() == 1);
  CHECK(place_of(findings[0]) == "1:1-1");
  CHECK(find(draft_of_old(std::string("\0", 1))).size() == 1);
  Draft draft = draft_of_old();
  draft.succession.of = "\xFF.txt";
  CHECK(find(draft).at(0).message.starts_with("This is closest to \uFFFD.txt of 2021-04-15"));
}
