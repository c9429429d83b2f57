#include "rule/rule_functions.h"
namespace nuskha {
void find_repeated_passages(const RuleInput&, FindingList&) {}
}  // namespace nuskha
