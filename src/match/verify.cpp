// Entry point: verify. Candidates come sorted by their first text, which is prepared once for all of its partners.
// Test: tests/match/verify_test.cpp.
#include "match/verify.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <tuple>

#include "base/parallel.h"
#include "match/probe.h"
#include "match/word_histogram.h"

namespace nuskha {

namespace {

/// Two texts that differ, yet whose word ids are all the same: the ids of two different words collide in 31 bits. One
/// word differs for certain, so one is taken off.
void count_collision(Measurements& m) {
  --m.common_words;
  m.similarity = 2 * static_cast<double>(m.common_words) / static_cast<double>(m.words_a + m.words_b);
}

/// Texts (or bodies) held ready for one thread's comparisons, the cheapest tests first.
class Comparer {
 public:
  /// Whole texts are known to differ; bodies may be the same.
  Comparer(const MatchOptions& options, bool is_whole)
      : options_(options), is_whole_(is_whole), probe_(options.shingle_words) {}

  void set(std::span<const MatchText> texts, std::span<const WordHistogram> histograms,
           std::span<std::atomic<std::uint32_t>> num_shingles) {
    texts_ = texts;
    histograms_ = histograms;
    num_shingles_ = num_shingles;
    prepared_.reset();
  }

  /// True when the words in common, by a bound or in order, exclude every relation.
  bool excludes(const Candidate& candidate) {
    const MatchText& a = texts_[candidate.a];
    const MatchText& b = texts_[candidate.b];
    // Each of these spares most of what would come after it.
    const std::size_t shorter = std::min(a.words.size(), b.words.size());
    const std::size_t rough =
        WordHistogram::common_words_bound(histograms_[candidate.a], histograms_[candidate.b], shorter);
    if (cannot_match(a.words.size(), b.words.size(), rough, candidate.rare_shingles, options_)) return true;
    prepare(candidate.a);
    const std::size_t bound = probe_.common_words_bound(b.words);
    if (cannot_match(a.words.size(), b.words.size(), bound, candidate.rare_shingles, options_)) return true;
    if (candidate.rare_shingles > 0) return false;
    lcs_ = probe_.lcs_length(b.words);
    lcs_of_ = candidate.b;
    return cannot_match_in_order(a.words.size(), b.words.size(), lcs_, candidate.rare_shingles, options_);
  }

  std::size_t common_words(const Candidate& candidate) {
    prepare(candidate.a);
    return probe_.lcs_length(texts_[candidate.b].words);
  }

  /// `is_decided`: what only decides on the relation is left out.
  Measurements measure(const Candidate& candidate, bool is_decided = false) {
    prepare(candidate.a);
    const MatchText& b = texts_[candidate.b];
    // Two threads may count the same text; both find the same.
    std::uint32_t shingles_b = num_shingles_[candidate.b].load(std::memory_order_relaxed);
    if (shingles_b == 0) {
      shingles_b = static_cast<std::uint32_t>(probe_.count_shingles(b.words));
      num_shingles_[candidate.b].store(shingles_b, std::memory_order_relaxed);
    }
    if (lcs_of_ != candidate.b) lcs_ = probe_.lcs_length(b.words);
    lcs_of_.reset();
    const MatchText& a = texts_[candidate.a];
    const bool with_bag = is_whole_ && !is_decided && needs_common_bag(a.words.size(), b.words.size(), lcs_, options_);
    Measurements out = probe_.measure(b, shingles_b, lcs_, with_bag);
    out.rare_shingles = candidate.rare_shingles;
    if (is_whole_ && out.common_words == a.words.size() && a.words.size() == b.words.size() && out.words_a > 0)
      count_collision(out);
    return out;
  }

 private:
  void prepare(std::uint32_t text) {
    if (prepared_ == text) return;
    probe_.set_text(texts_[text]);
    prepared_ = text;
    lcs_of_.reset();
  }

  MatchOptions options_;
  bool is_whole_;
  Probe probe_;
  std::span<const MatchText> texts_;
  std::span<const WordHistogram> histograms_;
  std::span<std::atomic<std::uint32_t>> num_shingles_;
  std::optional<std::uint32_t> prepared_;  // the text that the probe holds
  std::optional<std::uint32_t> lcs_of_;    // the text whose LCS with it is known
  std::size_t lcs_ = 0;
};

/// Texts of candidates, and what is counted of them.
struct Side {
  std::span<const MatchText> texts;
  std::vector<WordHistogram> histograms;
  std::vector<std::atomic<std::uint32_t>> num_shingles;  // of each text, once counted

  template <class IsWanted>
  Side(std::span<const MatchText> all, unsigned threads, IsWanted&& is_wanted)
      : texts(all), histograms(all.size()), num_shingles(all.size()) {
    parallel_for(threads, histograms.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text)
        if (is_wanted(text)) histograms[text].count(texts[text].words);
    });
  }
  Comparer comparer(const MatchOptions& options, bool is_whole) {
    Comparer out(options, is_whole);
    out.set(texts, histograms, num_shingles);
    return out;
  }
};

}  // namespace

