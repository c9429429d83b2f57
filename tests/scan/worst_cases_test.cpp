// Archives that could cost the square of their size, small: what is found in them, and that the work grows with their
// number of documents only. What is counted is candidates and records, not time.
#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

using Words = std::vector<std::string>;

/// A word for each number, never a number itself.
std::string word(std::uint64_t n) {
  std::string out;
  do {
    out += static_cast<char>('a' + n % 20);
    n /= 20;
  } while (n != 0);
  return out + "or";
}

Words random_words(std::mt19937_64& random, std::size_t count) {
  Words out(count);
  for (std::string& w : out) w = word(random() % 1'000'000);
  return out;
}

std::string text_of(const Words& words) {
  std::string out;
  for (const std::string& w : words) out += w + ' ';
  return out;
}

struct Scanned {
  Report report;
  std::uint64_t candidates = 0;
};

/// Scans texts as documents that are named by their number.
Scanned scan_texts(const std::vector<std::string>& texts, Join join = Join::automatic) {
  std::vector<Document> documents;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Document document;
    document.path = std::to_string(1'000'000 + i);
    document.text = texts[i];
    documents.push_back(std::move(document));
  }
  ScanOptions options;
  options.timing = false;
  options.jobs = 2;
  options.join = join;
  ScanProgress progress;
  const auto source = open_documents(std::move(documents));
  auto report = scan(*source, options, &progress);
  REQUIRE(report);
  CHECK(report->documents.size() == texts.size());
  CHECK(report->problems.empty());
  return {std::move(*report), progress.num_pairs};
}

std::map<Relation, std::size_t> count_relations(const Report& report) {
  std::map<Relation, std::size_t> out;
  for (const PairRecord& pair : report.pairs) ++out[pair.relation];
  return out;
}

/// Members of all families; no document is in two of them.
std::size_t count_members(const Report& report) {
  std::set<DocumentIndex> members;
  std::size_t count = 0;
  for (const FamilyRecord& family : report.families)
    for (const FamilyMember& member : family.members) {
      members.insert(member.document);
      ++count;
    }
  CHECK(members.size() == count);
  return count;
}

}  // namespace

TEST_CASE("equal documents are one family, and a record each") {
  std::mt19937_64 random(1);
  const Scanned scanned = scan_texts(std::vector<std::string>(3000, text_of(random_words(random, 100))));
  CHECK(scanned.candidates == 0);
  CHECK(scanned.report.pairs.size() == 2999);
  CHECK(scanned.report.summary.copies_not_paired == 3000ull * 2999 / 2 - 2999);
  REQUIRE(scanned.report.families.size() == 1);
  CHECK(count_members(scanned.report) == 3000);
}

TEST_CASE("near-copies of one page are one family, and few pairs of each") {
  std::mt19937_64 random(2);
  const Words page = random_words(random, 120);
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) {
    Words copy = page;
    copy[random() % copy.size()] = word(2'000'000 + static_cast<std::uint64_t>(i));
    texts.push_back(text_of(copy));
  }
  const Scanned scanned = scan_texts(texts);
  CHECK(scanned.report.summary.join == "lsh");
  CHECK(scanned.report.summary.buckets_cut > 0);
  CHECK(scanned.candidates <= 8 * texts.size());  // of 1,500 a text
  REQUIRE(scanned.report.families.size() == 1);
  CHECK(count_members(scanned.report) == texts.size());
  CHECK(scanned.report.summary.families_not_collated == 1);
}

TEST_CASE("copies and versions of one page hang from copies that come before them") {
  std::mt19937_64 random(3);
  const Words page = random_words(random, 80);
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) {
    Words copy = page;
    if (i % 2 == 1) copy[static_cast<std::size_t>(i / 2) % 80] = word(2'000'000 + static_cast<std::uint64_t>(i));
    texts.push_back(text_of(copy));
  }
  const Scanned scanned = scan_texts(texts);
  REQUIRE(scanned.report.families.size() == 1);
  const std::vector<FamilyMember>& members = scanned.report.families.front().members;
  CHECK(members.size() == texts.size());
  std::size_t wrong = 0;
  std::size_t of_copies = 0;
  for (const FamilyMember& member : members) {
    if (!member.parent) continue;
    const bool hangs_from_copy = *member.parent % 2 == 0;
    if (member.document % 2 == 0) wrong += *member.parent != 0 || member.relation != Relation::identical;
    if (member.document % 2 == 1 && hangs_from_copy) {
      ++of_copies;
      wrong += *member.parent != member.document - 1;
    }
  }
  CHECK(wrong == 0);
  CHECK(of_copies > 500);
}

TEST_CASE("a page that all documents end with is boilerplate of all, and each is compared with a few") {
  std::mt19937_64 random(4);
  const std::string footer = "\n\n" + text_of(random_words(random, 40));
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) texts.push_back(text_of(random_words(random, 40)) + footer);
  const Scanned scanned = scan_texts(texts, Join::lsh);
  CHECK(scanned.candidates < 300 * texts.size());
  CHECK(scanned.report.pairs.empty());
  CHECK(scanned.report.families.empty());
  REQUIRE(scanned.report.boilerplate.size() == 1);
  CHECK(scanned.report.boilerplate.front().documents == texts.size());
}

TEST_CASE("three words of their own above one footer make templates") {
  std::mt19937_64 random(5);
  const std::string footer = "\n\n" + text_of(random_words(random, 40));
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) texts.push_back(text_of(random_words(random, 3)) + footer);
  const Scanned scanned = scan_texts(texts);
  CHECK(scanned.candidates <= 8 * texts.size());
  CHECK(scanned.report.families.empty());
  CHECK(count_relations(scanned.report).size() == 1);
  CHECK(count_relations(scanned.report)[Relation::template_] > texts.size());
  REQUIRE(scanned.report.boilerplate.size() == 1);
  CHECK(scanned.report.boilerplate.front().documents == texts.size());
}

