// Entry points: find_noisy_texts, noise_join. Test: tests/match/noise_join_test.cpp.
//
//   noisy texts ─▶ pairs of neighbouring words that aren't odd: marked in a table of bytes
//   all texts   ─▶ occurrences of what is marked, counted in the same bytes, and written down while they are few:
//                  (pair of words, text) ─▶ those whose count stayed small ─▶ sorted ─▶ texts that share many
#include "match/noise_join.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <limits>
#include <mutex>

#include "base/parallel.h"
#include "base/radix_sort.h"

namespace nuskha {
namespace {

constexpr std::size_t least_words = 15;        // of either text of a pair
constexpr std::size_t words_taken_whole = 64;  // up to twice as many words: all pairs are taken
constexpr std::size_t words_at_once = 256;
constexpr std::uint8_t most_occurrences = 32;  // of a pair of words: in the whole archive
constexpr std::size_t least_shared = 2;
constexpr double least_share_shared = 0.1;  // of the rare pairs of words of the noisy text
constexpr double least_length_ratio = 0.5;  // shorter to longer text, in words
constexpr std::size_t least_slots = std::size_t{1} << 12;
constexpr std::size_t most_slots = std::size_t{1} << 26;
constexpr std::size_t slots_per_pair = 8;
constexpr std::uint64_t bytes_per_place = 32;  // while a part is gathered and sorted
constexpr std::uint64_t most_parts = 1024;
constexpr std::size_t bytes_per_pair = 16;  // of texts, while they are sorted
constexpr std::size_t least_pairs_at_once = std::size_t{1} << 16;
constexpr std::uint64_t num_slices = 64;  // of a part, each sorted by one thread

/// Hash of two neighbouring words.
std::uint32_t key_of(WordId first, WordId second) {
  return static_cast<std::uint32_t>(
      (first * std::uint64_t{0x9E3779B97F4A7C15} + second) * std::uint64_t{0xD6E8FEB86659FD93} >> 32);
}

/// Of a text of so many words one pair in so many is taken: a power of two.
std::size_t one_in(std::size_t num_words) {
  return std::bit_floor(std::max(num_words, words_taken_whole) / words_taken_whole);
}

/// Calls `work(key)` for each pair of words taken.
template <class Work>
void for_each_key(std::span<const WordId> words, Work&& work) {
  // Bits that must be 0, above those by which OddWords leaves words out. What is taken of a long text is also taken of
  // a shorter one.
  const auto left_out = static_cast<WordId>((one_in(words.size()) - 1) << 2);
  std::array<std::uint32_t, words_at_once> taken;  // positions
  for (std::size_t begin = 0; begin + 1 < words.size(); begin += words_at_once) {
    const std::size_t end = std::min(words.size() - 1, begin + words_at_once);
    std::size_t count = 0;  // without a branch, which nothing could foresee
    for (std::size_t i = begin; i < end; ++i) {
      taken[count] = static_cast<std::uint32_t>(i);
      count += (words[i] & left_out) == 0;
    }
    for (std::size_t k = 0; k < count; ++k) work(key_of(words[taken[k]], words[taken[k] + 1]), taken[k]);
  }
}

/// A byte for each slot: 0 not marked, else 1 + occurrences, counted a little beyond most_occurrences.
class Marks {
 public:
  explicit Marks(std::size_t num_keys)
      : slots_(std::clamp(std::bit_ceil(slots_per_pair * num_keys + 1), least_slots, most_slots)) {}
  void mark(std::uint32_t key) { slot(key).store(1, std::memory_order_relaxed); }
  /// Counts an occurrence; false if it can't be one of a rare key.
  bool count(std::uint32_t key) {
    std::atomic<std::uint8_t>& n = slot(key);
    const std::uint8_t now = n.load(std::memory_order_relaxed);
    // Threads may add a few more between the look and the addition: what counts is on which side of the bound it ends.
    if (now == 0 || now > most_occurrences + 1) return false;
    n.fetch_add(1, std::memory_order_relaxed);
    return true;
  }
  bool is_rare(std::uint32_t key) const {
    return is_rare_count(slots_[key & (slots_.size() - 1)].load(std::memory_order_relaxed));
  }
  /// Occurrences of all rare keys.
  std::uint64_t num_rare_occurrences() const {
    std::uint64_t sum = 0;
    for (const std::atomic<std::uint8_t>& n : slots_) {
      const std::uint8_t now = n.load(std::memory_order_relaxed);
      if (is_rare_count(now)) sum += now - 1u;
    }
    return sum;
  }

