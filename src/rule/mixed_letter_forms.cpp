#include "rule/rule_functions.h"
namespace nuskha {
void find_mixed_letter_forms(const RuleInput&, FindingList&) {}
}  // namespace nuskha
