// Lists in two arrays: what comes out is what went in, in order, however many threads made it.
#include "base/page_lists.h"

#include <cstdint>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

/// Of so many values that lists lie in blocks of a store.
std::vector<std::uint32_t> list_of(std::size_t i) {
  return std::vector<std::uint32_t>(i % 7 == 0 ? i % 100 : i % 3, static_cast<std::uint32_t>(i));
}

constexpr std::size_t count = 20'000;

}  // namespace

TEST_CASE("lists come out as they were added") {
  PageLists<std::uint32_t> lists;
  CHECK(lists.empty());
  for (std::size_t i = 0; i < count; ++i) lists.push_back(list_of(i));
  lists.seal();
  REQUIRE(lists.size() == count);
  std::size_t i = 0;
  std::size_t wrong = 0;
  for (const std::span<const std::uint32_t> list : lists) {
    wrong += std::vector(list.begin(), list.end()) != list_of(i);
    wrong += list.data() != lists[i].data();
    ++i;
  }
  CHECK(i == count);
  CHECK(wrong == 0);
}

TEST_CASE("lists are made from vectors, and empty") {
  const PageLists<int> lists = {{1, 2}, {}, {3}};
  CHECK(lists == PageLists<int>(std::vector<std::vector<int>>{{1, 2}, {}, {3}}));
  CHECK_FALSE(lists == PageLists<int>{{1}, {2}, {3}});
  CHECK(lists[1].empty());
  CHECK(lists[2].front() == 3);
  CHECK(PageLists<int>::of_empty(3) == PageLists<int>{{}, {}, {}});
}

TEST_CASE("lists that threads gather are in order, on the heap and where memory is short") {
  PageLists<std::uint32_t> expected;
  for (std::size_t i = 0; i < count; ++i) expected.push_back(list_of(i));
  PageStore store(1, temporary_folder());
  for (PageStore* const pages : {static_cast<PageStore*>(nullptr), &store}) {
    for (const unsigned threads : {1u, 2u, 5u}) {
      const auto made = PageLists<std::uint32_t>::gather(threads, count, 64, pages,
                                                         [](unsigned, std::size_t i) { return list_of(i); });
      CHECK(made == expected);
    }
    CHECK(
        PageLists<std::uint32_t>::gather(2, 0, 64, pages, [](unsigned, std::size_t i) { return list_of(i); }).empty());
  }
  CHECK(store.bytes_on_disk() > 0);
}
