// What a check found as JSON and JSON Lines: write_check_json, write_check_jsonl. The contract is
// docs/report_format.md. Tests: tests/report/check_json_test.cpp and format_example_test.cpp.
#include <span>
#include <string>
#include <string_view>

#include "nuskha/check_report.h"
#include "report/check_results.h"
#include "report/json_record.h"
#include "report/place_json.h"
#include "report/problem_json.h"

namespace nuskha {
namespace {

constexpr int share_decimals = 4;
constexpr int seconds_decimals = 3;

std::optional<std::string> if_related(const Verdict& verdict, const std::string& path) {
  return verdict.relation ? std::optional(path) : std::nullopt;
}

void append_verdict(const Verdict& verdict, std::string& out) {
  JsonRecord record(out, "verdict");
  record.string("path", verdict.path)
      .string("verdict", verdict_name(verdict))
      .string_or_null("of", if_related(verdict, verdict.of))
      .string_or_null("newest", if_related(verdict, verdict.newest))
      .number("body_similarity", verdict.body_similarity, share_decimals)
      .begin_object("changes");
  for (const auto& [type, count] : verdict.changes) record.integer(to_string(type), count);
  record.end_object();
  if (verdict.level)
    record.string("level", to_string(*verdict.level));
  else
    record.null("level");
  record.number("similarity", verdict.similarity, share_decimals)
      .number("jaccard", verdict.jaccard, share_decimals)
      .number("containment_new", verdict.containment_new, share_decimals)
      .number("containment_of", verdict.containment_of, share_decimals)
      .string("change_summary", verdict.change_summary)
      .string("text_hash", to_hex(verdict.text_hash));
  if (const auto finding = finding_of(verdict)) record.string("severity", to_string(finding->severity));
  if (verdict.suppressed) record.string("suppressed", *verdict.suppressed);
  record.end();
}

void append_finding(const Finding& finding, std::string& out) {
  JsonRecord record(out, "finding");
  record.string("path", finding.path)
      .string("rule", finding.rule)
      .string("severity", to_string(finding.severity))
      .integer("line", finding.line)
      .integer("column", finding.column)
      .string("message", finding.message)
      .string("fix", finding.fix)
      .integer("end_line", finding.end_line);
  if (finding.end_column) record.integer("end_column", *finding.end_column);
  record.string("fingerprint", to_hex(finding.fingerprint));
  if (finding.suppressed) record.string("suppressed", *finding.suppressed);
  append_fields(finding.place, record);
  record.end();
}

void append_problem(const Problem& problem, std::string& out) {
  JsonRecord record(out, "problem");
  append_fields(problem, record).end();
}

void append_stale(const BaselineEntry& entry, std::string& out) {
  JsonRecord record(out, "stale");
  record.string("rule", entry.rule)
      .string("fingerprint", to_hex(entry.fingerprint))
      .string("path", entry.path)
      .integer("count", entry.count);
  if (entry.reason) record.string("reason", *entry.reason);
  record.end();
}

void append_summary(const CheckReport& report, std::string& out) {
  const CheckSummary& summary = report.summary;
  JsonRecord record(out, "summary");
  record.integer("checked", summary.checked)
      .integer("archive_documents", summary.archive_documents)
      .integer("findings", summary.findings)
      .integer("suppressed", summary.suppressed)
      .integer("problems", summary.problems)
      .integer("stale", report.stale.size());
  if (summary.seconds) record.number("seconds", *summary.seconds, seconds_decimals);
  record.end();
}

/// An array of records under a name, one a line.
template <class Item, class Append>
void append_array(std::string_view name, const std::vector<Item>& items, Append append, std::string& out) {
  out += out.empty() ? "{\"" : "],\n\"";
  out += name;
  out += "\":[\n";
  for (std::size_t i = 0; i < items.size(); ++i) {
    append(items[i], out);
    out += i + 1 == items.size() ? "\n" : ",\n";
  }
}

}  // namespace

void write_check_jsonl(const CheckReport& report, std::ostream& out) {
  std::string lines;
  const auto add = [&lines](const auto& item, auto append) {
    append(item, lines);
    lines += '\n';
  };
  for (const CheckedDocument& document : by_document(report)) {
    if (document.verdict != nullptr) add(*document.verdict, append_verdict);
    for (const Finding& finding : document.findings) add(finding, append_finding);
  }
  for (const Problem& problem : report.problems) add(problem, append_problem);
  for (const BaselineEntry& entry : report.stale) add(entry, append_stale);
  add(report, append_summary);
  out.write(lines.data(), static_cast<std::streamsize>(lines.size()));
}

void write_check_json(const CheckReport& report, std::ostream& out) {
  std::string text;
  append_array("verdicts", report.verdicts, append_verdict, text);
  append_array("findings", report.findings, append_finding, text);
  append_array("problems", report.problems, append_problem, text);
  append_array("stale", report.stale, append_stale, text);
  text += "],\n\"summary\":";
  append_summary(report, text);
  text += "}\n";
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace nuskha
