// Probe: the LCS with a long text, where few words are left out of it. Masks cost a step for each block of the text
// that holds a word of the other; these cost little where the one text is contained in the other, or where the two are
// nearly the same, and give up else. Entry point: match_long. Test: tests/match/probe_long_test.cpp.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "match/probe.h"

namespace nuskha {
namespace {

constexpr std::size_t steps_of_look_up = 32;  // of masks, that finding a word's next place takes as long as
constexpr std::size_t steps_of_edit = 4;
constexpr std::size_t much_longer = 8;  // a text that is by so much is said to contain the other
constexpr std::size_t no_place = std::numeric_limits<std::size_t>::max();

/// Length of the LCS by the number of elements that stand in one of the two only (Myers: An O(ND) difference algorithm
/// and its variations, Algorithmica 1, 1986); nothing if that takes more than so many steps.
std::optional<std::size_t> lcs_by_edits(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                                        std::size_t most_steps) {
  // reach[k + offset]: how far into a the diagonal k (place in a less place in b) was followed.
  std::vector<std::size_t> reach(3, 0);
  std::size_t offset = 1;
  std::size_t steps = 0;
  for (std::size_t edits = 0;; ++edits) {
    if (edits + 1 > offset) {
      std::vector<std::size_t> wider(2 * reach.size() + 1, 0);
      const std::size_t shift = wider.size() / 2 - offset;
      std::copy(reach.begin(), reach.end(), wider.begin() + static_cast<std::ptrdiff_t>(shift));
      reach.swap(wider);
      offset += shift;
    }
    // Diagonals that begin or end beyond a text are left out.
    const std::size_t below = edits <= b.size() ? edits : 2 * b.size() - edits;
    const std::size_t above = edits <= a.size() ? edits : 2 * a.size() - edits;
    for (std::size_t i = offset - below; i <= offset + above; i += 2) {
      const bool is_down = i == offset - edits || (i != offset + edits && reach[i - 1] < reach[i + 1]);
      std::size_t x = edits == 0 ? 0 : is_down ? reach[i + 1] : reach[i - 1] + 1;
      std::size_t y = x + offset - i;
      const std::size_t first = x;
      while (x < a.size() && y < b.size() && a[x] == b[y]) ++x, ++y;
      reach[i] = x;
      if (x >= a.size() && y >= b.size()) return (a.size() + b.size() - edits) / 2;
      steps += x - first + 1;
    }
    if (steps > most_steps) return std::nullopt;
  }
}

}  // namespace

/// Where the word of a row stands first from `from` on, and one more; no_place if nowhere.
std::size_t Probe::end_of_next(std::uint32_t row, std::size_t from) const {
  const MaskRange& range = ranges_[row];
  const auto end = masks_.begin() + range.end;
  const std::size_t block = from / 64;
  auto mask = std::lower_bound(masks_.begin() + range.begin, end, block,
                               [](const Mask& m, std::size_t wanted) { return m.block < wanted; });
  if (mask == end) return no_place;
  std::uint64_t bits = mask->bits;
  if (mask->block == block) bits &= ~std::uint64_t{0} << (from % 64);
  if (bits == 0) {
    if (++mask == end) return no_place;
    bits = mask->bits;
  }
  return std::size_t{mask->block} * 64 + static_cast<std::size_t>(std::countr_zero(bits)) + 1;
}

/// Length of the LCS of rows_ and the text's words in [begin, end), if at most so many rows are left out of it.
std::optional<std::size_t> Probe::match_all_but(std::size_t most_left_out, std::size_t begin, std::size_t end) {
  // By the number of rows left out: where the text's words that the others match end at the earliest.
  std::vector<std::size_t> places(most_left_out + 1, no_place);
  places[0] = begin;
  for (const std::uint32_t row : rows_) {
    for (std::size_t left_out = most_left_out + 1; left_out-- > 0;) {
      std::size_t place = places[left_out];
      if (place != no_place) place = end_of_next(row, place);
      if (place != no_place && place > end) place = no_place;
      places[left_out] = left_out == 0 ? place : std::min(place, places[left_out - 1]);
    }
    if (places[most_left_out] == no_place) return std::nullopt;
  }
  const auto left_out =
      std::find_if(places.begin(), places.end(), [](std::size_t place) { return place != no_place; }) - places.begin();
  return rows_.size() - static_cast<std::size_t>(left_out);
}

std::optional<std::size_t> Probe::match_long(std::size_t begin, std::size_t end) {
  std::size_t steps = (end - begin) / 64;  // that masks would take
  for (const std::uint32_t row : rows_) steps += ranges_[row].end - ranges_[row].begin;
  if (rows_.size() * much_longer > end - begin)
    return lcs_by_edits(std::span(row_at_).subspan(begin, end - begin), rows_, steps / steps_of_edit);
  for (const std::size_t most_left_out : {0u, 15u, 255u}) {
    if ((most_left_out + 1) * rows_.size() * steps_of_look_up > steps) break;
    if (const auto found = match_all_but(most_left_out, begin, end)) return found;
  }
  return std::nullopt;
}

}  // namespace nuskha
