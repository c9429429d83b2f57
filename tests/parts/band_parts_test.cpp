// LSH in parts and shards against LSH of the whole.
#include "parts/band_parts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "match/candidates.h"
#include "parts/candidate_parts.h"
#include "support/catch.h"
#include "support/part_rows.h"
#include "support/reference.h"

using namespace nuskha;
using test::Met;
using test::PartRows;

namespace {

/// Near-copies of some texts, many of each, and texts that are alone.
test::Texts crowded_texts(unsigned seed) {
  std::mt19937_64 random(seed);
  test::Texts texts = {{}, {1}, {1, 2}};
  WordId next = 1000;
  for (const std::size_t copies : {40u, 25u, 3u}) {
    const std::vector<WordId> base = reference::fresh_words(next, 80);
    for (std::size_t i = 0; i < copies; ++i) {
      std::vector<WordId> text = base;
      for (std::size_t k = 0; k < i % 9; ++k) text[random() % text.size()] = next++;
      texts.push_back(text);
    }
  }
  for (int i = 0; i < 30; ++i) texts.push_back(reference::fresh_words(next, 10 + random() % 30));
  std::shuffle(texts.begin(), texts.end(), random);
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::shuffle(texts.begin(), texts.end(), random);
  return texts;
}

struct Joined {
  std::vector<Candidate> pairs;
  std::vector<std::uint32_t> cut;
  std::size_t hot = 0;
};

/// All buckets are linked at once: they needn't hang together for that.
Joined join_in_parts(const PartRows& rows, std::size_t part_size, const BandPlan& plan) {
  Met dealt;
  for (const PartTexts& part : rows.parts(part_size)) dealt.add(deal_bands(part, plan));
  std::vector<TextPair> pairs;
  std::vector<HotBucket> hot;
  dealt.for_each([&](std::uint64_t shard, const std::vector<std::string_view>& blobs) {
    const auto found = join_bands(shard, blobs, {}, plan);
    REQUIRE(found);
    pairs.insert(pairs.end(), found->pairs.begin(), found->pairs.end());
    hot.insert(hot.end(), found->hot.begin(), found->hot.end());
  });
  Joined out;
  out.hot = hot.size();
  if (!hot.empty()) {
    std::set<std::uint64_t> ids;
    for (const HotBucket& bucket : hot) ids.insert(bucket.texts.begin(), bucket.texts.end());
    const std::vector<std::uint64_t> wanted(ids.begin(), ids.end());
    const PartTexts texts = rows.of(wanted);
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < texts.size(); ++i) places.push_back(i);
    const auto keys = band_keys_of(texts, places, plan.bands);
    std::reverse(hot.begin(), hot.end());
    const HotLinks links = link_hot_buckets(hot, wanted, keys, plan);
    Met cut;
    cut.add(deal_cut_texts(links.cut, keys, plan));
    pairs = links.pairs;
    dealt.for_each([&](std::uint64_t shard, const std::vector<std::string_view>& blobs) {
      std::vector<CutText> of_shard;
      for (const std::string_view blob : cut.of(shard)) {
        BlobReader in(blob);
        while (!in.is_at_end()) {
          const auto id = in.take<std::uint64_t>();
          of_shard.push_back({id, in.take<std::uint64_t>()});
        }
      }
      std::sort(of_shard.begin(), of_shard.end());
      const auto found = join_bands(shard, blobs, of_shard, plan);
      REQUIRE(found);
      pairs.insert(pairs.end(), found->pairs.begin(), found->pairs.end());
    });
    for (const CutText& text : links.cut) out.cut.push_back(static_cast<std::uint32_t>(rows.index(text.id)));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  for (const TextPair& pair : pairs)
    out.pairs.push_back(
        {static_cast<std::uint32_t>(rows.index(pair.a)), static_cast<std::uint32_t>(rows.index(pair.b))});
  return out;
}

}  // namespace

TEST_CASE("parts of any size and any number of shards find what LSH finds") {
  for (const unsigned seed : {1u, 2u, 3u}) {
    const test::Texts texts = crowded_texts(seed);
    const PartRows rows(texts);
    for (const std::size_t max_bucket : {8u, 20u, 1000u}) {
      const Bands bands{30, 2};
      const Candidates expected = lsh_join(test::views(texts), default_shingle_words, bands, 1, max_bucket);
      for (const auto& [part_size, splits] : {std::pair<std::size_t, std::uint64_t>{7, 1}, {50, 3}, {1000, 5}}) {
        const Joined found = join_in_parts(rows, part_size, {bands, splits, max_bucket});
        CHECK(found.pairs == std::vector<Candidate>(expected.pairs.begin(), expected.pairs.end()));
        CHECK(found.cut == expected.cut_texts);
        CHECK(found.hot == expected.buckets_cut);
      }
      CHECK((expected.buckets_cut > 0) == (max_bucket < 1000));
    }
  }
}

TEST_CASE("texts may be any number of texts apart") {
  const test::Texts texts = crowded_texts(4);
  const PartRows near(texts);
  const PartRows far(texts, 7, (std::uint64_t{1} << 31) + 5);  // every third is in another range of 32 bits
  for (const std::uint64_t splits : {1u, 3u}) {
    const BandPlan plan{{30, 2}, splits, 20};
    const Joined expected = join_in_parts(near, texts.size(), plan);
    const Joined found = join_in_parts(far, texts.size(), plan);
    CHECK(found.pairs == expected.pairs);
    CHECK(found.cut == expected.cut);
    CHECK(found.hot == expected.hot);
    CHECK((!expected.pairs.empty() && expected.hot > 0));
  }
}

TEST_CASE("torn band keys are an error") {
  const PartRows rows({{1, 2, 3, 4}, {1, 2, 3, 5}});
  const BandPlan plan{{4, 1}, 1, 128};
  const Blobs blobs = deal_bands(rows.whole(), plan);
  REQUIRE(blobs.size() == 4);
  const std::string_view torn = std::string_view(blobs[0].data).substr(0, blobs[0].data.size() - 1);
  CHECK_FALSE(join_bands(0, std::vector{torn}, {}, plan));
}
