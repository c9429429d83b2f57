// What an archive says about how its documents are written, made ready for the rules: once for many documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rule/known_passages.h"
#include "rule/phrase_finder.h"
#include "rule/rules.h"

namespace nuskha {

/// Documents that hold a wording which has replaced another: with fewer it may be an experiment.
inline constexpr std::uint64_t least_replacing = 3;

/// Immutable: any number of threads may use one. The ArchiveFacts must outlive it.
class PreparedFacts {
 public:
  /// Cost: O(words of the facts).
  explicit PreparedFacts(const ArchiveFacts& facts);

  /// A wording, and which passage it is of.
  struct Known {
    Wording wording;
    std::size_t passage = 0;  ///< Position among the passages of `first_known`.
  };
  /// A passage that nearly every recent document carries.
  struct Usual {
    const KnownBoilerplate* passage = nullptr;
    std::vector<Wording> wordings;  ///< Not empty.
  };

  /// The wordings of the passages in which one has replaced another, passage by passage.
  const std::vector<Known>& known() const { return known_; }
  /// Where each passage begins in `known`, and one past the last.
  const std::vector<std::size_t>& first_known() const { return first_known_; }
  /// Finds those wordings, by their position in `known`.
  const PhraseFinder& phrases() const { return phrases_; }
  const std::vector<Usual>& usual() const { return usual_; }

 private:
  std::vector<Known> known_;
  std::vector<std::size_t> first_known_;
  PhraseFinder phrases_;
  std::vector<Usual> usual_;
};

/// True if `newer` came when `older` went. Two wordings that went side by side for long are both in use; one that few
/// documents have is an experiment or a slip.
bool has_replaced(const Wording& newer, const Wording& older);

}  // namespace nuskha