 private:
  static bool is_rare_count(std::uint8_t now) { return now > 2 && now <= most_occurrences + 1; }
  std::atomic<std::uint8_t>& slot(std::uint32_t key) { return slots_[key & (slots_.size() - 1)]; }
  std::vector<std::atomic<std::uint8_t>> slots_;
};

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
      const std::size_t num_taken = std::min(texts[text].words.size(), 2 * words_taken_whole);
      num_taken_ += num_taken;
      if (is_noisy(text)) num_keys_ += num_taken;
    }
  }

  std::vector<Candidate> run(OddWords odd_words) {
    if (num_keys_ == 0) return {};
    Marks marks(num_keys_);
    mark(marks, odd_words);
    odd_words.clear();
    // Where there is room for all occurrences that may be of rare pairs, they are written down while they are counted.
    const bool all_at_once = std::min(num_taken_, num_keys_ * most_occurrences) <= max_bytes_ / bytes_per_place;
    places_.assign(threads_ * num_slices, {});
    num_rare_ = std::vector<std::atomic<std::uint32_t>>(texts_.size());
    for_each_text([&](unsigned thread, std::uint32_t text) {
      for_each_key(texts_[text].words, [&](std::uint32_t key, std::size_t) {
        if (marks.count(key) && all_at_once) add_place(thread, key, text, 1);
      });
    });
    if (all_at_once)
      join_places(marks);
    else
      join_in_parts(marks);
    marks = Marks(0);
    seal(pairs_);
    return count_pairs(pairs_, texts_.size(), threads_, max_bytes_,
                       [&](std::uint32_t a, std::uint32_t b, std::size_t count) { return is_wanted(a, b, count); });
  }

 private:
  bool is_noisy(std::uint32_t text) const { return odd_shares_[text] >= least_odd_share_of_noisy; }

  template <class Work>
  void for_each_text(Work&& work) const {
    parallel_for(threads_, texts_.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text)
        if (texts_[text].words.size() >= least_words) work(thread, static_cast<std::uint32_t>(text));
    });
  }

  void mark(Marks& marks, const OddWords& odd_words) const {
    for_each_text([&](unsigned, std::uint32_t text) {
      if (!is_noisy(text)) return;
      const std::span<const WordId> words = texts_[text].words;
      for_each_key(words, [&](std::uint32_t key, std::size_t i) {
        if (!odd_words.is_odd(words[i]) && !odd_words.is_odd(words[i + 1])) marks.mark(key);
      });
    });
  }

  void add_place(unsigned thread, std::uint32_t key, std::uint32_t text, std::uint64_t num_parts) {
    const std::uint64_t slice = (key * num_parts * num_slices >> 32) % num_slices;
    places_[thread * num_slices + slice].push_back(std::uint64_t{key} << 32 | text);
  }

  /// Gathers what is rare in parts by the first bits of the key, as many as there must be for one of them to fit.
  void join_in_parts(const Marks& marks) {
    const std::uint64_t num_places = marks.num_rare_occurrences();
    const std::uint64_t num_parts =
        std::bit_ceil(std::min(most_parts, num_places * bytes_per_place / std::max<std::size_t>(max_bytes_, 1) + 1));
    for (std::uint64_t part = 0; part < num_parts; ++part) {
      for_each_text([&](unsigned thread, std::uint32_t text) {
        for_each_key(texts_[text].words, [&](std::uint32_t key, std::size_t) {
          if (key * num_parts >> 32 == part && marks.is_rare(key)) add_place(thread, key, text, num_parts);
        });
      });
      join_places(marks);
    }
  }

  /// Pairs of texts that share a rare pair of words, of the places gathered, which are let go.
  void join_places(const Marks& marks) {
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
    for (std::size_t begin = 0; begin < places.size();) {
      std::size_t end = begin + 1;
      while (end < places.size() && places[end] >> 32 == places[begin] >> 32) ++end;
      for (std::size_t i = begin; i < end && end - begin > 1; ++i) {
        const auto a = static_cast<std::uint32_t>(places[i]);
        num_rare_[a].fetch_add(1, std::memory_order_relaxed);
        for (std::size_t j = i + 1; j < end; ++j) {
          const auto b = static_cast<std::uint32_t>(places[j]);
          if ((is_noisy(a) || is_noisy(b)) && is_comparable_length(texts_[a].words.size(), texts_[b].words.size()))
            found.push_back(std::uint64_t{a} << 32 | b);
        }
      }
      begin = end;
    }
  }

  /// Whether two texts share enough for a candidate: `count` rare pairs of words.
  bool is_wanted(std::uint32_t a, std::uint32_t b, std::size_t count) const {
    // Of two texts only those pairs of words can be seen in common that are taken of the longer.
    const std::size_t one_in_both = one_in(std::max(texts_[a].words.size(), texts_[b].words.size()));
    const auto rare_of = [&](std::uint32_t text) {
      if (!is_noisy(text)) return std::numeric_limits<double>::infinity();
      const std::uint32_t num_rare = num_rare_[text].load(std::memory_order_relaxed);
      return static_cast<double>(num_rare * one_in(texts_[text].words.size())) / static_cast<double>(one_in_both);
    };
    return count >= least_shared && static_cast<double>(count) >= least_share_shared * std::min(rare_of(a), rare_of(b));
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
  return shorter >= least_words && static_cast<double>(shorter) >= least_length_ratio * static_cast<double>(longer);
}

std::vector<float> odd_shares(std::span<const MatchText> texts, const OddWords& odd_words, unsigned threads) {
  std::vector<float> out(texts.size());
  parallel_for(threads, texts.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text)
      if (texts[text].words.size() >= least_words) out[text] = static_cast<float>(odd_words.share(texts[text].words));
  });
  return out;
}

std::vector<Candidate> noise_join(std::span<const MatchText> texts, std::span<const float> odd_shares,
                                  OddWords odd_words, unsigned threads, std::size_t max_bytes, PageStore* pages) {
  return NoiseJoin(texts, odd_shares, threads, max_bytes, pages).run(std::move(odd_words));
}

}  // namespace nuskha
