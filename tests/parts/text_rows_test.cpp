// What rows beside texts say.
#include "parts/text_rows.h"

#include <optional>
#include <string>
#include <vector>

#include "scan/byte_codec.h"
#include "scan/work_codec.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::string digest_of(std::optional<std::string> date) {
  CorpusDocument document;
  document.record.path = "a/b.txt";
  document.record.title = "Title";
  document.record.date = std::move(date);
  ByteWriter out;
  encode_document(document, out);
  return std::string(out.bytes());
}

}  // namespace

TEST_CASE("documents of a text are counted, and their dates read") {
  const std::string plain = digest_of("2024-05-01");
  const std::string undated = digest_of({});
  ByteWriter held;
  for (const char* day : {"2024-03-01", "", "2021-12-31"}) {
    held.number(std::uint64_t{4});
    held.text(digest_of(*day == '\0' ? std::nullopt : std::optional<std::string>(day)));
  }
  const std::vector<TextRow> texts = {{3, plain}, {7, plain}, {9, undated}};
  const std::vector<PartRow> holders = {{7, held.bytes()}};
  const auto facts = read_holders(texts, holders);
  REQUIRE(facts);
  CHECK((*facts)[0].documents == 1);
  CHECK((*facts)[0].first == "2024-05-01");
  CHECK((*facts)[0].last == "2024-05-01");
  CHECK((*facts)[1].documents == 3);
  CHECK((*facts)[1].first == "2021-12-31");
  CHECK((*facts)[1].last == "2024-03-01");
  CHECK((*facts)[2].documents == 1);
  CHECK((*facts)[2].first.empty());
  CHECK((*facts)[2].last.empty());
  const std::vector<PartRow> torn = {{7, held.bytes().substr(0, held.size() - 1)}};
  CHECK(read_holders(texts, torn).error().where == "text 7");
}

TEST_CASE("sources and passages of those that have none are what is said of them") {
  const std::vector<std::uint64_t> texts = {3, 7, 9};
  ByteWriter source;
  source.number(std::uint64_t{3});
  const std::vector<PartRow> sources = {{7, source.bytes()}, {3, source.bytes()}};
  const auto found = read_sources(texts, sources);
  REQUIRE(found);
  CHECK(found->of_text == std::vector<std::uint64_t>{3, 3, 9});
  CHECK(found->is_shared == std::vector<bool>{true, true, false});
  ByteWriter places;
  for (const std::uint32_t word : {1U, 4U, 6U, 9U}) places.number(word);
  const std::vector<PartRow> rows = {{9, places.bytes()}};
  const auto passages = read_passages(texts, rows);
  REQUIRE(passages);
  CHECK(*passages == PageLists<Passage>{{}, {}, {{1, 4}, {6, 9}}});
  const std::vector<PartRow> torn = {{9, "123"}};
  CHECK(read_passages(texts, torn).error().code == ErrorCode::malformed);
  CHECK(read_sources(texts, torn).error().code == ErrorCode::malformed);
}
