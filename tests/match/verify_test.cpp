#include "match/verify.h"

#include <algorithm>
#include <random>
#include <vector>

#include "match/probe.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Texts = std::vector<std::vector<WordId>>;

/// Texts of all relations to one another: edited, cut, joined, with numbers replaced.
Texts related_texts(std::mt19937_64& random, std::size_t count) {
  Texts texts;
  const auto word = [&] { return static_cast<WordId>(random() % 400) | (random() % 8 == 0 ? number_bit : 0u); };
  while (texts.size() < count) {
    std::vector<WordId> text;
    if (texts.empty() || random() % 4 == 0) {
      for (std::size_t i = 0; i < random() % 150; ++i) text.push_back(word());
    } else {
      text = texts[random() % texts.size()];
      switch (random() % 4) {
        case 0: {
          const std::uint64_t one_in = 2 + random() % 20;
          for (WordId& w : text)
            if (random() % one_in == 0) w = word();
          break;
        }
        case 1: text.resize(text.size() / (1 + random() % 4)); break;
        case 2:
          for (WordId& w : text)
            if (is_number(w)) w = static_cast<WordId>(random()) | number_bit;
          break;
        default: {
          const auto& other = texts[random() % texts.size()];
          text.insert(text.end(), other.begin(), other.begin() + static_cast<std::ptrdiff_t>(other.size() / 2));
        }
      }
      if (text.size() > 300) text.resize(300);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<MatchText> views(const Texts& texts) {
  std::vector<MatchText> out;
  for (const auto& text : texts)
    out.push_back({text, std::min<std::size_t>(text.size(), 2), std::min<std::size_t>(text.size(), 5)});
  return out;
}

std::vector<Candidate> all_candidates(std::size_t count, std::mt19937_64& random) {
  std::vector<Candidate> out;
  for (std::uint32_t a = 0; a < count; ++a)
    for (std::uint32_t b = a + 1; b < count; ++b)
      out.push_back({a, b, random() % 10 == 0 ? static_cast<std::uint32_t>(random() % 60) : 0});
  return out;
}

bool same(const Measurements& x, const Measurements& y) {
  return x.words_a == y.words_a && x.words_b == y.words_b && x.common_words == y.common_words &&
         x.similarity == y.similarity && x.shingles_a == y.shingles_a && x.shingles_b == y.shingles_b &&
         x.jaccard == y.jaccard && x.containment_a == y.containment_a && x.containment_b == y.containment_b &&
         x.numbers_a == y.numbers_a && x.numbers_b == y.numbers_b && x.common_numbers == y.common_numbers &&
         x.rare_shingles == y.rare_shingles;
}

bool same(const std::vector<VerifiedPair>& x, const std::vector<VerifiedPair>& y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const VerifiedPair& p, const VerifiedPair& q) {
    return p.a == q.a && p.b == q.b && p.relation == q.relation && same(p.measurements, q.measurements) &&
           p.body_similarity == q.body_similarity;
  });
}

}  // namespace

TEST_CASE("verifying keeps just the pairs that a full measurement decides on, for any number of threads") {
  std::mt19937_64 random(71);
  std::size_t kept = 0;
  for (int trial = 0; trial < reference::trials(30); ++trial) {
    const Texts texts = related_texts(random, 60);
    const std::vector<MatchText> matched = views(texts);
    std::vector<Candidate> candidates = all_candidates(texts.size(), random);
    std::erase_if(candidates,
                  [&](const Candidate& c) { return texts[c.a] == texts[c.b]; });  // verify is told that texts differ
    MatchOptions options;
    options.threshold = 0.3 + 0.1 * static_cast<double>(random() % 8);
    options.shingle_words = 1 + static_cast<unsigned>(random() % 4);

    std::vector<VerifiedPair> expected;
    for (const Candidate& candidate : candidates) {
      Probe probe(options.shingle_words);
      probe.set_text(matched[candidate.a]);
      const std::vector<WordId>& other = texts[candidate.b];
      Measurements m = probe.measure(matched[candidate.b], reference::shingles(other, options.shingle_words).size());
      m.rare_shingles = candidate.rare_shingles;
      if (const auto relation = decide(m, options))
        expected.push_back({candidate.a, candidate.b, *relation, m, m.similarity});
    }
    kept += expected.size();
    for (const unsigned threads : {1u, 2u, 5u}) {
      std::atomic<std::uint64_t> num_done{0};
      CAPTURE(trial, threads, options.threshold, options.shingle_words);
      CHECK(same(verify(matched, candidates, options, threads, &num_done), expected));
      CHECK(num_done == candidates.size());
    }
  }
  CHECK(kept > (reference::sanitized ? 50u : 500u));
}

