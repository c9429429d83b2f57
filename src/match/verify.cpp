// Entry point: verify. Candidates come sorted by their first text, which is prepared once for all of its partners; one
// that is much longer than its partners is, whichever it is.
// Test: tests/match/verify_test.cpp.
#include "match/verify.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "base/page_store.h"
#include "base/parallel.h"
#include "match/candidate_order.h"
#include "match/probe.h"
#include "match/word_histogram.h"

namespace nuskha {

namespace {

// Enough that few first texts are prepared by two threads.
constexpr std::size_t candidates_at_once = 256;

/// Two texts that differ, yet whose word ids are all the same: the ids of two different words collide in 31 bits. One
/// word differs for certain, so one is taken off.
void count_collision(Measurements& m) {
  --m.common_words;
  m.similarity = 2 * static_cast<double>(m.common_words) / static_cast<double>(m.words_a + m.words_b);
}

// A text of so many words, and by so much longer than the other one, is what the probe holds: it is made ready once for
// all that it is compared with.
constexpr std::size_t least_words_of_long = 4096;
constexpr std::size_t much_longer = 8;

bool is_second_much_longer(std::span<const MatchText> texts, const Candidate& candidate) {
  const std::size_t words_b = texts[candidate.b].words.size();
  return words_b >= least_words_of_long && words_b / much_longer > texts[candidate.a].words.size();
}

/// Measurements of b and a from those of a and b.
void turn(Measurements& m) {
  std::swap(m.words_a, m.words_b);
  std::swap(m.shingles_a, m.shingles_b);
  std::swap(m.containment_a, m.containment_b);
  std::swap(m.numbers_a, m.numbers_b);
}

/// Texts (or bodies) held ready for one thread's comparisons, the cheapest tests first.
class Comparer {
 public:
  /// Of whole texts `bodies` is nullptr. They are known to differ; bodies may be the same.
  Comparer(const MatchOptions& options, std::span<const MatchText> texts, const Bodies* bodies,
           const WordHistograms& histograms, std::span<std::atomic<std::uint32_t>> num_shingles)
      : options_(options),
        texts_(texts),
        bodies_(bodies),
        histograms_(&histograms),
        num_shingles_(num_shingles),
        probe_(options.shingle_words) {}

  /// True when the words in common, by a bound or in order, exclude every relation.
  bool excludes(const Candidate& candidate) {
    const std::size_t words_a = histograms_->num_words(candidate.a);
    const std::size_t words_b = histograms_->num_words(candidate.b);
    const std::size_t rare = candidate.rare_shingles;
    return excludes(
        candidate, rare == 0,
        [&](std::size_t common) { return cannot_match(words_a, words_b, common, rare, options_); },
        [&](std::size_t common) { return cannot_match_in_order(words_a, words_b, common, rare, options_); });
  }

  /// Of bodies whose whole texts have no relation: true when they exclude that the bodies give them one.
  bool excludes_by_body(const Candidate& candidate) {
    const std::size_t words_a = histograms_->num_words(candidate.a);
    const std::size_t words_b = histograms_->num_words(candidate.b);
    const std::size_t words = texts_[candidate.a].words.size() + texts_[candidate.b].words.size();
    const bool may_be_alike = may_be_alike_in_body(words, words_a, words_b);
    return excludes(
        candidate, true,
        [&](std::size_t common) { return bodies_cannot_match(words_a, words_b, common, may_be_alike, options_); },
        [&](std::size_t common) { return bodies_cannot_match_in_order(words_a, words_b, common, options_); });
  }

  /// What is measured of the words in order alone.
  Measurements measure_in_order(const Candidate& candidate) {
    prepare(candidate);
    if (!lcs_) lcs_ = probe_.lcs_length(other_.words);
    Measurements out;
    out.words_a = num_words_of_probe_;
    out.words_b = other_.words.size();
    if (prepared_ != candidate.a) turn(out);
    out.common_words = *lcs_;
    const std::size_t words = out.words_a + out.words_b;
    out.similarity = words == 0 ? 0 : 2 * static_cast<double>(*lcs_) / static_cast<double>(words);
    return out;
  }

