// Pairs as rows: there and back, by ids and by places.
#include "parts/part_pairs.h"

#include <string>
#include <string_view>
#include <vector>

#include "scan/work_codec.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

VerifiedPair pair_of(std::uint32_t a, std::uint32_t b, Relation relation) {
  VerifiedPair out{a, b, relation, {}};
  out.measurements.words_a = 7;
  out.measurements.rare_shingles = 3;
  out.measurements.similarity = 0.75;
  out.measurements.containment_b = 0.5;
  out.body_similarity = 0.8;
  out.fuzzy_similarity = 0.9;
  return out;
}

PartTexts texts_of(const std::vector<std::uint64_t>& ids) {
  std::vector<std::string> digests;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ByteWriter out;
    encode_document({}, out);
    digests.emplace_back(out.bytes());
  }
  std::vector<TextRow> rows;
  for (std::size_t i = 0; i < ids.size(); ++i) rows.push_back({ids[i], digests[i]});
  return *PartTexts::decode(rows);
}

}  // namespace

TEST_CASE("pairs come back in order, whatever rows they stood in") {
  ByteWriter first;
  encode_pair(first, 5, 1'000'000'000'000, pair_of(0, 0, Relation::excerpt));
  CHECK(first.size() == bytes_of_pair);
  encode_pair(first, 5, 6, pair_of(0, 0, Relation::revision));
  ByteWriter second;
  encode_pair(second, 2, 9, pair_of(0, 0, Relation::shared_passage));
  const std::vector<std::string_view> rows = {first.bytes(), second.bytes(), ""};
  const auto pairs = decode_pairs(rows);
  REQUIRE(pairs);
  REQUIRE(pairs->size() == 3);
  CHECK((*pairs)[0].a == 2);
  CHECK((*pairs)[0].b == 9);
  CHECK((*pairs)[1].b == 6);
  const VerifiedPair& last = (*pairs)[2].pair;
  CHECK((*pairs)[2].b == 1'000'000'000'000);
  CHECK(last.relation == Relation::excerpt);
  CHECK(last.measurements.words_a == 7);
  CHECK(last.measurements.rare_shingles == 3);
  CHECK(last.measurements.similarity == 0.75);
  CHECK(last.measurements.containment_b == 0.5);
  CHECK(last.body_similarity == 0.8);
  CHECK(last.fuzzy_similarity == 0.9);
}

TEST_CASE("pairs of texts that are there have their places, and are written with their ids") {
  const PartTexts texts = texts_of({40, 7, 12});
  ByteWriter out;
  encode_pairs(out, texts, std::vector{pair_of(0, 2, Relation::revision), pair_of(1, 2, Relation::excerpt)});
  const auto pairs = decode_pairs(std::vector{out.bytes()}, texts);
  REQUIRE(pairs);
  REQUIRE(pairs->size() == 2);
  CHECK((*pairs)[0].a == 0);
  CHECK((*pairs)[0].b == 2);
  CHECK((*pairs)[1].a == 1);
  CHECK((*decode_pairs(std::vector{out.bytes()}))[0].b == 40);

  const PartTexts others = texts_of({7, 12});
  const auto missing = decode_pairs(std::vector{out.bytes()}, others);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().where == "text 40");
}

TEST_CASE("half a pair, and a pair the wrong way round, are malformed") {
  ByteWriter out;
  encode_pair(out, 1, 2, pair_of(0, 0, Relation::revision));
  CHECK(decode_pairs(std::vector{out.bytes().substr(1)}).error().code == ErrorCode::malformed);
  out.clear();
  encode_pair(out, 2, 1, pair_of(0, 0, Relation::revision));
  CHECK(decode_pairs(std::vector{out.bytes()}).error().code == ErrorCode::malformed);
}
