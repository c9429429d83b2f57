// The hash of many numbers at once is the hash of each.
#include "sketch/mix.h"

#include <random>
#include <vector>

#include "base/hash.h"
#include "support/catch.h"

using namespace nuskha;

TEST_CASE("many numbers hashed at once are hashed as one by one, however wide the instructions") {
  const VectorWidth width = GENERATE(VectorWidth::portable, VectorWidth::widest);
  std::mt19937_64 random(11);
  for (const std::uint64_t seed : {0x1ull, 0x2ull, 0xD3ull, 0xFFFFull, 0x123456789ull, ~0ull, 0ull}) {
    for (std::size_t size = 0; size <= 40; ++size) {
      std::vector<std::uint64_t> expected, numbers;
      for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t number = i == 3 ? 0 : i == 4 ? ~std::uint64_t{0} : random();
        expected.push_back(hash64_seeded(number, seed));
        numbers.push_back(halves_exchanged(number) ^ key_of_seed(seed));
      }
      mix_all(width)(numbers);
      CAPTURE(seed, size);
      CHECK(numbers == expected);
    }
  }
}
