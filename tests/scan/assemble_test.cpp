#include "scan/assemble.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "scan/arrange.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

/// Documents, groups, pairs and families put together by hand.
struct Case {
  std::vector<TextIdentity> documents;
  PageLists<std::uint32_t> groups;
  std::vector<VerifiedPair> pairs;
  std::vector<std::uint32_t> family_of;
  std::vector<std::vector<WordId>> words;  ///< Of each text; none: empty.
  Report report;

  /// `kind` numbers the bytes of the document, `text` its words.
  void add(std::uint64_t kind, std::uint64_t text, std::optional<std::string> date = {}) {
    documents.push_back({{kind, 0}, {kind, 1}, {text, 2}, {text, 3}, true});
    DocumentRecord record;
    record.path = "doc" + std::string(1, static_cast<char>('a' + documents.size() / 26)) +
                  std::string(1, static_cast<char>('a' + documents.size() % 26));
    record.date = std::move(date);
    report.documents.push_back(std::move(record));
  }
  const Report& run() {
    groups = group_equal_texts(documents, Level::spelling);
    if (family_of.empty())
      for (std::uint32_t i = 0; i < groups.size(); ++i) family_of.push_back(i);
    words.resize(groups.size());
    std::vector<MatchText> texts;
    for (const std::vector<WordId>& text : words) texts.push_back({text});
    const Findings findings{documents, groups, pairs, family_of};
    assemble(findings, arrange_families(findings, texts, report.documents, 2), report);
    return report;
  }
};

VerifiedPair pair_of(std::uint32_t a, std::uint32_t b, Relation relation, double similarity) {
  VerifiedPair out{a, b, relation, {}};
  out.measurements.similarity = similarity;
  out.measurements.jaccard = 0.4;
  out.measurements.containment_a = 0.9;
  out.measurements.containment_b = 0.3;
  return out;
}

}  // namespace

TEST_CASE("up to ten equal texts are paired each with each") {
  Case c;
  for (int i = 0; i < 10; ++i) c.add(i < 3 ? 1 : 10 + static_cast<std::uint64_t>(i), 1);
  const Report& report = c.run();
  CHECK(report.pairs.size() == 45);
  CHECK(report.summary.copies_not_paired == 0);
  CHECK(std::count_if(report.pairs.begin(), report.pairs.end(),
                      [](const PairRecord& p) { return p.relation == Relation::identical; }) == 3);
  for (const PairRecord& pair : report.pairs) {
    CHECK(pair.a < pair.b);
    CHECK(pair.level == (pair.relation == Relation::identical ? Level::bytes : Level::text));
    CHECK(pair.similarity == 1);
    CHECK(pair.body_similarity == 1);
    CHECK(pair.jaccard == 1);
    CHECK(pair.containment_a == 1);
    CHECK(pair.containment_b == 1);
  }
  REQUIRE(report.families.size() == 1);
  CHECK(report.families[0].members.size() == 10);
}

TEST_CASE("of more equal texts only those pairs that connect them are listed, and the rest is counted") {
  Case c;
  for (int i = 0; i < 25; ++i) c.add(static_cast<std::uint64_t>(i % 2), 1);
  const Report& report = c.run();
  CHECK(report.pairs.size() == 24);
  CHECK(report.summary.copies_not_paired == 25 * 24 / 2 - 24);
  REQUIRE(report.families.size() == 1);
  CHECK(report.families[0].members.size() == 25);
}

