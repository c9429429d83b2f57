// Entry point: compare_bodies. Test: tests/parts/pair_parts_test.cpp.
#include "parts/pair_parts.h"

#include <optional>
#include <string>

#include "match/boilerplate.h"
#include "match/closing.h"
#include "match/reissue.h"
#include "parts/blobs.h"
#include "scan/pair_steps.h"

namespace nuskha {

Result<std::vector<Candidate>> candidates_of(std::span<const TextPair> pairs, const PartTexts& texts) {
  std::vector<Candidate> out;
  out.reserve(pairs.size());
  for (const TextPair& pair : pairs) {
    const std::optional<std::uint32_t> a = texts.place(pair.a);
    const std::optional<std::uint32_t> b = texts.place(pair.b);
    if (!a || !b)
      return fail(ErrorCode::malformed, "text " + std::to_string(a ? pair.b : pair.a),
                  "it is to be compared, but its words haven't come");
    out.push_back({*a, *b});
  }
  return out;
}

Result<PageLists<Passage>> passages_of(const PartTexts& texts, std::span<const TextRow> rows) {
  std::vector<std::vector<Passage>> of_text(texts.size());
  for (const TextRow& row : rows) {
    const std::optional<std::uint32_t> place = texts.place(row.id);
    if (!place) continue;
    std::vector<Passage>& passages = of_text[*place];
    passages.clear();
    BlobReader in(row.digest);
    while (!in.is_at_end()) {
      const auto begin = in.take<std::uint32_t>();
      passages.push_back({begin, in.take<std::uint32_t>()});
    }
    if (in.is_torn() || (!passages.empty() && passages.back().end > texts.texts()[*place].words.size()))
      return fail(ErrorCode::malformed, "text " + std::to_string(row.id), "its passages aren't those of its words");
  }
  PageLists<Passage> out;
  out.reserve(texts.size(), 0);
  for (const std::vector<Passage>& passages : of_text) out.push_back(passages);
  return out;
}

ComparedPairs compare_bodies(const PartTexts& texts, const KnownOfTexts& known_of_texts,
                             std::span<const Candidate> candidates, std::vector<VerifiedPair> known,
                             const MatchOptions& options) {
  const PageLists<Passage>& passages = known_of_texts.passages;
  std::optional<Bodies> bodies;
  ComparedPairs out;
  out.pairs = std::move(known);
  if (!known_of_texts.keep_boilerplate) {
    bodies.emplace(texts.texts(), passages);
    verify_boilerplate(texts.texts(), *bodies, candidates, options, 1, nullptr, out.pairs);
  }
  const PageVector<Candidate> others = candidates_without(candidates, out.pairs, nullptr);
  const JoinFloor floor = join_floor(options.threshold, options.shingle_words);
  const std::vector<Candidate> shared =
      passage_join_known(texts.texts(), known_of_texts.rare, options.shingle_words, others, floor);
  merge_pairs(out.pairs, measure_passages(texts.texts(), bodies ? &*bodies : nullptr, shared, options, 1));
  if (!known_of_texts.keep_boilerplate)
    drop_shared_closings(texts.texts(), known_of_texts.is_whole, passages, options, 1, out.pairs);
  for (VerifiedPair pair : out.pairs) {
    // What is a template now may turn out to be a notice printed again.
    if (pair.relation == Relation::template_) pair.relation = Relation::revision;
    const auto passages_of_text = [&](std::uint32_t text) {
      return known_of_texts.keep_boilerplate ? std::span<const Passage>() : passages[text];
    };
    if (may_be_reissue(pair) && have_same_body(texts.texts()[pair.a], passages_of_text(pair.a), texts.texts()[pair.b],
                                               passages_of_text(pair.b)))
      out.same_bodies.push_back({texts.ids()[pair.a], texts.ids()[pair.b]});
  }
  return out;
}

}  // namespace nuskha
