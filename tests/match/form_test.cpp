// Forms filled in with other facts, and families that look a little like them.
#include "match/form.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/match_texts.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;

/// Texts of one family, of which each two are revisions.
class Family {
 public:
  void add(Words words) { texts_.push_back(std::move(words)); }
  Words fresh(std::size_t count) { return reference::fresh_words(next_, count); }

  /// For each two texts, a < b in order: whether they are a template now.
  std::vector<bool> marked(unsigned threads = 1, std::size_t num_families = 1) const {
    std::vector<VerifiedPair> pairs;
    std::vector<std::uint32_t> family_of;
    for (std::uint32_t a = 0; a < texts_.size(); ++a) {
      family_of.push_back(static_cast<std::uint32_t>(a % num_families));
      for (std::uint32_t b = a + 1; b < texts_.size(); ++b) pairs.push_back({a, b, Relation::revision, {}, 0});
    }
    mark_forms(test::views(texts_), family_of, threads, pairs);
    std::vector<bool> out;
    for (const VerifiedPair& pair : pairs) out.push_back(pair.relation == Relation::template_);
    return out;
  }

  const test::Texts& texts() const { return texts_; }

  std::size_t num_marked() const {
    const std::vector<bool> found = marked();
    return static_cast<std::size_t>(std::count(found.begin(), found.end(), true));
  }

 private:
  WordId next_ = 10'000;
  test::Texts texts_;
};

/// A form of words 1 to 40, with facts after the 5th, the 20th and the 30th.
Words filled_in(const Words& facts) {
  Words out;
  for (WordId word = 1; word <= 40; ++word) {
    out.push_back(word);
    if (word == 5) out.insert(out.end(), facts.begin(), facts.begin() + 2);
    if (word == 20) out.push_back(facts[2]);
    if (word == 30) out.insert(out.end(), facts.begin() + 3, facts.end());
  }
  return out;
}

/// Words 1 to 40 below some of its own.
Words above_footer(Words own) {
  for (WordId word = 1; word <= 40; ++word) own.push_back(word);
  return own;
}

Words with_errors(Words text, double share, Family& family, std::mt19937_64& random) {
  for (WordId& word : text)
    if (static_cast<double>(random() % 1000) < 1000 * share) word = family.fresh(1)[0];
  return text;
}

}  // namespace

TEST_CASE("notices of one form are templates of one another, and a notice printed again is a revision") {
  Family family;
  std::vector<Words> notices;
  for (int i = 0; i < 8; ++i) notices.push_back(filled_in(family.fresh(5)));
  Words again = notices[3];
  again[33] = family.fresh(1)[0];  // a word of the form
  notices.push_back(again);
  again = notices[5];
  again[5] = family.fresh(1)[0];  // one of five facts
  notices.push_back(again);
  for (const Words& notice : notices) family.add(notice);
  const std::vector<bool> marked = family.marked();
  std::size_t at = 0;
  for (std::size_t a = 0; a < notices.size(); ++a)
    for (std::size_t b = a + 1; b < notices.size(); ++b, ++at) {
      CAPTURE(a, b);
      CHECK(marked[at] == !((a == 3 && b == 8) || (a == 5 && b == 9)));
    }
  CHECK(family.marked(3) == marked);
}

TEST_CASE("a notice printed again is a revision though its few words without the form differ") {
  Family family;
  for (int i = 0; i < 8; ++i) family.add(filled_in(family.fresh(8)));
  test::Texts texts = family.texts();
  texts.push_back(texts[3]);
  texts.back()[5] = family.fresh(1)[0];
  const std::vector<std::uint32_t> family_of(texts.size());
  std::vector<VerifiedPair> pairs;
  for (std::uint32_t a = 0; a < texts.size(); ++a)
    for (std::uint32_t b = a + 1; b < texts.size(); ++b) pairs.push_back({a, b, Relation::revision, {}, 0});
  const auto pair = std::find_if(pairs.begin(), pairs.end(), [](const auto& p) { return p.a == 3 && p.b == 8; });
  pair->relation = Relation::template_;
  pair->measurements.similarity = 0.97;
  mark_forms(test::views(texts), family_of, 1, pairs);
  CHECK(pair->relation == Relation::revision);
  pair->relation = Relation::template_;
  pair->measurements.similarity = 0.89;
  mark_forms(test::views(texts), family_of, 1, pairs);
  CHECK(pair->relation == Relation::template_);
}

TEST_CASE("what is filled in may be a word of the form, or one word twice") {
  Family family;
  for (int i = 0; i < 6; ++i) family.add(above_footer(family.fresh(3)));
  const WordId of_form = 7;
  const Words own = family.fresh(6);
  family.add(above_footer({own[0], of_form, own[1]}));
  family.add(above_footer({of_form, own[2], own[3]}));
  family.add(above_footer({own[4], own[5], own[5]}));
  const std::vector<bool> marked = family.marked();
  CHECK(std::all_of(marked.begin(), marked.end(), [](bool is_template) { return is_template; }));
}

TEST_CASE("one form in two families is one form") {
  Family family;
  for (int i = 0; i < 14; ++i) family.add(filled_in(family.fresh(5)));
  const std::vector<bool> marked = family.marked(2, 2);
  CHECK(std::all_of(marked.begin(), marked.end(), [](bool is_template) { return is_template; }));
}

