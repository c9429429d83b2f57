// Slow, obvious versions of what the library does fast. Tests compare the two; nothing here shares code with src/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "nuskha/family.h"
#include "nuskha/text.h"

namespace nuskha::reference {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

/// How often to repeat a random trial: less under sanitizers, which make everything ten times slower.
inline constexpr int trials(int count) { return sanitized ? (count + 9) / 10 : count; }

/// Length of the longest common subsequence, by the quadratic table.
std::size_t lcs_length(std::span<const WordId> a, std::span<const WordId> b);

/// Words in common, repetitions counted: the overlap of the two bags.
std::size_t common_words(std::span<const WordId> a, std::span<const WordId> b);

/// Distinct shingles, as the words themselves.
using ShingleSet = std::set<std::vector<WordId>>;
ShingleSet shingles(std::span<const WordId> words, std::size_t width);
std::size_t num_common(const ShingleSet& a, const ShingleSet& b);

/// Distinct words with the number bit outside [skip_begin, skip_end).
std::set<WordId> numbers(std::span<const WordId> words, std::size_t skip_begin = 0, std::size_t skip_end = 0);

/// Classic MinHash: value i is the least of all elements under hash function i. The hash function shares nothing with
/// XXH3.
std::vector<std::uint64_t> k_permutations(std::span<const std::uint64_t> set, std::size_t k, std::uint64_t seed);

/// The rule of group_families as it is written, with every mean computed anew from a matrix.
std::vector<std::uint32_t> group_families(std::size_t num_texts, std::span<const FamilyEdge> edges,
                                          const std::set<std::uint32_t>& partly_compared, double least_mean);

/// Two sets of random numbers of the same size n with exactly `common` elements in common.
std::pair<std::vector<std::uint64_t>, std::vector<std::uint64_t>> sets_in_common(std::mt19937_64& random, std::size_t n,
                                                                                 std::size_t common);

/// Words that occur nowhere else: `count` numbers from `next` on, which is advanced.
std::vector<WordId> fresh_words(WordId& next, std::size_t count);

}  // namespace nuskha::reference
