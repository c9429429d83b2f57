// Findings on their way: rules say which bytes are concerned, and lines and columns are told for all of them at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/text.h"

namespace nuskha {

/// What a rule found, in bytes of Document::text.
struct RawFinding {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< One past the last byte concerned. Not greater than `begin`: it is about no bytes there.
  std::string message;
  std::string fix;
  /// What makes it this finding and no other: the words it concerns, at level spelling (`words_as_bytes`), or what else
  /// doesn't depend on path, line and date. For the fingerprint, as bytes.
  std::string subject;
  std::optional<Severity> severity = {};  ///< If another than the rule's.
  /// A place that the message points to, as a byte: " on line 12." or " on page 3." is added to it. Nothing: the
  /// message is whole.
  std::optional<std::uint64_t> see = {};
  /// Where else the same stands, ascending and after `begin`.
  std::vector<SourceRange> others = {};
};

/// Collects the findings of one document, rule by rule.
class FindingList {
 public:
  /// The rule that what is added from here on is found by.
  void start(const Rule& rule) { rule_ = &rule; }
  void add(RawFinding finding);

  /// All of them, with places, lines and columns in `document`, sorted as apply_rules promises. Cost: O(bytes + n log
  /// n) for n findings.
  std::vector<Finding> take(const Document& document);

 private:
  struct Item {
    RawFinding raw;
    Finding finding;
  };

  const Rule* rule_ = nullptr;
  std::vector<Item> items_;
};

/// The words [begin, end), four bytes each, for RawFinding::subject.
std::string words_as_bytes(const Analysis& analysis, std::uint64_t begin, std::uint64_t end);

}  // namespace nuskha
