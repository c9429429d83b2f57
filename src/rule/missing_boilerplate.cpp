#include "rule/rule_functions.h"
namespace nuskha {
void find_missing_boilerplate(const RuleInput&, FindingList&) {}
}  // namespace nuskha
