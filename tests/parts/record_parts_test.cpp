// Documents by text, and records of documents from parts.
#include "parts/record_parts.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "match/text_groups.h"
#include "scan/work_codec.h"
#include "support/catch.h"
#include "support/part_rows.h"

using namespace nuskha;
using test::Met;

namespace {

CorpusDocument document_of(const std::string& path, std::uint64_t text, std::uint64_t source) {
  CorpusDocument out;
  out.record.path = path;
  out.record.words = 4;
  out.record.text_hash = {text, text};
  out.source_hash = {source, source};
  out.layout_hash = {source / 2, 1};
  out.spelling_hash = {text, text};
  return out;
}

std::string digest_of(const CorpusDocument& document, std::span<const WordId> words) {
  CorpusDocument with_words = document;
  with_words.text.words = words;
  ByteWriter out;
  encode_document(with_words, out);
  return std::string(out.bytes());
}

}  // namespace

TEST_CASE("documents with one text meet, whatever shard and part they come from") {
  const std::vector<WordId> words = {1, 2, 3, 4};
  std::vector<std::string> digests;
  std::vector<TextIdentity> identities;
  for (std::uint64_t i = 0; i < 40; ++i) {
    const CorpusDocument document = document_of("d" + std::to_string(i), i * i % 11, i % 3 == 0 ? i : i % 7);
    digests.push_back(digest_of(document, words));
    identities.push_back(
        {document.source_hash, document.layout_hash, document.record.text_hash, document.spelling_hash, true});
  }
  for (const std::uint64_t num_shards : {1u, 5u}) {
    Met dealt;
    for (std::uint64_t begin = 0; begin < digests.size(); begin += 9) {
      std::vector<DocumentRow> rows;
      for (std::uint64_t i = begin; i < std::min<std::uint64_t>(begin + 9, digests.size()); ++i)
        rows.push_back({i, digests[i]});
      auto blobs = deal_documents(rows, Level::spelling, num_shards);
      REQUIRE(blobs);
      dealt.add(*std::move(blobs));
    }
    std::map<std::uint64_t, std::vector<std::uint64_t>> found;
    dealt.for_each([&](std::uint64_t, const std::vector<std::string_view>& blobs) {
      const auto texts = group_documents(blobs, Level::spelling);
      REQUIRE(texts);
      for (const DocumentsOfText& text : *texts) found[text.numbers.front()] = text.numbers;
    });
    const PageLists<std::uint32_t> expected = group_equal_texts(identities, Level::spelling);
    REQUIRE(found.size() == expected.size());
    std::size_t i = 0;
    for (const auto& [first, numbers] : found) {
      CHECK(std::vector<std::uint64_t>(expected[i].begin(), expected[i].end()) == numbers);
      ++i;
    }
  }
}

namespace {

/// Facts of documents with one text.
std::string facts_of(std::uint64_t first, std::uint64_t count, std::uint64_t text) {
  ByteWriter out;
  for (std::uint64_t i = first; i < first + count; ++i) {
    out.number(i);
    out.text(digest_of(document_of("d" + std::to_string(1000 + i), text, 2 * text), {}));
  }
  return std::string(out.bytes());
}

}  // namespace

TEST_CASE("copies become pairs, and families unless their text is in one with others") {
  const std::string five = facts_of(3, 2, 5);
  const std::string six = facts_of(10, 3, 6);
  const std::vector<TextRow> rows = {{10, six}, {3, five}};
  const auto all = report_copies(rows, {});
  REQUIRE(all);
  CHECK(all->report.pairs.size() == 1 + 3);
  CHECK(all->report.families.size() == 2);
  CHECK(all->texts == std::vector<std::uint64_t>{3, 10});
  const auto some = report_copies(rows, std::vector<std::uint64_t>{3});
  REQUIRE(some);
  CHECK(some->report.pairs.size() == 1 + 3);
  REQUIRE(some->report.families.size() == 1);
  CHECK(some->texts == std::vector<std::uint64_t>{10});
  CHECK(some->report.families[0].members.size() == 3);
}

TEST_CASE("a pair of texts is a pair of each two documents, or of the first ones if these are many") {
  VerifiedPair pair{0, 0, Relation::extension, {}};
  pair.measurements.containment_a = 0.25;
  const std::string few = facts_of(3, 2, 5);
  const std::string some = facts_of(10, 3, 6);
  const std::string many = facts_of(20, 150, 7);
  const auto report = report_pairs(std::vector<TextRow>{{3, few}, {10, some}}, std::vector<PartPair>{{3, 10, pair}});
  REQUIRE(report);
  CHECK(report->pairs.size() == 6);
  CHECK(report->documents.path(report->pairs[0].a) == "d1003");
  CHECK(report->pairs[0].relation == Relation::extension);
  const auto first = first_facts(many);
  REQUIRE(first);
  CHECK(first->size() < many.size());
  CHECK(first_facts(some) == some);
  for (const std::string* const facts : {&many, &*first}) {
    const auto large = report_pairs(std::vector<TextRow>{{3, few}, {20, *facts}}, std::vector<PartPair>{{3, 20, pair}});
    REQUIRE(large);
    REQUIRE(large->pairs.size() == 1);
    CHECK(large->documents.path(large->pairs[0].b) == "d1020");
  }
  CHECK_FALSE(report_pairs(std::vector<TextRow>{{3, few}}, std::vector<PartPair>{{3, 10, pair}}));
  CHECK_FALSE(first_facts("torn"));
}

TEST_CASE("a family has its texts' documents, and fails where some are missing") {
  const test::PartRows rows({{1, 2, 3, 4}, {1, 2, 3, 5}}, 3, 7);
  const std::string few = facts_of(3, 2, 5);
  const std::string some = facts_of(10, 3, 6);
  VerifiedPair pair{0, 0, Relation::revision, {}};
  pair.measurements.similarity = pair.body_similarity = 0.75;
  const std::vector<PartPair> pairs = {{3, 10, pair}};
  const auto report = report_family(rows.whole(), std::vector<TextRow>{{10, some}, {3, few}}, pairs);
  REQUIRE(report);
  REQUIRE(report->families.size() == 1);
  CHECK(report->families[0].members.size() == 5);
  CHECK(report->families[0].cohesion == 0.75);
  CHECK_FALSE(report_family(rows.whole(), std::vector<TextRow>{{3, few}}, {}));
}
