// Words that no other text of an archive holds: what damage and free spelling leave behind.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/match_text.h"

namespace nuskha {

/// Which words stand in one family of an archive only. A table of bytes by the words' bits, so it errs both ways: an
/// odd word that shares its byte with another is taken for common, and a word of two families whose numbers agree
/// modulo 254 for odd (1 in 254). Numbers are never odd.
class OddWords {
 public:
  /// `family_of` names the family of each text. In an archive of more than 2^20 words half of them, by their bits, are
  /// looked at, and a quarter beyond 2^26. Cost: one pass over all words, 2 to 4 ns a word; memory: up to a byte a word
  /// looked at, 64 MiB at most. The same for every number of threads.
  OddWords(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, unsigned threads);

  /// True if no other family holds the word; false if it isn't looked at.
  bool is_odd(WordId word) const {
    return is_looked_at(word) && !is_number(word) && holder_[slot_of(word)].load(std::memory_order_relaxed) != many;
  }

  /// Share of odd words in a text, estimated from some 128 of its words; 0 for an empty text.
  double share(std::span<const WordId> words) const;

  /// Gives the memory back: to be asked nothing any more.
  void clear() { holder_ = std::vector<std::atomic<std::uint8_t>>(); }

 private:
  static constexpr std::uint8_t many = 255;  // 0: not met; 1 to 254: a family

  bool is_looked_at(WordId word) const { return (word & left_out_) == 0; }
  std::size_t slot_of(WordId word) const { return (word >> shift_) & mask_; }

  WordId left_out_ = 0;  // low bits that must be 0
  unsigned shift_ = 0;   // … and how many they are
  std::size_t mask_ = 0;
  std::vector<std::atomic<std::uint8_t>> holder_;
};

}  // namespace nuskha