TEST_CASE("a verified pair of texts is one of each of their documents, up to a hundred") {
  Case c;
  for (int i = 0; i < 3; ++i) c.add(1, 1);
  for (int i = 0; i < 2; ++i) c.add(2, 2);
  c.pairs = {pair_of(0, 1, Relation::revision, 0.8)};
  c.family_of = {0, 0};
  CHECK(c.run().pairs.size() == 3 + 1 + 6);
  CHECK(c.report.summary.copies_not_paired == 0);
  CHECK(c.report.families.size() == 1);

  Case large;
  for (int i = 0; i < 26; ++i) large.add(1, 1);
  for (int i = 0; i < 4; ++i) large.add(2, 2);
  large.pairs = {pair_of(0, 1, Relation::revision, 0.8)};
  large.family_of = {0, 0};
  CHECK(large.run().pairs.size() == 25 + 6 + 1);
  CHECK(large.report.summary.copies_not_paired == (26 * 25 / 2 - 25) + (26 * 4 - 1));
  CHECK(large.report.families.size() == 1);
}

TEST_CASE("pairs are sorted, and a relation turns with its pair") {
  Case c;
  c.add(1, 1);  // 0: text A
  c.add(2, 2);  // 1: text B
  c.add(1, 1);  // 2: text A
  c.pairs = {pair_of(0, 1, Relation::excerpt, 0.5)};
  c.family_of = {0, 0};
  const Report& report = c.run();
  REQUIRE(report.pairs.size() == 3);
  CHECK(report.pairs[0].a == 0);
  CHECK(report.pairs[0].b == 1);
  CHECK(report.pairs[0].relation == Relation::excerpt);
  CHECK(report.pairs[0].containment_a == 0.9);
  CHECK(report.pairs[0].containment_b == 0.3);
  CHECK_FALSE(report.pairs[0].level);
  CHECK(report.pairs[1].relation == Relation::identical);
  CHECK(report.pairs[2].a == 1);
  CHECK(report.pairs[2].b == 2);
  CHECK(report.pairs[2].relation == Relation::extension);
  CHECK(report.pairs[2].containment_a == 0.3);
  CHECK(report.pairs[2].containment_b == 0.9);
}

TEST_CASE("versions stand in the order of their dates, undated ones last, and hang from the most alike") {
  Case c;
  c.add(1, 1);                // 0, no date
  c.add(2, 2, "2021-05-01");  // 1
  c.add(3, 3, "2020-01-01");  // 2
  c.add(1, 1, "2022-01-01");  // 3, a copy of 0
  c.pairs = {pair_of(0, 1, Relation::extension, 0.9), pair_of(0, 2, Relation::revision, 0.7),
             pair_of(1, 2, Relation::revision, 0.95)};
  c.family_of = {0, 0, 0};
  const Report& report = c.run();
  REQUIRE(report.families.size() == 1);
  const std::vector<FamilyMember>& members = report.families[0].members;
  REQUIRE(members.size() == 4);
  CHECK(members[0].document == 2);
  CHECK_FALSE(members[0].parent);
  CHECK(members[1].document == 1);
  CHECK(members[1].parent == 2u);
  CHECK(members[1].relation == Relation::revision);
  CHECK(members[2].document == 3);
  CHECK(members[2].parent == 1u);
  CHECK(members[2].relation == Relation::extension);  // of the member to its parent
  CHECK(members[3].document == 0);
  CHECK(members[3].parent == 3u);
  CHECK(members[3].relation == Relation::identical);
}

TEST_CASE("templates and shared passages are pairs but make no family") {
  Case c;
  for (std::uint64_t i = 0; i < 3; ++i) c.add(i, i);
  c.pairs = {pair_of(0, 1, Relation::template_, 0.9), pair_of(1, 2, Relation::shared_passage, 0.3)};
  const Report& report = c.run();
  CHECK(report.pairs.size() == 2);
  CHECK(report.families.empty());
}

TEST_CASE("families are sorted by their first path, and single documents are none") {
  Case c;
  for (const std::uint64_t text : {1u, 2u, 3u, 2u, 1u}) c.add(text, text, text == 1 ? "2022-01-01" : "2021-01-01");
  const Report& report = c.run();
  REQUIRE(report.families.size() == 2);
  CHECK(report.families[0].members[0].document == 0);
  CHECK(report.families[1].members[0].document == 1);
}
