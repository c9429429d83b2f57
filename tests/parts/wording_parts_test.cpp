// Families of wordings joined from parts, against group_passages on the whole.
#include "parts/wording_parts.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "match/passage_families.h"
#include "support/catch.h"
#include "support/part_archive.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

/// What is said of one family: documents, and of each variant the example and documents.
struct Said {
  std::uint64_t documents = 0;
  std::vector<std::tuple<PartPlace, std::uint64_t, std::string, std::string>> variants;
  friend bool operator==(const Said&, const Said&) = default;
};

/// Random passages, most of them from block to block.
std::vector<Passage> random_passages(std::mt19937_64& random, const MatchText& text) {
  std::vector<Passage> out;
  std::uint32_t begin = 0;
  for (const std::uint32_t end : text.block_ends) {
    if (random() % 2 == 0) {
      if (!out.empty() && out.back().end == begin)
        out.back().end = end;
      else
        out.push_back({begin + (end - begin > 8 ? static_cast<std::uint32_t>(random() % 3) : 0), end});
    }
    begin = end;
  }
  return out;
}

Result<std::vector<PartFamily>> group_parts(const test::PartArchive& archive, const PageLists<Passage>& passages,
                                            const std::vector<HolderFacts>& holders,
                                            const std::vector<std::uint64_t>& sources, std::size_t least_sources,
                                            std::size_t in_part, std::uint64_t num_shards) {
  test::Deal kept;
  test::Deal counts;
  for (std::size_t begin = 0; begin < archive.size(); begin += in_part) {
    const std::size_t end = std::min(begin + in_part, archive.size());
    const PartTexts texts = archive.part(begin, end);
    PageLists<Passage> own;
    for (std::size_t text = begin; text < end; ++text) own.push_back(passages[text]);
    const CutPassages cut = cut_passages(
        {texts, std::span(holders).subspan(begin, end - begin), std::span(sources).subspan(begin, end - begin), own},
        num_shards);
    for (const std::string& blob : cut.pieces) kept.send(begin, begin, blob);
    counts.send(begin, cut.counts);
  }
  test::Deal totals;
  counts.for_each([&](std::uint64_t shard, const auto& from, const auto& blobs) {
    const auto total = total_pieces(blobs);
    REQUIRE(total);
    for (std::size_t i = 0; i < blobs.size(); ++i) totals.send(shard, from[i], (*total)[i]);
  });
  test::Deal wordings;
  test::Deal held;
  kept.for_each([&](std::uint64_t part, const auto&, const auto& blobs) {
    const auto found = collect_wordings(blobs, totals.at(part), least_sources, num_shards);
    REQUIRE(found);
    wordings.send(part, found->wordings);
    held.send(part, found->held);
  });
  test::Deal distinct;
  wordings.for_each([&](std::uint64_t shard, const auto&, const auto& blobs) {
    const auto merged = merge_wordings(blobs);
    REQUIRE(merged);
    for (const std::string& blob : *merged) distinct.send(shard, 0, blob);
  });
  const auto placed = place_wordings(distinct.at(0), num_shards);
  REQUIRE(placed);
  test::Deal of_wordings;
  test::Deal variants;
  of_wordings.send(0, placed->placed);
  variants.send(0, placed->variants);
  test::Deal members;
  held.for_each([&](std::uint64_t shard, const auto&, const auto& blobs) {
    const Result<Blobs> dealt = deal_holders(blobs, of_wordings.at(shard), num_shards);
    REQUIRE(dealt);
    members.send(shard, *dealt);
  });
  std::vector<PartFamily> out;
  for (std::uint64_t shard = 0; shard < num_shards; ++shard) {
    const auto families = join_families(variants.at(shard), members.at(shard), least_sources);
    if (!families) return families;
    for (const PartFamily& family : *families) {
      const auto again = decode_family(encode_family(family));
      REQUIRE(again);
      out.push_back(*again);
    }
  }
  std::sort(out.begin(), out.end(), [](const PartFamily& x, const PartFamily& y) {
    return std::tie(y.documents, x.variants.front().example) < std::tie(x.documents, y.variants.front().example);
  });
  return out;
}

}  // namespace

