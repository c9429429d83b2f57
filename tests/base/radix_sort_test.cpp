#include "base/radix_sort.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

std::vector<std::uint64_t> sorted_by_key(std::vector<std::uint64_t> items) {
  std::stable_sort(items.begin(), items.end(), [](std::uint64_t a, std::uint64_t b) { return a >> 32 < b >> 32; });
  return items;
}

}  // namespace

TEST_CASE("sorting by key equals a stable sort, for all sizes and kinds of keys") {
  std::mt19937_64 random(7);
  std::vector<std::uint64_t> scratch(3, 99);  // left over from another use
  for (const std::size_t size : {0u, 1u, 2u, 3u, 10u, 1000u, 30000u}) {
    for (const std::uint64_t key_mask : {0ull, 1ull, 0x7FFull, 0x3FFFFFull, 0xFFC00000ull, 0xFFFFFFFFull}) {
      std::vector<std::uint64_t> items(size);
      for (std::uint64_t& item : items) item = (random() & key_mask) << 32 | (random() & 0xFFFFFFFFu);
      const std::vector<std::uint64_t> expected = sorted_by_key(items);
      radix_sort_by_key(items, scratch);
      CAPTURE(size, key_mask);
      CHECK((items == expected));
    }
  }
}

TEST_CASE("the keys at both ends of the range are sorted") {
  std::vector<std::uint64_t> items = {0xFFFFFFFF00000001, 0x0000000000000002, 0x8000000000000003, 0x7FFFFFFF00000004,
                                      0x0000000000000001};
  std::vector<std::uint64_t> scratch;
  radix_sort_by_key(items, scratch);
  CHECK(items == std::vector<std::uint64_t>{0x0000000000000002, 0x0000000000000001, 0x7FFFFFFF00000004,
                                            0x8000000000000003, 0xFFFFFFFF00000001});
}

TEST_CASE("sorting whole numbers equals sorting, for all sizes and ranges") {
  std::mt19937_64 random(8);
  std::vector<std::uint64_t> scratch(5, 99);
  for (const std::size_t size : {0u, 1u, 2u, 3u, 10u, 1000u, 30000u}) {
    for (const std::uint64_t mask :
         {0ull, 1ull, 0x7FFull, 0xFFFFF800ull, 0x1FFFF0001FFFFull, 0xFFFFFFFF00000000ull, ~0ull}) {
      std::vector<std::uint64_t> items(size);
      for (std::uint64_t& item : items) item = random() & mask;
      std::vector<std::uint64_t> expected = items;
      std::sort(expected.begin(), expected.end());
      radix_sort(items, scratch);
      CAPTURE(size, mask);
      CHECK((items == expected));
    }
  }
}

TEST_CASE("sorting numbers of 32 bits equals sorting") {
  std::mt19937_64 random(9);
  std::vector<std::uint32_t> scratch(5, 99);
  for (const std::size_t size : {0u, 1u, 2u, 3u, 10u, 1000u, 30000u}) {
    for (const std::uint32_t mask : {0u, 1u, 0x7FFu, 0x3FF800u, 0xFFC00000u, ~0u}) {
      std::vector<std::uint32_t> items(size);
      for (std::uint32_t& item : items) item = static_cast<std::uint32_t>(random()) & mask;
      std::vector<std::uint32_t> expected = items;
      std::sort(expected.begin(), expected.end());
      radix_sort(items, scratch);
      CAPTURE(size, mask);
      CHECK((items == expected));
    }
  }
}
