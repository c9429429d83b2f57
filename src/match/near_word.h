// Words that differ by a slip of the pen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nuskha {

/// Edits by which two words of which the longer has so many letters may differ and still be near: none up to 2 letters,
/// 1 up to 5, 2 up to 8, 3 beyond.
constexpr std::size_t most_edits(std::size_t letters) {
  return letters <= 2 ? 0 : letters <= 5 ? 1 : letters <= 8 ? 2 : 3;
}

/// The least number of letters replaced, added, dropped or swapped with their neighbour that makes one word of the
/// other (optimal string alignment). `a` has at most 64 letters. Bit-parallel (Hyyrö: A bit-vector algorithm for
/// computing Levenshtein and Damerau edit distances, Nordic Journal of Computing 10, 2003). Cost: some 20 ns for words
/// of 6 letters. Thread-safe.
std::size_t edit_distance(std::span<const char32_t> a, std::span<const char32_t> b);

/// A set of letters in 63 bits, of which one edit changes at most two, and a bit for digits.
std::uint64_t letter_set(std::span<const char32_t> word);
inline constexpr std::uint64_t has_digits = std::uint64_t{1} << 63;

}  // namespace nuskha
