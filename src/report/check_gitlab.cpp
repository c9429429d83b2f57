// What a check found as GitLab's Code Quality report: write_check_gitlab. Suppressed findings and stale entries have no
// place in it. Tests: tests/report/check_gitlab_test.cpp.
#include <string>
#include <string_view>

#include "base/hash.h"
#include "nuskha/check_report.h"
#include "report/check_results.h"
#include "report/display.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note: return "info";
    case Severity::warning: return "minor";
    case Severity::error: return "critical";
  }
  return "";
}

/// What goes before the message: the place has the file only.
std::string name_of_record(std::string_view path) {
  return file_of(path).line ? escape_for_display(path) + ": " : std::string();
}

struct Issue {
  std::string description;
  std::string_view check_name;
  std::string fingerprint;
  std::string_view severity;
  std::string_view path;
  std::uint64_t line = 1;
};

void append_issue(const Issue& issue, std::string& out) {
  out += out.size() == 1 ? "\n" : ",\n";
  JsonRecord(out)
      .string("description", issue.description)
      .string("check_name", issue.check_name)
      .string("fingerprint", issue.fingerprint)
      .string("severity", issue.severity)
      .begin_object("location")
      .string("path", issue.path)
      .begin_object("lines")
      .integer("begin", issue.line)
      .end_object()
      .end_object()
      .end();
}

}  // namespace

void write_check_gitlab(const CheckReport& report, std::ostream& out) {
  std::string text = "[";
  for (const CheckResult& result : check_results(report)) {
    const Finding& finding = result.finding;
    if (finding.suppressed) continue;
    const FilePlace place = place_in_file(finding);
    append_issue({name_of_record(finding.path) + located_message(finding), finding.rule, unique_fingerprint(result),
                  severity_name(finding.severity), place.file, place.line},
                 text);
  }
  for (const CheckedDocument& document : by_document(report)) {
    for (const Problem& problem : document.problems) {
      const FileAndLine file = file_of(problem.path);
      const Hash128 hash = hash128("problem\n" + problem.code + '\n' + problem.path + '\n' + problem.message);
      append_issue({name_of_record(problem.path) + problem.message, problem.code, to_hex(hash),
                    document.verdict != nullptr ? "minor" : "major", file.file, file.line.value_or(1)},
                   text);
    }
  }
  text += "\n]\n";
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace nuskha
