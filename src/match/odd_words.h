// Words that no other text of an archive holds: what damage and free spelling leave behind.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/match_text.h"

namespace nuskha {

/// Which words of an archive of so many are looked at, and which byte of a table is theirs.
class OddWordSlots {
 public:
  explicit OddWordSlots(std::size_t num_words);

  bool is_looked_at(WordId word) const { return (word & left_out_) == 0; }
  std::size_t slot_of(WordId word) const { return (word >> shift_) & mask_; }
  std::size_t size() const { return mask_ + 1; }

 private:
  unsigned shift_;   // low bits by which words are left out
  WordId left_out_;  // … which must be 0
  std::size_t mask_;
};

// What a byte of the table says: 0: not met; 1 to 254: a family.
inline constexpr std::uint8_t many_families = 255;
constexpr std::uint8_t family_code(std::uint64_t family) { return static_cast<std::uint8_t>(1 + family % 254); }

/// Share of odd words in a text, estimated from some 128 of its words; 0 for an empty text. `is_odd(word)` is asked for
/// words that are looked at, numbers among them.
template <class IsOdd>
double odd_share(const OddWordSlots& slots, std::span<const WordId> words, IsOdd&& is_odd) {
  constexpr std::size_t most_words_of_estimate = 128;
  const std::size_t step = (words.size() + most_words_of_estimate - 1) / most_words_of_estimate;
  std::size_t seen = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < words.size(); i += step) {
    if (!slots.is_looked_at(words[i])) continue;
    ++seen;
    odd += is_odd(words[i]);
  }
  return seen == 0 ? 0 : static_cast<double>(odd) / static_cast<double>(seen);
}

/// Which words stand in one family of an archive only. A table of bytes by the words' bits, so it errs both ways: an
/// odd word that shares its byte with another is taken for common, and a word of two families whose numbers agree
/// modulo 254 for odd (1 in 254). Numbers are never odd.
class OddWords {
 public:
  /// `family_of` names the family of each text. In an archive of more than 2^20 words half of them, by their bits, are
  /// looked at, and a quarter beyond 2^26. Cost: one pass over all words, 2 to 4 ns a word; memory: up to a byte a word
  /// looked at, 64 MiB at most. The same for every number of threads.
  OddWords(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, unsigned threads);
  /// The table of a part of an archive, which has `num_words` words in all.
  OddWords(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, std::size_t num_words,
           unsigned threads);

  /// True if no other family holds the word; false if it isn't looked at.
  bool is_odd(WordId word) const {
    return slots_.is_looked_at(word) && !is_number(word) &&
           holder_[slots_.slot_of(word)].load(std::memory_order_relaxed) != many_families;
  }

  /// What the table says at a slot.
  std::uint8_t holder(std::size_t slot) const { return holder_[slot].load(std::memory_order_relaxed); }
  /// odd_share of a text.
  double share(std::span<const WordId> words) const {
    return odd_share(slots_, words, [&](WordId word) { return is_odd(word); });
  }

  /// Gives the memory back: to be asked nothing any more.
  void clear() { holder_ = std::vector<std::atomic<std::uint8_t>>(); }

 private:
  OddWordSlots slots_;
  std::vector<std::atomic<std::uint8_t>> holder_;
};

}  // namespace nuskha
