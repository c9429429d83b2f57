// Severities and ignores of a configuration, applied to a check's report; see the header. Test:
// tests/cli/policy_test.cpp.
#include "cli/policy.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/hash.h"

namespace nuskha::cli {
namespace {

/// Applies a policy to what is said of one document.
class PathPolicy {
 public:
  PathPolicy(const Policy& policy, std::string_view path, std::string_view today)
      : policy_(policy), relative_(policy.frame.relative(path)), today_(today) {}

  /// The setting for a rule, nullptr if the configuration has none.
  const RuleSeverity* severity(std::string_view rule) const {
    const RuleSeverity* found = find(policy_.severities, rule);
    for (const FolderPolicy& folder : policy_.folders) {
      const RuleSeverity* here = is_below(folder.path) ? find(folder.severities, rule) : nullptr;
      if (here != nullptr) found = here;
    }
    return found;
  }

  /// Why a finding is ignored, nothing if it isn't.
  std::optional<std::string> ignored(std::string_view rule, const std::string& fingerprint) const {
    for (const IgnoreBlock& block : policy_.ignores) {
      const auto is_below_glob = [&](const PathGlob& glob) { return is_below(glob); };
      if (block.has_expired(today_)) continue;
      if (!block.rules.empty() && std::find(block.rules.begin(), block.rules.end(), rule) == block.rules.end())
        continue;
      if (!block.paths.empty() && std::none_of(block.paths.begin(), block.paths.end(), is_below_glob)) continue;
      if (block.fingerprint && *block.fingerprint != fingerprint) continue;
      return block.reason;
    }
    return std::nullopt;
  }

 private:
  static const RuleSeverity* find(const std::vector<RuleSeverity>& severities, std::string_view rule) {
    const auto found = std::find_if(severities.begin(), severities.end(),
                                    [&](const RuleSeverity& setting) { return setting.rule == rule; });
    return found == severities.end() ? nullptr : &*found;
  }
  bool is_below(const PathGlob& glob) const { return relative_ && names_document(glob, *relative_); }

  const Policy& policy_;
  std::optional<std::string> relative_;
  std::string_view today_;
};

void apply_to_verdict(Verdict& verdict, const Policy& policy, std::string_view today) {
  const std::optional<Finding> finding = finding_of(verdict);
  if (!finding) return;  // new
  const PathPolicy here(policy, verdict.path, today);
  const RuleSeverity* setting = here.severity(finding->rule);
  if (setting != nullptr && setting->severity) verdict.severity = setting->severity;
  if (verdict.suppressed) return;
  if (setting != nullptr && !setting->severity)
    verdict.suppressed = fmt::format("The rule is off ({}:{}).", setting->place.file, setting->place.line);
  else
    verdict.suppressed = here.ignored(finding->rule, to_hex(finding->fingerprint));
}

/// False if the finding's rule is off.
bool apply_to_finding(Finding& finding, const Policy& policy, std::string_view today) {
  const PathPolicy here(policy, finding.path, today);
  if (const RuleSeverity* setting = here.severity(finding.rule)) {
    if (!setting->severity) return false;
    finding.severity = *setting->severity;
  }
  if (!finding.suppressed) finding.suppressed = here.ignored(finding.rule, to_hex(finding.fingerprint));
  return true;
}

void report_expired(CheckReport& report, const Policy& policy, std::string_view today) {
  for (const IgnoreBlock& block : policy.ignores) {
    if (!block.has_expired(today)) continue;
    report.problems.push_back(
        {block.place.file, "expired-ignore",
         fmt::format("The [[ignore]] on line {} expired on {} and ignores nothing any more. Mend what it was for ({}), "
                     "then remove it, or give it a later date.",
                     block.place.line, *block.expires, block.reason)});
  }
  std::sort(report.problems.begin(), report.problems.end());
}

}  // namespace

void apply_policy(CheckReport& report, const Policy& policy, std::string_view today) {
  for (Verdict& verdict : report.verdicts) apply_to_verdict(verdict, policy, today);
  const auto is_off = [&](Finding& finding) { return !apply_to_finding(finding, policy, today); };
  // Not remove_if: it may look at an element more than once.
  std::vector<Finding> kept;
  for (Finding& finding : report.findings)
    if (!is_off(finding)) kept.push_back(std::move(finding));
  report.findings = std::move(kept);
  report_expired(report, policy, today);

  const auto is_suppressed = [](const auto& item) { return item.suppressed.has_value(); };
  const auto findings = std::count_if(report.findings.begin(), report.findings.end(), is_suppressed);
  const auto verdicts = std::count_if(report.verdicts.begin(), report.verdicts.end(), is_suppressed);
  report.summary.findings = report.findings.size() - static_cast<std::uint64_t>(findings);
  report.summary.suppressed = static_cast<std::uint64_t>(findings + verdicts);
  report.summary.problems = report.problems.size();
}

}  // namespace nuskha::cli
