#include "rule/rule_functions.h"
namespace nuskha {
void find_invisible_characters(const RuleInput&, FindingList&) {}
}  // namespace nuskha
