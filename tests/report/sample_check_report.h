// Reports of checks for the tests of their writers.
#pragma once

#include <sstream>
#include <string>
#include <utility>

#include "nuskha/check_report.h"

namespace nuskha::testing {

inline Verdict make_new(std::string path, Hash128 text_hash = {1, 2}) {
  Verdict verdict;
  verdict.path = std::move(path);
  verdict.text_hash = text_hash;
  return verdict;
}

inline Verdict make_verdict(std::string path, Relation relation, std::string of, Hash128 text_hash = {3, 4}) {
  Verdict verdict = make_new(std::move(path), text_hash);
  verdict.relation = relation;
  verdict.newest = of;
  verdict.of = std::move(of);
  verdict.body_similarity = verdict.similarity = verdict.jaccard = 0.9;
  verdict.containment_new = verdict.containment_of = 0.9;
  return verdict;
}

inline Finding make_finding(std::string path, std::string rule, Severity severity = Severity::warning,
                            Hash128 fingerprint = {5, 6}) {
  Finding finding;
  finding.path = std::move(path);
  finding.rule = std::move(rule);
  finding.severity = severity;
  finding.line = finding.end_line = 3;
  finding.column = 7;
  finding.message = "Something is the matter.";
  finding.fix = "Mend it.";
  finding.fingerprint = fingerprint;
  return finding;
}

/// Fills the counts of the summary from the records.
inline void count_records(CheckReport& report) {
  report.summary = {};
  report.summary.checked = report.verdicts.size();
  report.summary.archive_documents = 1204;
  report.summary.problems = report.problems.size();
  for (const Verdict& verdict : report.verdicts) report.summary.suppressed += verdict.suppressed ? 1 : 0;
  for (const Finding& finding : report.findings)
    ++(finding.suppressed ? report.summary.suppressed : report.summary.findings);
}

/// The example of docs/report_format.md.
inline CheckReport make_documented_check() {
  CheckReport report;
  Verdict reissue = make_verdict("new/prices.txt", Relation::reissue, "news/2021-04-15.txt",
                                 {0x8796a5b4c3d2e1f0, 0x0f1e2d3c4b5a6978});
  reissue.newest = "news/2021-04-18.txt";
  reissue.body_similarity = 1;
  reissue.similarity = 0.96348;
  reissue.jaccard = 0.88172;
  reissue.containment_new = 0.93911;
  reissue.containment_of = 0.93496;
  reissue.changes = {{ChangeType::date, 1}, {ChangeType::boilerplate_changed, 1}};
  reissue.severity = Severity::warning;
  reissue.change_summary = "1 date, footer replaced; 96 % unchanged";
  report.verdicts = {make_new("new/contact.txt", {0x7766554433221100, 0xffeeddccbbaa9988}), reissue};
  Finding footer = make_finding("new/prices.txt", "outdated-boilerplate", Severity::warning,
                                {0x8899aabbccddeeff, 0x0011223344556677});
  footer.line = 41;
  footer.end_line = 43;
  footer.column = 1;
  footer.message = "This wording of a recurring passage was last used on 2019-02-01.";
  footer.fix = "Use the current one: \"للمزيد: press@example.org\".";
  Finding digits =
      make_finding("new/prices.txt", "mixed-digits", Severity::note, {0x1122334455667788, 0x99aabbccddeeff00});
  digits.line = digits.end_line = 52;
  digits.message = "Arabic-Indic and European digits stand in one document.";
  digits.fix = "Write ٢٠٢١ as 2021.";
  digits.suppressed = "quoted from a decree";
  report.findings = {footer, digits};
  report.problems = {{"new/logo\xff.png", "binary", "This is not text, so it was left out."}};
  report.stale = {{"mixed-digits", {0x0123456789abcdef, 0xfedcba9876543210}, "new/contact.txt", 1, "a quotation"}};
  count_records(report);
  report.summary.seconds = 0.0123;
  return report;
}

/// Bytes that each format has to make harmless in its own way.
inline const std::string hostile_path = "new/a\"'<&>]]>\n::error::%0A,=\\\x1b[31m\xff\u202E\u05D0{0}.txt";
inline const std::string hostile_text =
    "\"quoted\" <b>&amp; ]]> 100%\r\n::error file=x::boo \x01\x1b[2J\u202Eevil\u2066 [here](http://evil) {0} \uFFFE\\ "
    "، سلام";

inline CheckReport make_hostile_check() {
  CheckReport report;
  Verdict verdict = make_verdict(hostile_path, Relation::revision, "old/" + hostile_path);
  verdict.newest = "old/newest\n\xff.txt";
  verdict.change_summary = hostile_text;
  report.verdicts = {verdict};
  for (const Severity severity : {Severity::note, Severity::warning, Severity::error}) {
    Finding finding = make_finding(hostile_path, "mixed-digits", severity);
    finding.message = hostile_text;
    finding.fix = hostile_text;
    report.findings.push_back(finding);
  }
  report.findings.push_back(make_finding(hostile_path, hostile_text));
  report.findings.back().suppressed = hostile_text;
  report.problems = {{hostile_path, "undecodable", hostile_text}, {"z" + hostile_path, "binary", hostile_text}};
  report.stale = {{hostile_text, {7, 8}, hostile_path, 2, hostile_text}};
  count_records(report);
  return report;
}

/// What one of the writers writes.
template <class Writer>
std::string written(const CheckReport& report, Writer writer) {
  std::ostringstream out;
  writer(report, out);
  return out.str();
}

inline std::string written_text(const CheckReport& report, const TextStyle& style = {}) {
  std::ostringstream out;
  write_check_text(report, style, out);
  return out.str();
}

}  // namespace nuskha::testing