TEST_CASE("texts and long ones that contain them are measured as they are the other way round") {
  std::mt19937_64 random(73);
  Texts texts = related_texts(random, 60);
  for (int i = 0; i < 3; ++i) {
    // Where the long text stands decides which of the two is the first.
    std::vector<WordId> whole;
    for (const auto& text : texts)
      if (text.size() < 1000) whole.insert(whole.end(), text.begin(), text.end());
    for (std::size_t k = 0; whole.size() < 6000; ++k) whole.push_back(static_cast<WordId>(random() % 5000));
    texts.insert(texts.begin() + static_cast<std::ptrdiff_t>(random() % texts.size()), whole);
  }
  const std::vector<MatchText> matched = views(texts);
  std::vector<Candidate> candidates = all_candidates(texts.size(), random);
  std::erase_if(candidates, [&](const Candidate& c) { return texts[c.a] == texts[c.b]; });
  const MatchOptions options;
  std::vector<VerifiedPair> expected;
  std::size_t excerpts = 0, extensions = 0;
  for (const Candidate& candidate : candidates) {
    Probe probe(options.shingle_words);
    probe.set_text(matched[candidate.a]);
    const std::size_t shingles = reference::shingles(texts[candidate.b], options.shingle_words).size();
    Measurements m = probe.measure(matched[candidate.b], shingles);
    m.rare_shingles = candidate.rare_shingles;
    const auto relation = decide(m, options);
    if (!relation) continue;
    expected.push_back({candidate.a, candidate.b, *relation, m, m.similarity});
    excerpts += *relation == Relation::excerpt && texts[candidate.b].size() >= 6000;
    extensions += *relation == Relation::extension && texts[candidate.a].size() >= 6000;
  }
  CHECK(excerpts > 5);
  CHECK(extensions > 5);
  for (const unsigned threads : {1u, 3u}) {
    std::atomic<std::uint64_t> num_done{0};
    CHECK(same(verify(matched, candidates, options, threads, &num_done), expected));
    CHECK(num_done == candidates.size());
  }
}

