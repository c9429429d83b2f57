// The rules of the verdict one by one, for explanations. decide says what follows from all of them.
#pragma once

#include <string>
#include <vector>

#include "nuskha/match.h"

namespace nuskha {

/// A measurement against a limit.
struct RuleTest {
  std::string what;
  double measured;
  std::string relation;  ///< "at least", "at most", "more than", "less than".
  double limit;
  bool is_share;

  bool holds() const {
    if (relation == "at least") return measured >= limit;
    if (relation == "at most") return measured <= limit;
    return relation == "more than" ? measured > limit : measured < limit;
  }
};

/// Holds if all of its tests do.
struct Rule {
  std::string name;
  std::string says;
  std::vector<RuleTest> tests;
  bool holds() const {
    for (const RuleTest& test : tests)
      if (!test.holds()) return false;
    return true;
  }
};

/// Every rule that `decide` asks of these measurements, with its constants. Rules named "template" are alternatives.
std::vector<Rule> verdict_rules(const Measurements& text, const Measurements& body, const MatchOptions& options);

}  // namespace nuskha
