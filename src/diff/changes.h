// From hunks of tokens to changes of bytes: where each begins and ends, and what kind it is.
#pragma once

#include <span>
#include <vector>

#include "diff/hunks.h"
#include "nuskha/diff.h"

namespace nuskha {

/// Decides of what type a change is (docs/algorithm.md, "Differences"). Views of both texts.
class ChangeClassifier {
 public:
  ChangeClassifier(const TokenText& a, const TokenText& b, const DateTokens& dates_a, const DateTokens& dates_b,
                   const DiffOptions& options)
      : a_(a), b_(b), dates_a_(dates_a), dates_b_(dates_b), options_(options) {}

  /// Fills everything of a hunk's change but its ranges, which must be there.
  void classify(const Hunk& hunk, const AlignedUnit& unit, Change& change) const;
  /// The same of two tokens that are equal at level spelling and differ in their bytes.
  void classify_pair(std::uint32_t i, std::uint32_t j, Change& change) const;

 private:
  ChangeType type_of(const Hunk& hunk, const AlignedUnit& unit, const Change& change) const;
  bool is_boilerplate(const Change& change) const;
  bool is_of_addresses(const Hunk& hunk) const;

  const TokenText& a_;
  const TokenText& b_;
  const DateTokens& dates_a_;
  const DateTokens& dates_b_;
  const DiffOptions& options_;
};

/// The part of two texts that is looked at: all of both, or two paragraphs without the white space around them.
struct DiffScope {
  TokenRange a;
  TokenRange b;
  bool is_whole = true;
};

/// All changes of a scope in order: the hunks, tokens that are spelled otherwise, and white space. Between the tokens
/// of two hunks everything is equal at level spelling.
std::vector<Change> make_changes(const TokenText& a, const TokenText& b, const DiffScope& scope,
                                 std::span<const AlignedUnit> units, std::span<const Hunk> hunks,
                                 const ChangeClassifier& classifier);

}  // namespace nuskha
