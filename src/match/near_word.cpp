// Entry points: edit_distance, letter_set. Test: tests/match/near_word_test.cpp compares with the quadratic table.
#include "match/near_word.h"

namespace nuskha {

std::size_t edit_distance(std::span<const char32_t> a, std::span<const char32_t> b) {
  if (a.empty()) return b.size();
  // Bit i of vp (vn): in the column of b's last letter, the cell of a's letter i is one more (less) than the one above.
  std::uint64_t vp = ~std::uint64_t{0};
  std::uint64_t vn = 0;
  std::uint64_t diagonal = 0;  // cells equal to their upper left neighbour
  std::uint64_t matches_before = 0;
  std::size_t distance = a.size();
  const std::uint64_t last = std::uint64_t{1} << (a.size() - 1);
  for (const char32_t letter : b) {
    std::uint64_t matches = 0;
    for (std::size_t i = 0; i < a.size(); ++i) matches |= std::uint64_t{a[i] == letter} << i;
    const std::uint64_t swapped = (((~diagonal) & matches) << 1) & matches_before;
    diagonal = (((matches & vp) + vp) ^ vp) | matches | vn | swapped;
    const std::uint64_t hp = vn | ~(diagonal | vp);
    const std::uint64_t hn = diagonal & vp;
    distance += (hp & last) != 0;
    distance -= (hn & last) != 0;
    const std::uint64_t shifted = (hp << 1) | 1;
    vp = (hn << 1) | ~(diagonal | shifted);
    vn = shifted & diagonal;
    matches_before = matches;
  }
  return distance;
}

std::uint64_t letter_set(std::span<const char32_t> word) {
  std::uint64_t out = 0;
  for (const char32_t letter : word) {
    const bool is_digit = letter >= U'0' && letter <= U'9';
    out |= is_digit ? has_digits : std::uint64_t{1} << (std::uint64_t{letter} * 0x9E3779B1u % 63);
  }
  return out;
}

}  // namespace nuskha
