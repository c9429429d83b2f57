#include "rule/rule_functions.h"
namespace nuskha {
void find_bidi_controls(const RuleInput&, FindingList&) {}
}  // namespace nuskha
