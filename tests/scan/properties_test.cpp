// Properties of the whole job, on the fixture archive with default options.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/fixture_truth.h"

using namespace nuskha;

namespace {

const std::vector<Document>& fixtures() {
  static const std::vector<Document> made = [] {
    const std::vector<std::string> paths = {test::fixture_archive()};
    auto source = open_paths(paths, {});
    REQUIRE(source);
    std::vector<Document> all;
    std::vector<Document> batch;
    std::vector<Problem> problems;
    while ((*source)->next(batch, problems)) std::move(batch.begin(), batch.end(), std::back_inserter(all));
    // Paths below the archive.
    for (Document& document : all) document.path = document.path.substr(test::fixture_archive().size() + 1);
    return all;
  }();
  return made;
}

Report scan_of(std::vector<Document> documents, const ScanOptions& options = {}) {
  ScanOptions untimed = options;
  untimed.timing = false;
  const auto source = open_documents(std::move(documents));
  auto report = scan(*source, untimed);
  REQUIRE(report);
  return std::move(*report);
}

/// What is reported of two documents, from the first to the second by path.
using Facts = std::tuple<Relation, std::optional<Level>, double, double, double, double, double>;
using Pairs = std::map<std::pair<std::string, std::string>, Facts>;

Relation turned(Relation relation) {
  if (relation == Relation::excerpt) return Relation::extension;
  if (relation == Relation::extension) return Relation::excerpt;
  return relation;
}

/// The pairs by paths without their first `prefix` characters; pairs with `left_out` are not there.
Pairs pairs_of(const Report& report, std::size_t prefix = 0, const std::string& left_out = "-") {
  Pairs out;
  for (const PairRecord& pair : report.pairs) {
    const std::string& path_a = report.documents[pair.a].path;
    const std::string& path_b = report.documents[pair.b].path;
    if (path_a.starts_with(left_out) || path_b.starts_with(left_out)) continue;
    const std::string a = path_a.substr(prefix);
    const std::string b = path_b.substr(prefix);
    out[a < b ? std::pair(a, b) : std::pair(b, a)] =
        a < b ? Facts(pair.relation, pair.level, pair.similarity, pair.body_similarity, pair.jaccard,
                      pair.containment_a, pair.containment_b)
              : Facts(turned(pair.relation), pair.level, pair.similarity, pair.body_similarity, pair.jaccard,
                      pair.containment_b, pair.containment_a);
  }
  return out;
}

/// The keys of pairs that are not the same in both.
std::vector<std::string> differences(const Pairs& x, const Pairs& y) {
  std::vector<std::string> out;
  for (const auto& [key, facts] : x) {
    const auto other = y.find(key);
    if (other == y.end() || other->second != facts) out.push_back(key.first + " | " + key.second);
  }
  for (const auto& [key, facts] : y)
    if (!x.contains(key)) out.push_back("new: " + key.first + " | " + key.second);
  return out;
}

/// A release about something else, in words that no fixture has, of a day of its own.
Document unrelated(std::mt19937_64& random, std::size_t number) {
  Document out;
  out.path = "-unrelated/" + std::to_string(number) + ".txt";
  out.date = "1999-" + std::to_string(10 + number % 3) + "-" + std::to_string(10 + number % 19);
  const std::size_t length = 5 + random() % 400;
  for (std::size_t i = 0; i < length; ++i) {
    for (int letter = 0; letter < 7; ++letter) out.text += static_cast<char>('a' + random() % 26);
    out.text += "zq";
    out.text += i % 60 == 59 ? "\n\n" : " ";
  }
  return out;
}

}  // namespace

TEST_CASE("relations are the same from both sides, and excerpt is extension turned round") {
  std::vector<Document> documents = fixtures();
  std::sort(documents.begin(), documents.end(), [](const Document& x, const Document& y) { return x.path < y.path; });
  // Four digits before each path, ascending and descending.
  std::vector<Document> ascending = documents;
  std::vector<Document> descending = documents;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    ascending[i].path = std::to_string(1000 + i) + "/" + documents[i].path;
    descending[i].path = std::to_string(9000 - i) + "/" + documents[i].path;
  }
  const Pairs forwards = pairs_of(scan_of(ascending), 5);
  CHECK(forwards.size() > 100);
  CHECK(differences(forwards, pairs_of(scan_of(descending), 5)) == std::vector<std::string>());
}

TEST_CASE("an unrelated document changes no other pair") {
  std::mt19937_64 random(20210415);
  const Pairs expected = pairs_of(scan_of(fixtures()));
  CHECK(expected.size() > 100);
  for (const std::size_t count : {1u, 3u, 12u}) {
    CAPTURE(count);
    std::vector<Document> more = fixtures();
    for (std::size_t i = 0; i < count; ++i) more.push_back(unrelated(random, i));
    const Report report = scan_of(more);
    CHECK(report.documents.size() == fixtures().size() + count);
    CHECK(differences(expected, pairs_of(report)) == std::vector<std::string>());
  }
}

TEST_CASE("without boilerplate set aside, an unrelated document changes no other pair of any archive") {
  std::mt19937_64 random(20230205);
  ScanOptions options;
  options.keep_boilerplate = true;
  for (int round = 0; round < 4; ++round) {
    std::vector<Document> some = fixtures();
    std::shuffle(some.begin(), some.end(), random);
    some.resize(20 + random() % 60);
    const Pairs expected = pairs_of(scan_of(some, options));
    CHECK(expected.size() > 5);
    for (std::size_t i = 0; i < 1 + random() % 5; ++i) some.push_back(unrelated(random, i));
    CHECK(differences(expected, pairs_of(scan_of(some, options))) == std::vector<std::string>());
  }
}

TEST_CASE("a document that is taken away changes no other pair when boilerplate is kept") {
  std::mt19937_64 random(1);
  ScanOptions options;
  options.keep_boilerplate = true;
  options.join = Join::exact;
  const Pairs all = pairs_of(scan_of(fixtures(), options));
  for (int round = 0; round < 3; ++round) {
    std::vector<Document> fewer = fixtures();
    const std::size_t gone = random() % fewer.size();
    const std::string path = fewer[gone].path;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(gone));
    Pairs expected = all;
    std::erase_if(expected, [&](const auto& pair) { return pair.first.first == path || pair.first.second == path; });
    CAPTURE(path);
    CHECK(differences(expected, pairs_of(scan_of(fewer, options))) == std::vector<std::string>());
  }
}
