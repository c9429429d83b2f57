// Anchors in parts against anchors of the whole, and tasks.
#include "parts/candidate_parts.h"

#include <algorithm>
#include <random>
#include <vector>

#include "match/candidates.h"
#include "support/catch.h"
#include "support/part_rows.h"
#include "support/reference.h"

using namespace nuskha;
using test::Met;
using test::PartRows;

namespace {

/// Long texts, and excerpts of some of them.
test::Texts texts_with_excerpts() {
  std::mt19937_64 random(4);
  test::Texts texts;
  WordId next = 1000;
  for (int i = 0; i < 12; ++i) texts.push_back(reference::fresh_words(next, 300));
  for (int i = 0; i < 40; ++i) {
    const auto& text = texts[random() % 12];
    const auto begin = static_cast<std::ptrdiff_t>(random() % 200);
    texts.emplace_back(text.begin() + begin, text.begin() + begin + static_cast<std::ptrdiff_t>(20 + random() % 80));
  }
  std::shuffle(texts.begin(), texts.end(), random);
  return texts;
}

std::vector<CandidateTask> tasks_of(const PartRows& rows, std::size_t part_size, std::uint64_t num_shards,
                                    const std::vector<TextPair>& pairs, std::size_t most_candidates) {
  Met anchors;
  for (const PartTexts& part : rows.parts(part_size)) anchors.add(deal_anchors(part, num_shards));
  Met anchored;
  anchors.for_each([&](std::uint64_t, const std::vector<std::string_view>& blobs) {
    auto found = join_anchors(blobs, num_shards);
    REQUIRE(found);
    anchored.add(*std::move(found));
  });
  Met dealt;
  dealt.add(deal_pairs(pairs, num_shards));
  std::vector<CandidateTask> out;
  for (std::uint64_t shard = 0; shard < num_shards; ++shard) {
    const auto tasks = make_tasks(dealt.of(shard), anchored.of(shard), most_candidates);
    REQUIRE(tasks);
    out.insert(out.end(), tasks->begin(), tasks->end());
  }
  return out;
}

}  // namespace

TEST_CASE("parts of any size find the candidates that anchors find") {
  const test::Texts texts = texts_with_excerpts();
  const PartRows rows(texts);
  const std::vector<Candidate> expected = anchor_join(test::views(texts), default_shingle_words, 1);
  REQUIRE(expected.size() > 30);
  for (const std::size_t part_size : {5u, 100u}) {
    for (const std::uint64_t num_shards : {1u, 4u}) {
      std::vector<Candidate> found;
      for (const CandidateTask& task : tasks_of(rows, part_size, num_shards, {}, 10)) {
        CHECK(task.candidates.size() <= 10);
        for (const TextPair& pair : task.candidates)
          found.push_back(
              {static_cast<std::uint32_t>(rows.index(pair.a)), static_cast<std::uint32_t>(rows.index(pair.b))});
      }
      std::sort(found.begin(), found.end());
      CHECK(found == expected);
    }
  }
}

TEST_CASE("tasks have each candidate once, and know the texts of theirs") {
  const PartRows rows(test::Texts{{1}, {2}, {3}});
  std::vector<TextPair> pairs;
  for (std::uint64_t i = 0; i < 25; ++i) pairs.insert(pairs.end(), 3, {7, 100 + i % 20});
  const std::vector<CandidateTask> tasks = tasks_of(rows, 3, 1, pairs, 8);
  REQUIRE(tasks.size() == 3);
  CHECK(tasks[0].candidates.size() == 8);
  CHECK(tasks[2].candidates.size() == 4);
  CHECK(tasks[2].candidates.front() == TextPair{7, 116});
  CHECK(tasks[2].needed == std::vector<std::uint64_t>{7, 116, 117, 118, 119});
}

TEST_CASE("torn anchors and pairs are errors") {
  const std::string torn(15, 'x');
  CHECK_FALSE(join_anchors(std::vector<std::string_view>{torn}, 1));
  CHECK_FALSE(make_tasks(std::vector<std::string_view>{torn}, {}, 1));
  CHECK_FALSE(make_tasks({}, std::vector<std::string_view>{torn}, 1));
}
