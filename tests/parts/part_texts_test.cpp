// Texts as rows: their order, repetitions, and rows that aren't whole.
#include "parts/part_texts.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/part_rows.h"

using namespace nuskha;

TEST_CASE("texts stand in the order of their ids, each once") {
  const test::PartRows rows({{1, 2, 3}, {}, {4}}, 10, 5);
  const auto texts = PartTexts::decode(std::vector{rows.row(2), rows.row(0), rows.row(1), rows.row(0)});
  REQUIRE(texts);
  REQUIRE(texts->size() == 3);
  CHECK(texts->ids()[0] == 10);
  CHECK(texts->ids()[2] == 20);
  CHECK(texts->texts()[0].words.size() == 3);
  CHECK(texts->texts()[0].words[2] == 3);
  CHECK(texts->texts()[1].words.empty());
  CHECK(texts->documents()[2].record.path == "2");
  CHECK(texts->place(15) == 1u);
  CHECK_FALSE(texts->place(16));
  CHECK_FALSE(texts->place(100));
}

TEST_CASE("a row that isn't whole is named") {
  const test::PartRows rows({{1, 2, 3}});
  const std::string whole(rows.row(0).digest);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto texts = PartTexts::decode(std::vector{TextRow{77, std::string_view(whole).substr(0, size)}});
    REQUIRE_FALSE(texts);
    CHECK(texts.error().code == ErrorCode::malformed);
    CHECK(texts.error().where == "text 77");
    CHECK(words_of_digest(std::string_view(whole).substr(0, size)) == 0);
  }
  CHECK(words_of_digest(whole) == 3);
}

TEST_CASE("shards spread keys that differ in a few bits only") {
  std::vector<std::size_t> count(7);
  for (std::uint64_t key = 0; key < 70'000; ++key) ++count[shard_of(key << 20, 7)];
  for (const std::size_t n : count) {
    CHECK(n > 8'000);
    CHECK(n < 12'000);
  }
}
