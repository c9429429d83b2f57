// The boilerplate of an archive as words, and a document's words to hold against it. Numbers are left out on both
// sides: whatever a passage counts, it is the same passage.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuskha/text.h"
#include "rule/rules.h"

namespace nuskha {

/// Days since 1970-01-01 of a date YYYY-MM-DD, for their differences.
int days_of_iso(const std::string& date);

/// Words without the numbers among them.
struct PlainWords {
  std::vector<WordId> words;
  std::vector<std::size_t> places;  ///< Of each one, among all words.
};
PlainWords without_numbers(std::span<const WordId> words);

/// The wordings of one passage that are equal but for numbers, as one.
struct Wording {
  std::vector<WordId> words;              ///< Masked; never empty.
  const KnownVariant* variant = nullptr;  ///< The one of most documents, to quote from.
  std::uint64_t documents = 0;
  std::optional<std::string> first;  ///< Of all of them.
  std::optional<std::string> last;
};

/// The wordings of a passage, most documents first. Cost: O(words).
std::vector<Wording> read_wordings(const KnownBoilerplate& boilerplate);

/// The runs of three words that a text holds, in whatever order.
class WordRuns {
 public:
  explicit WordRuns(std::span<const WordId> words);

  /// The share of a passage's runs that are among them; of a passage of fewer than three words, of its one run.
  double share_of(std::span<const WordId> passage) const;

 private:
  std::vector<std::vector<std::uint64_t>> runs_;  ///< Of one, two, three words; sorted, each once.
};

}  // namespace nuskha