  /// `is_decided`: what only decides on the relation is left out.
  Measurements measure(const Candidate& candidate, bool is_decided = false) {
    prepare(candidate);
    // Two threads may count the same text; both find the same.
    std::uint32_t num_shingles = num_shingles_[*prepared_other_].load(std::memory_order_relaxed);
    if (num_shingles == 0) {
      num_shingles = static_cast<std::uint32_t>(probe_.count_shingles(other_.words));
      num_shingles_[*prepared_other_].store(num_shingles, std::memory_order_relaxed);
    }
    if (!lcs_) lcs_ = probe_.lcs_length(other_.words);
    const bool is_whole = bodies_ == nullptr;
    std::size_t words_a = num_words_of_probe_;
    std::size_t words_b = other_.words.size();
    if (prepared_ != candidate.a) std::swap(words_a, words_b);
    const bool with_bag = is_whole && !is_decided && needs_common_bag(words_a, words_b, *lcs_, options_);
    Measurements out = probe_.measure(other_, num_shingles, *lcs_, with_bag);
    if (prepared_ != candidate.a) turn(out);
    out.rare_shingles = candidate.rare_shingles;
    if (is_whole && out.common_words == words_a && words_a == words_b && words_a > 0) count_collision(out);
    return out;
  }

 private:
  /// `cannot_match` and `cannot_match_in_order` say what so many words in common exclude. The order only has a say
  /// where `order_matters`.
  template <class CannotMatch, class CannotMatchInOrder>
  bool excludes(const Candidate& candidate, bool order_matters, CannotMatch&& is_excluded,
                CannotMatchInOrder&& is_excluded_in_order) {
    // Each of these spares most of what would come after it.
    const std::size_t words_a = histograms_->num_words(candidate.a);
    const std::size_t words_b = histograms_->num_words(candidate.b);
    const std::size_t shorter = std::min(words_a, words_b);
    if (is_excluded(shorter)) return true;
    if (is_excluded(histograms_->common_words_bound(candidate.a, candidate.b))) return true;
    prepare(candidate);
    const std::size_t least = least_not_excluded(shorter + 1, is_excluded);
    const std::size_t bound = probe_.common_words_bound(other_.words, least);
    if (bound < least) return true;
    if (!order_matters || may_be_rearranged(words_a, words_b, bound)) return false;
    lcs_ = probe_.lcs_length(other_.words, least_not_excluded(shorter + 1, is_excluded_in_order));
    return !lcs_;
  }

  MatchText view(std::uint32_t text, std::vector<WordId>& scratch) const {
    return bodies_ != nullptr ? bodies_->body(text, scratch) : texts_[text];
  }

  /// Sets the first text, or the second if it is much longer, into the probe, and the other into other_.
  void prepare(const Candidate& candidate) {
    const bool is_turned = is_second_much_longer(texts_, candidate);
    const std::uint32_t text = is_turned ? candidate.b : candidate.a;
    const std::uint32_t other = is_turned ? candidate.a : candidate.b;
    if (prepared_ != text) {
      const MatchText viewed = view(text, words_);
      num_words_of_probe_ = viewed.words.size();
      probe_.set_text(viewed);
      prepared_other_.reset();
    }
    prepared_ = text;
    if (prepared_other_ == other) return;
    other_ = view(other, words_of_other_);
    prepared_other_ = other;
    lcs_.reset();
  }

