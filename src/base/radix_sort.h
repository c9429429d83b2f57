// Sorting numbers of 32 bits, and (key, value) pairs of these packed in one 64-bit number, by key or by both.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace nuskha {

/// Sorts by the upper 32 bits, keeping the order of equal keys: three passes of 11 bits. `scratch` is resized as
/// needed. Cost O(n); about 16 bytes of memory traffic a pass and element.
inline void radix_sort_by_key(std::vector<std::uint64_t>& items, std::vector<std::uint64_t>& scratch) {
  constexpr unsigned bits = 11;
  constexpr std::size_t radix = std::size_t{1} << bits;
  std::array<std::array<std::size_t, radix>, 3> counts{};
  for (const std::uint64_t item : items)
    for (unsigned pass = 0; pass < 3; ++pass) ++counts[pass][(item >> (32 + bits * pass)) & (radix - 1)];
  scratch.resize(items.size());
  for (unsigned pass = 0; pass < 3; ++pass) {
    std::array<std::size_t, radix>& count = counts[pass];
    std::size_t sum = 0;
    for (std::size_t& c : count) sum += std::exchange(c, sum);
    for (const std::uint64_t item : items) scratch[count[(item >> (32 + bits * pass)) & (radix - 1)]++] = item;
    items.swap(scratch);
  }
}

/// Sorts numbers of 32 bits: three passes of 11.
inline void radix_sort(std::vector<std::uint32_t>& items, std::vector<std::uint32_t>& scratch) {
  constexpr unsigned bits = 11;
  constexpr std::size_t radix = std::size_t{1} << bits;
  std::array<std::array<std::size_t, radix>, 3> counts{};
  for (const std::uint32_t item : items)
    for (unsigned pass = 0; pass < 3; ++pass) ++counts[pass][(item >> bits * pass) & (radix - 1)];
  scratch.resize(items.size());
  for (unsigned pass = 0; pass < 3; ++pass) {
    std::array<std::size_t, radix>& count = counts[pass];
    std::size_t sum = 0;
    for (std::size_t& c : count) sum += std::exchange(c, sum);
    for (const std::uint32_t item : items) scratch[count[(item >> bits * pass) & (radix - 1)]++] = item;
    items.swap(scratch);
  }
}

/// Sorts whole numbers: one pass for each 11 bits (10 in the middle) in which they differ. Cost as above.
inline void radix_sort(std::vector<std::uint64_t>& items, std::vector<std::uint64_t>& scratch) {
  constexpr std::size_t radix = std::size_t{1} << 11;
  constexpr std::array<unsigned, 6> shifts = {0, 11, 22, 32, 43, 54};  // two numbers of 32 bits
  constexpr std::array<std::size_t, 6> masks = {2047, 2047, 1023, 2047, 2047, 1023};
  std::array<std::array<std::size_t, radix>, 6> counts{};
  for (const std::uint64_t item : items)
    for (std::size_t pass = 0; pass < 6; ++pass) ++counts[pass][(item >> shifts[pass]) & masks[pass]];
  scratch.resize(items.size());
  for (std::size_t pass = 0; pass < 6; ++pass) {
    std::array<std::size_t, radix>& count = counts[pass];
    if (items.empty() || count[(items.front() >> shifts[pass]) & masks[pass]] == items.size()) continue;
    std::size_t sum = 0;
    for (std::size_t& c : count) sum += std::exchange(c, sum);
    for (const std::uint64_t item : items) scratch[count[(item >> shifts[pass]) & masks[pass]]++] = item;
    items.swap(scratch);
  }
}

}  // namespace nuskha
