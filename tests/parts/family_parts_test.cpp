// Families and forms of a part, against those of the whole.
#include "parts/family_parts.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "match/form.h"
#include "match/reissue.h"
#include "nuskha/family.h"
#include "support/catch.h"
#include "support/part_rows.h"
#include "support/reference.h"

using namespace nuskha;
using test::PartRows;

TEST_CASE("families are those of group_families, by ids, without what is alone") {
  std::mt19937_64 random(8);
  for (int round = 0; round < 50; ++round) {
    const std::uint32_t num_texts = 12;
    std::vector<FamilyEdge> edges;
    for (std::uint32_t a = 0; a < num_texts; ++a)
      for (std::uint32_t b = a + 1; b < num_texts; ++b)
        if (random() % 5 == 0) edges.push_back({a, b, 0.4 + 0.05 * static_cast<double>(random() % 12)});
    std::vector<std::uint32_t> cut;
    for (std::uint32_t text = 0; text < num_texts; ++text)
      if (random() % 3 == 0) cut.push_back(text);
    const std::vector<std::uint32_t> expected = group_families(num_texts, edges, cut);
    const auto id = [](std::uint32_t text) { return std::uint64_t{100} + 7 * text; };
    std::vector<TextEdge> by_id;
    for (const FamilyEdge& edge : edges) by_id.push_back({id(edge.a), id(edge.b), edge.strength});
    std::shuffle(by_id.begin(), by_id.end(), random);
    std::vector<std::uint64_t> cut_ids;
    for (const std::uint32_t text : cut) cut_ids.push_back(id(text));
    const std::vector<TextOfFamily> found = group_part(by_id, cut_ids);
    std::size_t i = 0;
    for (std::uint32_t text = 0; text < num_texts; ++text) {
      const auto size = std::count(expected.begin(), expected.end(), expected[text]);
      if (size == 1) continue;
      REQUIRE(i < found.size());
      CHECK(found[i].id == id(text));
      CHECK(found[i].family == id(expected[text]));
      CHECK(found[i].size == size);
      ++i;
    }
    CHECK(i == found.size());
  }
}

namespace {

/// Notices of two forms, of which each two are revisions or templates; the last ones of each are printed twice.
struct Notices {
  test::Texts texts;
  std::vector<std::uint32_t> family_of;
  std::vector<VerifiedPair> pairs;

  explicit Notices(unsigned seed) {
    std::mt19937_64 random(seed);
    WordId next = 5000;
    for (std::uint32_t form = 0; form < 2; ++form) {
      const auto first = static_cast<std::uint32_t>(texts.size());
      for (std::uint32_t i = 0; i < 9; ++i) {
        std::vector<WordId> text;
        for (WordId word = 1; word <= 50; ++word) {
          text.push_back(100 * form + word);
          if (word % 10 == 5)
            for (int k = 0; k < 2; ++k)
              text.push_back(random() % 3 == 0 ? static_cast<WordId>(900 + random() % 4) : next++);
        }
        if (i >= 7) text = texts[first + i - 7], text[2] = next++;
        texts.push_back(text);
        family_of.push_back(first);
      }
    }
    for (std::uint32_t a = 0; a < texts.size(); ++a)
      for (std::uint32_t b = a + 1; b < texts.size(); ++b) {
        const bool is_one = family_of[a] == family_of[b] && random() % 4 != 0;
        VerifiedPair pair{a, b, is_one ? Relation::revision : Relation::template_, {}};
        pair.measurements.similarity = 0.95;
        pair.body_similarity = 0.95;
        pairs.push_back(pair);
      }
  }
};

}  // namespace

TEST_CASE("pairs are marked by what their texts fill into forms, as mark_forms does") {
  std::size_t total_changed = 0;
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    const Notices notices(seed);
    const PartRows rows(notices.texts);
    std::vector<VerifiedPair> expected = notices.pairs;
    mark_forms(test::views(notices.texts), notices.family_of, 1, expected);
    std::vector<FilledText> filled;
    for (const std::uint32_t family : {0u, 9u}) {
      std::vector<TextPair> inner;
      for (const VerifiedPair& pair : notices.pairs)
        if (is_one_document(pair.relation) && notices.family_of[pair.a] == family)
          inner.push_back({rows.id(pair.a), rows.id(pair.b)});
      std::reverse(inner.begin(), inner.end());
      const auto found = fill_form_of(rows.part(family, family + 9), inner);
      REQUIRE(found);
      for (const FilledText& text : *found) {
        ByteWriter out;
        encode_filling(text.filling, out);
        const auto filling = decode_filling(out.bytes());
        REQUIRE(filling);
        filled.push_back({text.id, *filling});
        CHECK_FALSE(decode_filling(out.bytes().substr(1)));
      }
    }
    std::vector<PartPair> pairs;
    for (const VerifiedPair& pair : notices.pairs) pairs.push_back({rows.id(pair.a), rows.id(pair.b), pair});
    mark_pairs(filled, {}, pairs);
    std::size_t num_changed = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      CHECK(pairs[i].pair.relation == expected[i].relation);
      num_changed += pairs[i].pair.relation != notices.pairs[i].relation;
    }
    total_changed += num_changed;
  }
  CHECK(total_changed > 0);
}

TEST_CASE("revisions with the same bodies are reissues") {
  VerifiedPair pair{0, 1, Relation::revision, {}};
  pair.body_similarity = 0.9;
  std::vector<PartPair> pairs = {{5, 8, pair}, {5, 9, pair}, {6, 9, pair}};
  pairs[2].pair.relation = Relation::template_;
  mark_pairs({}, std::vector<TextPair>{{5, 9}, {6, 9}}, pairs);
  CHECK(pairs[0].pair.relation == Relation::revision);
  CHECK(pairs[1].pair.relation == Relation::reissue);
  CHECK(pairs[2].pair.relation == Relation::template_);
}
