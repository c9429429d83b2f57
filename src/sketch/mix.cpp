// Entry point: mix_all. XXH3-64 of 8 bytes is a key, made of the seed, that is added to the bits of the number, and
// then a mixer without a secret (XXH3_rrmxmx), which is written here as a plain loop that the compiler can do eight at
// a time. Test: tests/sketch/mix_test.cpp.
#include "sketch/mix.h"

#include "base/hash.h"

namespace nuskha {
namespace {

constexpr std::uint64_t multiplier = 0x9FB21C651E98DF25;

constexpr std::uint64_t mix(std::uint64_t x) {
  constexpr std::uint64_t num_bytes = 8;
  x ^= (x << 49 | x >> 15) ^ (x << 24 | x >> 40);
  x *= multiplier;
  x ^= (x >> 35) + num_bytes;
  x *= multiplier;
  return x ^ x >> 28;
}

void mix_portably(std::span<std::uint64_t> numbers) {
  for (std::uint64_t& x : numbers) x = mix(x);
}

#if defined(__x86_64__) && defined(__GNUC__)
#define NUSKHA_MIX_WITH_AVX512
#ifdef __clang__
__attribute__((target("avx512f,avx512dq,avx512vl"))) void mix_with_avx512(
#else
__attribute__((target("avx512f,avx512dq,avx512vl,prefer-vector-width=512"))) void mix_with_avx512(
#endif
    std::span<std::uint64_t> numbers) {
  for (std::uint64_t& x : numbers) x = mix(x);
}
#endif

/// What XXH3 takes from its secret for 4 to 8 bytes, found by undoing the mixer: bytes 8 to 15 of the secret ^ bytes 16
/// to 23.
constexpr std::uint64_t secret = 0x1CAD21F72C81017C ^ 0xDB979083E96DD4DE;

}  // namespace

std::uint64_t key_of_seed(std::uint64_t seed) {
  const auto low = static_cast<std::uint32_t>(seed);
  return secret - (seed ^ std::uint64_t{__builtin_bswap32(low)} << 32);
}

MixAll mix_all([[maybe_unused]] VectorWidth width) {
#ifdef NUSKHA_MIX_WITH_AVX512
  if (width == VectorWidth::widest && __builtin_cpu_supports("avx512dq") != 0 &&
      __builtin_cpu_supports("avx512vl") != 0)
    return mix_with_avx512;
#endif
  return mix_portably;
}

}  // namespace nuskha
