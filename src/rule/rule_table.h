// Every rule in one table: its name, severity and sentences, and what applies it.
#pragma once

#include <span>

#include "nuskha/finding.h"
#include "rule/rule_functions.h"

namespace nuskha {

struct RuleRow {
  Rule rule;
  RuleFunction find = nullptr;  ///< Nothing for what only a verdict says.
};

/// Sorted by name.
std::span<const RuleRow> rule_table();

}  // namespace nuskha
