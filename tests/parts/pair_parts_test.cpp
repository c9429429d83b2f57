// Bodies compared in a task, against what a scan's stages make of all pairs.
#include "parts/pair_parts.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "match/boilerplate.h"
#include "match/closing.h"
#include "match/reissue.h"
#include "parts/family_parts.h"
#include "scan/pair_steps.h"
#include "support/catch.h"
#include "support/part_rows.h"
#include "support/reference.h"

using namespace nuskha;
using test::PartRows;

namespace {

/// Texts of which some are versions of one another, with long footers.
test::Texts texts_with_footer() {
  std::mt19937_64 random(6);
  WordId next = 100;
  const std::vector<WordId> footers[] = {reference::fresh_words(next, 30), reference::fresh_words(next, 40)};
  test::Texts out;
  for (int i = 0; i < 24; ++i) {
    std::vector<WordId> text = reference::fresh_words(next, 60);
    if (i % 3 != 0) {
      text = out[out.size() - 1];
      if (text.size() > 60) text.resize(60);
      for (int k = 0; k < 6 * (i % 3) - 6; ++k) text[random() % text.size()] = next++;
    }
    if (i % 5 != 4) text.insert(text.end(), footers[i % 2].begin(), footers[i % 2].end());
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(text);
  }
  return out;
}

}  // namespace

TEST_CASE("a task compares bodies as a scan does") {
  const test::Texts texts = texts_with_footer();
  std::vector<std::vector<std::uint32_t>> block_ends;
  for (const auto& text : texts) {
    block_ends.push_back({60});
    if (text.size() > 60) block_ends.back().push_back(static_cast<std::uint32_t>(text.size()));
  }
  const PartRows rows(texts, 5, 3, block_ends);
  const PartTexts part = rows.whole();
  std::vector<Candidate> candidates;
  for (std::uint32_t a = 0; a < texts.size(); ++a)
    for (std::uint32_t b = a + 1; b < texts.size(); ++b) candidates.push_back({a, b});
  const MatchOptions options{.threshold = 0.7};
  std::vector<VerifiedPair> pairs = verify(part.texts(), candidates, options, 1);
  const std::vector<VerifiedPair> known = pairs;

  std::vector<std::uint32_t> alone(texts.size());
  for (std::uint32_t i = 0; i < alone.size(); ++i) alone[i] = i / 3;
  const PageLists<Passage> passages = find_boilerplate(part.texts(), alone, {}, 1);
  std::vector<std::string> of_text(texts.size());
  std::vector<TextRow> passage_rows;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const Passage& passage : passages[i])
      for (const std::uint32_t value : {passage.begin, passage.end})
        of_text[i].append(reinterpret_cast<const char*>(&value), sizeof value);
    if (!of_text[i].empty()) passage_rows.push_back({rows.id(i), of_text[i]});
  }
  REQUIRE(passage_rows.size() > 5);
  const auto decoded = passages_of(part, passage_rows);
  REQUIRE(decoded);
  for (std::size_t i = 0; i < texts.size(); ++i)
    CHECK(std::equal(passages[i].begin(), passages[i].end(), (*decoded)[i].begin(), (*decoded)[i].end()));

  const Bodies bodies(part.texts(), passages);
  verify_boilerplate(part.texts(), bodies, candidates, options, 1, nullptr, pairs);
  const PageVector<Candidate> others = candidates_without(candidates, pairs, nullptr);
  const JoinFloor floor = join_floor(options.threshold, options.shingle_words);
  merge_pairs(pairs, measure_passages(part.texts(), &bodies,
                                      passage_join(part.texts(), options.shingle_words, others, floor, 1), options, 1));
  drop_shared_closings(part.texts(), passages, options, 1, pairs);
  mark_reissues(part.texts(), passages, 1, pairs);

  // Of so few texts all shingles are rare.
  const std::string all_rare(64, '\xFF');
  const std::vector<std::string_view> rare(texts.size(), all_rare);
  const ComparedPairs found = compare_bodies(part, {*decoded, rare, false, true}, candidates, known, options);
  std::vector<PartPair> marked;
  for (const VerifiedPair& pair : found.pairs) marked.push_back({rows.id(pair.a), rows.id(pair.b), pair});
  std::size_t num_reissues = 0;
  REQUIRE(marked.size() == pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const TextPair ids{marked[i].a, marked[i].b};
    const bool is_same = std::find(found.same_bodies.begin(), found.same_bodies.end(), ids) != found.same_bodies.end();
    const bool is_reissue = is_same && may_be_reissue(marked[i].pair);
    num_reissues += is_reissue;
    CHECK((is_reissue ? Relation::reissue : marked[i].pair.relation) == pairs[i].relation);
    CHECK(marked[i].pair.body_similarity == pairs[i].body_similarity);
  }
  CHECK(num_reissues > 0);
}

TEST_CASE("candidates and passages of texts that aren't there, or too long, are errors or left out") {
  const PartRows rows({{1, 2, 3}, {4, 5}});
  const PartTexts part = rows.whole();
  CHECK_FALSE(candidates_of(std::vector<TextPair>{{rows.id(0), 999}}, part));
  const std::uint32_t beyond[] = {0, 4};
  const std::string_view bytes(reinterpret_cast<const char*>(beyond), sizeof beyond);
  CHECK_FALSE(passages_of(part, std::vector<TextRow>{{rows.id(0), bytes}}));
  CHECK_FALSE(passages_of(part, std::vector<TextRow>{{rows.id(0), bytes.substr(0, 7)}}));
  const auto others = passages_of(part, std::vector<TextRow>{{999, bytes}});
  REQUIRE(others);
  CHECK((*others)[0].empty());
}
