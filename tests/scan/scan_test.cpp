// The whole job over documents in memory.
#include "nuskha/scan.h"

#include <algorithm>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "nuskha/input.h"
#include "support/catch.h"
#include "support/random_text.h"

using namespace nuskha;

namespace {

Document document(std::string path, std::string text) {
  Document out;
  out.path = std::move(path);
  out.text = std::move(text);
  return out;
}

Result<Report> try_scan(std::vector<Document> documents, ScanOptions options = {}) {
  options.timing = false;
  const auto source = open_documents(std::move(documents));
  return scan(*source, options);
}

Report scan_of(std::vector<Document> documents, ScanOptions options = {}) {
  auto report = try_scan(std::move(documents), options);
  REQUIRE(report);
  return std::move(*report);
}

std::string json_of(const Report& report) {
  std::ostringstream out;
  write_json(report, out);
  return out.str();
}

/// A word for each number, never a number itself.
std::string word(std::uint64_t n) {
  std::string out;
  do {
    out += static_cast<char>('a' + n % 20);
    n /= 20;
  } while (n != 0);
  return out + "or";
}

/// `count` words from the `first` on, in sentences.
std::string prose(std::uint64_t first, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += word(first + i) + (i % 12 == 11 ? ".\n" : " ");
  return out;
}

/// Every `step`-th word of a prose replaced.
std::string revised(std::uint64_t first, std::size_t count, std::size_t step) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += word(i % step == step / 2 ? 900'000 + first + i : first + i) + (i % 12 == 11 ? ".\n" : " ");
  return out;
}

/// A bulletin of fixed words with other numbers.
std::string bulletin(int week) {
  std::string out = "Prices of the week in all the markets of the country\n\n";
  for (int i = 0; i < 12; ++i)
    out += "The mean price of " + word(5000 + static_cast<std::uint64_t>(i)) + " in the market was " +
           std::to_string(1000 * week + 37 * i) + " dinars a kilo.\n";
  return out;
}

std::optional<PairRecord> pair_of(const Report& report, const std::string& a, const std::string& b) {
  for (const PairRecord& pair : report.pairs)
    if (report.documents[pair.a].path == a && report.documents[pair.b].path == b) return pair;
  return std::nullopt;
}

/// A small archive with every relation, copies of short texts and singles.
std::vector<Document> archive() {
  std::vector<Document> out = {
      document("base.txt", prose(1000, 120)),
      document("copy.txt", prose(1000, 120)),
      document("layout.txt", " " + prose(1000, 120) + "\r\n"),
      document("case.txt", "¡" + prose(1000, 120) + "!"),
      document("spelling.txt", "e" + prose(1000, 120)),
      document("diacritic.txt", "é" + prose(1000, 120)),
      document("revision.txt", revised(1000, 120, 15)),
      document("excerpt.txt", prose(1000, 40)),
      document("other.txt", prose(50000, 90)),
      document("week1.txt", bulletin(1)),
      document("week2.txt", bulletin(2)),
      document("empty1.txt", ""),
      document("empty2.txt", ""),
      document("word1.txt", "Hello"),
      document("word2.txt", "hello!"),
      document("dots.txt", "..."),
      document("dashes.txt", "---"),
  };
  return out;
}

}  // namespace

TEST_CASE("every relation is found in a small archive") {
  const Report report = scan_of(archive());
  CHECK(report.documents.size() == 17);
  CHECK(report.problems.empty());
  const auto check = [&](const char* a, const char* b, Relation relation, std::optional<Level> level = {}) {
    const auto pair = pair_of(report, a, b);
    CAPTURE(a, b);
    REQUIRE(pair);
    CHECK(to_string(pair->relation) == to_string(relation));
    CHECK(pair->level == level);
  };
  check("base.txt", "copy.txt", Relation::identical, Level::bytes);
  check("base.txt", "layout.txt", Relation::same_text, Level::layout);
  check("base.txt", "case.txt", Relation::same_text, Level::text);
  check("diacritic.txt", "spelling.txt", Relation::same_text, Level::spelling);
  check("base.txt", "revision.txt", Relation::revision);
  check("base.txt", "excerpt.txt", Relation::extension);
  check("excerpt.txt", "layout.txt", Relation::excerpt);
  check("week1.txt", "week2.txt", Relation::template_);
  check("empty1.txt", "empty2.txt", Relation::identical, Level::bytes);
  check("word1.txt", "word2.txt", Relation::same_text, Level::text);
  CHECK_FALSE(pair_of(report, "dashes.txt", "dots.txt"));
  CHECK_FALSE(pair_of(report, "base.txt", "other.txt"));
  CHECK_FALSE(pair_of(report, "dots.txt", "empty1.txt"));
}