  MatchOptions options_;
  std::span<const MatchText> texts_;
  const Bodies* bodies_;
  const WordHistograms* histograms_;
  std::span<std::atomic<std::uint32_t>> num_shingles_;
  Probe probe_;
  std::optional<std::uint32_t> prepared_;        // the text that the probe holds
  std::optional<std::uint32_t> prepared_other_;  // and the one that it is compared with
  std::size_t num_words_of_probe_ = 0;
  MatchText other_;
  std::optional<std::size_t> lcs_;              // of the two, once known
  std::vector<WordId> words_, words_of_other_;  // of bodies
};

/// Whatever a histogram lets pass is looked up among the words, which may lie on disk: so a third of the memory is well
/// spent on fine ones.
std::size_t histogram_bytes(const PageStore* pages) {
  if (pages == nullptr) return WordHistograms::default_bytes;
  return std::max<std::size_t>(WordHistograms::default_bytes, pages->budget_bytes() / 3);
}

/// Texts (or bodies) of candidates, and what is counted of them.
class Side {
 public:
  /// Histograms are made for the texts that `is_wanted` says.
  template <class IsWanted>
  Side(std::span<const MatchText> texts, const Bodies* bodies, unsigned threads, PageStore* pages, IsWanted&& is_wanted)
      : texts_(texts),
        bodies_(bodies),
        histograms_(texts.size(), histogram_bytes(pages), pages),
        num_shingles_(texts.size()) {
    std::vector<std::vector<WordId>> scratch(threads);
    parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text)
        if (is_wanted(text))
          histograms_.count(text, bodies != nullptr ? bodies->body(text, scratch[thread]).words : texts[text].words);
    });
    histograms_.seal();
  }

  /// A side of which nothing is ever excluded, so that it needs no histograms.
  Side(std::span<const MatchText> texts, const Bodies* bodies)
      : texts_(texts), bodies_(bodies), num_shingles_(texts.size()) {}

  std::vector<Comparer> comparers(const MatchOptions& options, unsigned threads) {
    return std::vector<Comparer>(threads, Comparer(options, texts_, bodies_, histograms_, num_shingles_));
  }

 private:
  std::span<const MatchText> texts_;
  const Bodies* bodies_;
  WordHistograms histograms_;
  std::vector<std::atomic<std::uint32_t>> num_shingles_;  // of each text, once counted
};

/// The candidates of which the second text is much longer, by that text.
std::vector<Candidate> candidates_of_long_texts(std::span<const MatchText> texts,
                                                std::span<const Candidate> candidates) {
  std::vector<Candidate> out;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(out),
               [&](const Candidate& candidate) { return is_second_much_longer(texts, candidate); });
  std::sort(out.begin(), out.end(),
            [](const Candidate& x, const Candidate& y) { return std::tie(x.b, x.a) < std::tie(y.b, y.a); });
  return out;
}

/// Decides on each candidate by `decide_on(thread, candidate)`: pairs in the order of their texts. Each thread gets its
/// own in an order that spares reading, and those of which the second text is much longer last.
template <class DecideOn>
std::vector<VerifiedPair> decide_all(std::span<const MatchText> texts, std::span<const Candidate> all, unsigned threads,
                                     std::atomic<std::uint64_t>* num_done, PageStore* pages, DecideOn&& decide_on) {
  const CandidateOrder order(texts, all, pages);
  const std::span<const Candidate> candidates = order.candidates();
  struct Range {
    std::size_t begin;  // of the candidates
    std::vector<VerifiedPair> found;
  };
  std::vector<Range> ranges;
  std::mutex mutex;
  const auto decide_on_those = [&](std::span<const Candidate> some, bool of_long_texts) {
    parallel_for(threads, some.size(), candidates_at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
      std::vector<VerifiedPair> found;
      std::size_t count = 0;
      for (const Candidate& candidate : some.subspan(begin, end - begin)) {
        if (is_second_much_longer(texts, candidate) != of_long_texts) continue;
        ++count;
        if (const std::optional<VerifiedPair> pair = decide_on(thread, candidate)) found.push_back(*pair);
      }
      if (num_done != nullptr) num_done->fetch_add(count, std::memory_order_relaxed);
      if (found.empty()) return;
      const std::lock_guard lock(mutex);
      ranges.push_back({begin, std::move(found)});
    });
  };
  decide_on_those(candidates, false);
  const std::vector<Candidate> of_long = candidates_of_long_texts(texts, candidates);
  if (!of_long.empty()) decide_on_those(of_long, true);
  std::sort(ranges.begin(), ranges.end(), [](const Range& x, const Range& y) { return x.begin < y.begin; });
  std::size_t num_pairs = 0;
  for (const Range& range : ranges) num_pairs += range.found.size();
  std::vector<VerifiedPair> out;
  out.reserve(num_pairs);
  for (Range& range : ranges) {
    out.insert(out.end(), range.found.begin(), range.found.end());
    range.found = {};
  }
  const auto before = [](const VerifiedPair& x, const VerifiedPair& y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  };
  if (!std::is_sorted(out.begin(), out.end(), before)) std::sort(out.begin(), out.end(), before);
  return out;
}

