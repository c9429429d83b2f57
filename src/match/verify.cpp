// Entry point: verify. Candidates come sorted by their first text, which is prepared once for all of its partners.
// Test: tests/match/verify_test.cpp.
#include "match/verify.h"

#include <algorithm>
#include <mutex>
#include <optional>

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
  Comparer(unsigned shingle_words) : probe_(shingle_words) {}

  void set(std::span<const MatchText> texts, std::span<const WordHistogram> histograms,
           std::span<std::atomic<std::uint32_t>> num_shingles) {
    texts_ = texts;
    histograms_ = histograms;
    num_shingles_ = num_shingles;
    prepared_.reset();
  }

  /// True when the words in common, by a bound or in order, exclude every relation.
  bool excludes(const Candidate& candidate, const MatchOptions& options) {
    const MatchText& a = texts_[candidate.a];
    const MatchText& b = texts_[candidate.b];
    // Each of these spares most of what would come after it.
    const std::size_t shorter = std::min(a.words.size(), b.words.size());
    const std::size_t rough =
        WordHistogram::common_words_bound(histograms_[candidate.a], histograms_[candidate.b], shorter);
    if (cannot_match(a.words.size(), b.words.size(), rough, candidate.rare_shingles, options)) return true;
    prepare(candidate.a);
    const std::size_t bound = probe_.common_words_bound(b.words);
    if (cannot_match(a.words.size(), b.words.size(), bound, candidate.rare_shingles, options)) return true;
    if (candidate.rare_shingles > 0) return false;
    lcs_ = probe_.lcs_length(b.words);
    lcs_of_ = candidate.b;
    return cannot_match_in_order(a.words.size(), b.words.size(), lcs_, candidate.rare_shingles, options);
  }

  Measurements measure(const Candidate& candidate) {
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
    Measurements out = probe_.measure(b, shingles_b, lcs_);
    out.rare_shingles = candidate.rare_shingles;
    return out;
  }

 private:
  void prepare(std::uint32_t text) {
    if (prepared_ == text) return;
    probe_.set_text(texts_[text]);
    prepared_ = text;
    lcs_of_.reset();
  }

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
  Comparer comparer(unsigned shingle_words) {
    Comparer out(shingle_words);
    out.set(texts, histograms, num_shingles);
    return out;
  }
};

}  // namespace

std::vector<VerifiedPair> verify(std::span<const MatchText> texts, std::span<const MatchText> bodies,
                                 std::span<const Candidate> candidates, const MatchOptions& options, unsigned threads,
                                 std::atomic<std::uint64_t>* num_done) {
  if (candidates.empty()) return {};
  std::vector<bool> is_candidate(texts.size());
  for (const Candidate& candidate : candidates) is_candidate[candidate.a] = is_candidate[candidate.b] = true;
  Side whole(texts, threads, [&](std::size_t text) { return is_candidate[text]; });
  Side body(bodies, threads, [&](std::size_t text) { return is_candidate[text]; });
  const auto has_boilerplate = [&](std::uint32_t text) {
    return !bodies.empty() && bodies[text].words.size() != texts[text].words.size();
  };
  std::vector<VerifiedPair> out;
  std::mutex mutex;
  std::vector<Comparer> whole_of_thread(threads, whole.comparer(options.shingle_words));
  std::vector<Comparer> body_of_thread(threads, body.comparer(options.shingle_words));
  parallel_for(threads, candidates.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<VerifiedPair> found;
    for (const Candidate& candidate : candidates.subspan(begin, end - begin)) {
      const bool differs = has_boilerplate(candidate.a) || has_boilerplate(candidate.b);
      if (whole_of_thread[thread].excludes(candidate, options) &&
          !(differs && !body_of_thread[thread].excludes(candidate, options)))
        continue;
      Measurements measured = whole_of_thread[thread].measure(candidate);
      const MatchText& a = texts[candidate.a];
      if (measured.common_words == a.words.size() && a.words.size() == texts[candidate.b].words.size())
        count_collision(measured);
      const Measurements of_body = differs ? body_of_thread[thread].measure(candidate) : measured;
      if (const std::optional<Relation> relation = decide(measured, of_body, options))
        found.push_back({candidate.a, candidate.b, *relation, measured, of_body.similarity});
    }
    if (num_done != nullptr) num_done->fetch_add(end - begin, std::memory_order_relaxed);
    if (found.empty()) return;
    const std::lock_guard lock(mutex);
    out.insert(out.end(), found.begin(), found.end());
  });
  std::sort(out.begin(), out.end(),
            [](const VerifiedPair& x, const VerifiedPair& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  return out;
}

}  // namespace nuskha
