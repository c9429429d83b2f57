// Candidates by blocks of second texts: all of them, and within a block in their order.
#include "match/candidate_order.h"

#include <algorithm>
#include <random>
#include <vector>

#include "support/catch.h"
#include "support/match_texts.h"

using namespace nuskha;

namespace {

std::vector<Candidate> random_candidates(std::uint32_t num_texts, std::size_t count) {
  std::mt19937 random(7);
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto a = static_cast<std::uint32_t>(random() % (num_texts - 1));
    out.push_back({a, static_cast<std::uint32_t>(a + 1 + random() % (num_texts - 1 - a))});
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

TEST_CASE("where the words don't fit, candidates come by blocks of second texts") {
  constexpr std::uint32_t num_texts = 300;
  const test::Texts texts(num_texts, std::vector<WordId>(25, 1));  // 100 bytes each
  const std::vector<MatchText> views = test::views(texts);
  const std::vector<Candidate> candidates = random_candidates(num_texts, 5000);
  PageStore pages(std::uint64_t{1} << 30, temporary_folder());

  const CandidateOrder order(views, candidates, 6000, &pages);  // 60 texts a block
  REQUIRE(order.candidates().size() == candidates.size());
  CHECK(std::is_sorted(order.candidates().begin(), order.candidates().end(), [](const auto& x, const auto& y) {
    return std::tuple(x.b / 60, x.a, x.b) < std::tuple(y.b / 60, y.a, y.b);
  }));
  std::vector<Candidate> sorted(order.candidates().begin(), order.candidates().end());
  std::sort(sorted.begin(), sorted.end());
  CHECK((sorted == candidates));
}

TEST_CASE("where the words fit, candidates are left as they are") {
  const test::Texts texts(10, std::vector<WordId>(25, 1));
  const std::vector<MatchText> views = test::views(texts);
  const std::vector<Candidate> candidates = random_candidates(10, 20);
  PageStore pages(std::uint64_t{1} << 30, temporary_folder());
  CHECK(CandidateOrder(views, candidates, 1000, &pages).candidates().data() == candidates.data());
  CHECK(CandidateOrder(views, candidates, nullptr).candidates().data() == candidates.data());
  CHECK(CandidateOrder(views, {}, 1, &pages).candidates().empty());
}

TEST_CASE("a text larger than a block is one of its own") {
  test::Texts texts(4, std::vector<WordId>(10, 1));
  texts[2].resize(1000, 2);
  const std::vector<MatchText> views = test::views(texts);
  const std::vector<Candidate> candidates = {{0, 1}, {0, 3}, {1, 2}, {1, 3}};
  const CandidateOrder order(views, candidates, 100, nullptr);
  CHECK(std::ranges::equal(order.candidates(), std::vector<Candidate>{{0, 1}, {1, 2}, {0, 3}, {1, 3}}));
}
