// Pairs added by several threads, many of them many times: each comes out once, in order, whatever lies on disk.
#include "match/distinct_pairs.h"

#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

/// Numbers of texts, of which every other one is left out, as those without words are.
std::vector<std::uint32_t> odd_texts(std::size_t count) {
  std::vector<std::uint32_t> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::uint32_t>(2 * i + 1);
  return out;
}

}  // namespace

TEST_CASE("each pair comes out once, in order, for any number of threads") {
  constexpr std::size_t num_texts = 2000;
  constexpr std::size_t rounds = 40;
  constexpr std::size_t pairs_a_round = 30'000;  // more in all than one thread gathers before it sorts
  const std::vector<std::uint32_t> texts = odd_texts(num_texts);
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  std::vector<std::vector<Pair>> drawn(10);  // three of four rounds bring nothing new
  std::set<Pair> expected;
  std::mt19937 random(7);
  for (std::vector<Pair>& pairs : drawn) {
    while (pairs.size() < pairs_a_round) {
      const auto a = static_cast<std::uint32_t>(random() % num_texts);
      const auto b = static_cast<std::uint32_t>(random() % num_texts);
      if (a == b) continue;
      pairs.emplace_back(std::min(a, b), std::max(a, b));
      expected.emplace(2 * pairs.back().first + 1, 2 * pairs.back().second + 1);
    }
  }
  REQUIRE(expected.size() > 150'000);

  for (const unsigned threads : {1u, 4u}) {
    for (const bool on_disk : {false, true}) {
      PageStore pages(1, temporary_folder());
      DistinctPairs pairs(threads, 1, on_disk ? &pages : nullptr);
      parallel_for(threads, rounds, 1, [&](unsigned thread, std::size_t round, std::size_t) {
        for (const auto& [a, b] : drawn[round % drawn.size()]) pairs.add(thread, a, b);
      });
      const PageVector<Candidate> found = pairs.take(texts);
      CHECK(found.size() == expected.size());
      std::size_t wrong = 0;
      auto next = expected.begin();
      for (std::size_t i = 0; i < found.size() && next != expected.end(); ++i, ++next)
        wrong += found[i] != Candidate{next->first, next->second};
      CHECK(wrong == 0);
      CHECK(pairs.take(texts).empty());
    }
  }
}

TEST_CASE("no pair is none") {
  DistinctPairs pairs(3, 0, nullptr);
  CHECK(pairs.take({}).empty());
}
