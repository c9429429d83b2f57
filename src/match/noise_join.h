// Candidates among damaged and freely spelt texts, which share too few shingles for the other joins.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "match/candidates.h"
#include "match/match_text.h"
#include "match/odd_words.h"

namespace nuskha {

/// Share of odd words from which on a text is noisy: it looks damaged or freely spelt.
inline constexpr double least_odd_share_of_noisy = 0.1;
inline bool is_noisy(float odd_share) { return odd_share >= least_odd_share_of_noisy; }

/// OddWords::share of each text.
std::vector<float> odd_shares(std::span<const MatchText> texts, const OddWords& odd_words, unsigned threads);

/// True if the lengths of two texts, in words, allow one to be a damaged copy of the other.
bool is_comparable_length(std::size_t words_a, std::size_t words_b);

/// Pairs of texts, at least one of them noisy, that share pairs of neighbouring words which few texts hold: a tenth of
/// those that the noisy one has, odd words apart, and two at least. Where a share s of the words is intact, so is s² of
/// these pairs, but only s³ of the 3-word shingles. Texts of very different length are left out. Of the pairs of words
/// of a text of 128 words or more a half is taken, by the hash of their first word, of 256 a quarter, of 512 an eighth
/// and so on. Sorted, without repetitions; the same for every number of threads. Cost: nothing where no text is noisy;
/// else two passes over all words, 2 to 4 ns a word each. Memory: 8 to 16 bytes for each pair of words taken of a noisy
/// text, at most 64 MiB, once `odd_words` are let go; and 32 for each occurrence of one that few texts hold, for which
/// `max_bytes` are the bound: if they aren't enough, the words are gone through several times, for the same result.
/// What is found of pairs of texts lies in `pages` or on the heap.
std::vector<Candidate> noise_join(std::span<const MatchText> texts, std::span<const float> odd_shares,
                                  OddWords odd_words, unsigned threads, std::size_t max_bytes = std::size_t{1} << 29,
                                  PageStore* pages = nullptr);

}  // namespace nuskha
