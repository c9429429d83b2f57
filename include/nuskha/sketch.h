// Words to shingles, shingles to sketches, and how many bands find a given similarity.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// Number of words in a shingle unless told otherwise.
inline constexpr unsigned default_shingle_words = 3;

/// Hashes of the runs of `width` consecutive words: XXH3-64 of the word ids as 32-bit little-endian numbers. A text
/// of 1 to width − 1 words has one shingle, the whole text; an empty text has none. Replaces `out`; neither sorted
/// nor freed of repetitions. Cost O(words).
void shingle(std::span<const WordId> words, unsigned width, std::vector<std::uint64_t>& out);

/// Of a text of more than `width` words, the hashes of the runs that begin at the positions given, in their order.
void shingle_at(std::span<const WordId> words, std::span<const std::uint32_t> begins, unsigned width,
                std::vector<std::uint64_t>& out);

/// Fast similarity sketching (Dahlgaard, Knudsen, Thorup: Fast Similarity Sketching, FOCS 2017): k values such that
/// each pair of corresponding values of two sets is equal with probability the sets' Jaccard similarity, unbiased and
/// with a variance no larger than that of k independent permutations. Expected cost O(n + k log k). Stateless but for
/// scratch: one per thread.
class Sketcher {
 public:
  /// `num_values` = k, 1 to 65536.
  explicit Sketcher(std::size_t num_values);

  /// Writes the sketch of the set of `shingles` (repetitions don't matter, order doesn't matter) to `out`, which must
  /// have num_values elements. An empty set gives all zeros.
  void sketch(std::span<const std::uint64_t> shingles, std::span<std::uint32_t> out);

  std::size_t num_values() const { return values_.size(); }

 private:
  std::size_t first_empty(std::size_t from) const;
  void fill_by_rounds(std::span<const std::uint64_t> shingles);

  std::vector<std::uint64_t> values_;
};

/// Share of equal values: the unbiased estimate of the Jaccard similarity. Equal, non-zero sizes.
double estimate_jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// LSH bands: two sketches are a candidate pair when all rows of at least one band agree.
struct Bands {
  std::size_t bands = 0;
  std::size_t rows = 0;
  std::size_t num_values() const { return bands * rows; }
  /// Probability that a pair of this Jaccard similarity is no candidate: (1 − J^rows)^bands.
  double miss_rate(double jaccard) const;
};

/// The bands with the most rows (fewest chance candidates) that need at most `max_values` sketch values and
/// miss no more than `miss_rate` of the pairs at `floor`. 0 < floor ≤ 1, 0 < miss_rate < 1. When even
/// one row needs more values than that, the result has one row and as many bands as it takes.
Bands choose_bands(double floor, double miss_rate, std::size_t max_values);

}  // namespace nuskha
