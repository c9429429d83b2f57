// Entry points: find_noisy_texts, noise_join. Test: tests/match/noise_join_test.cpp.
//
//   noisy texts ─▶ pairs of neighbouring words that aren't odd: marked in a table of bytes
//   all texts   ─▶ occurrences of what is marked, counted in the same bytes
//   all texts   ─▶ (pair of words, text) where the count is small ─▶ sorted ─▶ texts that share many
#include "match/noise_join.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <limits>
#include <numeric>

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
  void count(std::uint32_t key) {
    std::atomic<std::uint8_t>& n = slot(key);
    const std::uint8_t now = n.load(std::memory_order_relaxed);
    // Threads may add a few more between the look and the addition: what counts is on which side of the bound it ends.
    if (now != 0 && now <= most_occurrences + 1) n.fetch_add(1, std::memory_order_relaxed);
  }
  bool is_rare(std::uint32_t key) const {
    const std::uint8_t now = slots_[key & (slots_.size() - 1)].load(std::memory_order_relaxed);
    return now > 2 && now <= most_occurrences + 1;
  }

 private:
  std::atomic<std::uint8_t>& slot(std::uint32_t key) { return slots_[key & (slots_.size() - 1)]; }
  std::vector<std::atomic<std::uint8_t>> slots_;
};

/// The pairs of texts, by the first and the second, that `is_wanted` of the times that each stands in `pairs`. So many
/// texts at a time that their pairs fit in `max_bytes`.
template <class IsWanted>
std::vector<Candidate> count_pairs(std::span<const std::uint64_t> pairs, std::size_t num_texts, std::size_t max_bytes,
                                   IsWanted&& is_wanted) {
  std::vector<std::uint32_t> num_pairs(num_texts);  // of which a text is the first
  for (const std::uint64_t pair : pairs) ++num_pairs[pair >> 32];
  const std::size_t most = std::max<std::size_t>(max_bytes / bytes_per_pair, least_pairs_at_once);
  std::vector<Candidate> out;
  std::vector<std::uint64_t> some;
  std::vector<std::uint64_t> scratch;
  for (std::uint64_t first = 0; first < num_texts;) {
    std::uint64_t last = first;
    std::size_t count = 0;
    for (; last < num_texts && (last == first || count + num_pairs[last] <= most); ++last) count += num_pairs[last];
    some.clear();
    some.reserve(count);
    for (const std::uint64_t pair : pairs)
      if (pair >> 32 >= first && pair >> 32 < last) some.push_back(pair);
    radix_sort(some, scratch);
    for (std::size_t begin = 0; begin < some.size();) {
      std::size_t end = begin + 1;
      while (end < some.size() && some[end] == some[begin]) ++end;
      const auto a = static_cast<std::uint32_t>(some[begin] >> 32);
      const auto b = static_cast<std::uint32_t>(some[begin]);
      if (is_wanted(a, b, end - begin)) out.push_back({a, b});
      begin = end;
    }
    first = last;
  }
  return out;
}

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
  const auto for_each_text = [&](auto&& work) {
    parallel_for(threads, texts.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text)
        if (texts[text].words.size() >= least_words) work(thread, static_cast<std::uint32_t>(text));
    });
  };
  const auto is_noisy = [&](std::uint32_t text) { return odd_shares[text] >= least_odd_share_of_noisy; };
  std::size_t num_keys = 0;
  for (std::uint32_t text = 0; text < texts.size(); ++text)
    if (is_noisy(text)) num_keys += std::min(texts[text].words.size(), 2 * words_taken_whole);
  if (num_keys == 0) return {};

  Marks marks(num_keys);
  for_each_text([&](unsigned, std::uint32_t text) {
    if (!is_noisy(text)) return;
    const std::span<const WordId> words = texts[text].words;
    for_each_key(words, [&](std::uint32_t key, std::size_t i) {
      if (!odd_words.is_odd(words[i]) && !odd_words.is_odd(words[i + 1])) marks.mark(key);
    });
  });
  odd_words.clear();
  for_each_text([&](unsigned, std::uint32_t text) {
    for_each_key(texts[text].words, [&](std::uint32_t key, std::size_t) { marks.count(key); });
  });
  std::vector<std::uint64_t> num_places_of_thread(threads);
  for_each_text([&](unsigned thread, std::uint32_t text) {
    std::uint64_t count = 0;
    for_each_key(texts[text].words, [&](std::uint32_t key, std::size_t) { count += marks.is_rare(key); });
    num_places_of_thread[thread] += count;
  });
  const std::uint64_t num_places =
      std::accumulate(num_places_of_thread.begin(), num_places_of_thread.end(), std::uint64_t{0});

  // In parts by the first bits of the key, as many as there must be for one of them to fit.
  const std::uint64_t num_parts =
      std::bit_ceil(std::min(most_parts, num_places * bytes_per_place / std::max<std::size_t>(max_bytes, 1) + 1));
  const auto part_of = [&](std::uint32_t key) { return std::uint64_t{key} * num_parts >> 32; };
  std::vector<std::uint32_t> num_rare(texts.size());
  PageVector<std::uint64_t> pairs(pages);  // text << 32 | later text; once for each pair of words in common
  std::vector<std::uint64_t> scratch;
  for (std::uint64_t part = 0; part < num_parts; ++part) {
    std::vector<std::uint64_t> places;  // key << 32 | text
    std::vector<std::vector<std::uint64_t>> places_of_thread(threads);
    for_each_text([&](unsigned thread, std::uint32_t text) {
      for_each_key(texts[text].words, [&](std::uint32_t key, std::size_t) {
        if (part_of(key) == part && marks.is_rare(key))
          places_of_thread[thread].push_back(std::uint64_t{key} << 32 | text);
      });
    });
    for (std::vector<std::uint64_t>& found : places_of_thread) {
      places.insert(places.end(), found.begin(), found.end());
      found = {};
    }
    radix_sort(places, scratch);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (std::size_t begin = 0; begin < places.size();) {
      std::size_t end = begin + 1;
      while (end < places.size() && places[end] >> 32 == places[begin] >> 32) ++end;
      for (std::size_t i = begin; i < end && end - begin > 1; ++i) {
        const auto a = static_cast<std::uint32_t>(places[i]);
        ++num_rare[a];
        for (std::size_t j = i + 1; j < end; ++j) {
          const auto b = static_cast<std::uint32_t>(places[j]);
          if ((is_noisy(a) || is_noisy(b)) && is_comparable_length(texts[a].words.size(), texts[b].words.size()))
            pairs.push_back(std::uint64_t{a} << 32 | b);
        }
      }
      begin = end;
    }
  }
  marks = Marks(0);
  seal(pairs);
  return count_pairs(pairs, texts.size(), max_bytes, [&](std::uint32_t a, std::uint32_t b, std::size_t count) {
    // Of two texts only those pairs of words can be seen in common that are taken of the longer.
    const std::size_t one_in_both = one_in(std::max(texts[a].words.size(), texts[b].words.size()));
    const auto rare_of = [&](std::uint32_t text) {
      if (!is_noisy(text)) return std::numeric_limits<double>::infinity();
      return static_cast<double>(num_rare[text] * one_in(texts[text].words.size())) / static_cast<double>(one_in_both);
    };
    return count >= least_shared && static_cast<double>(count) >= least_share_shared * std::min(rare_of(a), rare_of(b));
  });
}

}  // namespace nuskha
