// What a check found as GitHub's workflow commands: write_check_github. A runner makes annotations of
//
//     ::warning file=new/a.txt,line=41,endLine=43,title=outdated-boilerplate::This footer was last used in 2019.
//
// The escapes are those of the runner (actions/toolkit, packages/core/src/command.ts): % CR LF everywhere, : and , in
// properties as well. Tests: tests/report/check_github_test.cpp.
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "nuskha/check_report.h"
#include "report/check_results.h"
#include "report/display.h"

namespace nuskha {
namespace {

/// Data of a command. Other control characters, and what reorders text, are made safe to show: a log is read too.
std::string escape_data(std::string_view text, bool is_property = false) {
  std::string out;
  const auto append_safe = [&](std::string_view part) {
    for (const char c : escape_for_display(part)) {
      if (c == '%')
        out += "%25";
      else if (is_property && c == ':')
        out += "%3A";
      else if (is_property && c == ',')
        out += "%2C";
      else
        out += c;
    }
  };
  for (;;) {
    const std::size_t end = text.find_first_of("\r\n");
    append_safe(text.substr(0, end));
    if (end == text.npos) return out;
    out += text[end] == '\r' ? "%0D" : "%0A";
    text.remove_prefix(end + 1);
  }
}

std::string escape_property(std::string_view text) { return escape_data(text, true); }

std::string_view command_of(Severity severity) { return severity == Severity::note ? "notice" : to_string(severity); }

void append_result(const CheckResult& result, std::string& out) {
  const Finding& finding = result.finding;
  if (finding.suppressed) return;
  const FilePlace place = place_in_file(finding);
  out += fmt::format("::{} file={},line={}", command_of(finding.severity), escape_property(place.file), place.line);
  // GitHub refuses columns where lines differ.
  if (place.column && place.line == place.end_line && result.verdict == nullptr)
    out += fmt::format(",col={}", *place.column);
  out += fmt::format(",endLine={},title={}::", place.end_line, escape_property(finding.rule));
  if (file_of(finding.path).line) out += escape_data(finding.path) + ": ";
  out += escape_data(located_message(finding)) + '\n';
}

void append_problem(const Problem& problem, bool was_checked, std::string& out) {
  const FileAndLine file = file_of(problem.path);
  out += fmt::format("::{} file={}", was_checked ? "warning" : "error", escape_property(file.file));
  if (file.line) out += fmt::format(",line={}", *file.line);
  const std::string record = file.line ? escape_data(problem.path) + ": " : std::string();
  out += fmt::format(",title={}::{}{}\n", escape_property(problem.code), record, escape_data(problem.message));
}

}  // namespace

void write_check_github(const CheckReport& report, std::ostream& out) {
  std::string text;
  for (const CheckResult& result : check_results(report)) append_result(result, text);
  for (const CheckedDocument& document : by_document(report))
    for (const Problem& problem : document.problems) append_problem(problem, document.verdict != nullptr, text);
  for (const BaselineEntry& entry : report.stale)
    text += "::notice title=stale-baseline-entry::" + escape_data(stale_sentence(entry)) + '\n';
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace nuskha
