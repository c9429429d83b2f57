// All hashing of nuskha: XXH3 over documented byte layouts (docs/algorithm.md, "Hashes"). The only header that
// includes xxHash. Every function gives the same value on every machine: input numbers are hashed as little-endian
// bytes. Covered by tests/base/hash_test.cpp (known-answer vectors).
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "nuskha/hash.h"

static_assert(std::endian::native == std::endian::little,
              "nuskha hashes arrays of numbers in place; a big-endian machine needs them swapped first");

namespace nuskha {

/// XXH3-64 of bytes, seed 0.
inline std::uint64_t hash64(const void* data, std::size_t num_bytes) { return XXH3_64bits(data, num_bytes); }
inline std::uint64_t hash64(std::string_view bytes) { return hash64(bytes.data(), bytes.size()); }

/// hash64 of bytes whose number is known to lie in a range: the compiler leaves out the ways of XXH3 for all others.
template <std::size_t least, std::size_t most>
[[gnu::flatten]] inline std::uint64_t hash64_of_length(const void* data, std::size_t num_bytes) {
  if (num_bytes < least || num_bytes > most) __builtin_unreachable();
  return XXH3_64bits(data, num_bytes);
}

/// XXH3-64 of one 64-bit number under a seed: the family of hash functions of the sketch.
inline std::uint64_t hash64_seeded(std::uint64_t value, std::uint64_t seed) {
  return XXH3_64bits_withSeed(&value, sizeof value, seed);
}

/// XXH3-128 of bytes, seed 0.
inline Hash128 hash128(const void* data, std::size_t num_bytes) {
  const XXH128_hash_t h = XXH3_128bits(data, num_bytes);
  return {h.low64, h.high64};
}
inline Hash128 hash128(std::string_view bytes) { return hash128(bytes.data(), bytes.size()); }

/// hash128 of bytes that come piece by piece.
class Hasher128 {
 public:
  Hasher128() { reset(); }
  void reset() { XXH3_128bits_reset(&state_); }
  void update(std::string_view bytes) { XXH3_128bits_update(&state_, bytes.data(), bytes.size()); }
  Hash128 digest() const {
    const XXH128_hash_t h = XXH3_128bits_digest(&state_);
    return {h.low64, h.high64};
  }

 private:
  XXH3_state_t state_;
};

}  // namespace nuskha
