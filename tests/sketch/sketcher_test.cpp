// The estimator against the truth, against theory, and against k permutations.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "base/hash.h"
#include "nuskha/sketch.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

constexpr std::size_t k = 128;

struct ErrorOf {
  double mean = 0;
  double rms = 0;
};

/// Error of an estimator over pairs of random sets of n elements, `common` of them shared.
template <class Estimate>
ErrorOf measure_error(std::size_t n, std::size_t common, int num_trials, std::uint64_t seed, Estimate&& estimate) {
  std::mt19937_64 random(seed);
  const double truth = static_cast<double>(common) / static_cast<double>(2 * n - common);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < num_trials; ++i) {
    const auto [a, b] = reference::sets_in_common(random, n, common);
    const double error = estimate(a, b) - truth;
    sum += error;
    squares += error * error;
  }
  return {sum / num_trials, std::sqrt(squares / num_trials)};
}

ErrorOf error_of_sketch(std::size_t n, std::size_t common, int num_trials, std::uint64_t seed) {
  Sketcher sketcher(k);
  std::vector<std::uint32_t> x(k), y(k);
  return measure_error(n, common, num_trials, seed, [&](const auto& a, const auto& b) {
    sketcher.sketch(a, x);
    sketcher.sketch(b, y);
    return estimate_jaccard(x, y);
  });
}

std::vector<std::uint32_t> sketch_of(const std::vector<std::uint64_t>& set, std::size_t num_values) {
  Sketcher sketcher(num_values);
  std::vector<std::uint32_t> out(num_values, 12345);
  sketcher.sketch(set, out);
  return out;
}

/// Fast similarity sketching as the paper has it: every element in every round, until no bin is empty.
std::vector<std::uint32_t> sketch_by_definition(const std::vector<std::uint64_t>& set, std::size_t num_values) {
  std::vector<std::uint64_t> bins(num_values, ~std::uint64_t{0});
  const auto put = [&](std::size_t bin, std::uint64_t round, std::uint64_t hash) {
    bins[bin] = std::min(bins[bin], round << 32 | (hash & 0xFFFFFFFFu));
  };
  for (std::uint64_t round = 0; round < num_values; ++round) {
    if (std::count(bins.begin(), bins.end(), ~std::uint64_t{0}) == 0) break;
    for (const std::uint64_t element : set) {
      const std::uint64_t hash = round == 0 ? element : hash64_seeded(element, round);
      put(static_cast<std::size_t>(((hash >> 32) * num_values) >> 32), round, hash);
    }
  }
  for (std::size_t bin = 0; bin < num_values; ++bin)
    for (const std::uint64_t element : set) put(bin, num_values + bin, hash64_seeded(element, num_values + bin));
  std::vector<std::uint32_t> out;
  for (const std::uint64_t bin : bins) out.push_back(static_cast<std::uint32_t>(bin));
  return out;
}

}  // namespace

TEST_CASE("the error at Jaccard one half is that of fast similarity sketching, without bias") {
  struct Row {
    std::size_t n, common;  // common = 2n/3
    double rms;
  };
  const Row row = GENERATE(values<Row>({{21, 14, 0.0315}, {201, 134, 0.036}, {501, 334, 0.0395}}));
  const int num_trials = reference::sanitized ? 20000 : 60000;
  const ErrorOf error = error_of_sketch(row.n, row.common, num_trials, 1000 + row.n);
  CAPTURE(row.n, error.rms, error.mean);
  CHECK(error.rms == Approx(row.rms).epsilon(0.05));
  CHECK(std::abs(error.mean) < 0.002);
  CHECK(error.rms < std::sqrt(0.25 / k));
}

