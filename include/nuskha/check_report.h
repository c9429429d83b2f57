// The writers of what a check found. The JSON contract, and what each format holds, is docs/report_format.md.
#pragma once

#include <ostream>

#include "nuskha/finding.h"
#include "nuskha/report.h"

namespace nuskha {

// As of the writers of report.h: each is a pure function, the same report gives the same bytes, `out` carries the
// failure bits, nothing throws, all write UTF-8. Cost O(size of the report).

/// A page for people: each document with its verdict and its findings, then problems, entries of the baseline that are
/// stale, and last a line that counts. Safe to show. Not a format to parse.
void write_check_text(const CheckReport& report, const TextStyle& style, std::ostream& out);
/// One object holding an array for each type of record, and the summary; one record a line.
void write_check_json(const CheckReport& report, std::ostream& out);
/// One record a line: each document's verdict and then its findings, problems, stale entries, summary.
void write_check_jsonl(const CheckReport& report, std::ostream& out);
/// SARIF 2.1.0, for code scanning: verdicts and findings as results, suppressed ones too.
void write_check_sarif(const CheckReport& report, std::ostream& out);
/// JUnit's XML, for test reports: one test case a document, which fails from `warning` on.
void write_check_junit(const CheckReport& report, std::ostream& out);
/// GitHub's workflow commands, which become annotations when a workflow prints them. Nothing if nothing was found.
void write_check_github(const CheckReport& report, std::ostream& out);
/// GitLab's Code Quality report, a JSON array.
void write_check_gitlab(const CheckReport& report, std::ostream& out);

}  // namespace nuskha
