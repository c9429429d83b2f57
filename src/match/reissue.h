// Revisions that are the same release again, under another date or footer.
#pragma once

#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/boilerplate.h"
#include "match/verify.h"

namespace nuskha {

/// Makes reissues of the revisions whose bodies have the same words: boilerplate set aside, the dates of the opening,
/// and the close, which begins with the first block of the second half that is partly boilerplate, or is a last line
/// (a contact). `passages` is the boilerplate of each text, or nothing. The same for every number of threads. Cost:
/// O(words) for each revision of similar bodies.
void mark_reissues(std::span<const MatchText> texts, const PageLists<Passage>& passages, unsigned threads,
                   std::vector<VerifiedPair>& pairs);

}  // namespace nuskha