std::vector<bool> texts_in(std::span<const Candidate> candidates, std::size_t num_texts) {
  std::vector<bool> out(num_texts);
  for (const Candidate& candidate : candidates) out[candidate.a] = out[candidate.b] = true;
  return out;
}

}  // namespace

std::vector<VerifiedPair> verify(std::span<const MatchText> texts, std::span<const Candidate> candidates,
                                 const MatchOptions& options, unsigned threads, std::atomic<std::uint64_t>* num_done,
                                 PageStore* pages) {
  if (candidates.empty()) return {};
  const std::vector<bool> is_wanted = texts_in(candidates, texts.size());
  Side whole(texts, nullptr, threads, pages, [&](std::size_t text) { return is_wanted[text]; });
  std::vector<Comparer> comparers = whole.comparers(options, threads);
  return decide_all(texts, candidates, threads, num_done, pages,
                    [&](unsigned thread, const Candidate& candidate) -> std::optional<VerifiedPair> {
                      if (comparers[thread].excludes(candidate)) return std::nullopt;
                      const Measurements measured = comparers[thread].measure(candidate);
                      const std::optional<Relation> relation = decide(measured, options);
                      if (!relation) return std::nullopt;
                      return VerifiedPair{candidate.a, candidate.b, *relation, measured, measured.similarity};
                    });
}

std::vector<VerifiedPair> verify_again(std::span<const MatchText> texts, const Bodies& bodies,
                                       std::span<const Candidate> candidates, std::span<const VerifiedPair> known,
                                       const MatchOptions& options, unsigned threads, PageStore* pages) {
  if (candidates.empty()) return {};
  const std::vector<bool> is_wanted = texts_in(candidates, texts.size());
  Side whole(texts, nullptr);
  Side body(texts, &bodies, threads, pages, [&](std::size_t text) { return is_wanted[text]; });
  std::vector<Comparer> wholes = whole.comparers(options, threads);
  std::vector<Comparer> compared = body.comparers(options, threads);
  std::vector<PairCursor> cursors(threads, PairCursor(known));
  return decide_all(texts, candidates, threads, nullptr, pages,
                    [&](unsigned thread, const Candidate& candidate) -> std::optional<VerifiedPair> {
                      const VerifiedPair* const pair = cursors[thread].find(candidate);
                      Comparer& bodies_compared = compared[thread];
                      if (pair == nullptr && bodies_compared.excludes_by_body(candidate)) return std::nullopt;
                      const Measurements measured =
                          pair != nullptr ? pair->measurements : wholes[thread].measure(candidate);
                      const Measurements in_order = bodies_compared.measure_in_order(candidate);
                      const std::optional<Relation> relation = decide(
                          measured, in_order, [&] { return bodies_compared.measure(candidate); }, options);
                      if (!relation) return std::nullopt;
                      return VerifiedPair{candidate.a, candidate.b, *relation, measured, in_order.similarity};
                    });
}

std::vector<VerifiedPair> measure_passages(std::span<const MatchText> texts, const Bodies* bodies,
                                           std::span<const Candidate> candidates, const MatchOptions& options,
                                           unsigned threads) {
  Side whole(texts, nullptr);
  Side body(texts, bodies);
  std::vector<Comparer> wholes = whole.comparers(options, threads);
  std::vector<Comparer> compared = body.comparers(options, threads);
  return decide_all(
      texts, candidates, threads, nullptr, nullptr,
      [&](unsigned thread, const Candidate& candidate) -> std::optional<VerifiedPair> {
        const Measurements measured = wholes[thread].measure(candidate, true);
        VerifiedPair out{candidate.a, candidate.b, Relation::shared_passage, measured, measured.similarity};
        if (bodies == nullptr || (!bodies->differs(candidate.a) && !bodies->differs(candidate.b))) return out;
        out.body_similarity = compared[thread].measure_in_order(candidate).similarity;
        return out;
      });
}

}  // namespace nuskha
