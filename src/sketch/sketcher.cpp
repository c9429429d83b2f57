// Fast similarity sketching. Entry point: Sketcher::sketch.
//
// Paper: S. Dahlgaard, M. B. T. Knudsen, M. Thorup: Fast Similarity Sketching, FOCS 2017 (arXiv 1704.04370). In round i
// < k every element falls into a random bin with a random value; in round k + j into bin j. A bin keeps the least
// (round, value); the rounds end when no bin is empty. Early rounds behave like one-permutation hashing, late ones like
// k permutations. Test: tests/sketch/sketcher_test.cpp measures bias and error against the truth and against k
// permutations.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/hash.h"
#include "nuskha/sketch.h"
#include "sketch/mix.h"

namespace nuskha {
namespace {

constexpr std::uint64_t empty_bin = ~std::uint64_t{0};
constexpr std::size_t pairs_at_once = 256;

/// Maps the high 32 bits of a hash evenly to [0, count).
constexpr std::size_t to_bin(std::uint64_t hash, std::size_t count) {
  return static_cast<std::size_t>(((hash >> 32) * count) >> 32);
}

}  // namespace

Sketcher::Sketcher(std::size_t num_values) : values_(std::clamp<std::size_t>(num_values, 1, 65536)) {}

void Sketcher::sketch(std::span<const std::uint64_t> shingles, std::span<std::uint32_t> out) {
  const std::size_t k = values_.size();
  if (shingles.empty()) {
    std::fill(out.begin(), out.end(), 0u);
    return;
  }
  std::fill(values_.begin(), values_.end(), empty_bin);
  // A shingle is a hash already: round 0 takes it as it is.
  for (const std::uint64_t hash : shingles) {
    std::uint64_t& bin = values_[to_bin(hash, k)];
    bin = std::min(bin, hash & 0xFFFFFFFFu);
  }
  if (first_empty(0) < k) fill_by_rounds(shingles);
  for (std::size_t b = 0; b < k; ++b) out[b] = static_cast<std::uint32_t>(values_[b]);
}

std::size_t Sketcher::first_empty(std::size_t from) const {
  while (from < values_.size() && values_[from] != empty_bin) ++from;
  return from;
}

void Sketcher::fill_by_rounds(std::span<const std::uint64_t> shingles) {
  // Pairs of a round and a shingle are hashed and put into their bins by the hundred, without a branch that depends on
  // them. A bin that an earlier round has filled keeps its value, so that a round too many changes nothing.
  const std::size_t k = values_.size();
  const MixAll mix = mix_all(VectorWidth::widest);
  std::array<std::uint64_t, pairs_at_once> hashes;
  std::array<std::uint64_t, pairs_at_once> rounds;  // in the upper half
  std::size_t size = 0;
  const auto put = [&] {
    mix(std::span(hashes).first(size));
    for (std::size_t i = 0; i < size; ++i) {
      std::uint64_t& bin = values_[to_bin(hashes[i], k)];
      bin = std::min(bin, rounds[i] | (hashes[i] & 0xFFFFFFFFu));
    }
    size = 0;
  };
  std::size_t empty = first_empty(0);
  for (std::uint64_t round = 1; round < k && empty < k; ++round) {
    const std::uint64_t key = key_of_seed(round);
    for (std::span<const std::uint64_t> rest = shingles; !rest.empty();) {
      const std::size_t count = std::min(rest.size(), pairs_at_once - size);
      for (std::size_t i = 0; i < count; ++i) {
        hashes[size + i] = halves_exchanged(rest[i]) ^ key;
        rounds[size + i] = round << 32;
      }
      size += count;
      rest = rest.subspan(count);
      if (size == pairs_at_once) put();
    }
    if (size == 0 || size + shingles.size() > pairs_at_once || round + 1 == k) {
      put();
      empty = first_empty(empty);
    }
  }
  for (std::size_t b = empty; b < k; b = first_empty(b))
    for (const std::uint64_t element : shingles)
      values_[b] = std::min(values_[b], (k + b) << 32 | (hash64_seeded(element, k + b) & 0xFFFFFFFFu));
}

double estimate_jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < a.size(); ++i) equal += a[i] == b[i];
  return static_cast<double>(equal) / static_cast<double>(a.size());
}

double Bands::miss_rate(double jaccard) const {
  return std::pow(1 - std::pow(jaccard, static_cast<double>(rows)), static_cast<double>(bands));
}

Bands choose_bands(double floor, double miss_rate, std::size_t max_values) {
  // Below this floor even one row would need more values than a sketch can have.
  constexpr double least_floor = 1e-4;
  floor = std::max(floor, least_floor);
  Bands best;
  for (std::size_t rows = 1;; ++rows) {
    const double found = std::pow(floor, static_cast<double>(rows));
    const double needed = found >= 1 ? 1 : std::ceil(std::log(miss_rate) / std::log1p(-found));
    if (rows > 1 && (rows > max_values || needed * static_cast<double>(rows) > static_cast<double>(max_values)))
      return best;
    best = {static_cast<std::size_t>(std::max(1.0, needed)), rows};
  }
}

}  // namespace nuskha
