// Names of what a check says, and verdicts as findings. Entry point: finding_of. Tests: tests/report/finding_test.cpp.
#include "nuskha/finding.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "base/hash.h"
#include "report/display.h"

namespace nuskha {
namespace {

const Rule* rule_of(Relation relation) {
  static const std::vector<Rule> rules = all_rules();
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == to_string(relation); });
  return found == rules.end() ? nullptr : &*found;
}

/// "The same text as old/a.txt (at level text)": what the document is to the one it is nearest to.
std::string what_it_is(const Verdict& verdict) {
  std::string of = escape_invalid_bytes(verdict.of);
  switch (*verdict.relation) {
    case Relation::identical: return "The same bytes as " + of;
    case Relation::same_text:
      return fmt::format("The same text as {}{}", of,
                         verdict.level ? fmt::format(" (at level {})", to_string(*verdict.level)) : std::string());
    case Relation::reissue: return fmt::format("The text of {} again, dates and boilerplate apart", of);
    case Relation::revision: return "A version of " + of;
    case Relation::excerpt: return "A part of " + of;
    case Relation::extension: return fmt::format("All of {} and more", of);
    case Relation::template_: return fmt::format("Made after the pattern of {}, with other facts", of);
    case Relation::shared_passage: return "Shares a long passage with " + of;
  }
  return of;
}

std::string message_of(const Verdict& verdict) {
  std::string message = what_it_is(verdict);
  if (!verdict.change_summary.empty()) message += ": " + escape_invalid_bytes(verdict.change_summary);
  if (!verdict.newest.empty() && verdict.newest != verdict.of)
    message += "; the newest version is " + escape_invalid_bytes(verdict.newest);
  return message + '.';
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "";
}

std::optional<Severity> parse_severity(std::string_view name) {
  for (const Severity severity : {Severity::note, Severity::warning, Severity::error})
    if (to_string(severity) == name) return severity;
  return std::nullopt;
}

std::string_view verdict_name(const Verdict& verdict) {
  return verdict.relation ? to_string(*verdict.relation) : "new";
}

std::optional<Finding> finding_of(const Verdict& verdict) {
  if (!verdict.relation) return std::nullopt;
  Finding finding;
  finding.path = verdict.path;
  finding.rule = std::string(verdict_name(verdict));
  if (const Rule* rule = rule_of(*verdict.relation)) {
    finding.severity = rule->severity;
    finding.fix = std::string(rule->fix);
  }
  finding.severity = verdict.severity.value_or(finding.severity);
  finding.message = message_of(verdict);
  finding.fingerprint = hash128(finding.rule + '\n' + to_hex(verdict.text_hash));
  finding.suppressed = verdict.suppressed;
  return finding;
}

}  // namespace nuskha