TEST_CASE("the bound on common words never drops what would be decided") {
  std::mt19937_64 random(72);
  std::size_t dropped = 0, decided = 0, wrong = 0;
  for (int trial = 0; trial < reference::trials(100); ++trial) {
    const Texts texts = related_texts(random, 30);
    MatchOptions options;
    options.threshold = 0.05 + 0.05 * static_cast<double>(random() % 20);
    for (const auto& a : texts) {
      for (const auto& b : texts) {
        const std::size_t rare = random() % 40;
        Measurements m = measure(a, b, options);
        m.rare_shingles = rare;
        const bool is_dropped = cannot_match(a.size(), b.size(), reference::common_words(a, b), rare, options);
        const bool is_decided = decide(m, options).has_value();
        dropped += is_dropped;
        decided += is_decided;
        wrong += is_dropped && is_decided;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(dropped > 100);
  CHECK(decided > 100);
}

TEST_CASE("the least words in common are the first that exclude nothing, and none above them does") {
  std::mt19937_64 random(73);
  for (int trial = 0; trial < reference::trials(400); ++trial) {
    MatchOptions options;
    options.threshold = 0.05 + 0.05 * static_cast<double>(random() % 20);
    const std::size_t most = random() % 2 == 0 ? 60 : 1500;
    const std::size_t words_a = random() % most, words_b = random() % most, rare = random() % 20;
    const std::size_t end = std::min(words_a, words_b) + 1;
    const std::size_t least = least_not_excluded(
        end, [&](std::size_t common) { return cannot_match(words_a, words_b, common, rare, options); });
    const std::size_t in_order = least_not_excluded(
        end, [&](std::size_t common) { return cannot_match_in_order(words_a, words_b, common, rare, options); });
    std::size_t wrong = 0;
    for (std::size_t common = 0; common <= std::min(words_a, words_b); ++common) {
      wrong += cannot_match(words_a, words_b, common, rare, options) != (common < least);
      wrong += cannot_match_in_order(words_a, words_b, common, rare, options) != (common < in_order);
    }
    CAPTURE(trial, options.threshold, words_a, words_b, rare);
    CHECK(wrong == 0);
    CHECK(std::max(least, in_order) <= std::min(words_a, words_b) + 1);
  }
}

TEST_CASE("verifying again decides as full measurements of texts and bodies do, for any number of threads") {
  std::mt19937_64 random(74);
  std::size_t kept = 0, early = 0, of_known = 0;
  for (int trial = 0; trial < reference::trials(30); ++trial) {
    const Texts texts = related_texts(random, 50);
    const std::vector<MatchText> matched = views(texts);
    std::vector<std::vector<Passage>> passages(texts.size());
    for (std::size_t text = 0; text < texts.size(); ++text) {
      if (texts[text].size() < 4 || random() % 3 == 0) continue;
      const auto begin = static_cast<std::uint32_t>(random() % (texts[text].size() / 2));
      const auto end = begin + 1 + random() % (texts[text].size() - begin);
      passages[text] = {{begin, static_cast<std::uint32_t>(end)}};
    }
    const PageLists<Passage> lists(passages);
    const Bodies bodies(matched, lists);
    std::vector<Candidate> candidates = all_candidates(texts.size(), random);
    std::erase_if(candidates, [&](const Candidate& c) {
      return texts[c.a] == texts[c.b] || (!bodies.differs(c.a) && !bodies.differs(c.b));
    });
    MatchOptions options;
    options.threshold = 0.3 + 0.1 * static_cast<double>(random() % 8);
    const std::vector<VerifiedPair> known = verify(matched, candidates, options, 1);
    of_known += known.size();

    const auto measured = [&](const MatchText& a, const MatchText& b) {
      Probe probe(options.shingle_words);
      probe.set_text(a);
      return probe.measure(b, reference::shingles({b.words.begin(), b.words.end()}, options.shingle_words).size());
    };
    std::vector<WordId> scratch_a, scratch_b;
    std::vector<VerifiedPair> expected;
    for (const Candidate& candidate : candidates) {
      Measurements whole = measured(matched[candidate.a], matched[candidate.b]);
      whole.rare_shingles = candidate.rare_shingles;
      const Measurements body = measured(bodies.body(candidate.a, scratch_a), bodies.body(candidate.b, scratch_b));
      const std::optional<Relation> relation = decide(whole, body, options);
      Measurements in_order;
      in_order.words_a = body.words_a;
      in_order.words_b = body.words_b;
      in_order.common_words = body.common_words;
      in_order.similarity = body.similarity;
      bool is_asked = false;
      const MeasureBody measure_body = [&] {
        is_asked = true;
        return body;
      };
      CHECK(decide(whole, in_order, measure_body, options) == relation);
      early += !is_asked;
      const bool is_known = std::any_of(known.begin(), known.end(), [&](const VerifiedPair& pair) {
        return pair.a == candidate.a && pair.b == candidate.b;
      });
      // What verify has not found can only be alike in its bodies.
      const std::size_t rare = candidate.rare_shingles;
      const bool is_excluded = cannot_match(body.words_a, body.words_b, body.common_bag, rare, options) ||
                               (rare == 0 && !may_be_rearranged(body.words_a, body.words_b, body.common_bag) &&
                                cannot_match_in_order(body.words_a, body.words_b, body.common_words, rare, options));
      if (relation && (is_known || !is_excluded))
        expected.push_back({candidate.a, candidate.b, *relation, whole, body.similarity});
    }
    kept += expected.size();
    for (const unsigned threads : {1u, 3u}) {
      CAPTURE(trial, threads, options.threshold);
      CHECK(same(verify_again(matched, bodies, candidates, known, options, threads), expected));
      std::vector<VerifiedPair> passages_measured = measure_passages(matched, &bodies, candidates, options, threads);
      CHECK(passages_measured.size() == candidates.size());
      for (const VerifiedPair& pair : passages_measured) {
        const double of_bodies = measured(bodies.body(pair.a, scratch_a), bodies.body(pair.b, scratch_b)).similarity;
        CHECK(pair.body_similarity == of_bodies);
      }
    }
  }
  CHECK(kept > (reference::sanitized ? 50u : 500u));
  CHECK(early > (reference::sanitized ? 10u : 500u));
  CHECK(of_known > kept / 2);
}

TEST_CASE("a cursor finds the pairs that are there, whatever was passed over") {
  std::mt19937_64 random(75);
  for (int trial = 0; trial < reference::trials(100); ++trial) {
    std::vector<VerifiedPair> pairs;
    std::vector<Candidate> candidates;
    for (std::uint32_t a = 0; a < 20; ++a) {
      for (std::uint32_t b = a + 1; b < 20; ++b) {
        if (random() % 3 == 0) pairs.push_back({a, b, Relation::revision, {}});
        if (random() % (1 + static_cast<unsigned>(trial) % 20) == 0) candidates.push_back({a, b});
      }
    }
    PairCursor cursor(pairs);
    std::size_t wrong = 0;
    for (const Candidate& candidate : candidates) {
      const VerifiedPair* const found = cursor.find(candidate);
      const auto place = std::find_if(pairs.begin(), pairs.end(), [&](const VerifiedPair& pair) {
        return pair.a == candidate.a && pair.b == candidate.b;
      });
      wrong += found != (place == pairs.end() ? nullptr : &*place);
    }
    CHECK(wrong == 0);

    // In no order.
    for (std::size_t i = candidates.size(); i-- > 0;) {
      const Candidate& candidate = candidates[i * 7 % candidates.size()];
      const VerifiedPair* const found = cursor.find(candidate);
      const bool is_there = std::any_of(pairs.begin(), pairs.end(), [&](const VerifiedPair& pair) {
        return pair.a == candidate.a && pair.b == candidate.b;
      });
      wrong +=
          is_there != (found != nullptr) || (found != nullptr && (found->a != candidate.a || found->b != candidate.b));
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("no candidates give no pairs") {
  const Texts texts = {{1, 2, 3}, {1, 2, 3}};
  CHECK(verify(views(texts), {}, {}, 2).empty());
  CHECK(verify({}, {}, {}, 1).empty());
}

TEST_CASE("two texts of the same word ids differ by a collision, and are one word apart") {
  // What verify is given are texts that are known to differ.
  const std::vector<WordId> notice = {1, 2, number_bit | 3, 4};
  const std::vector<WordId> page(50, 7);
  const std::vector<std::vector<WordId>> texts = {notice, notice, page, page};
  const std::vector<Candidate> candidates = {{0, 1}, {2, 3}};
  const auto verified = verify(views(texts), candidates, {}, 1);
  REQUIRE(verified.size() == 1);  // three words of four are too few for so short a text
  CHECK(verified[0].a == 2);
  CHECK(verified[0].measurements.common_words == 49);
  CHECK(verified[0].measurements.similarity < 1);
}
