#include "archive/anchors.h"

#include <algorithm>
#include <random>
#include <set>

#include "nuskha/sketch.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::vector<WordId> random_words(std::mt19937_64& random, std::size_t count, WordId most = 0x7FFFFFFF) {
  std::vector<WordId> out(count);
  for (WordId& word : out) word = static_cast<WordId>(random() % most);
  return out;
}

/// The definition, spelt out.
std::vector<std::uint32_t> slow_anchors(const std::vector<WordId>& words) {
  std::vector<std::uint64_t> shingles;
  shingle(words, default_shingle_words, shingles);
  const std::set<std::uint64_t> distinct(shingles.begin(), shingles.end());
  std::set<std::uint32_t> out;
  std::size_t position = 0;
  for (const std::uint64_t one : distinct)
    if (position++ < least_anchors || one < anchor_bound) out.insert(anchor_of(one));
  return {out.begin(), out.end()};
}

}  // namespace

TEST_CASE("anchors are the lowest shingles, and those below the bound") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    const std::vector<WordId> words = random_words(random, random() % 600, round % 2 == 0 ? 9 : 0x7FFFFFFF);
    std::vector<std::uint32_t> anchors;
    select_anchors(words, anchors);
    CHECK(anchors == slow_anchors(words));
  }
}

TEST_CASE("a short text has all of its shingles as anchors, and an empty one none") {
  std::mt19937_64 random(2);
  std::vector<std::uint32_t> anchors;
  std::vector<std::uint32_t> all;
  for (std::size_t length = 0; length <= 18; ++length) {
    const std::vector<WordId> words = random_words(random, length);
    select_anchors(words, anchors);
    all_anchors(words, all);
    CHECK(anchors == all);
    CHECK(anchors.empty() == (length == 0));
  }
}

TEST_CASE("every anchor that is stored of a text is among those that are looked up for it") {
  std::mt19937_64 random(3);
  std::vector<std::uint32_t> anchors;
  std::vector<std::uint32_t> all;
  for (int round = 0; round < 50; ++round) {
    const std::vector<WordId> words = random_words(random, 2000);
    select_anchors(words, anchors);
    all_anchors(words, all);
    CHECK(std::includes(all.begin(), all.end(), anchors.begin(), anchors.end()));
    // One shingle in sixteen of 1998: 125, give or take five standard deviations.
    CHECK(anchors.size() > 70);
    CHECK(anchors.size() < 180);
  }
}
