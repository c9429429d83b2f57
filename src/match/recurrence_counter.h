// In how many families hashes are met, in little room.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "base/parallel.h"

namespace nuskha {

/// The counters of a hash, one in each of two rows of so many, a power of two.
constexpr std::array<std::size_t, 2> counters_of(std::uint64_t hash, std::size_t in_row) {
  return {hash & (in_row - 1), in_row + (hash >> 32 & (in_row - 1))};
}

/// Hashes of which both counters reached a number: a bit for each counter. Thread-safe.
class RecurringHashes {
 public:
  explicit RecurringHashes(std::size_t in_row) : in_row_(in_row), bits_((2 * in_row + 63) / 64) {}

  /// Brings what is looked at first near.
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&bits_[counters_of(hash, in_row_)[0] / 64]); }

  bool holds(std::uint64_t hash) const {
    const auto [first, second] = counters_of(hash, in_row_);
    return is_set(first) && is_set(second);
  }

  std::span<std::uint64_t> bits() { return bits_; }

 private:
  bool is_set(std::size_t counter) const { return (bits_[counter / 64] >> counter % 64 & 1) != 0; }

  std::size_t in_row_;
  std::vector<std::uint64_t> bits_;
};

/// Counts of hashes up to a limit, in two rows of counters that hashes share by chance. A counter is half a byte. What
/// is to be counted is collected by parts of the counters first, so that those of one part are in the cache together,
/// and one thread's alone.
class RecurrenceCounter {
 public:
  static constexpr std::size_t limit = 15;

  /// For about so many different items. The counters lie in `pages` or on the heap.
  explicit RecurrenceCounter(std::size_t num_items, PageStore* pages = nullptr)
      : in_row_(counters_in_row(num_items)), bytes_(pages) {
    bytes_.resize(in_row_);
    // Pages are 0 already, and take memory only when they are written to.
    if (!bytes_.get_allocator().is_large(bytes_.capacity())) std::fill(bytes_.begin(), bytes_.end(), std::uint8_t{0});
  }

  /// Four for an item, or 64 million if that is less, but one for two items at least: with more items to a counter all
  /// of them would seem to recur. So up to four billion items; it doesn't depend on the memory, as the result would.
  static std::size_t counters_in_row(std::size_t num_items) {
    constexpr std::size_t least = std::size_t{1} << 12;
    constexpr std::size_t enough = std::size_t{1} << 26;
    constexpr std::size_t most = std::size_t{1} << 31;  // two rows have numbers of 32 bits
    return std::bit_ceil(std::clamp(num_items / 2, std::clamp(4 * num_items, least, enough), most));
  }

  /// Counters that are to be raised by one, by their parts. One a thread.
  using Counts = std::vector<std::vector<std::uint32_t>>;
  Counts no_counts() const { return Counts((2 * in_row_ + counters_of_part - 1) / counters_of_part); }

  void count(std::uint64_t hash, Counts& counts) const {
    for (const std::size_t counter : counters_of(hash, in_row_))
      counts[counter / counters_of_part].push_back(static_cast<std::uint32_t>(counter));
  }

  /// Raises the counters, and empties `counts`, which has those of each thread. Their order doesn't matter.
  void add(std::span<Counts> counts, unsigned threads) {
    parallel_for(threads, counts.front().size(), 1, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t part = begin; part < end; ++part) {
        for (Counts& of_thread : counts) {
          raise(bytes_.data(), of_thread[part]);
          of_thread[part].clear();
        }
      }
    });
  }

  /// The hashes that are counted `least` times, 1 to 15, or more.
  RecurringHashes recurring(std::size_t least, unsigned threads) const {
    RecurringHashes out(in_row_);
    const std::span<std::uint64_t> bits = out.bits();
    // Sixteen counters at a time: hardly any reaches the number.
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t halves = 15 * ones;
    const std::uint64_t to_sixteen = (16 - least) * ones;
    parallel_for(threads, bytes_.size() / 8, 1 << 12, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        std::uint64_t counters = 0;
        std::memcpy(&counters, &bytes_[8 * i], 8);
        const std::uint64_t even = (counters & halves) + to_sixteen;
        const std::uint64_t odd = (counters >> 4 & halves) + to_sixteen;
        if (((even | odd) & 16 * ones) == 0) continue;
        std::uint64_t found = 0;
        for (std::size_t k = 0; k < 8; ++k)
          found |= (even >> (8 * k + 4) & 1) << 2 * k | (odd >> (8 * k + 4) & 1) << (2 * k + 1);
        bits[i / 4] |= found << 16 * (i % 4);
      }
    });
    return out;
  }

 private:
  static constexpr std::size_t counters_of_part = std::size_t{1} << 20;

  /// Without a branch, which nothing could foresee.
  static void raise(std::uint8_t* bytes, std::span<const std::uint32_t> counters) {
    for (const std::uint32_t counter : counters) {
      std::uint8_t& byte = bytes[counter / 2];
      const unsigned shift = 4 * (counter % 2);
      const unsigned is_below = (byte >> shift & 15u) < limit;
      byte = static_cast<std::uint8_t>(byte + (is_below << shift));
    }
  }

  std::size_t in_row_;
  PageVector<std::uint8_t> bytes_;  // two counters each
};

}  // namespace nuskha
