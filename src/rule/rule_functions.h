// The editorial rules, a function and a file each: find_NAME is in NAME.cpp. What each one finds, and what it leaves
// alone on purpose, is docs/rules.md.
#pragma once

#include "rule/finding_list.h"
#include "rule/rules.h"

namespace nuskha {

/// Looks for one thing in a document. Pure. Cost: O(bytes), and of the rules on boilerplate O(words of the facts).
using RuleFunction = void (*)(const RuleInput& input, FindingList& out);

void find_bidi_controls(const RuleInput& input, FindingList& out);
void find_contradicting_dates(const RuleInput& input, FindingList& out);
void find_invisible_characters(const RuleInput& input, FindingList& out);
void find_missing_boilerplate(const RuleInput& input, FindingList& out);
void find_mixed_digits(const RuleInput& input, FindingList& out);
void find_mixed_letter_forms(const RuleInput& input, FindingList& out);
void find_outdated_boilerplate(const RuleInput& input, FindingList& out);
void find_repeated_passages(const RuleInput& input, FindingList& out);
void find_shared_passage(const RuleInput& input, FindingList& out);
void find_superseded_version(const RuleInput& input, FindingList& out);

}  // namespace nuskha
