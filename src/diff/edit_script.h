// The least that must be taken out of one sequence and put in to make it the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nuskha {

/// How hard to look. The defaults are the bounds of docs/algorithm.md, "Differences".
struct EditLimits {
  /// Up to so many elements on both sides together the script is minimal; beyond, runs of three that stand once in each
  /// sequence are first taken as fixed points, if they come in the same order.
  std::size_t most_without_anchors = 8192;
  /// Edits after which a stretch between fixed points is cut where it has come furthest.
  std::uint32_t most_edits = 1024;
};

/// Finds which elements of two sequences have no counterpart in the other. Holds scratch: reuse one.
///
/// Myers: An O(ND) difference algorithm and its variations, Algorithmica 1 (1986), in linear space; elements that
/// the other sequence doesn't hold are set aside first, which changes nothing about the minimum. Fixed points as in
/// Cohen's patience diff, of triples.
class EditScript {
 public:
  explicit EditScript(const EditLimits& limits = {}) : limits_(limits) {}

  /// Elements are keys below `num_keys`. Sets `changed_a[i]` for each element of a that is taken out, `changed_b[j]`
  /// for each of b that is put in; the others are equal one after the other. The arrays are as long as the sequences
  /// and all 0 before. Returns false if the bound of edits cut the search short, so that the script may not be the
  /// least. Cost: O((|a| + |b|) · edits), bounded by most_edits; memory O(|a| + |b| + num_keys).
  bool find(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, std::uint32_t num_keys,
            std::span<std::uint8_t> changed_a, std::span<std::uint8_t> changed_b);

 private:
  /// Half-open ranges of what is left of both sequences.
  struct Box {
    std::int32_t a_begin, a_end, b_begin, b_end;
  };
  struct Point {
    std::int32_t a, b;
  };

  void set_aside(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, std::uint32_t num_keys,
                 std::span<std::uint8_t> changed_a, std::span<std::uint8_t> changed_b);
  std::vector<Point> find_anchors() const;
  void compare(Box whole);
  Point split(const Box& box);
  /// Of the diagonals that were reached forward (f) and backward (b).
  Point furthest(const Box& box, std::int32_t f_low, std::int32_t f_high, std::int32_t b_low,
                 std::int32_t b_high) const;
  std::size_t place_of(std::int32_t diagonal) const {
    const std::int32_t place = diagonal + offset_;
    return static_cast<std::size_t>(place);
  }
  std::int32_t& forward(std::int32_t diagonal) { return forward_[place_of(diagonal)]; }
  std::int32_t& backward(std::int32_t diagonal) { return backward_[place_of(diagonal)]; }

  EditLimits limits_;
  bool is_minimal_ = true;
  // What is left when elements without counterpart are set aside: keys, and where they stand.
  std::vector<std::uint32_t> a_, b_, a_at_, b_at_;
  std::span<std::uint8_t> changed_a_, changed_b_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::int32_t> forward_, backward_;  // by diagonal: how far a path of so many edits gets, in a
  std::int32_t offset_ = 0;
  std::vector<Box> pending_;
};

}  // namespace nuskha
