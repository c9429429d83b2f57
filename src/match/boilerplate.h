// Passages that recur in documents whose bodies differ: footers, "about us", notes to editors, the frame of a bulletin.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/match_text.h"
#include "match/passage.h"

namespace nuskha {

struct BoilerplateOptions {
  /// Least number of families that a passage stands in, at most 15; 0: by the number of families in the archive
  /// (least_recurrences).
  std::size_t least_families = 0;
  /// Room for what is kept beside the counters until it has been counted, and for a bit for each word that makes the
  /// second pass quicker. The result doesn't depend on it.
  std::size_t max_bytes = std::size_t{1} << 29;
  PageStore* pages = nullptr;  ///< Where the passages lie; nullptr: on the heap.
};

/// In how many families a passage must stand to be boilerplate, for an archive of so many: 3 up to 256 families, then
/// one more for each time the archive grows fourfold.
std::size_t least_recurrences(std::size_t num_families);

/// Families that must hold an item.
struct RecurrenceBounds {
  std::size_t everywhere;
  std::size_t in_tail;  ///< Of a text; no more than everywhere.

  bool can_be_met(std::size_t num_families) const { return num_families >= std::min(everywhere, in_tail); }
};
/// From `everywhere`, which least_recurrences gives.
RecurrenceBounds recurrence_bounds(std::size_t least_families);

/// The boilerplate of each text, in order, apart from one another. `family_of` names the family of each text; a passage
/// counts once a family, so that ten versions of a release don't make its body boilerplate. Numbers count as one word,
/// so that "page 3" and "page 4" are one passage.
///
/// Counts selected 5-word shingles (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003), so that any passage of at
/// least 8 words in common is seen, and blocks of up to 12 words together with a neighbour, in a counter of bounded
/// size (count-min sketch: Cormode, Muthukrishnan, Journal of Algorithms 2005; two rows of m counters, m = 2 a word up
/// to 2^26), which may count too many, never too few: of n items one is counted too high with probability (1 -
/// e^(-n/m))^2. n is about half a word, so that this is 0.05 up to 30 million words; a passage inside a block needs
/// three items in a row. Beyond, more families are asked for, and most items counted too high stay below that. At the
/// end of a text, where footers stand (its last quarter, at most 120 words and the block they begin in), one family
/// less is enough, but two at least. Rows of tables, which are short blocks that begin like their neighbour and with a
/// number, are no boilerplate. Cost: two passes over all words, about 50 ns a word; memory: 3/4 byte for each
/// counter, and max_bytes. The same for every number of threads. `recurring`, if given, becomes the hashes of the items
/// that count enough, sorted, with which find_known_boilerplate finds the same passages.
PageLists<Passage> find_boilerplate(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of,
                                    const BoilerplateOptions& options, unsigned threads,
                                    std::vector<std::uint64_t>* recurring = nullptr);

/// Whether an item of boilerplate, by its hash, recurs in an archive.
using KnownItems = std::function<bool(std::uint64_t)>;

/// The boilerplate of texts, by what an archive knows of it instead of by counting.
PageLists<Passage> find_known_boilerplate(std::span<const MatchText> texts, const KnownItems& recurs);
/// The same, where it knows apart what recurs often enough for a tail only, by tail_hash.
PageLists<Passage> find_known_boilerplate(std::span<const MatchText> texts, const KnownItems& recurs,
                                          const KnownItems& recurs_in_tails);

/// Texts without their boilerplate: views of both, which must stay where they are. Thread-safe.
class Bodies {
 public:
  Bodies(std::span<const MatchText> texts, const PageLists<Passage>& passages) : texts_(texts), passages_(passages) {}
  Bodies(std::span<const MatchText> texts, PageLists<Passage>&& passages) = delete;

  std::size_t size() const { return texts_.size(); }
  bool differs(std::size_t text) const { return !passages_[text].empty(); }
  std::size_t num_words(std::size_t text) const;

  /// A text without its boilerplate, block ends and dates. A view of its words, or of `scratch`.
  MatchText body(std::size_t text, std::vector<WordId>& scratch) const;

 private:
  std::span<const MatchText> texts_;
  const PageLists<Passage>& passages_;
};

}  // namespace nuskha
