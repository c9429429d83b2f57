// Random numbers that are the same on every machine: whole numbers only, no distribution of the standard library, whose
// values differ between libraries, and nothing of <cmath>. xoshiro256** (Blackman and Vigna 2018), seeded by
// splitmix64.
#pragma once

#include <array>
#include <cstdint>

namespace nuskha::bench {

/// One step of splitmix64's output function: equal numbers give equal ones, near numbers give ones that have nothing in
/// common.
constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

/// A seed for each part of something that has one: what is drawn for a part doesn't depend on the parts before it.
constexpr std::uint64_t seed_of(std::uint64_t seed, std::uint64_t part) { return mixed(mixed(seed) ^ part); }

class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = seed = mixed(seed);
  }

  constexpr std::uint64_t next() {
    const std::uint64_t out = rotated(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotated(state_[3], 45);
    return out;
  }

  /// 0 … count − 1, for counts below 2³²; off by less than count / 2³² from an even draw.
  constexpr std::uint64_t below(std::uint64_t count) { return ((next() >> 32) * count) >> 32; }

  /// From `least` to `most`, both among them.
  constexpr std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }

 private:
  static constexpr std::uint64_t rotated(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace nuskha::bench
