// What remains of a long text without some of its blocks, against the same found slowly.
#include "match/long_closing.h"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;

Words random_words(std::mt19937_64& random, std::size_t count, WordId vocabulary) {
  Words out(count);
  for (WordId& word : out) word = 1 + static_cast<WordId>(random() % vocabulary);
  return out;
}

std::vector<std::uint32_t> distinct_shingles(const Words& words, unsigned width) {
  TextShingles shingles(width);
  const auto found = shingles.distinct(words);
  return {found.begin(), found.end()};
}

bool stands_in(std::span<const WordId> block, const std::vector<std::uint32_t>& close, unsigned width) {
  const std::vector<std::uint32_t> own = distinct_shingles({block.begin(), block.end()}, width);
  const auto common = std::count_if(own.begin(), own.end(), [&](std::uint32_t shingle) {
    return std::find(close.begin(), close.end(), shingle) != close.end();
  });
  return static_cast<double>(common) >= least_common_of_block * static_cast<double>(own.size());
}

}  // namespace

TEST_CASE("what remains of a long text is what a new text of those blocks holds") {
  std::mt19937_64 random(1);
  std::size_t num_gone = 0;
  std::size_t num_found = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto width = static_cast<unsigned>(1 + random() % 4);
    const WordId vocabulary = round % 2 == 0 ? 4 : 40;
    Words words;
    std::vector<LongClosing::Block> blocks;
    Words close;
    const std::size_t num_blocks = random() % 8;
    for (std::size_t i = 0; i < num_blocks; ++i) {
      const Words block = random_words(random, random() % 7, vocabulary);
      const auto begin = static_cast<std::uint32_t>(words.size());
      words.insert(words.end(), block.begin(), block.end());
      if (random() % 8 == 0) continue;  // set aside for good
      blocks.push_back({begin, static_cast<std::uint32_t>(words.size()), random() % 3 != 0});
      if (random() % 2 == 0) close.insert(close.end(), block.begin(), block.end());
    }
    const std::vector<std::uint32_t> of_close = distinct_shingles(close, width);
    LongClosing long_closing(width);
    long_closing.set_text(words, blocks);
    for (const bool is_empty : {false, true, false}) {  // the one before leaves nothing behind
      const std::vector<std::uint32_t> now = is_empty ? std::vector<std::uint32_t>() : of_close;
      const auto goes = [&](std::span<const WordId> block) { return stands_in(block, now, width); };
      Words rest;
      for (const LongClosing::Block& block : blocks) {
        const std::span own = std::span<const WordId>(words).subspan(block.begin, block.end - block.begin);
        if (block.may_go && goes(own)) {
          num_gone += own.size();
        } else {
          rest.insert(rest.end(), own.begin(), own.end());
        }
      }
      long_closing.set_aside(now, goes);
      CAPTURE(round, width);
      CHECK(long_closing.num_words() == rest.size());
      const std::vector<std::uint32_t> of_rest = distinct_shingles(rest, width);
      std::vector<std::uint32_t> others = distinct_shingles(words, width);
      const std::vector<std::uint32_t> more = distinct_shingles(random_words(random, 30, vocabulary), width);
      others.insert(others.end(), of_rest.begin(), of_rest.end());
      others.insert(others.end(), more.begin(), more.end());
      std::sort(others.begin(), others.end());
      others.erase(std::unique(others.begin(), others.end()), others.end());
      CHECK(long_closing.count_common(others, 1000) == of_rest.size());
      CHECK(long_closing.count_common(others, 2) == std::min<std::size_t>(2, of_rest.size()));
      num_found += of_rest.size();
    }
  }
  CHECK(num_gone > 1000);
  CHECK(num_found > 1000);
}
