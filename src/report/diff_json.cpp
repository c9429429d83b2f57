// A diff as one JSON object: write_diff_json. Test: tests/report/diff_json_test.cpp.
#include <string>

#include "nuskha/diff_report.h"
#include "report/diff_lines.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

class ChangeWriter {
 public:
  explicit ChangeWriter(const DiffReport& report) : report_(report), lines_a_(report.a.text), lines_b_(report.b.text) {}

  void write(std::span<const Change> changes, JsonRecord& record) {
    for (const Change& change : changes) {
      if (!report_.shown.contains(change)) continue;
      record.begin_element().string("type", to_string(change.type));
      write_ranges(change.a, change.b, record);
      record.integer("words_a", change.words_a).integer("words_b", change.words_b);
      if (change.paragraphs > 0) record.integer("paragraphs", change.paragraphs);
      if (change.has_figures) record.boolean("figures", true);
      if (change.is_address) record.boolean("address", true);
      if (change.is_typo) record.boolean("typo", true);
      if (change.is_close) record.boolean("footer", true);
      if (change.move) record.integer("move", *change.move + 1);
      record.end_element();
    }
  }

  void write_ranges(const SourceRange& a, const SourceRange& b, JsonRecord& record) {
    record.integer("a_begin", a.begin).integer("a_end", a.end).integer("b_begin", b.begin).integer("b_end", b.end);
    record.integer("a_line", lines_a_.line_of(a.begin)).integer("b_line", lines_b_.line_of(b.begin));
    record.string("a_text", std::string_view(report_.a.text).substr(a.begin, a.end - a.begin));
    record.string("b_text", std::string_view(report_.b.text).substr(b.begin, b.end - b.begin));
  }

 private:
  const DiffReport& report_;
  LineIndex lines_a_, lines_b_;
};

}  // namespace

void write_diff_json(const DiffReport& report, std::ostream& out) {
  const TextDiff& diff = report.diff;
  std::string page;
  JsonRecord record(page, "diff");
  record.string("a", report.a.path).string("b", report.b.path);
  record.string("a_encoding", report.a.encoding).string("b_encoding", report.b.encoding);
  record.boolean("a_decoded", !report.a.is_source).boolean("b_decoded", !report.b.is_source);
  record.boolean("differs", report.has_differences());
  record.string("summary", summarize(diff, report.shown));
  record.number("unchanged", diff.unchanged(), 4);
  record.integer("words_a", diff.words_a).integer("words_b", diff.words_b).integer("common_words", diff.common_words);
  record.boolean("minimal", diff.is_minimal);
  ChangeWriter writer(report);
  record.begin_array("changes");
  writer.write(diff.changes, record);
  record.end_array().begin_array("moves");
  for (std::size_t i = 0; i < diff.moves.size(); ++i) {
    if (!report.shown.contains(ChangeType::block_moved) && !has_shown_change(report, diff.moves[i])) continue;
    record.begin_element().integer("move", i + 1);
    writer.write_ranges(diff.moves[i].a, diff.moves[i].b, record);
    record.begin_array("changes");
    writer.write(diff.moves[i].changes, record);
    record.end_array().end_element();
  }
  record.end_array().end();
  page += '\n';
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
