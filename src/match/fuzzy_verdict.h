// Whether two damaged or freely spelt texts are one document.
#pragma once

#include <cstddef>
#include <span>

#include "match/fuzzy_alignment.h"
#include "match/passage.h"
#include "nuskha/match.h"

namespace nuskha {

/// What an alignment says of two texts. Shares are in [0, 1].
struct FuzzyMeasurements {
  double similarity = 0;       ///< Words matched, on both sides, of all words: 2·LCS/(|a| + |b|) where all are equal.
  double body_similarity = 0;  ///< The same without boilerplate, and without what is matched with it.
  std::size_t words_of_body = 0;  ///< Of the shorter body.
  double boilerplate = 0;         ///< Share of the words of both texts that is set aside.
  double healed = 0;              ///< Of the shorter text's words that have no equal, those with a near one.
};

/// `matches` as FuzzyAligner gives them; passages of boilerplate sorted and apart. Thread-safe.
FuzzyMeasurements measure_fuzzily(std::size_t words_a, std::size_t words_b, std::span<const WordMatch> matches,
                                  std::span<const Passage> boilerplate_a, std::span<const Passage> boilerplate_b);

/// False where the threshold asks for more than near words can say.
bool may_be_fuzzy(const MatchOptions& options);

/// What is asked of `common_words` in order, or of a bound of them, before texts are read again: that they are enough,
/// and that of the words that remain of either text enough are odd: rewritten texts differ in words that others have
/// too.
bool may_be_damaged(std::size_t words_a, std::size_t words_b, std::size_t common_words, double odd_share_a,
                    double odd_share_b);

/// With fewer words in common, may_be_damaged is false.
std::size_t least_words_of_damaged(std::size_t words_a, std::size_t words_b);

/// Words, counted on both sides, that must be equal or near in two texts of so many words.
std::size_t least_words_matched(std::size_t words_a, std::size_t words_b, const MatchOptions& options);

/// True if what two texts have in common is scattered as damage leaves it: siblings and translations have whole parts
/// in common, and little else.
bool is_scattered(const Measurements& exact);

/// Least share of healed words of a damaged copy.
double least_healed_of(const Measurements& exact);

/// True for a revision that is a damaged or freely spelt copy.
bool is_damaged_copy(const Measurements& exact, const FuzzyMeasurements& fuzzy, const MatchOptions& options);

}  // namespace nuskha
