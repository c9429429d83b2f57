// Revisions that are the same release again, under another date or footer.
#pragma once

#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/boilerplate.h"
#include "match/verify.h"

namespace nuskha {

/// True if two texts have the same words, at least 20, where mark_reissues says what is left out of both.
bool have_same_body(const MatchText& a, std::span<const Passage> passages_of_a, const MatchText& b,
                    std::span<const Passage> passages_of_b);

/// Whether a pair is a reissue if its bodies are the same: a revision of similar bodies.
bool may_be_reissue(const VerifiedPair& pair);

/// Makes reissues of the revisions whose bodies have the same words: boilerplate set aside, the dates of the opening,
/// and the close, which begins with the first block of the second half that is partly boilerplate, or is a last line
/// (a contact). `passages` is the boilerplate of each text, or nothing. The same for every number of threads. Cost:
/// O(words) for each revision of similar bodies.
void mark_reissues(std::span<const MatchText> texts, const PageLists<Passage>& passages, unsigned threads,
                   std::vector<VerifiedPair>& pairs);

}  // namespace nuskha
