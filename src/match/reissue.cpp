// Entry point: mark_reissues. Test: tests/match/reissue_test.cpp.
#include "match/reissue.h"

#include <algorithm>

#include "base/parallel.h"

namespace nuskha {
namespace {

constexpr double least_similarity = 0.75;        // of bodies: below, no two are the same
constexpr std::size_t least_words_of_body = 20;  // that are the same; a short notice of the same words says little
constexpr std::size_t most_words_of_contact = 16;
constexpr double least_boilerplate_of_close = 0.3;  // of the block that the close begins with

std::size_t num_covered(std::span<const Passage> passages, std::size_t begin, std::size_t end) {
  std::size_t covered = 0;
  for (const Passage& passage : passages) {
    const std::size_t from = std::max<std::size_t>(begin, passage.begin);
    const std::size_t to = std::min<std::size_t>(end, passage.end);
    covered += to > from ? to - from : 0;
  }
  return covered;
}

/// Where the close of a text begins, in words.
std::size_t close_of(const MatchText& text, std::span<const Passage> passages) {
  std::size_t begin = 0;
  for (const std::uint32_t end : text.block_ends) {
    const bool is_last = end == text.words.size();
    if (2 * begin >= text.words.size()) {
      if (static_cast<double>(num_covered(passages, begin, end)) >=
          least_boilerplate_of_close * static_cast<double>(end - begin))
        return begin;
      if (is_last && end - begin <= most_words_of_contact) return begin;
    }
    begin = end;
  }
  return text.words.size();
}

std::vector<WordId> body_of(const MatchText& text, std::span<const Passage> passages) {
  const std::size_t close = close_of(text, passages);
  std::vector<Passage> left_out(passages.begin(), passages.end());
  for (std::size_t i = 0; i + 1 < text.dates.size(); i += 2) left_out.push_back({text.dates[i], text.dates[i + 1]});
  std::sort(left_out.begin(), left_out.end());
  std::vector<WordId> out;
  std::size_t at = 0;
  const auto add_to = [&](std::size_t end) {
    end = std::min(end, close);
    if (end <= at) return;
    const auto words = text.words.subspan(at, end - at);
    out.insert(out.end(), words.begin(), words.end());
  };
  for (const Passage& passage : left_out) {
    add_to(passage.begin);
    at = std::max<std::size_t>(at, passage.end);
  }
  add_to(close);
  return out;
}

}  // namespace

bool have_same_body(const MatchText& a, std::span<const Passage> passages_of_a, const MatchText& b,
                    std::span<const Passage> passages_of_b) {
  const std::vector<WordId> body = body_of(a, passages_of_a);
  return body.size() >= least_words_of_body && body == body_of(b, passages_of_b);
}

bool may_be_reissue(const VerifiedPair& pair) {
  return pair.relation == Relation::revision && pair.body_similarity >= least_similarity;
}

void mark_reissues(std::span<const MatchText> texts, const PageLists<Passage>& passages, unsigned threads,
                   std::vector<VerifiedPair>& pairs) {
  parallel_for(threads, pairs.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    const auto passages_of = [&](std::uint32_t text) {
      return passages.empty() ? std::span<const Passage>() : passages[text];
    };
    for (std::size_t i = begin; i < end; ++i) {
      VerifiedPair& pair = pairs[i];
      if (may_be_reissue(pair) &&
          have_same_body(texts[pair.a], passages_of(pair.a), texts[pair.b], passages_of(pair.b)))
        pair.relation = Relation::reissue;
    }
  });
}

}  // namespace nuskha