TEST_CASE("five notices are too few to tell a form, and long texts are none") {
  Family few;
  for (int i = 0; i < 5; ++i) few.add(filled_in(few.fresh(5)));
  CHECK(few.num_marked() == 0);
  few.add(filled_in(few.fresh(5)));
  CHECK(few.num_marked() == 15);
  Family long_ones;
  const Words rest = long_ones.fresh(160);
  for (int i = 0; i < 10; ++i) {
    Words text = filled_in(long_ones.fresh(5));
    text.insert(text.end(), rest.begin(), rest.end());
    long_ones.add(text);
  }
  CHECK(long_ones.num_marked() == 0);
}

TEST_CASE("versions that come from one another are no form") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20; ++round) {
    Family family;
    Words text = family.fresh(60);
    for (int version = 0; version < 12; ++version) {
      family.add(text);
      for (int change = 0; change < 3; ++change) text[random() % text.size()] = family.fresh(1)[0];
    }
    CHECK(family.num_marked() == 0);
  }
}

TEST_CASE("copies with errors here and there are no form") {
  std::mt19937_64 random(4);
  for (const double share : {0.02, 0.1, 0.2, 0.3}) {
    Family family;
    const Words text = family.fresh(80);
    for (int copy = 0; copy < 12; ++copy) family.add(with_errors(text, share, family, random));
    CAPTURE(share);
    CHECK(family.num_marked() == 0);
  }
}

TEST_CASE("facts that are few words say nothing") {
  Family family;
  for (int i = 0; i < 10; ++i) {
    Words text = filled_in({100, 101, 102, 103, 104});
    text[7] = family.fresh(1)[0];
    text[8] = family.fresh(1)[0];
    family.add(text);
  }
  CHECK(family.num_marked() == 0);
}

namespace {

/// Texts with so many words of their own, drawn from a vocabulary, above one footer.
std::vector<Words> drawn(std::size_t count, std::size_t num_own, WordId vocabulary) {
  std::mt19937_64 random(5);
  std::vector<Words> out;
  for (std::size_t i = 0; i < count; ++i) {
    Words own(num_own);
    for (WordId& word : own) word = 1000 + static_cast<WordId>(random() % vocabulary);
    out.push_back(above_footer(own));
  }
  return out;
}

/// The pairs, out of those of every two texts of one family, that are revisions once forms are marked.
std::vector<std::pair<std::uint32_t, std::uint32_t>> revisions(const test::Texts& texts) {
  std::vector<VerifiedPair> pairs;
  for (std::uint32_t a = 0; a < texts.size(); ++a)
    for (std::uint32_t b = a + 1; b < texts.size(); ++b)
      if (texts[a] != texts[b]) pairs.push_back({a, b, Relation::revision, {}, 0});
  mark_forms(test::views(texts), std::vector<std::uint32_t>(texts.size()), 2, pairs);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  for (const VerifiedPair& pair : pairs)
    if (pair.relation == Relation::revision) out.emplace_back(pair.a, pair.b);
  return out;
}

}  // namespace

TEST_CASE("words that chance gives to two of many notices make no revision") {
  for (const WordId vocabulary : {30u, 100u, 1000u, 100'000u}) {
    CAPTURE(vocabulary);
    const std::vector<Words> texts = drawn(400, 3, vocabulary);
    CHECK(revisions(texts).empty());
  }
  CHECK(revisions(drawn(400, 5, 100)).empty());
}

TEST_CASE("a correction of what only two of many notices say is a revision") {
  Family family;
  std::vector<Words> texts = drawn(400, 3, 100);
  const auto add = [&](const Words& own) { texts.push_back(above_footer(own)); };
  const Words three = family.fresh(3);
  const Words corrected = family.fresh(1);
  add(three);                               // 400
  add({three[0], corrected[0], three[2]});  // 401
  const Words six = family.fresh(6);
  add(six);  // 402
  Words later = six;
  later[3] = 1003;
  add(later);  // 403
  CHECK(revisions(texts) == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{400, 401}, {402, 403}});
}

TEST_CASE("equal words of their own are equal, however frequent, if the form differs a little") {
  Family family;
  std::vector<Words> texts = drawn(400, 3, 100);
  Words typo = texts[7];
  typo[25] = family.fresh(1)[0];
  texts.push_back(typo);
  CHECK(revisions(texts) == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{7, 400}});
  Words turned = texts[7];
  std::swap(turned[0], turned[2]);
  texts.back() = turned;
  CHECK(revisions(texts).empty());
}

TEST_CASE("of many notices one that fills in less, between words of the form, is another") {
  Family family;
  std::vector<Words> texts = drawn(400, 3, 100'000);
  const Words own = family.fresh(2);
  texts.push_back(above_footer({1, 2, own[0]}));
  texts.push_back(above_footer({1, 2, own[1]}));
  CHECK(revisions(texts).empty());
}

TEST_CASE("many copies that differ in one word at one place are no form") {
  Family family;
  std::vector<Words> texts;
  for (int i = 0; i < 200; ++i) texts.push_back(above_footer(family.fresh(1)));
  CHECK(revisions(texts).size() == 200 * 199 / 2);
}