TEST_CASE("a revision's figures are those of its words") {
  const Report report = scan_of({document("a", prose(1, 100)), document("b", revised(1, 100, 10))});
  const auto pair = pair_of(report, "a", "b");
  REQUIRE(pair);
  CHECK(pair->relation == Relation::revision);
  CHECK(pair->similarity == Approx(0.9));
  CHECK(pair->body_similarity == pair->similarity);
  CHECK(pair->jaccard == Approx(68.0 / 128));  // 98 shingles each, 3 lost a replaced word
  CHECK(pair->containment_a == Approx(68.0 / 98));
  CHECK(pair->containment_b == Approx(68.0 / 98));
}

TEST_CASE("the summary counts what the report holds") {
  const Report report = scan_of(archive());
  const Summary& s = report.summary;
  CHECK(s.documents == report.documents.size());
  CHECK(s.pairs == report.pairs.size());
  CHECK(s.families == report.families.size());
  CHECK(s.problems == 0);
  CHECK(s.boilerplate == report.boilerplate.size());
  std::uint64_t bytes = 0;
  for (const Document& d : archive()) bytes += d.text.size();
  CHECK(s.bytes == bytes);
  CHECK(s.join == "exact");
  CHECK(s.join_floor == Approx(0.207).margin(0.001));
  CHECK(s.buckets_cut == 0);
  CHECK_FALSE(s.seconds);
  CHECK(report.families.size() == 3);  // base's, the empty two, hello's
}

TEST_CASE("documents are sorted by path bytes, with title, date and words") {
  Document with_metadata = document("b.txt", "Body of words");
  with_metadata.title = " A \n title ";
  with_metadata.date = "2020-02-03";
  const Report report = scan_of(
      {document("c/2021-04-15.txt", "\n# Heading\n\nBody ٢٠٢١"), std::move(with_metadata), document("B.txt", "")});
  REQUIRE(report.documents.size() == 3);
  CHECK(report.documents[0].path == "B.txt");
  CHECK(report.documents[0].words == 0);
  CHECK_FALSE(report.documents[0].title);
  CHECK_FALSE(report.documents[0].date);
  CHECK(report.documents[1].path == "b.txt");
  CHECK(report.documents[1].title == "A title");
  CHECK(report.documents[1].date == "2020-02-03");
  CHECK(report.documents[1].words == 3);
  CHECK(report.documents[1].bytes == 13);
  CHECK(report.documents[2].title == "Heading");
  CHECK(report.documents[2].date == "2021-04-15");
  CHECK(report.documents[2].words == 3);
  CHECK(report.documents[0].text_hash != report.documents[1].text_hash);
}

TEST_CASE("documents without words, of one word and of one line are never dropped") {
  const Report report = scan_of({document("a", ""), document("b", "..."), document("c", "word"), document("d", "Word."),
                                 document("e", "two words"), document("f", "TWO words!"), document("g", "ء"),
                                 document("h", "..."), document("i", "alone")});
  CHECK(report.documents.size() == 9);
  CHECK(pair_of(report, "b", "h"));
  CHECK(pair_of(report, "c", "d"));
  CHECK(pair_of(report, "e", "f"));
  CHECK(report.pairs.size() == 3);
  for (const Join join : {Join::lsh, Join::exact}) {
    ScanOptions options;
    options.join = join;
    CHECK(scan_of({document("a", "one two three four five six seven eight nine ten eleven"),
                   document("b", "one two three four five six seven eight nine ten")},
                  options)
              .pairs.size() == 1);
  }
}

