// What is set aside before two bodies are called the same, and what isn't.
#include "match/reissue.h"

#include <numeric>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

/// A text of blocks of words.
struct Sample {
  std::vector<WordId> words;
  std::vector<std::uint32_t> block_ends;
  std::vector<std::uint32_t> dates;

  Sample& block(std::size_t count, WordId first) {
    for (WordId i = 0; i < count; ++i) words.push_back(first + i);
    block_ends.push_back(static_cast<std::uint32_t>(words.size()));
    return *this;
  }
  MatchText view() const { return {words, 0, 0, block_ends, dates}; }
};

Sample release(WordId date, WordId contact) {
  Sample out;
  out.block(5, 100).block(3, date).block(40, 200).block(40, 300).block(6, contact);
  out.dates = {5, 8};
  return out;
}

Relation relation_of(const Sample& a, const Sample& b, const std::vector<std::vector<Passage>>& passages = {},
                     double body_similarity = 0.9) {
  const std::vector<MatchText> texts = {a.view(), b.view()};
  std::vector<VerifiedPair> pairs = {{0, 1, Relation::revision, {}, body_similarity}};
  mark_reissues(texts, passages, 2, pairs);
  return pairs[0].relation;
}

}  // namespace

TEST_CASE("the same body under another date and contact is a reissue") {
  CHECK(relation_of(release(1, 900), release(11, 950)) == Relation::reissue);
}

TEST_CASE("another word in the body makes it a revision") {
  Sample other = release(11, 900);
  other.words[20] = 999;
  CHECK(relation_of(release(1, 900), other) == Relation::revision);
  other = release(11, 900);
  other.words[2] = 999;  // the headline
  CHECK(relation_of(release(1, 900), other) == Relation::revision);
}

TEST_CASE("a last block that is no line is part of the body, unless it is boilerplate") {
  Sample a = release(1, 900);
  Sample b = release(11, 900);
  a.block(30, 1000);
  b.block(30, 1100);
  CHECK(relation_of(a, b) == Relation::revision);
  const auto size = static_cast<std::uint32_t>(a.words.size());
  CHECK(relation_of(a, b, {{{size - 30, size}}, {{size - 10, size}}}) == Relation::reissue);
  CHECK(relation_of(a, b, {{{size - 30, size}}, {}}) == Relation::revision);
}

TEST_CASE("boilerplate before the close is set aside, too") {
  Sample a = release(1, 900);
  Sample b = a;
  for (std::size_t i = 0; i < 5; ++i) b.words[i] = 700 + static_cast<WordId>(i);
  CHECK(relation_of(a, b) == Relation::revision);
  CHECK(relation_of(a, b, {{{0, 5}}, {{0, 5}}}) == Relation::reissue);
}

TEST_CASE("a body of a few words is no evidence") {
  Sample a;
  a.block(19, 100).block(3, 900);
  Sample b;
  b.block(19, 100).block(3, 950);
  CHECK(relation_of(a, b) == Relation::revision);
  Sample c;
  c.block(20, 100).block(3, 900);
  Sample d;
  d.block(20, 100).block(3, 950);
  CHECK(relation_of(c, d) == Relation::reissue);
}

TEST_CASE("only revisions of similar bodies are looked at") {
  CHECK(relation_of(release(1, 900), release(11, 950), {}, 0.74) == Relation::revision);
  const Sample text = release(1, 900);
  const std::vector<MatchText> texts = {text.view(), text.view()};
  std::vector<VerifiedPair> pairs = {{0, 1, Relation::template_, {}, 1}};
  mark_reissues(texts, {}, 1, pairs);
  CHECK(pairs[0].relation == Relation::template_);
}
