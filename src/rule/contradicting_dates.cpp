#include "rule/rule_functions.h"
namespace nuskha {
void find_contradicting_dates(const RuleInput&, FindingList&) {}
}  // namespace nuskha