TEST_CASE("the report is the same for any number of threads and any order of documents") {
  std::mt19937_64 random(101);
  std::vector<Document> documents = archive();
  for (int i = 0; i < 150; ++i) {
    const std::uint64_t first = 2000 * (random() % 40);
    documents.push_back(document("many/" + std::to_string(i), random() % 2 == 0
                                                                  ? prose(first, 30 + random() % 60)
                                                                  : revised(first, 60, 5 + random() % 20)));
    documents.push_back(document("random/" + std::to_string(i), test::random_text(random, random() % 200)));
  }
  for (const Join join : {Join::automatic, Join::lsh, Join::exact}) {
    ScanOptions options;
    options.join = join;
    options.jobs = 1;
    const std::string expected = json_of(scan_of(documents, options));
    for (const unsigned jobs : {1u, 2u, 4u}) {
      options.jobs = jobs;
      std::vector<Document> shuffled = documents;
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      CAPTURE(static_cast<int>(join), jobs);
      const std::string found = json_of(scan_of(std::move(shuffled), options));
      CHECK((found == expected));
    }
  }
}

TEST_CASE("LSH and the complete join give the same records of every pair, shared passages among them") {
  std::mt19937_64 random(102);
  std::vector<Document> documents = archive();
  const std::string footer = prose(900'000, 50);  // more texts than a passage may have hold it
  for (std::uint64_t i = 0; i < 120; ++i) {
    const std::string name = std::to_string(100 + i);
    const std::uint64_t first = 100'000 + 1000 * i;
    const std::size_t passage = 40 + random() % 80;  // words, with as many or half as many of its own
    documents.push_back(document("a" + name, prose(first, passage) + prose(first + 300, passage)));
    documents.push_back(document("b" + name, prose(first + 600, passage / 2) + prose(first, passage)));
    if (i % 3 == 0) documents.push_back(document("c" + name, revised(first, passage, 8 + random() % 12)));
    if (i % 4 == 0) documents.push_back(document("d" + name, prose(first + 800, 60) + footer));
  }
  ScanOptions options;
  options.join = Join::exact;
  Report exact = scan_of(documents, options);
  options.join = Join::lsh;
  for (const unsigned jobs : {1u, 3u}) {
    options.jobs = jobs;
    std::shuffle(documents.begin(), documents.end(), random);
    Report lsh = scan_of(documents, options);
    CHECK(lsh.summary.join == "lsh");
    lsh.summary.join = exact.summary.join;
    CHECK((json_of(lsh) == json_of(exact)));
  }
  const auto num_passages = std::count_if(exact.pairs.begin(), exact.pairs.end(), [](const PairRecord& pair) {
    return pair.relation == Relation::shared_passage;
  });
  CHECK(num_passages >= 100);
  CHECK(pair_of(exact, "a101", "b101"));
  CHECK_FALSE(pair_of(exact, "d100", "d104"));
}

TEST_CASE("a hundred copies are one family and few pairs") {
  std::vector<Document> documents;
  documents.reserve(101);
  for (int i = 0; i < 100; ++i)
    documents.push_back(
        document("copy" + std::to_string(100 + i), i % 2 == 0 ? "The same text of words" : "THE SAME TEXT of words"));
  documents.push_back(document("other", prose(1, 50)));
  const Report report = scan_of(std::move(documents));
  CHECK(report.pairs.size() == 99);
  CHECK(report.summary.copies_not_paired == 100 * 99 / 2 - 99);
  REQUIRE(report.families.size() == 1);
  CHECK(report.families[0].members.size() == 100);
}

TEST_CASE("the level of matching decides what is equal") {
  const std::vector<Document> documents = {document("a", "أنا كتاب"), document("b", "انا كتاب"),
                                           document("c", "انا، كتاب"), document("d", "انا\nكتاب")};
  const auto num_equal = [&](Level level) {
    ScanOptions options;
    options.level = level;
    const Report report = scan_of(documents, options);
    return std::count_if(report.pairs.begin(), report.pairs.end(),
                         [](const PairRecord& p) { return p.relation == Relation::same_text; });
  };
  CHECK(num_equal(Level::spelling) == 6);
  CHECK(num_equal(Level::text) == 3);
  CHECK(num_equal(Level::layout) == 1);
}

TEST_CASE("the threshold decides what is a revision") {
  const std::vector<Document> documents = {document("a", prose(1, 100)),
                                           document("b", revised(1, 100, 5))};  // similarity .8
  ScanOptions options;
  options.threshold = 0.8;
  CHECK(scan_of(documents, options).pairs.size() == 1);
  options.threshold = 0.81;
  CHECK(scan_of(documents, options).families.empty());
}

TEST_CASE("options out of range are refused by name") {
  const auto refused = [](auto&& change) {
    ScanOptions options;
    change(options);
    const auto report = try_scan({document("a", "text")}, options);
    REQUIRE_FALSE(report);
    CHECK(report.error().code == ErrorCode::invalid_argument);
    CHECK_FALSE(report.error().what.empty());
    return report.error().where;
  };
  for (const double threshold : {0.0, -0.1, 1.0001, std::numeric_limits<double>::quiet_NaN()})
    CHECK(refused([&](ScanOptions& o) { o.threshold = threshold; }) == "threshold");
  for (const double miss_rate : {0.0, 1e-10, 0.51, std::numeric_limits<double>::quiet_NaN()})
    CHECK(refused([&](ScanOptions& o) { o.miss_rate = miss_rate; }) == "miss-rate");
  CHECK(refused([](ScanOptions& o) { o.level = Level::bytes; }) == "level");
  CHECK(refused([](ScanOptions& o) { o.jobs = 1025; }) == "jobs");
  for (const double threshold : {1e-3, 1.0}) {
    ScanOptions options;
    options.threshold = threshold;
    CHECK(try_scan({document("a", "text")}, options));
  }
}

TEST_CASE("a scan of nothing is an error") {
  const auto report = try_scan({});
  REQUIRE_FALSE(report);
  CHECK(report.error().code == ErrorCode::no_documents);
}

TEST_CASE("a document that isn't UTF-8 is a problem, and is read all the same") {
  const Report report = scan_of({document("a", "one two \xFF three four"), document("b", "one two \uFFFD three four")});
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].path == "a");
  CHECK(report.problems[0].code == "invalid-utf8");
  CHECK(report.summary.problems == 1);
  CHECK(report.documents.size() == 2);
  REQUIRE(report.pairs.size() == 1);
  CHECK(report.pairs[0].level == Level::layout);
}

TEST_CASE("a scan that is stopped says so, whenever it is, and the next one is whole") {
  const Report expected = scan_of(archive());
  for (const unsigned jobs : {1u, 3u}) {
    ScanProgress progress;
    progress.stop = true;
    const auto source = open_documents(archive());
    ScanOptions options;
    options.jobs = jobs;
    const Result<Report> stopped = scan(*source, options, &progress);
    REQUIRE(!stopped);
    CHECK(stopped.error().code == ErrorCode::stopped);
    CHECK(json_of(scan_of(archive(), options)) == json_of(expected));
  }
}

TEST_CASE("progress ends where the report does") {
  const auto source = open_documents(archive());
  ScanProgress progress;
  const auto report = scan(*source, {}, &progress);
  REQUIRE(report);
  CHECK(progress.stage == ScanProgress::Stage::done);
  CHECK(progress.documents == report->documents.size());
  CHECK(progress.bytes == report->summary.bytes);
  CHECK(progress.pairs_done == progress.num_pairs);
  CHECK(progress.num_pairs > 0);
  REQUIRE(report->summary.seconds);
  CHECK(*report->summary.seconds >= 0);
}
