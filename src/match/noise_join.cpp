// Entry points: find_noisy_texts, noise_join. Test: tests/match/noise_join_test.cpp.
//
//   noisy texts ─▶ pairs of neighbouring words that aren't odd: marked in a table of bytes
//   all texts   ─▶ occurrences of what is marked, counted in the same bytes, and written down while they are few:
//                  (pair of words, text) ─▶ those whose count stayed small ─▶ sorted ─▶ texts that share many
#include "match/noise_join.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>

#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/noise_keys.h"

namespace nuskha {
namespace {

constexpr double least_length_ratio = 0.5;     // shorter to longer text, in words
constexpr std::uint64_t bytes_per_place = 32;  // while a part is gathered and sorted
constexpr std::uint64_t most_parts = 1024;
constexpr std::size_t bytes_per_pair = 16;  // of texts, while they are sorted
constexpr std::size_t least_pairs_at_once = std::size_t{1} << 16;
constexpr std::uint64_t num_slices = 64;  // of a part, each sorted by one thread

/// The pairs of texts, by the first and the second, that `is_wanted` of the times that each stands in `pairs`. Each
/// thread takes so many texts at a time that their pairs fit in its share of `max_bytes`.
template <class IsWanted>
std::vector<Candidate> count_pairs(std::span<const std::uint64_t> pairs, std::size_t num_texts, unsigned threads,
                                   std::size_t max_bytes, IsWanted&& is_wanted) {
  std::vector<std::uint32_t> num_pairs(num_texts);  // of which a text is the first
  for (const std::uint64_t pair : pairs) ++num_pairs[pair >> 32];
  const std::size_t most =
      std::max(std::min(max_bytes / bytes_per_pair, pairs.size()) / threads + 1, least_pairs_at_once);
  struct Range {
    std::uint64_t first, last;  // texts
    std::size_t count;          // pairs
    std::vector<Candidate> found;
  };
  std::vector<Range> ranges;
  for (std::uint64_t text = 0; text < num_texts; ++text) {
    if (ranges.empty() || ranges.back().count + num_pairs[text] > most) ranges.push_back({text, text, 0, {}});
    ranges.back().last = text + 1;
    ranges.back().count += num_pairs[text];
  }
  parallel_for(threads, ranges.size(), 1, [&](unsigned, std::size_t index, std::size_t) {
    Range& range = ranges[index];
    std::vector<std::uint64_t> some;
    std::vector<std::uint64_t> scratch;
    some.reserve(range.count);
    for (const std::uint64_t pair : pairs)
      if (pair >> 32 >= range.first && pair >> 32 < range.last) some.push_back(pair);
    radix_sort(some, scratch);
    for (std::size_t begin = 0; begin < some.size();) {
      std::size_t end = begin + 1;
      while (end < some.size() && some[end] == some[begin]) ++end;
      const auto a = static_cast<std::uint32_t>(some[begin] >> 32);
      const auto b = static_cast<std::uint32_t>(some[begin]);
      if (is_wanted(a, b, end - begin)) range.found.push_back({a, b});
      begin = end;
    }
  });
  std::vector<Candidate> out;
  for (const Range& range : ranges) out.insert(out.end(), range.found.begin(), range.found.end());
  return out;
}

/// The texts and what is found of them on the way to candidates.
class NoiseJoin {
 public:
  NoiseJoin(std::span<const MatchText> texts, std::span<const float> odd_shares, unsigned threads,
            std::size_t max_bytes, PageStore* pages)
      : texts_(texts), odd_shares_(odd_shares), threads_(threads), max_bytes_(max_bytes), pairs_(pages) {
    for (std::uint32_t text = 0; text < texts.size(); ++text) {
      const std::size_t num_taken = num_noise_keys(texts[text].words.size());
      num_taken_ += num_taken;
      if (is_noisy(text)) num_keys_ += num_taken;
    }
  }

  std::vector<Candidate> run(OddWords odd_words) {
    if (num_keys_ == 0) return {};
    NoiseMarks marks(num_keys_);
    mark(marks, odd_words);
    odd_words.clear();
    // Where there is room for all occurrences that may be of rare pairs, they are written down while they are counted.
    const bool all_at_once =
        std::min(num_taken_, num_keys_ * NoiseMarks::most_occurrences) <= max_bytes_ / bytes_per_place;
    places_.assign(threads_ * num_slices, {});
    num_rare_ = std::vector<std::atomic<std::uint32_t>>(texts_.size());
    for_each_text([&](unsigned thread, std::uint32_t text) {
      for_each_noise_key(texts_[text].words, [&](std::uint32_t key, std::size_t) {
        if (marks.count(key) && all_at_once) add_place(thread, key, text, 1);
      });
    });
    if (all_at_once)
      join_places(marks);
    else
      join_in_parts(marks);
    marks = NoiseMarks(0);
    seal(pairs_);
    return count_pairs(pairs_, texts_.size(), threads_, max_bytes_,
                       [&](std::uint32_t a, std::uint32_t b, std::size_t count) { return is_wanted(a, b, count); });
  }

 private:
  bool is_noisy(std::uint32_t text) const { return nuskha::is_noisy(odd_shares_[text]); }

