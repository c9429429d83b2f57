// Each relation, and both sides of each constant of docs/algorithm.md, "Verdict".
#include <array>
#include <cstddef>

#include "match/verify.h"
#include "nuskha/match.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

constexpr std::array<Relation, 8> relations = {Relation::identical, Relation::same_text,     Relation::reissue,
                                               Relation::revision,  Relation::excerpt,       Relation::extension,
                                               Relation::template_, Relation::shared_passage};

/// Two texts of `words` words with `common` in common, and nothing else to say of them.
Measurements texts(std::size_t words_a, std::size_t words_b, std::size_t common) {
  Measurements m;
  m.words_a = words_a;
  m.words_b = words_b;
  m.common_words = common;
  m.common_bag = common;
  m.similarity = 2 * static_cast<double>(common) / static_cast<double>(words_a + words_b);
  m.shingles_a = words_a;
  m.shingles_b = words_b;
  return m;
}

Measurements with_numbers(Measurements m, std::size_t a, std::size_t b, std::size_t common) {
  m.numbers_a = a;
  m.numbers_b = b;
  m.common_numbers = common;
  return m;
}

Measurements contained(std::size_t words_a, std::size_t words_b, std::size_t common, double share) {
  Measurements m = texts(words_a, words_b, common);
  (words_a < words_b ? m.containment_a : m.containment_b) = share;
  return m;
}

using Verdict = std::optional<Relation>;

}  // namespace

TEST_CASE("texts at the threshold are a revision, below it they are nothing") {
  MatchOptions options;
  CHECK(decide(texts(100, 100, 70), options) == Verdict(Relation::revision));
  CHECK(decide(texts(100, 100, 69), options) == Verdict());
  CHECK(decide(texts(1, 1, 1), options) == Verdict(Relation::revision));
  CHECK(decide(texts(1, 1, 0), options) == Verdict());
  CHECK(decide(Measurements{}, options) == Verdict());
  options.threshold = 0.5;
  CHECK(decide(texts(100, 100, 50), options) == Verdict(Relation::revision));
  CHECK(decide(texts(100, 100, 49), options) == Verdict());
  options.threshold = 1;
  CHECK(decide(texts(100, 100, 99), options) == Verdict());
  CHECK(decide(texts(100, 100, 100), options) == Verdict(Relation::revision));
}

TEST_CASE("most numbers replaced on both sides mark a template") {
  const auto verdict = [](std::size_t a, std::size_t b, std::size_t common) {
    return decide(with_numbers(texts(100, 100, 90), a, b, common), {});
  };
  // Five and more replaced, fewer than half in common.
  CHECK(verdict(9, 9, 4) == Verdict(Relation::template_));
  CHECK(verdict(10, 10, 5) == Verdict(Relation::revision));
  CHECK(verdict(8, 8, 4) == Verdict(Relation::revision));
  CHECK(verdict(8, 8, 3) == Verdict(Relation::template_));
  // Three or four replaced, fewer than a quarter in common.
  CHECK(verdict(3, 3, 0) == Verdict(Relation::template_));
  CHECK(verdict(2, 2, 0) == Verdict(Relation::revision));
  CHECK(verdict(4, 4, 1) == Verdict(Relation::revision));
  CHECK(verdict(5, 5, 1) == Verdict(Relation::template_));
  CHECK(verdict(4, 4, 0) == Verdict(Relation::template_));
  // Numbers added or dropped on one side are not replaced.
  CHECK(verdict(2, 40, 2) == Verdict(Relation::revision));
  CHECK(verdict(40, 2, 2) == Verdict(Relation::revision));
  CHECK(verdict(3, 40, 0) == Verdict(Relation::template_));
  CHECK(verdict(0, 0, 0) == Verdict(Relation::revision));
}

