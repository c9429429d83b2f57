// Shared passages that are only boilerplate or the closing blocks of two documents.
#pragma once

#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/boilerplate.h"
#include "match/verify.h"

namespace nuskha {

/// Takes out of `pairs` the shared passages that are made of closing blocks: blocks in the second half of a text that
/// are boilerplate, or that stand in the second half of the other text too; and those made of boilerplate that a text
/// ends with, however long it is, or that a quarter of all texts holds (of few enough texts). In a small archive a
/// footer may be rarer than boilerplate has to be; where it stands tells. `passages` is the boilerplate of each text,
/// or nothing. The same for every number of threads. Cost: O(words) for each shared passage; where one text is much
/// longer than the other, O(n log n) of its n words once, and O(m log n) of the other one's m words for each.
void drop_shared_closings(std::span<const MatchText> texts, const PageLists<Passage>& passages,
                          const MatchOptions& options, unsigned threads, std::vector<VerifiedPair>& pairs);

/// The same where `texts` are only those of the pairs: `is_whole` says that they are all of a small archive.
void drop_shared_closings(std::span<const MatchText> texts, bool is_whole, const PageLists<Passage>& passages,
                          const MatchOptions& options, unsigned threads, std::vector<VerifiedPair>& pairs);

/// Archives of up to so many texts are small: blocks that a quarter of them holds are looked for.
inline constexpr std::size_t most_texts_of_small_archive = 80;

}  // namespace nuskha
