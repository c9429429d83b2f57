// Names of what a check says. Tests: tests/report/finding_test.cpp.
#include "nuskha/finding.h"

namespace nuskha {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
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

}  // namespace nuskha