TEST_CASE("long texts with their likeness in runs are a shared table") {
  // Similarity 0.7: scattered changes leave a Jaccard of .343 / 1.657 = .207; one and a half times that is .3105.
  const auto verdict = [](std::size_t words, double jaccard) {
    Measurements m = texts(words, words, words * 7 / 10);
    m.jaccard = jaccard;
    return decide(m, {});
  };
  CHECK(verdict(400, 0.32) == Verdict(Relation::template_));
  CHECK(verdict(400, 0.30) == Verdict(Relation::revision));
  CHECK(verdict(400, 0.69) == Verdict(Relation::template_));
  CHECK(verdict(400, 0.70) == Verdict(Relation::revision));
  CHECK(verdict(390, 0.32) == Verdict(Relation::revision));
}

TEST_CASE("a shared table whose shorter text is contained is an excerpt") {
  Measurements m = contained(400, 600, 390, 0.95);  // similarity .78
  m.jaccard = 0.59;
  CHECK(decide(m, {}) == Verdict(Relation::excerpt));
  m.jaccard = 0.4;
  CHECK(decide(m, {}) == Verdict(Relation::revision));
}

TEST_CASE("a text within a longer one is an excerpt, seen from the other side an extension") {
  CHECK(decide(contained(50, 200, 50, 1), {}) == Verdict(Relation::excerpt));
  CHECK(decide(contained(200, 50, 50, 1), {}) == Verdict(Relation::extension));
}

TEST_CASE("an excerpt has twenty words, four fifths of them in the other and six tenths of its shingles") {
  CHECK(decide(contained(20, 200, 20, 1), {}) == Verdict(Relation::excerpt));
  CHECK(decide(contained(19, 200, 19, 1), {}) == Verdict());
  CHECK(decide(contained(50, 200, 40, 1), {}) == Verdict(Relation::excerpt));
  CHECK(decide(contained(50, 200, 39, 1), {}) == Verdict());
  CHECK(decide(contained(50, 200, 50, 0.6), {}) == Verdict(Relation::excerpt));
  CHECK(decide(contained(50, 200, 50, 0.59), {}) == Verdict());
}

TEST_CASE("a contained text that is similar enough is a revision") {
  CHECK(decide(contained(90, 100, 90, 1), {}) == Verdict(Relation::revision));
  CHECK(decide(contained(50, 93, 50, 1), {}) == Verdict(Relation::excerpt));
}

TEST_CASE("an excerpt with other numbers is a template") {
  CHECK(decide(with_numbers(contained(50, 200, 46, 0.8), 4, 10, 0), {}) == Verdict(Relation::template_));
}

TEST_CASE("a passage that few texts hold is shared") {
  Measurements m = texts(300, 300, 60);
  m.rare_shingles = 27;
  CHECK(decide(m, {}) == Verdict(Relation::shared_passage));
  m.rare_shingles = 26;  // .087 of 300 is 26.1
  CHECK(decide(m, {}) == Verdict());
  Measurements small = texts(50, 400, 25);
  small.rare_shingles = 16;
  CHECK(decide(small, {}) == Verdict(Relation::shared_passage));
  small.rare_shingles = 15;
  CHECK(decide(small, {}) == Verdict());
  Measurements revision = texts(100, 100, 90);
  revision.rare_shingles = 80;
  CHECK(decide(revision, {}) == Verdict(Relation::revision));
}

namespace {

/// Below the threshold, but rewritten throughout: a few words of the one stand elsewhere in the other.
Measurements reworded(std::size_t words, std::size_t common, std::size_t moved) {
  Measurements m = texts(words, words, common);
  m.common_bag = common + moved;
  m.jaccard = 0.12;
  return m;
}

}  // namespace

TEST_CASE("a text rewritten throughout is a revision from four fifths of the threshold on") {
  CHECK(decide(reworded(100, 56, 10), {}) == Verdict(Relation::revision));
  CHECK(decide(reworded(100, 55, 10), {}) == Verdict());
  // Whoever asks for more than the default means it.
  CHECK(decide(reworded(100, 70, 10), {.threshold = 0.71}) == Verdict());
  CHECK(decide(reworded(100, 48, 10), {.threshold = 0.6}) == Verdict(Relation::revision));
}

