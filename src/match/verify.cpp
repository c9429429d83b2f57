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

}  // namespace

std::vector<VerifiedPair> verify(std::span<const MatchText> texts, std::span<const Candidate> candidates,
                                 const MatchOptions& options, unsigned threads, std::atomic<std::uint64_t>* num_done) {
  std::vector<VerifiedPair> out;
  std::mutex mutex;
  std::vector<std::atomic<std::uint32_t>> num_shingles(texts.size());  // of each text, once counted
  // Histograms of the texts that are in some pair.
  std::vector<bool> is_candidate(texts.size());
  for (const Candidate& candidate : candidates) is_candidate[candidate.a] = is_candidate[candidate.b] = true;
  std::vector<WordHistogram> histograms(candidates.empty() ? 0 : texts.size());
  parallel_for(threads, histograms.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text)
      if (is_candidate[text]) histograms[text].count(texts[text].words);
  });
  std::vector<Probe> probes(threads, Probe(options.shingle_words));
  parallel_for(threads, candidates.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    Probe& probe = probes[thread];
    std::vector<VerifiedPair> found;
    std::optional<std::uint32_t> prepared;  // the text that the probe holds
    for (std::size_t i = begin; i < end; ++i) {
      const Candidate& candidate = candidates[i];
      const MatchText& a = texts[candidate.a];
      const MatchText& b = texts[candidate.b];
      // From the cheapest test to the dearest; each of the first two spares most of what would come after it.
      const std::size_t shorter = std::min(a.words.size(), b.words.size());
      const std::size_t rough =
          WordHistogram::common_words_bound(histograms[candidate.a], histograms[candidate.b], shorter);
      if (cannot_match(a.words.size(), b.words.size(), rough, candidate.rare_shingles, options)) continue;
      if (prepared != candidate.a) probe.set_text(a);
      prepared = candidate.a;
      const std::size_t bound = probe.common_words_bound(b.words);
      if (cannot_match(a.words.size(), b.words.size(), bound, candidate.rare_shingles, options)) continue;
      // Two threads may count the same text; both find the same.
      std::uint32_t shingles_b = num_shingles[candidate.b].load(std::memory_order_relaxed);
      if (shingles_b == 0) {
        shingles_b = static_cast<std::uint32_t>(probe.count_shingles(b.words));
        num_shingles[candidate.b].store(shingles_b, std::memory_order_relaxed);
      }
      Measurements measurements = probe.measure(b, shingles_b);
      measurements.rare_shingles = candidate.rare_shingles;
      if (measurements.common_words == a.words.size() && a.words.size() == b.words.size())
        count_collision(measurements);
      if (const std::optional<Relation> relation = decide(measurements, options))
        found.push_back({candidate.a, candidate.b, *relation, measurements});
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
