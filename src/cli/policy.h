// What a configuration says of findings: how grave each rule is, where, and what is accepted. Applied to the report of
// a check before it is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/path_glob.h"
#include "nuskha/finding.h"

namespace nuskha::cli {

/// [severity] rule = "…"
struct RuleSeverity {
  std::string rule;
  std::optional<Severity> severity;  ///< Nothing: "off".
  Place place;
};

/// The severities of one [[folder]].
struct FolderPolicy {
  PathGlob path;
  std::vector<RuleSeverity> severities;
};

/// One [[ignore]]: findings that are accepted.
struct IgnoreBlock {
  std::vector<std::string> rules;          ///< Empty: any rule.
  std::vector<PathGlob> paths;             ///< Empty: any path.
  std::optional<std::string> fingerprint;  ///< Finding::fingerprint in hexadecimal; of verdicts, that of `finding_of`.
  std::string reason;
  std::optional<std::string> expires;  ///< The last day on which it ignores, YYYY-MM-DD.
  Place place;

  bool has_expired(std::string_view today) const { return expires && *expires < today; }
};

struct Policy {
  PathFrame frame;
  std::vector<RuleSeverity> severities;
  std::vector<FolderPolicy> folders;  ///< Of those that name a document and a rule, the last one counts.
  std::vector<IgnoreBlock> ignores;
};

/// Sets severities, takes out findings of rules that are off, and marks what is ignored as suppressed, with the reason.
/// A verdict goes by the rule of its relation's name; one that is off stays, as it says what the document is, and is
/// suppressed. An ignore that has expired ignores nothing and is a problem `expired-ignore`. Keeps the order, brings
/// the summary's counts up to date, and leaves alone what is suppressed already. `today` is YYYY-MM-DD. A pure
/// function.
void apply_policy(CheckReport& report, const Policy& policy, std::string_view today);

}  // namespace nuskha::cli
