// The fixture archive, scanned with default options, against its truth files.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/fixture_truth.h"

using namespace nuskha;

namespace {

Report scan_fixtures(const ScanOptions& options = {}) {
  const std::vector<std::string> paths = {test::fixture_archive()};
  auto source = open_paths(paths, {});
  REQUIRE(source);
  auto report = scan(**source, options);
  REQUIRE(report);
  return std::move(*report);
}

const Report& report() {
  static const Report made = scan_fixtures();
  return made;
}

const test::FixtureTruth& truth() {
  static const test::FixtureTruth read = test::read_fixture_truth();
  return read;
}

/// Path of a document below the archive.
std::string path_of(const Report& of, DocumentIndex document) {
  return of.documents[document].path.substr(test::fixture_archive().size() + 1);
}

using FoundPairs = std::map<std::pair<std::string, std::string>, PairRecord>;

const FoundPairs& found_pairs() {
  static const FoundPairs made = [] {
    FoundPairs out;
    for (const PairRecord& pair : report().pairs) out[{path_of(report(), pair.a), path_of(report(), pair.b)}] = pair;
    return out;
  }();
  return made;
}

std::string describe(const PairRecord* pair) {
  if (pair == nullptr) return "not reported";
  std::string out(to_string(pair->relation));
  if (pair->level) out += " at " + std::string(to_string(*pair->level));
  return out + ", similarity " + std::to_string(pair->similarity) + ", jaccard " + std::to_string(pair->jaccard) +
         ", containment " + std::to_string(pair->containment_a) + " " + std::to_string(pair->containment_b);
}

const PairRecord* find(const std::string& a, const std::string& b) {
  const auto found = found_pairs().find({a, b});
  return found == found_pairs().end() ? nullptr : &found->second;
}

/// The rows of the truth with one of the relations that are not reported as `accepts` wants, each with its
/// measurements.
template <class Accepts>
std::vector<std::string> wrong_rows(const std::set<std::string>& relations, Accepts&& accepts) {
  std::vector<std::string> out;
  std::size_t count = 0;
  for (const test::TruthPair& row : truth().pairs) {
    if (relations.count(row.relation) == 0) continue;
    ++count;
    const PairRecord* pair = find(row.a, row.b);
    if (!accepts(row, pair))
      out.push_back("\n" + row.a + "  " + row.b + "  is " + row.relation + " " + row.level + ", found " +
                    describe(pair));
  }
  REQUIRE(count > 0);
  return out;
}

using Wrong = std::vector<std::string>;

Wrong families_of(const Report& of) {
  std::vector<std::vector<std::string>> families;
  for (const FamilyRecord& family : of.families) {
    std::vector<std::string> paths;
    for (const FamilyMember& member : family.members) paths.push_back(path_of(of, member.document));
    std::sort(paths.begin(), paths.end());
    families.push_back(std::move(paths));
  }
  std::sort(families.begin(), families.end());
  Wrong out;
  for (const auto& family : families) {
    std::string line;
    for (const std::string& path : family) line += "\n" + path;
    out.push_back(line);
  }
  return out;
}

Wrong minus(const Wrong& a, const Wrong& b) {
  Wrong out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

bool is_not_one_document(const PairRecord* pair) { return pair == nullptr || !is_one_document(pair->relation); }

}  // namespace

TEST_CASE("every document of the archive is read, in its encoding") {
  REQUIRE(report().documents.size() == truth().documents.size());
  std::map<std::string, std::string> encodings;
  for (const test::TruthDocument& document : truth().documents) encodings[document.path] = document.encoding;
  for (DocumentIndex i = 0; i < report().documents.size(); ++i) CHECK(encodings.count(path_of(report(), i)) == 1);
  CHECK(report().problems.empty());
}

TEST_CASE("every document of the archive is dated as the truth says") {
  std::map<std::string, std::string> dates;
  for (const test::TruthDocument& document : truth().documents) dates[document.path] = document.date;
  Wrong wrong;
  for (DocumentIndex i = 0; i < report().documents.size(); ++i) {
    const DocumentRecord& document = report().documents[i];
    const std::string path = path_of(report(), i);
    CHECK(document.date_readings.empty());
    if (document.date.value_or("") != dates[path])
      wrong.push_back("\n" + path + " is of " + dates[path] + ", found " + document.date.value_or("no date"));
  }
  CHECK(wrong == Wrong{});
}

TEST_CASE("identical documents and copies of one text come out exactly, with their level") {
  CHECK(wrong_rows({"identical", "same-text"}, [](const test::TruthPair& row, const PairRecord* pair) {
          return pair != nullptr && to_string(pair->relation) == row.relation && pair->level &&
                 to_string(*pair->level) == row.level;
        }) == Wrong{});
}

TEST_CASE("revisions come out as revisions") {
  CHECK(wrong_rows({"revision"}, [](const test::TruthPair&, const PairRecord* pair) {
          return pair != nullptr && pair->relation == Relation::revision && !pair->level;
        }) == Wrong{});
}

TEST_CASE("re-issues come out as re-issues") {
  CHECK(wrong_rows({"reissue"}, [](const test::TruthPair&, const PairRecord* pair) {
          return pair != nullptr && pair->relation == Relation::reissue && !pair->level;
        }) == Wrong{});
}

TEST_CASE("excerpts and extensions come out exactly") {
  CHECK(wrong_rows({"excerpt", "extension"}, [](const test::TruthPair& row, const PairRecord* pair) {
          return pair != nullptr && to_string(pair->relation) == row.relation;
        }) == Wrong{});
}

TEST_CASE("template siblings and shared passages come out exactly") {
  CHECK(wrong_rows({"template", "shared-passage"}, [](const test::TruthPair& row, const PairRecord* pair) {
          return pair != nullptr && to_string(pair->relation) == row.relation;
        }) == Wrong{});
}

TEST_CASE("translations and releases with one footer are not related") {
  CHECK(wrong_rows({"translation", "unrelated-footer"},
                   [](const test::TruthPair&, const PairRecord* pair) { return pair == nullptr; }) == Wrong{});
}

TEST_CASE("with boilerplate kept, releases with one footer share a passage") {
  ScanOptions options;
  options.keep_boilerplate = true;
  const Report kept = scan_fixtures(options);
  const auto count = [](const Report& r, Relation relation) {
    return std::count_if(r.pairs.begin(), r.pairs.end(),
                         [&](const PairRecord& pair) { return pair.relation == relation; });
  };
  CHECK(count(kept, Relation::shared_passage) > 50);
  CHECK(count(report(), Relation::shared_passage) == 2);
}

TEST_CASE("pairs that the truth doesn't list are never one document") {
  Wrong wrong;
  for (const auto& [paths, pair] : found_pairs())
    if (truth().find(paths.first, paths.second) == nullptr && !is_not_one_document(&pair))
      wrong.push_back("\n" + paths.first + "  " + paths.second + "  found " + describe(&pair));
  CHECK(wrong == Wrong{});
}

TEST_CASE("families are those of the truth") {
  Wrong expected;
  for (const auto& family : truth().families()) {
    std::string line;
    for (const std::string& path : family) line += "\n" + path;
    expected.push_back(line);
  }
  std::sort(expected.begin(), expected.end());
  Wrong found = families_of(report());
  std::sort(found.begin(), found.end());
  CHECK(minus(expected, found) == Wrong{});
  CHECK(minus(found, expected) == Wrong{});
}

TEST_CASE("both joins and the automatic choice find the same families") {
  const Wrong automatic = families_of(report());
  ScanOptions options;
  options.join = Join::exact;
  const Report exact = scan_fixtures(options);
  CHECK(exact.summary.join == "exact");
  CHECK(families_of(exact) == automatic);
  options.join = Join::lsh;
  const Report lsh = scan_fixtures(options);
  CHECK(lsh.summary.join == "lsh");
  const Wrong by_lsh = families_of(lsh);
  CHECK(minus(automatic, by_lsh) == Wrong{});
  CHECK(minus(by_lsh, automatic) == Wrong{});
}

TEST_CASE("each version in a family has a parent before it in the tree, and one root") {
  for (const FamilyRecord& family : report().families) {
    std::set<DocumentIndex> members;
    for (const FamilyMember& member : family.members) members.insert(member.document);
    CHECK(members.size() == family.members.size());
    CHECK_FALSE(family.members[0].parent);
    for (std::size_t i = 1; i < family.members.size(); ++i) {
      REQUIRE(family.members[i].parent);
      CHECK(members.count(*family.members[i].parent) == 1);
      CHECK(is_one_document(family.members[i].relation));
    }
  }
}
