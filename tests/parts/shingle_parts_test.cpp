// Rare shingles counted on parts, and the passages found with them, against passage_join on the whole.
#include "parts/shingle_parts.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "match/candidates.h"
#include "support/catch.h"
#include "support/part_archive.h"
#include "support/reference.h"

using namespace nuskha;

TEST_CASE("with what parts know of shingles the passages of the whole archive are found") {
  constexpr unsigned shingle_words = 3;
  std::mt19937_64 random(9);
  std::size_t num_found = 0;
  for (int trial = 0; trial < reference::trials(40); ++trial) {
    const test::PartArchive archive(random, 2 + random() % 300);
    const std::vector<MatchText> texts = archive.texts();
    const JoinFloor floor = join_floor(0.7, shingle_words);
    std::vector<Candidate> pairs;
    for (std::uint32_t a = 0; a < texts.size(); ++a)
      for (std::uint32_t b = a + 1; b < texts.size(); ++b)
        if (random() % 3 == 0) pairs.push_back({a, b});
    const std::vector<Candidate> truth = passage_join(texts, shingle_words, pairs, floor, 1);

    const std::size_t in_part = 1 + random() % 40;
    const ShingleCounting counting{shingle_words, 1 + random() % 5};
    test::Deal counts;
    for (std::size_t begin = 0; begin < archive.size(); begin += in_part)
      counts.send(begin, count_shingles(archive.part(begin, std::min(begin + in_part, archive.size())), counting));
    test::Deal answers;
    counts.for_each([&](std::uint64_t shard, const auto& from, const auto& blobs) {
      const auto answered = reached_keys(blobs, blobs.size(), least_texts_of_common_shingle(shingle_words));
      REQUIRE(answered);
      for (std::size_t i = 0; i < blobs.size(); ++i) answers.send(shard, from[i], (*answered)[i]);
    });
    std::vector<std::string> rare;
    for (std::size_t begin = 0; begin < archive.size(); begin += in_part) {
      const auto found = find_rare_shingles(archive.part(begin, std::min(begin + in_part, archive.size())),
                                            shingle_words, answers.at(begin));
      REQUIRE(found);
      rare.insert(rare.end(), found->begin(), found->end());
    }
    const std::vector<std::string_view> bits(rare.begin(), rare.end());
    const std::vector<Candidate> found = passage_join_known(texts, bits, shingle_words, pairs, floor);
    CHECK(found == truth);
    num_found += found.size();
  }
  CHECK(num_found > 100);
  CHECK(passage_join_known({}, {}, shingle_words, {}, join_floor(0.7, shingle_words)).empty());
}
