#include "rule/rule_functions.h"
namespace nuskha {
void find_superseded_version(const RuleInput&, FindingList&) {}
}  // namespace nuskha
