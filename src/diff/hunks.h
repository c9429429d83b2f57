// From equal tokens to runs of changed ones, and how these are made to read well.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "diff/align.h"
#include "diff/tokens.h"
#include "nuskha/dates.h"

namespace nuskha {

/// A run of tokens of the first text that became a run of the second. Between two hunks of a unit stand tokens that are
/// equal, as many on both sides.
struct Hunk {
  TokenRange a;
  TokenRange b;
  std::uint32_t unit = 0;  ///< Position in the units; no hunk reaches beyond its own.
};

/// Which tokens are of a date.
class DateTokens {
 public:
  static constexpr std::uint32_t none = 0;
  DateTokens(const TokenText& text, std::span<const FoundDate> dates);
  /// The number of the date that a token is of, from 1; none for other tokens.
  std::uint32_t operator[](std::uint32_t token) const { return date_of_.empty() ? none : date_of_[token]; }
  /// The date that a place between two tokens touches: of the token after it, else of the one before it.
  std::uint32_t beside(std::uint32_t token) const;

 private:
  std::vector<std::uint32_t> date_of_;  // by token; empty without dates
};

/// The runs of changed tokens of each unit, in order.
std::vector<Hunk> make_hunks(std::span<const AlignedUnit> units, std::span<const std::uint8_t> changed_a,
                             std::span<const std::uint8_t> changed_b);

/// Makes hunks read as a person would mark them: moves each that only takes out or puts in to the start of a
/// paragraph, sentence or clause if its ends allow that; makes one of two that hardly anything stands between, or that
/// are of one date; and makes two of one that is nothing in common but the place: paragraphs that went and others that
/// came.
void clean_up(const TokenText& a, const TokenText& b, const DateTokens& dates_a, const DateTokens& dates_b,
              std::span<const AlignedUnit> units, std::vector<Hunk>& hunks);

/// How many whole paragraphs a range is, 0 if it isn't.
std::uint32_t count_paragraphs(const TokenText& text, const TokenRange& range);

}  // namespace nuskha
