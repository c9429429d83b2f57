// Documents packed and unpacked.
#include "scan/corpus_documents.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;

namespace {

const std::vector<WordId> words = {1, 2, 3, 4, 5};

CorpusDocument document(std::string path, std::uint64_t n) {
  CorpusDocument out;
  out.record.path = std::move(path);
  out.record.bytes = 10 * n;
  out.record.words = n;
  if (n % 2 == 0) out.record.date = "2021-04-15";
  if (n % 3 == 0) out.record.date_source = DateSource::file_name;
  if (n % 5 == 0) out.record.date_readings = {"2021-04-05", "2021-05-04"};
  if (n % 7 == 0) out.record.title = n % 14 == 0 ? "" : "A title " + std::to_string(n);
  out.record.text_hash = {n, n + 1};
  if (n % 11 == 0) out.record.encoding = "windows-1256";
  out.record.encoding_detected = n % 13 == 0;
  out.source_hash = {n + 2, n + 3};
  out.layout_hash = {n + 4, n + 5};
  out.spelling_hash = {n + 6, n + 7};
  out.text = {std::span(words).first(n % 6), n, n + 1, {}, {}};
  return out;
}

bool is_same(const CorpusDocument& a, const CorpusDocument& b) {
  return a.record.path == b.record.path && a.record.bytes == b.record.bytes && a.record.words == b.record.words &&
         a.record.date == b.record.date && a.record.date_source == b.record.date_source &&
         a.record.date_readings == b.record.date_readings && a.record.title == b.record.title &&
         a.record.text_hash == b.record.text_hash && a.record.encoding == b.record.encoding &&
         a.record.encoding_detected == b.record.encoding_detected && a.source_hash == b.source_hash &&
         a.layout_hash == b.layout_hash && a.spelling_hash == b.spelling_hash &&
         a.text.words.data() == b.text.words.data() && a.text.words.size() == b.text.words.size() &&
         a.text.date_begin == b.text.date_begin && a.text.date_end == b.text.date_end;
}

}  // namespace

TEST_CASE("documents come out as they went in, from memory and from disk") {
  const testing::TemporaryFolder folder;
  PageStore small(1, folder.path());
  for (PageStore* const pages : {static_cast<PageStore*>(nullptr), &small}) {
    CorpusDocuments documents(pages);
    std::vector<CorpusDocument> expected;
    for (std::uint64_t n = 0; n < 20'000; ++n) {
      expected.push_back(document(std::string(n % 300, 'p') + std::to_string(n), n));
      documents.push_back(expected.back());
    }
    expected.push_back(document(std::string(3'000'000, 'x'), 1));  // larger than a chunk
    documents.push_back(expected.back());
    documents.seal();
    small.relieve();
    REQUIRE(documents.size() == expected.size());
    std::size_t num_wrong = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      num_wrong += !is_same(documents[i], expected[i]);
      const PackedDocument packed = documents.packed(i);
      num_wrong += packed.path() != expected[i].record.path || packed.source_hash() != expected[i].source_hash ||
                   packed.date() != expected[i].record.date ||
                   packed.text().words.size() != expected[i].text.words.size();
      const TextIdentity identity = packed.identity();
      num_wrong += identity.source != expected[i].source_hash || identity.layout != expected[i].layout_hash ||
                   identity.text != expected[i].record.text_hash || identity.spelling != expected[i].spelling_hash ||
                   identity.has_words != !expected[i].text.words.empty();
    }
    CHECK(num_wrong == 0);
    std::size_t i = 0;
    for (const CorpusDocument& one : documents) num_wrong += !is_same(one, expected[i++]);
    CHECK(num_wrong == 0);
    CHECK(is_same(documents.front(), expected.front()));
    CHECK(is_same(documents.back(), expected.back()));
  }
  CHECK(small.bytes_on_disk() > 3'000'000);
}

TEST_CASE("documents are sorted by the bytes of their paths, then by their sources, and merged so") {
  std::vector<CorpusDocuments> parts;
  for (int part = 0; part < 3; ++part) parts.emplace_back();
  parts[0].push_back(document("b", 9));
  parts[0].push_back(document("a\xff", 1));
  parts[0].push_back(document("b", 3));
  parts[2].push_back(document("", 4));
  parts[2].push_back(document("b", 5));
  parts[2].push_back(document("a", 5));
  for (CorpusDocuments& part : parts) part.sort();
  const CorpusDocuments all = CorpusDocuments::merge(std::move(parts));
  std::vector<std::pair<std::string, std::uint64_t>> found;
  for (const CorpusDocument& one : all) found.emplace_back(one.record.path, one.record.words);
  const std::vector<std::pair<std::string, std::uint64_t>> expected = {{"", 4},  {"a", 5}, {"a\xff", 1},
                                                                       {"b", 3}, {"b", 5}, {"b", 9}};
  CHECK((found == expected));
  CHECK(CorpusDocuments::merge({}).empty());
}
