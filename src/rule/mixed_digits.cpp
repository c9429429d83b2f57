#include "rule/rule_functions.h"
namespace nuskha {
void find_mixed_digits(const RuleInput&, FindingList&) {}
}  // namespace nuskha
