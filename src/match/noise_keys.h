// What noise_join takes of texts and makes of it: pairs of neighbouring words, counted, and the texts that share the
// rare ones. Test: tests/match/noise_join_test.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

inline constexpr std::size_t least_words_of_noise_join = 15;  // of either text of a pair
inline constexpr std::size_t words_taken_whole = 64;          // up to twice as many words: all pairs are taken

/// Hash of two neighbouring words.
inline std::uint32_t noise_key(WordId first, WordId second) {
  return static_cast<std::uint32_t>(
      (first * std::uint64_t{0x9E3779B97F4A7C15} + second) * std::uint64_t{0xD6E8FEB86659FD93} >> 32);
}

/// Of a text of so many words one pair in so many is taken: a power of two.
inline std::size_t one_in(std::size_t num_words) {
  return std::bit_floor(std::max(num_words, words_taken_whole) / words_taken_whole);
}

/// How many pairs are taken of a text of so many words, about.
inline std::size_t num_noise_keys(std::size_t num_words) { return std::min(num_words, 2 * words_taken_whole); }

/// Calls `work(key, position)` for each pair of words taken.
template <class Work>
void for_each_noise_key(std::span<const WordId> words, Work&& work) {
  constexpr std::size_t words_at_once = 256;
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
    for (std::size_t k = 0; k < count; ++k) work(noise_key(words[taken[k]], words[taken[k] + 1]), taken[k]);
  }
}

/// Calls `mark(key)` for each pair of words taken of a noisy text that damage has left whole.
template <class IsOdd, class Mark>
void for_each_whole_key(std::span<const WordId> words, IsOdd&& is_odd, Mark&& mark) {
  for_each_noise_key(words, [&](std::uint32_t key, std::size_t i) {
    if (!is_odd(words[i]) && !is_odd(words[i + 1])) mark(key);
  });
}

/// Which keys noisy texts hold, and which of those are rare: a byte for each slot, 0 not marked, else 1 + occurrences,
/// counted a little beyond most_occurrences. Keys whose last bits agree share a slot.
class NoiseMarks {
 public:
  static constexpr std::uint8_t most_occurrences = 32;  // of a rare key, in the whole archive
  static constexpr unsigned least_bits = 12;            // of a key, that all keys of a slot have in common

  /// `num_keys`: sum of num_noise_keys of the noisy texts.
  explicit NoiseMarks(std::size_t num_keys)
      : slots_(std::clamp(std::bit_ceil(slots_per_key * num_keys + 1), std::size_t{1} << least_bits, most_slots)) {}
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
  static constexpr std::size_t most_slots = std::size_t{1} << 26;
  static constexpr std::size_t slots_per_key = 8;

  static bool is_rare_count(std::uint8_t now) { return now > 2 && now <= most_occurrences + 1; }
  std::atomic<std::uint8_t>& slot(std::uint32_t key) { return slots_[key & (slots_.size() - 1)]; }
  std::vector<std::atomic<std::uint8_t>> slots_;
};

/// Of places (key << 32 | text, sorted, without repetitions), calls `on_shared(text)` for each one whose key another
/// text holds, and `on_pair(a, b)` for each two of one key, a < b.
template <class OnShared, class OnPair>
void pair_places(std::span<const std::uint64_t> places, OnShared&& on_shared, OnPair&& on_pair) {
  for (std::size_t begin = 0; begin < places.size();) {
    std::size_t end = begin + 1;
    while (end < places.size() && places[end] >> 32 == places[begin] >> 32) ++end;
    for (std::size_t i = begin; i < end && end - begin > 1; ++i) {
      const auto a = static_cast<std::uint32_t>(places[i]);
      on_shared(a);
      for (std::size_t j = i + 1; j < end; ++j) on_pair(a, static_cast<std::uint32_t>(places[j]));
    }
    begin = end;
  }
}

/// What is asked of a text when its pair is a candidate.
struct NoiseCounts {
  std::size_t num_words = 0;
  bool is_noisy = false;
  std::uint32_t num_rare = 0;  ///< Rare keys that another text holds, too; of a noisy text only.
};

/// Whether two texts that share `count` rare keys share enough for a candidate.
inline bool is_noise_candidate(const NoiseCounts& a, const NoiseCounts& b, std::size_t count) {
  constexpr std::size_t least_shared = 2;
  constexpr double least_share_shared = 0.1;  // of the rare pairs of words of the noisy text
  // Of two texts only those pairs of words can be seen in common that are taken of the longer.
  const std::size_t one_in_both = one_in(std::max(a.num_words, b.num_words));
  const auto rare_of = [&](const NoiseCounts& text) {
    if (!text.is_noisy) return std::numeric_limits<double>::infinity();
    return static_cast<double>(text.num_rare * one_in(text.num_words)) / static_cast<double>(one_in_both);
  };
  return count >= least_shared && static_cast<double>(count) >= least_share_shared * std::min(rare_of(a), rare_of(b));
}

}  // namespace nuskha