TEST_CASE("parts make the families of wordings that the whole archive has") {
  std::mt19937_64 random(21);
  std::size_t num_variants = 0;
  std::size_t num_left_out = 0;
  const std::vector<std::string> days = {"", "2024-01-05", "2024-03-01", "2023-12-31"};
  const int trials = reference::trials(60);
  for (int trial = 0; trial < trials; ++trial) {
    const test::PartArchive archive(random, 1 + random() % 300);
    const std::vector<MatchText> texts = archive.texts();
    PageLists<Passage> passages;
    std::vector<HolderFacts> holders;
    PageLists<std::uint32_t> documents;
    std::vector<std::uint32_t> source_of;
    std::vector<std::uint64_t> sources;
    std::uint32_t num_documents = 0;
    for (std::uint32_t text = 0; text < texts.size(); ++text) {
      passages.push_back(random_passages(random, texts[text]));
      std::vector<std::uint32_t> own(1 + random() % 3);
      for (std::uint32_t& document : own) document = num_documents++;
      documents.push_back(own);
      const std::string& day = days[random() % days.size()];
      holders.push_back({own.size(), day, day});
      source_of.push_back(random() % 2 == 0 && text > 0 ? source_of[random() % text] : text);
      sources.push_back(archive.ids()[source_of.back()]);
    }
    const std::size_t least_sources = 1 + random() % 3;
    std::vector<Said> truth;
    const auto all = group_passages({texts, passages, documents, source_of, least_sources});
    for (const PassageFamily& family : all) {
      Said& said = truth.emplace_back();
      said.documents = family.documents;
      for (const PassageVariant& variant : family.variants) {
        std::string first;
        std::string last;
        for (const PassagePlace& place : variant.places) {
          const std::string_view day = holders[place.text].first;
          if (!day.empty() && (first.empty() || day < first)) first = day;
          last = std::max(last, std::string(day));
        }
        const PassagePlace& example = variant.example;
        said.variants.emplace_back(PartPlace{archive.ids()[example.text], example.words, example.is_part},
                                   variant.documents, first, last);
      }
      num_variants += said.variants.size();
    }
    num_left_out += group_passages({texts, passages, documents, source_of, 1}).size() - all.size();

    const auto found =
        group_parts(archive, passages, holders, sources, least_sources, 1 + random() % 40, 1 + random() % 5);
    REQUIRE(found);
    std::vector<Said> got;
    for (const PartFamily& family : *found) {
      Said& said = got.emplace_back();
      said.documents = family.documents;
      for (const PartVariant& variant : family.variants)
        said.variants.emplace_back(variant.example, variant.documents, variant.first, variant.last);
    }
    CHECK(got == truth);
  }
  CHECK(num_variants > static_cast<std::size_t>(8 * trials));
  CHECK(num_left_out > static_cast<std::size_t>(trials));
}

TEST_CASE("torn passages are told") {
  const std::vector<std::string_view> torn = {"123"};
  CHECK(total_pieces(torn).error().code == ErrorCode::malformed);
  CHECK(collect_wordings(torn, {}, 1, 1).error().code == ErrorCode::malformed);
  CHECK(merge_wordings(torn).error().code == ErrorCode::malformed);
  CHECK(place_wordings(torn, 1).error().code == ErrorCode::malformed);
  CHECK(deal_holders(torn, {}, 1).error().code == ErrorCode::malformed);
  CHECK(join_families(torn, {}, 1).error().code == ErrorCode::malformed);
  CHECK(decode_family("1").error().code == ErrorCode::malformed);
}

TEST_CASE("passages are quoted from block to block, and what isn't there gives nothing") {
  const std::vector<Passage> passages = {{0, 2}, {2, 4}, {3, 4}, {9, 12}, {2, 2}};
  const auto quotes = quote_passages("First line!\n\n(Write to us.) Soon", Level::spelling, passages);
  CHECK(quotes == std::vector<std::string>{"First line!", "(Write to", "to", "", ""});
}
