// Which shared passages are only the close of two documents.
#include "match/closing.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

struct Sample {
  std::vector<WordId> words;
  std::vector<std::uint32_t> block_ends;

  Sample& block(std::size_t count, WordId first) {
    for (WordId i = 0; i < count; ++i) words.push_back(first + i);
    block_ends.push_back(static_cast<std::uint32_t>(words.size()));
    return *this;
  }
  MatchText view() const { return {words, 0, 0, block_ends, {}}; }
};

/// Of two texts, among so many others that have nothing to do with them.
bool is_kept(const Sample& a, const Sample& b, std::vector<std::vector<Passage>> passages = {},
             Relation relation = Relation::shared_passage, std::size_t num_others = 0) {
  std::vector<MatchText> texts = {a.view(), b.view()};
  texts.resize(2 + num_others);
  if (!passages.empty()) passages.resize(texts.size());
  Measurements m;
  m.shingles_a = a.words.size();
  m.shingles_b = b.words.size();
  std::vector<VerifiedPair> pairs = {{0, 1, relation, m, 0}};
  drop_shared_closings(texts, passages, {}, 2, pairs);
  return !pairs.empty();
}

Sample body(WordId first) { return Sample().block(40, first).block(40, first + 50); }

}  // namespace

TEST_CASE("a block at the close of both is no shared passage") {
  CHECK_FALSE(is_kept(body(1000).block(40, 1), body(2000).block(40, 1)));
  // Near-variants of one footer.
  CHECK_FALSE(is_kept(body(1000).block(40, 1), body(2000).block(36, 1).block(5, 500)));
}

TEST_CASE("a block in the body is a shared passage, wherever it stands in the other") {
  const Sample early = Sample().block(40, 1).block(40, 1000).block(40, 1100);
  CHECK(is_kept(early, Sample().block(40, 1).block(40, 2000).block(40, 2100)));
  CHECK(is_kept(early, body(2000).block(40, 1)));
  CHECK(is_kept(body(2000).block(40, 1), early));
}

TEST_CASE("a closing block that is boilerplate is set aside on its side") {
  const Sample early = Sample().block(40, 1).block(40, 1000).block(40, 1100);
  const Sample late = body(2000).block(40, 1);
  CHECK_FALSE(is_kept(late, early, {{{80, 120}}, {}}));
  CHECK(is_kept(late, early, {{{90, 120}}, {}}));  // only in part
}

TEST_CASE("a footer that is boilerplate is set aside, however short the text before it") {
  const Sample a = Sample().block(30, 1000).block(40, 1).block(10, 100);
  const Sample b = Sample().block(30, 2000).block(40, 1).block(10, 100);
  CHECK(is_kept(a, b));  // the first of its blocks begins in the first half
  CHECK_FALSE(is_kept(a, b, {{{30, 80}}, {{30, 80}}}));
  const Sample goes_on = Sample().block(30, 2000).block(40, 1).block(90, 3000);
  CHECK(is_kept(goes_on, goes_on, {{{30, 70}}, {{30, 70}}}, Relation::shared_passage, 7));
}

TEST_CASE("boilerplate that a quarter of the texts holds is no shared passage, wherever it stands") {
  const Sample a = Sample().block(40, 1).block(40, 1000).block(40, 1100);
  const Sample b = Sample().block(40, 1).block(40, 2000).block(40, 2100);
  const std::vector<std::vector<Passage>> heads = {{{0, 40}}, {{0, 40}}};
  CHECK_FALSE(is_kept(a, b, heads));
  CHECK_FALSE(is_kept(a, b, heads, Relation::shared_passage, 6));
  CHECK(is_kept(a, b, heads, Relation::shared_passage, 7));
  CHECK(is_kept(a, b, {{{0, 30}}, {{0, 30}}}));  // only in part
}

TEST_CASE("other relations stay as they are") {
  CHECK(is_kept(body(1000).block(40, 1), body(2000).block(40, 1), {}, Relation::template_));
}

TEST_CASE("a long text shares with each of many short ones what it shares with one alone") {
  // The close of the long text is all but its first half; the short ones hold a block of either, in their bodies or at
  // their close.
  Sample whole;
  for (WordId i = 0; i < 150; ++i) whole.block(40, 1000 * (i + 1));
  std::vector<Sample> others;
  std::vector<bool> is_kept_of;
  for (WordId i = 0; i < 150; i += 7) {
    const WordId shared = 1000 * (i + 1);
    others.push_back(body(500'000 + 1000 * i).block(40, shared));
    is_kept_of.push_back(i <= 75);
    others.push_back(Sample().block(40, shared).block(40, 700'000 + 1000 * i).block(40, 700'050 + 1000 * i));
    is_kept_of.push_back(true);
    // Two blocks that follow one another in a short close, and half of a third.
    others.push_back(body(900'000 + 1000 * i).block(40, 900'100 + 1000 * i).block(20, 900'150 + 1000 * i));
    others.back().block(40, shared).block(40, shared + 1000).block(20, shared + 2000);
    is_kept_of.push_back(i <= 75);
  }
  for (const bool is_first : {true, false}) {
    std::vector<MatchText> texts;
    for (const Sample& other : others) texts.push_back(other.view());
    const auto at = static_cast<std::uint32_t>(is_first ? 0 : others.size());
    texts.insert(texts.begin() + at, whole.view());
    std::vector<VerifiedPair> pairs;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (std::uint32_t i = 0; i < others.size(); ++i) {
      const std::uint32_t other = is_first ? i + 1 : i;
      Measurements m;
      m.shingles_a = m.shingles_b = 120;
      pairs.push_back({std::min(at, other), std::max(at, other), Relation::shared_passage, m, 0});
      if (is_kept_of[i]) expected.emplace_back(pairs.back().a, pairs.back().b);
    }
    for (const unsigned threads : {1u, 3u}) {
      std::vector<VerifiedPair> left = pairs;
      drop_shared_closings(texts, PageLists<Passage>(), {}, threads, left);
      std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
      for (const VerifiedPair& pair : left) found.emplace_back(pair.a, pair.b);
      CHECK(found == expected);
    }
  }
}
