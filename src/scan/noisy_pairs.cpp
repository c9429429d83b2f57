// Entry point: find_noisy_pairs. Test: tests/scan/noisy_pairs_test.cpp.
//
//   odd words ─▶ noise_join, and known shared passages ─▶ what words alone rule out ─▶ read_again ─▶ letters ─▶
//   alignment
#include "scan/noisy_pairs.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "match/damaged_pairs.h"
#include "match/fuzzy_alignment.h"
#include "match/fuzzy_verdict.h"
#include "match/noise_join.h"
#include "match/odd_words.h"
#include "text/word_letters.h"

namespace nuskha {
namespace {

constexpr std::size_t most_words_at_once = 16'000'000;  // letters take some 10 bytes a word

bool before(const auto& x, const auto& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); }

/// Adds the pairs that are known to share a passage: it may be all that is left whole of a text.
void add_known(const NoisyTexts& input, std::vector<Candidate>& candidates) {
  const auto num_joined = static_cast<std::ptrdiff_t>(candidates.size());
  for (const VerifiedPair& pair : input.pairs)
    if (pair.relation == Relation::shared_passage &&
        is_comparable_length(input.texts[pair.a].words.size(), input.texts[pair.b].words.size()))
      candidates.push_back({pair.a, pair.b});
  std::inplace_merge(candidates.begin(), candidates.begin() + num_joined, candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
}

/// Known pairs by what is known, others by their words.
class Filter {
 public:
  Filter(const NoisyTexts& input, std::span<const float> odd_shares, const MatchOptions& options)
      : odd_shares_(odd_shares), filter_(input.texts, odd_shares, options), known_(input.pairs) {}

  /// Candidates must come in order.
  std::optional<VerifiedPair> measure(const Candidate& candidate) {
    if (const VerifiedPair* const known = known_.find(candidate); known != nullptr)
      return reconsider_as_damaged(*known, odd_shares_[candidate.a], odd_shares_[candidate.b]);
    return filter_.measure(candidate);
  }

 private:
  std::span<const float> odd_shares_;
  DamageFilter filter_;
  PairCursor known_;
};

std::vector<VerifiedPair> filter(const NoisyTexts& input, std::span<const Candidate> candidates,
                                 std::span<const float> shares, const MatchOptions& options, unsigned threads) {
  std::vector<VerifiedPair> out;
  std::mutex mutex;
  std::vector<Filter> filters(threads, Filter(input, shares, options));
  parallel_for(threads, candidates.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (const Candidate& candidate : candidates.subspan(begin, end - begin)) {
      const std::optional<VerifiedPair> pair = filters[thread].measure(candidate);
      if (!pair) continue;
      const std::lock_guard lock(mutex);
      out.push_back(*pair);
    }
  });
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return before(x, y); });
  return out;
}

class Comparison {
 public:
  Comparison(const NoisyTexts& input, const DocumentSource& source, std::span<const Problem> known, Level level,
             const MatchOptions& options, unsigned threads)
      : input_(input), source_(source), known_(known), level_(level), options_(options), threads_(threads) {}

  /// Compares pairs (sorted), as many at a time as there is room for the letters of their texts.
  NoisyPairs run(std::span<VerifiedPair> pairs) {
    for (std::size_t begin = 0; begin < pairs.size();) {
      std::vector<std::uint32_t> wanted;
      std::vector<bool> is_wanted(input_.texts.size());
      std::size_t num_words = 0;
      std::size_t end = begin;
      for (; end < pairs.size() && (end == begin || num_words < most_words_at_once); ++end) {
        for (const std::uint32_t text : {pairs[end].a, pairs[end].b}) {
          if (is_wanted[text]) continue;
          is_wanted[text] = true;
          wanted.push_back(text);
          num_words += input_.texts[text].words.size();
        }
      }
      std::sort(wanted.begin(), wanted.end());
      read(wanted);
      compare(wanted, pairs.subspan(begin, end - begin));
      begin = end;
    }
    std::sort(out_.pairs.begin(), out_.pairs.end(), [](const auto& x, const auto& y) { return before(x, y); });
    std::sort(out_.problems.begin(), out_.problems.end());
    out_.problems.erase(std::unique(out_.problems.begin(), out_.problems.end()), out_.problems.end());
    return std::move(out_);
  }

 private:
  void read(std::span<const std::uint32_t> wanted) {
    std::vector<KnownDocument> documents;
    for (const std::uint32_t text : wanted) documents.push_back(input_.documents[text]);
    letters_.assign(wanted.size(), {});
    std::vector<Analyzer> analyzers;
    for (unsigned thread = 0; thread < threads_; ++thread) analyzers.emplace_back(level_, true);
    std::vector<Analysis> analyses(threads_);
    std::vector<Problem> met = read_again(
        source_, documents, known_, {"it can't be compared by its letters", "it was to be compared by its letters"},
        threads_, [&](unsigned thread, std::size_t i, const Document& document) {
          analyzers[thread].analyze(document.text, analyses[thread]);
          letters_[i] = word_letters(document.text, analyses[thread], level_);
        });
    std::move(met.begin(), met.end(), std::back_inserter(out_.problems));
  }

  void compare(std::span<const std::uint32_t> wanted, std::span<VerifiedPair> pairs) {
    std::vector<FuzzyAligner> aligners(threads_);
    std::mutex mutex;
    const auto text_of = [&](std::uint32_t text) {
      const auto place = std::lower_bound(wanted.begin(), wanted.end(), text) - wanted.begin();
      return FuzzyText{input_.texts[text].words, &letters_[static_cast<std::size_t>(place)]};
    };
    parallel_for(threads_, pairs.size(), 4, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (VerifiedPair& pair : pairs.subspan(begin, end - begin)) {
        const FuzzyText a = text_of(pair.a);
        const FuzzyText b = text_of(pair.b);
        // A text that could not be read again has no letters.
        if (a.letters->num_words() != a.words.size() || b.letters->num_words() != b.words.size()) continue;
        if (!compare_letters(aligners[thread], a, b, boilerplate_of(pair.a), boilerplate_of(pair.b), options_, pair))
          continue;
        const std::lock_guard lock(mutex);
        out_.pairs.push_back(pair);
      }
    });
  }

  std::span<const Passage> boilerplate_of(std::uint32_t text) const {
    return input_.boilerplate.empty() ? std::span<const Passage>() : input_.boilerplate[text];
  }

  const NoisyTexts& input_;
  const DocumentSource& source_;
  std::span<const Problem> known_;
  Level level_;
  MatchOptions options_;
  unsigned threads_;
  std::vector<WordLetters> letters_;  // of the texts in hand
  NoisyPairs out_;
};

}  // namespace

NoisyPairs find_noisy_pairs(const NoisyTexts& input, const DocumentSource& source, std::span<const Problem> known,
                            Level level, const MatchOptions& options, unsigned threads) {
  if (level == Level::layout || !may_be_fuzzy(options)) return {};
  OddWords odd_words(input.texts, input.family_of, threads);
  const std::vector<float> shares = odd_shares(input.texts, odd_words, threads);
  std::vector<Candidate> candidates =
      noise_join(input.texts, shares, std::move(odd_words), threads, input.max_bytes, input.pages);
  add_known(input, candidates);
  std::vector<VerifiedPair> pairs = filter(input, candidates, shares, options, threads);
  return Comparison(input, source, known, level, options, threads).run(pairs);
}

}  // namespace nuskha