namespace {

/// Decides on each candidate by `decide_on(thread, candidate)`, and sorts what comes of it.
template <class DecideOn>
std::vector<VerifiedPair> decide_all(std::span<const Candidate> candidates, unsigned threads,
                                     std::atomic<std::uint64_t>* num_done, DecideOn&& decide_on) {
  std::vector<VerifiedPair> out;
  std::mutex mutex;
  parallel_for(threads, candidates.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<VerifiedPair> found;
    for (const Candidate& candidate : candidates.subspan(begin, end - begin))
      if (const std::optional<VerifiedPair> pair = decide_on(thread, candidate)) found.push_back(*pair);
    if (num_done != nullptr) num_done->fetch_add(end - begin, std::memory_order_relaxed);
    if (found.empty()) return;
    const std::lock_guard lock(mutex);
    out.insert(out.end(), found.begin(), found.end());
  });
  std::sort(out.begin(), out.end(),
            [](const VerifiedPair& x, const VerifiedPair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  return out;
}

std::vector<bool> texts_in(std::span<const Candidate> candidates, std::size_t num_texts) {
  std::vector<bool> out(num_texts);
  for (const Candidate& candidate : candidates) out[candidate.a] = out[candidate.b] = true;
  return out;
}

std::optional<VerifiedPair> decided(const Candidate& candidate, const Measurements& whole, const Measurements& body,
                                    const MatchOptions& options) {
  const std::optional<Relation> relation = decide(whole, body, options);
  if (!relation) return std::nullopt;
  return VerifiedPair{candidate.a, candidate.b, *relation, whole, body.similarity};
}

}  // namespace

std::vector<VerifiedPair> verify(std::span<const MatchText> texts, std::span<const Candidate> candidates,
                                 const MatchOptions& options, unsigned threads, std::atomic<std::uint64_t>* num_done) {
  if (candidates.empty()) return {};
  const std::vector<bool> is_wanted = texts_in(candidates, texts.size());
  Side whole(texts, threads, [&](std::size_t text) { return is_wanted[text]; });
  std::vector<Comparer> comparers(threads, whole.comparer(options, true));
  return decide_all(candidates, threads, num_done,
                    [&](unsigned thread, const Candidate& candidate) -> std::optional<VerifiedPair> {
                      if (comparers[thread].excludes(candidate)) return std::nullopt;
                      const Measurements measured = comparers[thread].measure(candidate);
                      return decided(candidate, measured, measured, options);
                    });
}

std::vector<VerifiedPair> verify_again(std::span<const MatchText> texts, std::span<const MatchText> bodies,
                                       std::span<const Candidate> candidates, std::span<const VerifiedPair> known,
                                       const MatchOptions& options, unsigned threads) {
  if (candidates.empty()) return {};
  const std::vector<bool> is_wanted = texts_in(candidates, texts.size());
  const auto wanted = [&](std::size_t text) { return is_wanted[text]; };
  Side whole(texts, threads, [](std::size_t) { return false; });
  Side body(bodies, threads, wanted);
  std::vector<Comparer> wholes(threads, whole.comparer(options, true));
  std::vector<Comparer> compared(threads, body.comparer(options, false));
  return decide_all(
      candidates, threads, nullptr, [&](unsigned thread, const Candidate& candidate) -> std::optional<VerifiedPair> {
        const auto pair = std::lower_bound(
            known.begin(), known.end(), candidate,
            [](const VerifiedPair& x, const Candidate& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
        const bool is_known = pair != known.end() && pair->a == candidate.a && pair->b == candidate.b;
        if (!is_known && compared[thread].excludes(candidate)) return std::nullopt;
        const Measurements measured = is_known ? pair->measurements : wholes[thread].measure(candidate);
        return decided(candidate, measured, compared[thread].measure(candidate), options);
      });
}

std::vector<VerifiedPair> measure_passages(std::span<const MatchText> texts, std::span<const MatchText> bodies,
                                           std::span<const Candidate> candidates, const MatchOptions& options,
                                           unsigned threads) {
  Side whole(texts, threads, [](std::size_t) { return false; });
  Side body(bodies, threads, [](std::size_t) { return false; });
  std::vector<Comparer> wholes(threads, whole.comparer(options, true));
  std::vector<Comparer> compared(threads, body.comparer(options, false));
  return decide_all(
      candidates, threads, nullptr, [&](unsigned thread, const Candidate& candidate) -> std::optional<VerifiedPair> {
        const Measurements measured = wholes[thread].measure(candidate, true);
        VerifiedPair out{candidate.a, candidate.b, Relation::shared_passage, measured, measured.similarity};
        if (bodies.empty()) return out;
        const std::size_t words = bodies[candidate.a].words.size() + bodies[candidate.b].words.size();
        if (words == measured.words_a + measured.words_b) return out;
        out.body_similarity =
            words == 0 ? 0
                       : 2 * static_cast<double>(compared[thread].common_words(candidate)) / static_cast<double>(words);
        return out;
      });
}

}  // namespace nuskha