  template <class Work>
  void for_each_text(Work&& work) const {
    parallel_for(threads_, texts_.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text)
        if (texts_[text].words.size() >= least_words_of_noise_join) work(thread, static_cast<std::uint32_t>(text));
    });
  }

  void mark(NoiseMarks& marks, const OddWords& odd_words) const {
    for_each_text([&](unsigned, std::uint32_t text) {
      if (!is_noisy(text)) return;
      for_each_whole_key(
          texts_[text].words, [&](WordId word) { return odd_words.is_odd(word); },
          [&](std::uint32_t key) { marks.mark(key); });
    });
  }

  void add_place(unsigned thread, std::uint32_t key, std::uint32_t text, std::uint64_t num_parts) {
    const std::uint64_t slice = (key * num_parts * num_slices >> 32) % num_slices;
    places_[thread * num_slices + slice].push_back(std::uint64_t{key} << 32 | text);
  }

  /// Gathers what is rare in parts by the first bits of the key, as many as there must be for one of them to fit.
  void join_in_parts(const NoiseMarks& marks) {
    const std::uint64_t num_places = marks.num_rare_occurrences();
    const std::uint64_t num_parts =
        std::bit_ceil(std::min(most_parts, num_places * bytes_per_place / std::max<std::size_t>(max_bytes_, 1) + 1));
    for (std::uint64_t part = 0; part < num_parts; ++part) {
      for_each_text([&](unsigned thread, std::uint32_t text) {
        for_each_noise_key(texts_[text].words, [&](std::uint32_t key, std::size_t) {
          if (key * num_parts >> 32 == part && marks.is_rare(key)) add_place(thread, key, text, num_parts);
        });
      });
      join_places(marks);
    }
  }

  /// Pairs of texts that share a rare pair of words, of the places gathered, which are let go.
  void join_places(const NoiseMarks& marks) {
    std::mutex mutex;
    parallel_for(threads_, num_slices, 1, [&](unsigned, std::size_t slice, std::size_t) {
      std::vector<std::uint64_t> places;
      for (unsigned thread = 0; thread < threads_; ++thread) {
        std::vector<std::uint64_t>& found = places_[thread * num_slices + slice];
        for (const std::uint64_t place : found)
          if (marks.is_rare(static_cast<std::uint32_t>(place >> 32))) places.push_back(place);
        found = {};
      }
      std::vector<std::uint64_t> found;
      radix_sort(places, found);
      places.erase(std::unique(places.begin(), places.end()), places.end());
      found.clear();
      add_pairs(places, found);
      const std::lock_guard lock(mutex);
      pairs_.insert(pairs_.end(), found.begin(), found.end());
    });
  }

  void add_pairs(std::span<const std::uint64_t> places, std::vector<std::uint64_t>& found) {
    pair_places(
        places, [&](std::uint32_t text) { num_rare_[text].fetch_add(1, std::memory_order_relaxed); },
        [&](std::uint32_t a, std::uint32_t b) {
          if ((is_noisy(a) || is_noisy(b)) && is_comparable_length(texts_[a].words.size(), texts_[b].words.size()))
            found.push_back(std::uint64_t{a} << 32 | b);
        });
  }

  NoiseCounts counts_of(std::uint32_t text) const {
    return {texts_[text].words.size(), is_noisy(text), num_rare_[text].load(std::memory_order_relaxed)};
  }

  /// Whether two texts share enough for a candidate: `count` rare pairs of words.
  bool is_wanted(std::uint32_t a, std::uint32_t b, std::size_t count) const {
    return is_noise_candidate(counts_of(a), counts_of(b), count);
  }

  const std::span<const MatchText> texts_;
  const std::span<const float> odd_shares_;
  const unsigned threads_;
  const std::size_t max_bytes_;
  std::size_t num_taken_ = 0;                         // pairs of words, about: of all texts
  std::size_t num_keys_ = 0;                          // … of noisy ones
  std::vector<std::vector<std::uint64_t>> places_;    // key << 32 | text; by thread and slice
  std::vector<std::atomic<std::uint32_t>> num_rare_;  // pairs of words of a text that another one holds
  PageVector<std::uint64_t> pairs_;                   // text << 32 | later text; for each pair of words in common
};

}  // namespace

bool is_comparable_length(std::size_t words_a, std::size_t words_b) {
  const auto [shorter, longer] = std::minmax(words_a, words_b);
  return shorter >= least_words_of_noise_join &&
         static_cast<double>(shorter) >= least_length_ratio * static_cast<double>(longer);
}

std::vector<float> odd_shares(std::span<const MatchText> texts, const OddWords& odd_words, unsigned threads) {
  std::vector<float> out(texts.size());
  parallel_for(threads, texts.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text)
      if (texts[text].words.size() >= least_words_of_noise_join)
        out[text] = static_cast<float>(odd_words.share(texts[text].words));
  });
  return out;
}

std::vector<Candidate> noise_join(std::span<const MatchText> texts, std::span<const float> odd_shares,
                                  OddWords odd_words, unsigned threads, std::size_t max_bytes, PageStore* pages) {
  return NoiseJoin(texts, odd_shares, threads, max_bytes, pages).run(std::move(odd_words));
}

}  // namespace nuskha