TEST_CASE("low and high similarities are estimated without bias") {
  struct Row {
    std::size_t n, common;
    double jaccard;
  };
  const Row row = GENERATE(values<Row>(
      {{11, 2, 0.1}, {110, 20, 0.1}, {550, 100, 0.1}, {19, 18, 0.9}, {190, 180, 0.9}, {570, 540, 0.9}, {200, 0, 0}}));
  const ErrorOf error = error_of_sketch(row.n, row.common, reference::trials(30000), 2000 + row.n);
  CAPTURE(row.n, row.jaccard, error.rms, error.mean);
  CHECK(std::abs(error.mean) < (reference::sanitized ? 0.003 : 0.001));
  CHECK(error.rms <= 1.03 * std::sqrt(row.jaccard * (1 - row.jaccard) / k));
}

TEST_CASE("k permutations have the error of theory, and are never more exact") {
  for (const std::size_t n : {21u, 201u}) {
    std::uint64_t seed = 1;
    const ErrorOf classic = measure_error(n, 2 * n / 3, reference::trials(n < 100 ? 10000 : 3000), 3000 + n,
                                          [&](const auto& a, const auto& b) {
                                            const auto x = reference::k_permutations(a, k, seed);
                                            const auto y = reference::k_permutations(b, k, seed);
                                            seed += k;
                                            std::size_t equal = 0;
                                            for (std::size_t i = 0; i < k; ++i) equal += x[i] == y[i];
                                            return static_cast<double>(equal) / k;
                                          });
    const ErrorOf ours = error_of_sketch(n, 2 * n / 3, reference::trials(10000), 3000 + n);
    CAPTURE(n, classic.rms, ours.rms);
    CHECK(classic.rms == Approx(std::sqrt(0.25 / k)).epsilon(reference::sanitized ? 0.15 : 0.06));
    CHECK(std::abs(classic.mean) < (reference::sanitized ? 0.01 : 0.003));
    CHECK(ours.rms < 0.95 * classic.rms);
  }
}

TEST_CASE("sketches have their documented values") {
  // Computed by a few lines of Python with python-xxhash from docs/algorithm.md, of the shingles of words 1 to 5.
  const std::vector<std::uint64_t> set = {0x6bbf7429332bea48u, 0x0ec113fa0733b0dau, 0x9c3f11889218476cu};
  CHECK(sketch_of(set, 8) == std::vector<std::uint32_t>{0x0733b0da, 0x41c0ac8e, 0x074145e0, 0x332bea48, 0x9218476c,
                                                        0x5b3ec4f4, 0x4551fcb8, 0x8af2a4ec});
  CHECK(sketch_of({set[0]}, 5) ==
        std::vector<std::uint32_t>{0x00cb8a24, 0xc49df327, 0x332bea48, 0x5b3ec4f4, 0xbbb8d6ad});
}

TEST_CASE("a sketch is what the rounds, one by one, make of the set") {
  std::mt19937_64 random(6);
  for (const std::size_t num_values : {1u, 2u, 5u, 64u, 212u, 1000u}) {
    for (const std::size_t size : {1u, 2u, 3u, 7u, 50u, 127u, 128u, 129u, 255u, 256u, 257u, 300u, 511u, 513u, 3000u}) {
      std::vector<std::uint64_t> set(size);
      for (std::uint64_t& element : set) element = random();
      CAPTURE(num_values, size);
      CHECK(sketch_of(set, num_values) == sketch_by_definition(set, num_values));
    }
  }
}

TEST_CASE("order and repetition of shingles don't matter") {
  std::mt19937_64 random(5);
  for (const std::size_t size : {1u, 2u, 10u, 300u}) {
    std::vector<std::uint64_t> set(size);
    for (std::uint64_t& element : set) element = random();
    const auto expected = sketch_of(set, k);
    std::vector<std::uint64_t> other = set;
    other.insert(other.end(), set.begin(), set.begin() + static_cast<std::ptrdiff_t>((size + 1) / 2));
    std::shuffle(other.begin(), other.end(), random);
    CHECK(sketch_of(other, k) == expected);
  }
}

