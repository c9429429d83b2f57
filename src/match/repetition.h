// Blocks that stand twice in one document: a footer that was pasted in again.
#pragma once

#include <vector>

#include "match/match_text.h"
#include "match/passage.h"

namespace nuskha {

/// Runs of whole blocks that stand at least twice in the text, word for word, each place of each; sorted, apart from
/// one another. A run has at least 12 words. At the end of a text whose body is made of longer blocks, among the short
/// blocks of a footer (at most 12 words each, together at most a quarter of the text and 16 blocks), 3 words are
/// enough. So a refrain of short lines, or the rows of a table, aren't footers. Cost: O(words). Thread-safe.
std::vector<Passage> find_repetitions(const MatchText& text);

}  // namespace nuskha
