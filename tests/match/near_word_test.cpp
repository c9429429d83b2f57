// The bit-parallel edit distance against the quadratic table, and what the sets of letters promise.
#include "match/near_word.h"

#include <algorithm>
#include <bit>
#include <random>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

/// Optimal string alignment by the table.
std::size_t distance_by_table(std::u32string_view a, std::u32string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::u32string random_word(std::mt19937_64& random, std::size_t length, std::size_t letters) {
  std::u32string out;
  for (std::size_t i = 0; i < length; ++i) out += static_cast<char32_t>(U'a' + random() % letters);
  return out;
}

}  // namespace

TEST_CASE("edit distance equals the table's for all small words [exhaustive]") {
  std::vector<std::u32string> words = {U""};
  for (std::size_t begin = 0, length = 1; length <= 4; ++length) {
    const std::size_t end = words.size();
    for (; begin < end; ++begin)
      for (const char32_t letter : {U'a', U'b', U'c'}) words.push_back(words[begin] + letter);
  }
  std::size_t num_wrong = 0;
  for (const std::u32string& a : words)
    for (const std::u32string& b : words) num_wrong += edit_distance(a, b) != distance_by_table(a, b);
  CHECK(num_wrong == 0);
}

TEST_CASE("edit distance equals the table's for random words of up to 64 letters") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < reference::trials(3000); ++trial) {
    const std::u32string a = random_word(random, random() % 65, 2 + random() % 5);
    std::u32string b = a;
    for (std::size_t edits = random() % 8; edits > 0 && b.size() > 1; --edits) {
      const std::size_t at = random() % (b.size() - 1);
      if (edits % 2 == 0) std::swap(b[at], b[at + 1]);
      if (edits % 3 == 0) b.erase(at, 1);
      if (edits % 4 == 1) b.insert(at, 1, U'q');
    }
    if (b.size() > 64) continue;
    REQUIRE(edit_distance(a, b) == distance_by_table(a, b));
  }
}

TEST_CASE("one edit changes the set of letters in two places at most") {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 2000; ++trial) {
    const std::u32string a = random_word(random, 1 + random() % 12, 26);
    const std::u32string b = random_word(random, 1 + random() % 12, 26);
    const auto different = static_cast<std::size_t>(std::popcount(letter_set(a) ^ letter_set(b)));
    REQUIRE(different <= 2 * edit_distance(a, b));
  }
  CHECK((letter_set(std::u32string_view(U"a1")) & has_digits) != 0);
  CHECK((letter_set(std::u32string_view(U"al")) & has_digits) == 0);
}

TEST_CASE("longer words may differ in more letters") {
  CHECK(most_edits(2) == 0);
  CHECK(most_edits(3) == 1);
  CHECK(most_edits(5) == 1);
  CHECK(most_edits(6) == 2);
  CHECK(most_edits(8) == 2);
  CHECK(most_edits(9) == 3);
  CHECK(most_edits(64) == 3);
}
