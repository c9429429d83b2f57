// Counts of hashes in a table.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nuskha {

/// Hashes with a count each, which is 0 for those that are not there.
class CountTable {
 public:
  /// Room for so many.
  explicit CountTable(std::size_t size = 0) : entries_(std::bit_ceil(2 * size + 2)) {}

  void set(std::uint32_t hash, std::uint32_t count) { entries_[find(hash)] = {hash, count}; }
  void add(std::uint32_t hash) {
    Entry& entry = entries_[find(hash)];
    entry.hash = hash;
    ++entry.count;
  }
  std::uint32_t at(std::uint32_t hash) const { return entries_[find(hash)].count; }

  /// Calls `work(hash, count)` for each.
  template <class Work>
  void for_each(Work&& work) const {
    for (const Entry& entry : entries_)
      if (entry.count != 0) work(entry.hash, entry.count);
  }

 private:
  struct Entry {
    std::uint32_t hash = 0;
    std::uint32_t count = 0;  // 0: free
  };

  std::size_t find(std::uint32_t hash) const {
    const std::size_t mask = entries_.size() - 1;
    std::size_t slot = hash & mask;
    while (entries_[slot].count != 0 && entries_[slot].hash != hash) slot = (slot + 1) & mask;
    return slot;
  }

  std::vector<Entry> entries_;  // open addressing, a power of two
};

}  // namespace nuskha
