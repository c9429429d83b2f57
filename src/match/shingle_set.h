// Shingles of texts as 32-bit hashes, and which of them two texts have in common.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/sketch.h"
#include "nuskha/text.h"

namespace nuskha {

/// Distinct shingles of one text, to be looked up. Holds tables: one a thread.
class ShingleSet {
 public:
  /// Replaces the set by those shingles of a text that `is_wanted(hash)` says. Cost O(n).
  template <class IsWanted>
  void assign(std::span<const std::uint32_t> shingles, IsWanted&& is_wanted) {
    const std::size_t num_slots = std::bit_ceil(2 * shingles.size() + 2);
    mask_ = num_slots - 1;
    slots_.assign(num_slots, {0, free});
    hashes_.clear();
    for (const std::uint32_t hash : shingles) {
      Slot& slot = slots_[find(hash)];
      if (slot.last_text != free || !is_wanted(hash)) continue;
      slot = {hash, 0};
      hashes_.push_back(hash);
    }
    num_texts_ = 0;
  }
  void assign(std::span<const std::uint32_t> shingles) {
    assign(shingles, [](std::uint32_t) { return true; });
  }

  std::size_t size() const { return hashes_.size(); }
  std::span<const std::uint32_t> hashes() const { return hashes_; }

  /// Distinct shingles of another text that are in the set; counts no further than `enough`. Cost O(n).
  std::uint32_t count_common(std::span<const std::uint32_t> shingles, std::uint32_t enough = ~std::uint32_t{0}) {
    ++num_texts_;
    std::uint32_t common = 0;
    for (const std::uint32_t hash : shingles) {
      Slot& slot = slots_[find(hash)];
      if (slot.last_text == free || slot.last_text == num_texts_) continue;
      slot.last_text = num_texts_;
      if (++common >= enough) break;
    }
    return common;
  }

 private:
  static constexpr std::uint32_t free = ~std::uint32_t{0};
  struct Slot {
    std::uint32_t hash;
    std::uint32_t last_text;  // the last other text that met it, counted from 1
  };

  std::size_t find(std::uint32_t hash) const {
    std::size_t slot = hash & mask_;
    while (slots_[slot].last_text != free && slots_[slot].hash != hash) slot = (slot + 1) & mask_;
    return slot;
  }

  std::vector<Slot> slots_;  // open addressing
  std::vector<std::uint32_t> hashes_;
  std::size_t mask_ = 0;
  std::uint32_t num_texts_ = 0;
};

/// Shingles of texts, as 32-bit hashes. Holds scratch: one a thread.
class TextShingles {
 public:
  explicit TextShingles(unsigned shingle_words) : shingle_words_(shingle_words) {}

  /// In the order of the text. Valid until the next call.
  std::span<const std::uint32_t> all(std::span<const WordId> words) {
    shingle(words, shingle_words_, hashes_);
    shingles_.resize(hashes_.size());
    std::transform(hashes_.begin(), hashes_.end(), shingles_.begin(),
                   [](std::uint64_t hash) { return static_cast<std::uint32_t>(hash); });
    return shingles_;
  }

  /// Each once. Valid until the next call.
  std::span<const std::uint32_t> distinct(std::span<const WordId> words) {
    set_.assign(all(words));
    return set_.hashes();
  }

 private:
  unsigned shingle_words_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> shingles_;
  ShingleSet set_;
};

}  // namespace nuskha
