// Entry point: apply_rules. Every rule of the table in turn; each reads the document by itself and knows no other.
// Test: tests/rule/rules_test.cpp.
#include "rule/rules.h"

#include <optional>

#include "base/stop.h"
#include "rule/prepared_facts.h"
#include "rule/rule_table.h"

namespace nuskha {

std::vector<Finding> apply_rules(const RuleInput& given) {
  RuleInput input = given;
  std::optional<PreparedFacts> prepared;
  if (input.prepared == nullptr) input.prepared = &prepared.emplace(input.facts);
  FindingList findings;
  for (const RuleRow& row : rule_table()) {
    if (row.find == nullptr) continue;
    throw_if_stopped();
    findings.start(row.rule);
    row.find(input, findings);
  }
  return findings.take(input.document);
}

}  // namespace nuskha
