// Blocks that stand twice in one document.
#include "match/repetition.h"

#include <numeric>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;
using Passages = std::vector<Passage>;

Words range(WordId first, std::size_t count) {
  Words out(count);
  std::iota(out.begin(), out.end(), first);
  return out;
}

Passages find(const std::vector<Words>& blocks) {
  Words words;
  std::vector<std::uint32_t> ends;
  for (const Words& block : blocks) {
    words.insert(words.end(), block.begin(), block.end());
    ends.push_back(static_cast<std::uint32_t>(words.size()));
  }
  return find_repetitions({words, 0, 0, ends});
}

}  // namespace

TEST_CASE("a text without blocks, or with one, repeats nothing") {
  CHECK(find({}).empty());
  CHECK(find({range(1, 20)}).empty());
}

TEST_CASE("a paragraph that stands twice is found in both places") {
  CHECK(find({range(1, 15), range(100, 30), range(1, 15)}) == Passages{{0, 15}, {45, 60}});
  CHECK(find({range(1, 15), range(1, 15)}) == Passages{{0, 15}, {15, 30}});
  CHECK(find({range(1, 15), range(1, 15), range(1, 15)}) == Passages{{0, 15}, {15, 30}, {30, 45}});
}

TEST_CASE("short lines count as a run, from 12 words on") {
  const Words a = range(1, 6), b = range(10, 6);
  CHECK(find({a, b, range(100, 200), a, b, range(400, 200)}) == Passages{{0, 12}, {212, 224}});
  CHECK(find({a, range(50, 20), a, range(400, 200)}).empty());
}

TEST_CASE("at the end of a text of longer blocks the lines of a footer may be short") {
  const Words unit = range(1, 8), office = range(20, 3);
  CHECK(find({range(100, 90), range(200, 90), unit, unit, office, range(50, 7), office}) ==
        Passages{{180, 188}, {188, 196}, {196, 199}, {206, 209}});
  CHECK(find({range(100, 90), range(20, 2), range(20, 2)}).empty());
}

TEST_CASE("the refrain of a poem of short lines is no footer") {
  std::vector<Words> poem;
  for (WordId verse = 0; verse < 10; ++verse) {
    poem.push_back(range(100 + 20 * verse, 8));
    poem.push_back(range(1, 8));
  }
  CHECK(find(poem).empty());
}

TEST_CASE("rows of numbers repeat nothing") {
  Words row;
  for (WordId i = 0; i < 14; ++i) row.push_back(number_bit | i);
  CHECK(find({row, range(100, 50), row}).empty());
}
