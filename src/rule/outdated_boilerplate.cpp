#include "rule/rule_functions.h"
namespace nuskha {
void find_outdated_boilerplate(const RuleInput&, FindingList&) {}
}  // namespace nuskha