TEST_CASE("words of their own that chance repeats, above one footer, make no version") {
  for (const std::uint64_t vocabulary : {100u, 1000u}) {
    CAPTURE(vocabulary);
    std::mt19937_64 random(12);
    const std::string footer = "\n\n" + text_of(random_words(random, 40));
    std::vector<std::string> texts;
    std::set<Words> all;
    while (texts.size() < 3000) {
      Words own(3);
      for (std::string& w : own) w = word(3'000'000 + random() % vocabulary);
      if (all.insert(own).second) texts.push_back(text_of(own) + footer);
    }
    const Scanned scanned = scan_texts(texts);
    CHECK(scanned.candidates <= 8 * texts.size());
    CHECK(scanned.report.families.empty());
    CHECK(count_relations(scanned.report).size() == 1);
    CHECK(count_relations(scanned.report)[Relation::template_] > texts.size());
    REQUIRE(scanned.report.boilerplate.size() == 1);
    CHECK(scanned.report.boilerplate.front().documents == texts.size());
  }
}

TEST_CASE("lines of other words are not related") {
  std::mt19937_64 random(6);
  std::vector<std::string> texts;
  for (int i = 0; i < 5000; ++i) texts.push_back(text_of(random_words(random, 6)));
  const Scanned scanned = scan_texts(texts, Join::lsh);
  CHECK(scanned.candidates < texts.size());
  CHECK(scanned.report.pairs.empty());
  CHECK(scanned.report.families.empty());
}

TEST_CASE("the same words in random order are not related") {
  std::mt19937_64 random(7);
  Words words = random_words(random, 50);
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) {
    std::shuffle(words.begin(), words.end(), random);
    texts.push_back(text_of(words));
  }
  for (const Join join : {Join::automatic, Join::lsh}) {
    const Scanned scanned = scan_texts(texts, join);
    CHECK(scanned.candidates < texts.size());
    CHECK(scanned.report.pairs.empty());
  }
}

TEST_CASE("a document that holds all others makes a pair with each, and no family") {
  std::mt19937_64 random(8);
  std::vector<std::string> texts;
  std::string whole;
  for (int i = 0; i < 400; ++i) {
    texts.push_back(text_of(random_words(random, 60)));
    whole += texts.back() + "\n\n";
  }
  for (const bool is_first : {true, false}) {
    std::vector<std::string> all = texts;
    all.insert(is_first ? all.begin() : all.end(), whole);
    const Scanned scanned = scan_texts(all);
    CHECK(scanned.candidates == texts.size());
    const Relation relation = is_first ? Relation::extension : Relation::excerpt;
    CHECK(count_relations(scanned.report) == std::map<Relation, std::size_t>{{relation, texts.size()}});
    CHECK(scanned.report.families.empty());
    for (const PairRecord& pair : scanned.report.pairs) {
      CHECK((is_first ? pair.containment_b : pair.containment_a) == 1);
      CHECK((is_first ? pair.a : pair.b) == (is_first ? 0 : texts.size()));
    }
  }
}

TEST_CASE(
    "a long chain of versions, each a word from the one before, is a family that says how little its ends share") {
  std::mt19937_64 random(9);
  Words words = random_words(random, 60);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 1500; ++i) {
    words[random() % words.size()] = word(2'000'000 + i);
    texts.push_back(text_of(words));
  }
  const Scanned scanned = scan_texts(texts, Join::exact);
  CHECK(scanned.candidates < 100 * texts.size());
  REQUIRE(scanned.report.families.size() == 1);
  const FamilyRecord& family = scanned.report.families.front();
  CHECK(family.members.size() == texts.size());
  CHECK_FALSE(family.cohesion_known);
  REQUIRE(family.cohesion);
  CHECK(*family.cohesion < 0.75);  // the least of those measured
  CHECK_FALSE(family.members.front().parent);
  for (std::size_t i = 1; i < family.members.size(); ++i) {
    // Of versions that differ from two others in one word each, either may be the parent.
    REQUIRE(family.members[i].parent);
    CHECK(family.members[i].document - *family.members[i].parent < 5u);
  }
}

TEST_CASE("notices of one form are templates of one another, and no family") {
  std::mt19937_64 random(10);
  const Words form = random_words(random, 60);
  std::vector<std::string> texts;
  for (int i = 0; i < 1500; ++i) {
    Words notice = form;
    for (const std::size_t at : {5u, 20u, 35u, 50u}) notice[at] = word(random() % 1000) + ' ' + word(random() % 1000);
    texts.push_back(text_of(notice));
  }
  const Scanned scanned = scan_texts(texts, Join::lsh);
  CHECK(scanned.candidates < 300 * texts.size());
  CHECK(scanned.report.families.empty());
  CHECK(count_relations(scanned.report).size() == 1);
  CHECK(count_relations(scanned.report)[Relation::template_] > texts.size());
}

TEST_CASE("many lines of one word, and one word without an end, are documents") {
  std::string lines;
  for (int i = 0; i < 200'000; ++i) lines += "a\n";
  const std::vector<std::string> texts = {lines, lines + "b", std::string(2'000'000, 'x'), std::string(300'000, ' ')};
  const Scanned scanned = scan_texts(texts);
  CHECK(scanned.report.documents[0].words == 200'000);
  CHECK(scanned.report.documents[1].words == 200'001);
  CHECK(scanned.report.documents[2].words == 1);
  CHECK(scanned.report.documents[3].words == 0);
  REQUIRE(scanned.report.families.size() == 1);
  CHECK(scanned.report.families.front().members.size() == 2);
}
