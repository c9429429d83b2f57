// A CheckReport as the formats for code checkers see it: everything is a finding, verdicts too. Used by the writers of
// a check and by the baseline. Tests: tests/report/finding_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/finding.h"

namespace nuskha {

/// What there is to say of one new document. Views of the report.
struct CheckedDocument {
  std::string_view path;
  const Verdict* verdict = nullptr;  ///< Nothing: it couldn't be checked, as its problems say.
  std::span<const Finding> findings;
  std::span<const Problem> problems;
};

/// The report by document, sorted by path bytes. Problems of what is no document (a folder) come as one without
/// verdict.
std::vector<CheckedDocument> by_document(const CheckReport& report);

/// A finding, or a verdict as one.
struct CheckResult {
  Finding finding;
  const Verdict* verdict = nullptr;  ///< That it is made of; nothing for an editorial finding.
  /// Of the results with the same fingerprint the how-manieth, from 1, in the order of the report.
  std::uint64_t ordinal = 1;
};

/// Documents by path; of each its verdict, if it isn't new, then its findings.
std::vector<CheckResult> check_results(const CheckReport& report);

/// The fingerprint as text that no other result of the report has: 32 hexadecimal digits, ":2" behind the second.
std::string unique_fingerprint(const CheckResult& result);

/// Where a finding stands for programs that know files only.
struct FilePlace {
  std::string file;        ///< Of a record or of what is in a container: the file that holds it. Raw bytes.
  std::uint64_t line = 1;  ///< Of the file. Of a record: the line on which it begins, where its number says so.
  std::optional<std::uint64_t> column;
  std::uint64_t end_line = 1;
  std::optional<std::uint64_t> end_column = {};
};
FilePlace place_in_file(const Finding& finding);

/// Which file a document's name means and, of a record or of what is in a container, on which line it is: that of the
/// number for JSON Lines and CSV, else 1.
struct FileAndLine {
  std::string_view file;
  std::optional<std::uint64_t> line;
};
FileAndLine file_of(std::string_view path);

/// "41:7", line and column; "page 3" of a document with pages.
std::string shown_place(const Finding& finding);

/// The finding's message and, if there is one, its fix: two sentences.
std::string message_and_fix(const Finding& finding);

/// The same after "Page 3: ", of a document with pages or paragraphs, for formats that know lines only.
std::string located_message(const Finding& finding);

/// "the baseline accepts 2 of rule reissue in a.txt, and 2 fewer were found": of an entry of the baseline.
std::string stale_sentence(const BaselineEntry& entry);

}  // namespace nuskha
