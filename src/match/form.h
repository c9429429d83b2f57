// Short notices made from one form.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/match_text.h"
#include "match/verify.h"

namespace nuskha {

/// Makes templates of those pairs of a family that only fill in the same form with other facts: obituaries, legal
/// notices, announcements that differ in names and places, which no two texts show by themselves, but many of them do.
/// Looks at families (`family_of` names each text's family) of 6 texts or more of up to 200 words. Words that less than
/// half of them hold are their facts, and in a text with hardly any such words also those of the form that stand beside
/// others than in most texts; the family is made from a form if the facts stand in the same places in most
/// texts, so that copies with errors here and there, or rewritten in one part, are none, and if they fall into many
/// groups. Pairs whose facts are alike, more than chance makes among so many texts, stay what they are, and templates
/// that are one notice printed again become revisions. The same for every number of threads. Cost: O(words) for each
/// text of such families, O(facts · log texts) to count facts, and O(facts) for each pair.
void mark_forms(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, unsigned threads,
                std::vector<VerifiedPair>& pairs);

}  // namespace nuskha