TEST_CASE("what is rewritten holds function words in common, says the same numbers, and has no part word for word") {
  CHECK(decide(reworded(100, 60, 4), {}) == Verdict(Relation::revision));
  CHECK(decide(reworded(100, 60, 3), {}) == Verdict());  // .08 of 40 is 3.2
  CHECK(decide(with_numbers(reworded(100, 60, 10), 5, 5, 3), {}) == Verdict(Relation::revision));
  CHECK(decide(with_numbers(reworded(100, 60, 10), 6, 6, 3), {}) == Verdict());
  CHECK(decide(with_numbers(reworded(100, 60, 10), 2, 2, 0), {}) == Verdict(Relation::revision));
  Measurements in_parts = reworded(100, 60, 10);  // scattered changes leave a Jaccard of .216 / 1.784 = .121
  in_parts.jaccard = 0.29;
  CHECK(decide(in_parts, {}) == Verdict(Relation::revision));
  in_parts.jaccard = 0.30;
  CHECK(decide(in_parts, {}) == Verdict());
  CHECK(decide(reworded(1000, 600, 100), {}) == Verdict(Relation::revision));
  CHECK(decide(reworded(1001, 600, 100), {}) == Verdict());
}

TEST_CASE("texts that are alike in their boilerplate only are a template") {
  const Measurements text = texts(100, 100, 80);
  // Half of each is boilerplate: the bodies must be .5 + .5 · .5 alike.
  CHECK(decide(text, texts(50, 50, 38), {}) == Verdict(Relation::revision));
  CHECK(decide(text, texts(50, 50, 37), {}) == Verdict(Relation::template_));
  // Of less than 10 words only that they are others can be told, and of less than 5 nothing.
  CHECK(decide(text, texts(10, 10, 6), {}) == Verdict(Relation::template_));
  CHECK(decide(text, texts(9, 9, 6), {}) == Verdict(Relation::revision));
  CHECK(decide(text, texts(9, 9, 3), {}) == Verdict(Relation::revision));
  CHECK(decide(text, texts(9, 9, 2), {}) == Verdict(Relation::template_));
  CHECK(decide(text, texts(5, 60, 1), {}) == Verdict(Relation::template_));
  CHECK(decide(text, texts(4, 4, 0), {}) == Verdict(Relation::revision));
  // Too little is boilerplate to matter.
  CHECK(decide(text, texts(99, 99, 20), {}) == Verdict(Relation::revision));
}

TEST_CASE("bodies that are alike under other footers are a revision") {
  Measurements text = texts(100, 100, 60);
  text.jaccard = 0.6;  // the footers differ as a whole
  text.common_bag = 66;
  CHECK(decide(text, texts(60, 60, 42), {}) == Verdict(Relation::revision));
  CHECK(decide(text, texts(60, 60, 41), {}) == Verdict());
  CHECK(decide(text, texts(29, 29, 29), {}) == Verdict());
  CHECK(decide(text, with_numbers(texts(60, 60, 50), 6, 6, 0), {}) == Verdict());
}

TEST_CASE("the same parts in another order are a revision") {
  Measurements text = texts(100, 100, 30);
  text.jaccard = 0.8;
  CHECK(decide(text, {}) == Verdict(Relation::revision));
  CHECK(decide(text, {.threshold = 0.81}) == Verdict());
  CHECK(decide(with_numbers(text, 6, 6, 0), {}) == Verdict());
  Measurements less = text;
  less.jaccard = 0.79;
  CHECK(decide(less, {}) == Verdict());
  CHECK(decide(text, less, {}) == Verdict());
  Measurements small = texts(29, 29, 10);
  small.jaccard = 1;
  CHECK(decide(small, {}) == Verdict());
  CHECK(may_be_rearranged(100, 100, 85));
  CHECK_FALSE(may_be_rearranged(100, 100, 84));
}

TEST_CASE("nearly the same body is a revision though its footers have nothing in common") {
  Measurements text = texts(100, 100, 60);
  text.jaccard = 0.4;
  CHECK(decide(text, texts(60, 60, 57), {}) == Verdict(Relation::revision));
  CHECK(decide(text, texts(60, 60, 56), {}) == Verdict());
  CHECK(decide(text, texts(50, 50, 50), {}) == Verdict(Relation::revision));
  CHECK(decide(text, texts(49, 49, 49), {}) == Verdict());  // mostly boilerplate: a table in two translations
  CHECK(decide(text, with_numbers(texts(60, 60, 60), 6, 6, 0), {}) == Verdict());
  // Long texts with their likeness in runs: of a shared table, unless the bodies are the same throughout.
  Measurements long_text = texts(1000, 1000, 650);
  long_text.jaccard = 0.45;
  Measurements body = texts(700, 700, 690);
  body.jaccard = 0.95;
  CHECK(decide(long_text, body, {}) == Verdict(Relation::revision));
}

