// Short notices made from one form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "match/match_text.h"
#include "match/verify.h"

namespace nuskha {

/// Fewer short texts in a family are no form.
inline constexpr std::size_t least_texts_of_form = 6;

/// What a text fills into the form that its family is made from, and what is known of that form: enough to tell of any
/// two such texts, of one form or two, whether they are one notice.
struct Filling {
  std::vector<WordId> facts;               ///< Distinct, sorted; of a text read again, maybe with repetitions.
  std::vector<std::uint32_t> num_holders;  ///< Of each fact, the notices of the form that hold it.
  /// Of all facts in places where most texts have some, in order; nothing if they are too few.
  std::optional<std::uint64_t> hash_of_slots;
  std::uint64_t form = 0;       ///< Names it.
  std::size_t num_texts = 0;    ///< Made from the form.
  std::size_t num_notices = 0;  ///< These are; one that is printed several times is one.
};

/// True if a text is short enough to be made from a form.
bool may_fill_form(const MatchText& text);

/// What `members` (ascending, all of them such texts of one family) fill into their form, named by the first of them;
/// nothing if the family isn't made from one. `pairs` are those of members that say "one document".
std::vector<Filling> fill_form(std::span<const MatchText> texts, std::span<const std::uint32_t> members,
                               std::span<const Candidate> pairs);

/// Decides on a pair of texts that are both made from a form: mark_forms for one pair.
void mark_by_form(const Filling& a, const Filling& b, VerifiedPair& pair);

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
