// The seeded hash of the sketch, many numbers at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nuskha {

/// How wide the instructions may be. Results are the same.
enum class VectorWidth { portable, widest };

/// What `seed` does to a number before mix_all: hash64_seeded(x, seed) is what mix_all makes of
/// halves_exchanged(x) ^ key_of_seed(seed).
std::uint64_t key_of_seed(std::uint64_t seed);

constexpr std::uint64_t halves_exchanged(std::uint64_t value) { return value << 32 | value >> 32; }

/// Replaces each number by its hash: XXH3-64 of 8 bytes, once the seed's key is in. About a nanosecond each.
using MixAll = void (*)(std::span<std::uint64_t>);

/// The function for this machine, or the one for every machine.
MixAll mix_all(VectorWidth width);

}  // namespace nuskha
