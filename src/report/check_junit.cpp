// What a check found as a test report in JUnit's XML: write_check_junit. There is no standard; what is written is what
// Jenkins, GitLab and Azure read alike: one <failure>, <error> or <skipped> a test case, then <system-out>.
// Tests: tests/report/check_junit_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "nuskha/check_report.h"
#include "report/check_results.h"
#include "report/display.h"

namespace nuskha {
namespace {

/// What XML can hold, safe to show: control characters and what reorders text become \x1b, \u{202E}.
std::string xml_text(std::string_view text) {
  std::string out;
  const std::string safe = escape_for_display(text);
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const std::string_view rest = std::string_view(safe).substr(i);
    if (rest.starts_with("\uFFFE") || rest.starts_with("\uFFFF")) {  // the two that XML refuses
      out += rest.starts_with("\uFFFE") ? "\\u{FFFE}" : "\\u{FFFF}";
      i += 2;
      continue;
    }
    switch (safe[i]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default: out += safe[i];
    }
  }
  return out;
}

/// A document's results, as the lines of its test case.
struct Case {
  std::string failures;    ///< Findings from warning on.
  std::string first_rule;  ///< Of them.
  std::string first_message;
  std::size_t num_failures = 0;
  std::string notes;  ///< All else there is to say.
  std::size_t num_suppressed = 0;
};

std::string line_of(const Finding& finding, bool is_verdict) {
  const std::string place = is_verdict ? std::string() : shown_place(finding) + ' ';
  return fmt::format("{}{} {}: {}", place, to_string(finding.severity), xml_text(finding.rule),
                     xml_text(message_and_fix(finding)));
}

void add_finding(const Finding& finding, bool is_verdict, Case& test) {
  const std::string line = line_of(finding, is_verdict);
  if (finding.suppressed) {
    ++test.num_suppressed;
    test.notes += fmt::format("suppressed ({}): {}\n", xml_text(*finding.suppressed), line);
  } else if (finding.severity == Severity::note) {
    test.notes += line + '\n';
  } else {
    if (test.num_failures++ == 0) {
      test.first_rule = finding.rule;
      test.first_message = finding.message;
    }
    test.failures += line + '\n';
  }
}

/// More than one: "2 findings, first: …".
std::string failure_message(const Case& test) {
  if (test.num_failures == 1) return xml_text(test.first_message);
  return fmt::format("{}, first: {}", count_of(test.num_failures, "finding", "findings"), xml_text(test.first_message));
}

void append_outcome(const Case& test, std::string& out) {
  if (test.num_failures > 0) {
    out += fmt::format("<failure message=\"{}\" type=\"{}\">{}</failure>\n", failure_message(test),
                       xml_text(test.first_rule), test.failures);
  } else if (test.num_suppressed > 0) {
    out += fmt::format("<skipped message=\"{} suppressed\"/>\n", count_of(test.num_suppressed, "finding", "findings"));
  }
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

void append_case(const CheckedDocument& document, std::string& out, Counts& counts) {
  Case test;
  if (document.verdict != nullptr) {
    if (const auto finding = finding_of(*document.verdict))
      add_finding(*finding, true, test);
    else
      test.notes += "new\n";
  }
  for (const Finding& finding : document.findings) add_finding(finding, false, test);
  const bool is_error = document.verdict == nullptr && !document.problems.empty();
  ++counts.tests;
  out += fmt::format("<testcase classname=\"nuskha.check\" name=\"{0}\" file=\"{0}\">\n", xml_text(document.path));
  if (is_error) {
    ++counts.errors;
    out += fmt::format("<error message=\"{}\" type=\"{}\"/>\n", xml_text(document.problems.front().message),
                       xml_text(document.problems.front().code));
    test.notes += test.failures;
  } else {
    counts.failures += test.num_failures > 0 ? 1 : 0;
    counts.skipped += test.num_failures == 0 && test.num_suppressed > 0 ? 1 : 0;
    append_outcome(test, out);
  }
  for (const Problem& problem : document.problems.subspan(is_error ? 1 : 0))
    test.notes += fmt::format("problem {}: {}\n", xml_text(problem.code), xml_text(problem.message));
  if (!test.notes.empty()) out += "<system-out>" + test.notes + "</system-out>\n";
  out += "</testcase>\n";
}

}  // namespace

void write_check_junit(const CheckReport& report, std::ostream& out) {
  Counts counts;
  std::string cases;
  for (const CheckedDocument& document : by_document(report)) append_case(document, cases, counts);
  if (!report.stale.empty()) {
    cases += "<system-out>";
    for (const BaselineEntry& entry : report.stale) cases += xml_text(stale_sentence(entry)) + '\n';
    cases += "</system-out>\n";
  }
  const std::string time =
      report.summary.seconds ? fmt::format(" time=\"{:.3f}\"", *report.summary.seconds) : std::string();
  const std::string attributes =
      fmt::format("name=\"nuskha check\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"{}", counts.tests,
                  counts.failures, counts.errors, counts.skipped, time);
  const std::string page = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n<testsuite {0}>\n{1}</testsuite>\n</testsuites>\n",
      attributes, cases);
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
