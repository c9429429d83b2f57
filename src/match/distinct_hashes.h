// Hashes, each kept once.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nuskha {

/// Hashes, each once; 0 becomes 1. Holds a table: one a thread.
class DistinctHashes {
 public:
  /// Empties it and makes room for so many; more may come.
  void clear(std::size_t num_expected) {
    slots_.assign(std::bit_ceil(2 * num_expected + 2), 0);
    hashes_.clear();
  }
  void insert(std::uint64_t hash) {
    hash |= hash == 0;  // 0 marks a free slot
    std::uint64_t& slot = slots_[find(hash)];
    if (slot == hash) return;
    slot = hash;
    hashes_.push_back(hash);
    if (2 * hashes_.size() <= slots_.size()) return;
    slots_.assign(2 * slots_.size(), 0);
    for (const std::uint64_t other : hashes_) slots_[find(other)] = other;
  }
  std::span<const std::uint64_t> hashes() const { return hashes_; }

 private:
  std::size_t find(std::uint64_t hash) const {
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != 0 && slots_[slot] != hash) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  std::vector<std::uint64_t> slots_;  // open addressing
  std::vector<std::uint64_t> hashes_;
};

}  // namespace nuskha
