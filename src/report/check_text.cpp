// What a check found as a page for people: write_check_text.
//
//     new/a.txt: reissue of old/a.txt
//       changed: 1 date; 98 % unchanged
//       newest version: old/c.txt
//       41:1  warning  outdated-boilerplate
//           This footer was last used in 2019.
//           Fix: take the current one, of old/c.txt.
//     new/b.txt: new
//
//     Checked 2 documents against 1,204: 1 new, 1 reissue; 1 finding (1 warning).
//
// Paths are never cut, since they get copied; sentences are wrapped, but for the last line. Tests:
// tests/report/check_text_test.cpp.
#include <array>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "nuskha/check_report.h"
#include "report/check_results.h"
#include "report/display.h"
#include "report/text_family.h"
#include "report/wrapped_rows.h"

namespace nuskha {
namespace {

std::string_view color_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "36";
    case Severity::warning: return "33";
    case Severity::error: return "31";
  }
  return "";
}

/// "reissue of", "shares a passage with": what goes before the name of the document that it is nearest to.
std::string describe(const Verdict& verdict) {
  switch (*verdict.relation) {
    case Relation::identical: return "identical to";
    case Relation::same_text:
      return verdict.level ? fmt::format("same text (at level {}) as", to_string(*verdict.level)) : "same text as";
    case Relation::shared_passage: return "shares a passage with";
    default: return std::string(to_string(*verdict.relation)) + " of";
  }
}

class CheckPage {
 public:
  CheckPage(const CheckReport& report, const TextStyle& style) : report_(report), style_(style) {}

  std::string write() {
    for (const CheckedDocument& document : by_document(report_)) append_document(document);
    append_list("problem", "problems", "31", report_.problems, [this](const Problem& problem) {
      append_sentence("  ", shown_name(style_, problem.path) + " (" + escape_for_display(problem.code) + ")");
      append_rows(4, escape_for_display(problem.message));
    });
    append_list("stale entry of the baseline", "stale entries of the baseline", "33", report_.stale,
                [this](const BaselineEntry& entry) { append_rows(2, escape_for_display(stale_sentence(entry))); });
    if (!page_.empty()) page_ += '\n';
    append_sentence("", last_line());
    return std::move(page_);
  }

 private:
  void append_sentence(std::string_view indent, const std::string& sentence) {
    page_ += indent;
    page_ += sentence + '\n';
  }

  /// Safe text, wrapped, `indent` columns to the right.
  void append_rows(std::size_t indent, const std::string& text) {
    const std::size_t width = style_.width > indent ? style_.width - indent : 1;
    for (const WrappedRow& row : wrap_runs({{Mark::same, false, text}}, width, style_))
      append_sentence(std::string(indent, ' '), row.text);
  }

  void append_verdict(const Verdict& verdict) {
    const auto as_finding = finding_of(verdict);
    std::string line = paint(style_, "1", shown_name(style_, verdict.path)) + ": ";
    if (!as_finding) {
      append_sentence("", line + paint(style_, "32", "new"));
      return;
    }
    const bool is_accepted = verdict.suppressed.has_value();
    line += paint(style_, is_accepted ? "90" : color_of(as_finding->severity), describe(verdict)) + ' ' +
            shown_name(style_, verdict.of);
    if (is_accepted) line += " (suppressed: " + shown_name(style_, *verdict.suppressed) + ')';
    append_sentence("", line);
    if (is_accepted) return;
    if (!verdict.change_summary.empty()) append_rows(2, "changed: " + escape_for_display(verdict.change_summary));
    if (!verdict.newest.empty() && verdict.newest != verdict.of)
      append_sentence("  newest version: ", shown_name(style_, verdict.newest));
  }

  void append_finding(const Finding& finding) {
    append_sentence("  ",
                    fmt::format("{}  {}  {}", shown_place(finding),
                                paint(style_, color_of(finding.severity), std::string(to_string(finding.severity))),
                                escape_for_display(finding.rule)));
    append_rows(6, escape_for_display(finding.message));
    if (!finding.fix.empty()) append_rows(6, "Fix: " + escape_for_display(finding.fix));
  }

  void append_document(const CheckedDocument& document) {
    if (document.verdict != nullptr)
      append_verdict(*document.verdict);
    else if (!document.findings.empty())
      append_sentence("", paint(style_, "1", shown_name(style_, document.path)) + ':');
    for (const Finding& finding : document.findings)
      if (!finding.suppressed) append_finding(finding);
  }

  template <class Item, class Append>
  void append_list(std::string_view singular, std::string_view plural, std::string_view color,
                   const std::vector<Item>& items, Append append) {
    if (items.empty()) return;
    if (!page_.empty()) page_ += '\n';
    append_sentence("", paint(style_, color, count_of(items.size(), singular, plural)));
    for (const Item& item : items) append(item);
  }

  /// ": 1 new, 2 reissue", in the order of the relations.
  std::string verdict_counts() const {
    std::map<std::optional<Relation>, std::uint64_t> counts;
    for (const Verdict& verdict : report_.verdicts) ++counts[verdict.relation];
    std::string text;
    for (const auto& [relation, count] : counts)
      text += fmt::format("{} {} {}", text.empty() ? ":" : ",", group_digits(count),
                          relation ? to_string(*relation) : "new");
    return text;
  }

  /// " (1 error, 2 warnings)" of the findings that count.
  std::string severity_counts() const {
    std::array<std::uint64_t, 3> counts = {};
    for (const Finding& finding : report_.findings)
      if (!finding.suppressed) ++counts[static_cast<std::size_t>(finding.severity)];
    std::string text;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
      const std::uint64_t count = counts[static_cast<std::size_t>(severity)];
      const std::string name(to_string(severity));
      if (count > 0) text += (text.empty() ? " (" : ", ") + count_of(count, name, name + 's');
    }
    return text.empty() ? text : text + ')';
  }

  std::string last_line() const {
    const CheckSummary& summary = report_.summary;
    std::string line = fmt::format("Checked {} against {}{}; {}{}", count_of(summary.checked, "document", "documents"),
                                   group_digits(summary.archive_documents), verdict_counts(),
                                   count_of(summary.findings, "finding", "findings"), severity_counts());
    if (summary.suppressed > 0) line += fmt::format(", {} suppressed", group_digits(summary.suppressed));
    if (summary.problems > 0) line += ", " + count_of(summary.problems, "problem", "problems");
    if (!report_.stale.empty()) line += fmt::format(", {} stale in the baseline", group_digits(report_.stale.size()));
    line += '.';
    if (summary.seconds) line += fmt::format(" Took {:.3g} s.", *summary.seconds);
    return line;
  }

  const CheckReport& report_;
  const TextStyle& style_;
  std::string page_;
};

}  // namespace

void write_check_text(const CheckReport& report, const TextStyle& style, std::ostream& out) {
  const std::string page = CheckPage(report, style).write();
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