TEST_CASE("numbers of footers make no template of a release that is issued anew") {
  const auto verdict = [](std::size_t words, std::size_t body, std::size_t common, std::size_t replaced_in_body) {
    return decide(with_numbers(texts(words, words, words - 10), 3, 3, 0),
                  with_numbers(texts(body, body, common), 3, 3, 3 - replaced_in_body), {});
  };
  CHECK(verdict(90, 60, 54, 2) == Verdict(Relation::revision));
  CHECK(verdict(90, 60, 53, 2) == Verdict(Relation::template_));
  CHECK(verdict(90, 60, 54, 3) == Verdict(Relation::template_));  // another release
  CHECK(verdict(90, 44, 44, 0) == Verdict(Relation::template_));  // mostly footer
  CHECK(verdict(90, 89, 89, 2) == Verdict(Relation::template_));  // no footer to speak of
  CHECK(verdict(50, 29, 29, 2) == Verdict(Relation::template_));  // a line or two
}

TEST_CASE("an excerpt of boilerplate is none") {
  const Measurements text = contained(50, 200, 50, 1);
  CHECK(decide(text, contained(30, 150, 24, 0.4), {}) == Verdict(Relation::excerpt));
  CHECK(decide(text, contained(30, 150, 23, 0.4), {}) == Verdict());
  CHECK(decide(text, contained(30, 150, 24, 0.39), {}) == Verdict());
}

TEST_CASE("only what can reach no relation is dropped by its words in common") {
  MatchOptions options;
  CHECK_FALSE(cannot_match(100, 100, 70, 0, options));
  // Rewritten: 56 words in order and .08 of the others besides.
  CHECK_FALSE(cannot_match(100, 100, 60, 0, options));
  CHECK(cannot_match(100, 100, 59, 0, options));
  CHECK(cannot_match(1001, 1001, 700, 0, options));
  CHECK_FALSE(cannot_match(1001, 1001, 701, 0, options));
  CHECK_FALSE(cannot_match(100, 100, 0, 16, options));
  CHECK(cannot_match(100, 100, 0, 15, options));
  CHECK_FALSE(cannot_match(20, 1000, 16, 0, options));
  CHECK(cannot_match(20, 1000, 15, 0, options));
  CHECK(cannot_match(19, 1000, 19, 0, options));
  options.threshold = 0.8;
  CHECK(cannot_match(100, 100, 79, 0, options));
}

TEST_CASE("relations are known by their names") {
  CHECK(to_string(Relation::identical) == "identical");
  CHECK(to_string(Relation::same_text) == "same-text");
  CHECK(to_string(Relation::reissue) == "reissue");
  CHECK(to_string(Relation::revision) == "revision");
  CHECK(to_string(Relation::excerpt) == "excerpt");
  CHECK(to_string(Relation::extension) == "extension");
  CHECK(to_string(Relation::template_) == "template");
  CHECK(to_string(Relation::shared_passage) == "shared-passage");
  for (const Relation relation : relations) CHECK(parse_relation(to_string(relation)) == Verdict(relation));
  CHECK_FALSE(parse_relation("same_text"));
  CHECK_FALSE(parse_relation(""));
}

TEST_CASE("excerpt and extension change places, the others stay") {
  CHECK(reversed(Relation::excerpt) == Relation::extension);
  CHECK(reversed(Relation::extension) == Relation::excerpt);
  for (const Relation relation : relations) {
    CHECK(reversed(reversed(relation)) == relation);
    if (relation != Relation::excerpt && relation != Relation::extension) CHECK(reversed(relation) == relation);
    CHECK(is_one_document(relation) == (relation != Relation::template_ && relation != Relation::shared_passage));
  }
}
