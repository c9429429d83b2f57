// Fast similarity sketching. Entry point: Sketcher::sketch.
//
// Paper: S. Dahlgaard, M. B. T. Knudsen, M. Thorup: Fast Similarity Sketching, FOCS 2017 (arXiv 1704.04370). In round i
// < k every element falls into a random bin with a random value; in round k + j into bin j. A bin keeps the least
// (round, value); the rounds end when no bin is empty. Early rounds behave like one-permutation hashing, late ones like
// k permutations. Test: tests/sketch/sketcher_test.cpp measures bias and error against the truth and against k
// permutations.
#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "nuskha/sketch.h"

namespace nuskha {
namespace {

constexpr std::uint64_t empty_bin = ~std::uint64_t{0};

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
  std::size_t num_empty = k;
  for (std::uint64_t round = 0; round < k && num_empty != 0; ++round) {
    for (const std::uint64_t element : shingles) {
      // A shingle is a hash already: round 0 takes it as it is.
      const std::uint64_t hash = round == 0 ? element : hash64_seeded(element, round);
      std::uint64_t& bin = values_[to_bin(hash, k)];
      num_empty -= bin == empty_bin;
      bin = std::min(bin, round << 32 | (hash & 0xFFFFFFFFu));
    }
  }
  if (num_empty != 0) {
    for (std::size_t b = 0; b < k; ++b) {
      if (values_[b] != empty_bin) continue;
      for (const std::uint64_t element : shingles)
        values_[b] = std::min(values_[b], (k + b) << 32 | (hash64_seeded(element, k + b) & 0xFFFFFFFFu));
    }
  }
  for (std::size_t b = 0; b < k; ++b) out[b] = static_cast<std::uint32_t>(values_[b]);
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
