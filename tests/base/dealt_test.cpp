// Items dealt into parts come out of them, in memory and on disk.
#include "base/dealt.h"

#include <algorithm>
#include <vector>

#include "base/parallel.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::vector<std::uint64_t> sorted_part(const Dealt<std::uint64_t>& dealt, std::size_t part) {
  std::vector<std::uint64_t> out;
  dealt.for_each(part,
                 [&](std::span<const std::uint64_t> items) { out.insert(out.end(), items.begin(), items.end()); });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("what threads deal is in its part, in memory and on disk") {
  constexpr std::size_t num_parts = 3;
  constexpr std::size_t num_items = 150'000;  // several pieces a part and thread
  for (const unsigned threads : {1u, 3u}) {
    for (const bool on_disk : {false, true}) {
      PageStore pages(1, temporary_folder());
      Dealt<std::uint64_t> dealt(threads, num_parts, num_items, on_disk ? 0 : num_items * 8, &pages);
      parallel_for(threads, num_items, 1000, [&](unsigned thread, std::size_t begin, std::size_t end) {
        for (std::uint64_t i = begin; i < end; ++i) dealt.add(thread, i % num_parts, i * i);
      });
      CHECK((pages.bytes_on_disk() > num_items * 7) == on_disk);
      for (std::size_t part = 0; part < num_parts; ++part) {
        std::vector<std::uint64_t> expected;
        for (std::uint64_t i = part; i < num_items; i += num_parts) expected.push_back(i * i);
        CHECK(dealt.size(part) == expected.size());
        CHECK((sorted_part(dealt, part) == expected));
        CHECK((sorted_part(dealt, part) == expected));  // can be read again
        dealt.clear(part);
        CHECK(dealt.size(part) == 0);
        CHECK(sorted_part(dealt, part).empty());
      }
      CHECK_FALSE(pages.has_failed());
    }
  }
}

TEST_CASE("many threads keep no more in memory than may be kept") {
  constexpr unsigned threads = 64;
  constexpr std::size_t num_parts = 4;
  constexpr std::size_t num_items = threads * num_parts * 1000;  // 8 kB a place
  PageStore pages(1, temporary_folder());
  Dealt<std::uint64_t> dealt(threads, num_parts, num_items, 1 << 20, &pages);
  for (std::uint64_t i = 0; i < num_items; ++i)
    dealt.add(static_cast<unsigned>(i / num_parts % threads), i % num_parts, i);
  CHECK(pages.bytes_on_disk() >= num_items * 8 - (1 << 20));
  std::size_t size = 0;
  for (std::size_t part = 0; part < num_parts; ++part) size += sorted_part(dealt, part).size();
  CHECK(size == num_items);
}

TEST_CASE("a store isn't needed where all stays in memory") {
  Dealt<std::uint32_t> dealt(1, 2, 0, 0, nullptr);
  for (std::uint32_t i = 0; i < 100'000; ++i) dealt.add(0, 1, i);
  CHECK(dealt.size(0) == 0);
  CHECK(dealt.size(1) == 100'000);
}
