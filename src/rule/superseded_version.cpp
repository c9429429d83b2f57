// A document that repeats a version which isn't the newest of its family. Entry point: find_superseded_version. Test:
// tests/rule/superseded_version_test.cpp.
#include <fmt/format.h>

#include "base/unicode.h"
#include "rule/finding_list.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

bool is_version(const std::optional<Relation>& relation) {
  return relation && (*relation == Relation::identical || *relation == Relation::same_text ||
                      *relation == Relation::reissue || *relation == Relation::revision);
}

}  // namespace

void find_superseded_version(const RuleInput& input, FindingList& out) {
  const Succession& known = input.succession;
  if (!is_version(known.relation) || known.newest.empty() || known.newest == known.of) return;
  if (!known.of_date || !known.newest_date || *known.newest_date <= *known.of_date) return;
  // What says itself that it is older than the newest isn't passed off as new.
  if (input.date && *input.date < *known.newest_date) return;
  const std::string newest = replace_invalid_utf8(known.newest);
  const Analysis& analysis = input.analysis;
  RawFinding finding;
  if (!analysis.blocks.empty()) finding.begin = finding.end = analysis.blocks.front().source_begin;
  finding.message = fmt::format("This is closest to {} of {}, which {} of {} has superseded.",
                                replace_invalid_utf8(known.of), *known.of_date, newest, *known.newest_date);
  finding.fix = fmt::format("Take up the changes of {}, or leave this document out.", newest);
  finding.subject = words_as_bytes(analysis, 0, analysis.words.size());
  out.add(std::move(finding));
}

}  // namespace nuskha