TEST_CASE("a sketcher keeps nothing from one set to the next") {
  Sketcher sketcher(16);
  std::vector<std::uint32_t> first(16), again(16);
  const std::vector<std::uint64_t> a = {1, 2, 3}, b = {4};
  sketcher.sketch(a, first);
  sketcher.sketch(b, again);
  sketcher.sketch(a, again);
  CHECK(first == again);
  CHECK(sketcher.num_values() == 16);
}

TEST_CASE("an empty set gives zeros, and equal sets agree in full") {
  CHECK(sketch_of({}, 8) == std::vector<std::uint32_t>(8, 0));
  CHECK(estimate_jaccard(sketch_of({1, 2}, 8), sketch_of({2, 1}, 8)) == 1);
  const std::vector<std::uint32_t> x = {1, 2, 3, 4}, y = {1, 9, 3, 8};
  CHECK(estimate_jaccard(x, y) == 0.5);
}

TEST_CASE("the number of values is kept within its bounds") {
  CHECK(Sketcher(0).num_values() == 1);
  CHECK(Sketcher(70000).num_values() == 65536);
}

TEST_CASE("bands meet the miss rate with the most rows that the values allow") {
  for (const double floor : {0.05, 0.1, 0.2, 0.207, 0.35, 0.5, 0.8, 0.95}) {
    for (const double miss_rate : {0.5, 0.1, 0.01, 0.001, 1e-9}) {
      for (const std::size_t max_values : {64u, 128u, 256u, 1024u}) {
        const Bands bands = choose_bands(floor, miss_rate, max_values);
        CAPTURE(floor, miss_rate, max_values, bands.rows, bands.bands);
        CHECK(bands.miss_rate(floor) <= miss_rate * (1 + 1e-9));
        CHECK((bands.num_values() <= max_values || bands.rows == 1));
        // One band less would not do, and neither would one more row.
        if (bands.bands > 1) CHECK(Bands{bands.bands - 1, bands.rows}.miss_rate(floor) > miss_rate);
        const std::size_t rows = bands.rows + 1;
        CHECK(Bands{max_values / rows, rows}.miss_rate(floor) > miss_rate);
      }
    }
  }
  CHECK(choose_bands(1, 0.01, 64).rows == 64);
  CHECK(choose_bands(1, 0.01, 64).bands == 1);
  CHECK(choose_bands(0.01, 0.01, 64).rows == 1);
  CHECK(choose_bands(0.01, 0.01, 64).bands == 459);
}

TEST_CASE("the miss rate is the documented formula") {
  CHECK(Bands{20, 5}.miss_rate(0.8) == Approx(std::pow(1 - std::pow(0.8, 5), 20)));
  CHECK(Bands{1, 1}.miss_rate(0.25) == Approx(0.75));
  CHECK(Bands{4, 2}.num_values() == 8);
}

TEST_CASE("pairs at the floor share a band as often as promised") {
  const double miss_rate = GENERATE(0.1, 0.01);
  constexpr std::size_t n = 60;
  constexpr std::size_t common = 20;  // Jaccard 0.2
  const Bands bands = choose_bands(0.2, miss_rate, 256);
  Sketcher sketcher(bands.num_values());
  std::vector<std::uint32_t> x(bands.num_values()), y(bands.num_values());
  std::mt19937_64 random(77);
  const int num_trials = reference::trials(30000);
  int missed = 0;
  for (int i = 0; i < num_trials; ++i) {
    const auto [a, b] = reference::sets_in_common(random, n, common);
    sketcher.sketch(a, x);
    sketcher.sketch(b, y);
    bool found = false;
    for (std::size_t band = 0; band < bands.bands && !found; ++band)
      found = std::equal(x.begin() + static_cast<std::ptrdiff_t>(band * bands.rows),
                         x.begin() + static_cast<std::ptrdiff_t>((band + 1) * bands.rows),
                         y.begin() + static_cast<std::ptrdiff_t>(band * bands.rows));
    missed += !found;
  }
  const double allowed = miss_rate * num_trials;
  CAPTURE(bands.rows, bands.bands, missed, num_trials);
  CHECK(missed <= allowed + 3 * std::sqrt(allowed));
}
