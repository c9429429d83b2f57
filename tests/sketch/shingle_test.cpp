#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "base/hash.h"
#include "nuskha/sketch.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

std::vector<std::uint64_t> shingles_of(const std::vector<WordId>& words, unsigned width) {
  std::vector<std::uint64_t> out = {99};
  shingle(words, width, out);
  return out;
}

/// The documented bytes of one run of words.
std::uint64_t hash_of(std::span<const WordId> run) {
  std::string bytes;
  for (const WordId word : run)
    for (unsigned byte = 0; byte < 4; ++byte) bytes += static_cast<char>(word >> 8 * byte & 255u);
  return hash64(bytes);
}

}  // namespace

TEST_CASE("shingles are the hashes of all runs of words, for every width and length") {
  std::mt19937_64 random(1);
  for (unsigned width = 1; width <= 16; ++width) {
    for (std::size_t length = 1; length < 24; ++length) {
      std::vector<WordId> words(length);
      for (WordId& word : words) word = static_cast<WordId>(random() % 5);
      std::vector<std::uint64_t> expected;
      if (length <= width) {
        expected.push_back(hash_of(words));
      } else {
        for (std::size_t i = 0; i + width <= length; ++i)
          expected.push_back(hash_of(std::span(words).subspan(i, width)));
      }
      CAPTURE(width, length);
      CHECK(shingles_of(words, width) == expected);
      const auto set = reference::shingles(words, width);
      CHECK(std::set<std::uint64_t>(expected.begin(), expected.end()).size() == set.size());
    }
  }
}

TEST_CASE("single shingles are those of all at their positions") {
  const std::vector<WordId> words = {5, 3, 5, 3, 9, 0x80000001u, 7, 5, 3, 5};
  for (unsigned width = 1; width <= 6; ++width) {
    const std::vector<std::uint64_t> all = shingles_of(words, width);
    const std::vector<std::uint32_t> begins = {0, 3, static_cast<std::uint32_t>(words.size()) - width, 1};
    std::vector<std::uint64_t> found = {1, 2, 3, 4, 5, 6, 7};
    shingle_at(words, begins, width, found);
    CAPTURE(width);
    CHECK(found == std::vector<std::uint64_t>{all[0], all[3], all[words.size() - width], all[1]});
  }
}

TEST_CASE("no words give no shingles, and one word gives one") {
  CHECK(shingles_of({}, 3).empty());
  CHECK(shingles_of({7}, 3).size() == 1);
  CHECK(shingles_of({7, 8}, 3).size() == 1);
  CHECK(shingles_of({7, 8, 9}, 3).size() == 1);
  CHECK(shingles_of({7, 8, 9, 10}, 3).size() == 2);
  CHECK(shingles_of({7}, 3) != shingles_of({8}, 3));
}

TEST_CASE("shingles have their documented values") {
  CHECK(shingles_of({1, 2, 0x80000003u}, 3) == std::vector<std::uint64_t>{0xda6189b25d96e4feu});
  CHECK(shingles_of({1}, 3) == std::vector<std::uint64_t>{0xdb02334e96d65708u});
  CHECK(shingles_of({1, 2}, 3) == std::vector<std::uint64_t>{0x0389e2c8892d5450u});
  CHECK(shingles_of({1, 2, 3, 4, 5}, 3) ==
        std::vector<std::uint64_t>{0x6bbf7429332bea48u, 0x0ec113fa0733b0dau, 0x9c3f11889218476cu});
}
