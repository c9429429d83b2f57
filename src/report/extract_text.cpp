// Documents as nuskha sees them, as a page for people: write_extract_text; and as bare text: write_extract_raw.
//
//     press/2021-04-15.docx
//       format    docx, UTF-8
//       title     أسعار المواد الغذائية
//       date      2021-04-15, by its date line
//       language  ar
//       size      12.3 kB, 412 words in 9 blocks
//
//         ¶ 1  The first paragraph, wrapped to
//              the width of the page.
//
//     ¶ 12–13  Another.
//
// Tests: tests/report/extract_text_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/unicode.h"
#include "nuskha/extraction.h"
#include "report/display.h"
#include "report/text_family.h"
#include "report/wrapped_rows.h"

namespace nuskha {
namespace {

constexpr std::size_t least_text_columns = 20;

std::string_view describe(DateSource source) {
  switch (source) {
    case DateSource::front_matter: return "by its metadata";
    case DateSource::dateline: return "by its date line";
    case DateSource::text: return "the first in its text";
    case DateSource::file_name: return "by its file's name";
    case DateSource::file_metadata: return "when the file was made";
    case DateSource::file_time: return "when the file was last changed";
  }
  return "";
}

/// "p. 3–4", "¶ 12", "line 41": what stands in the margin.
std::string margin_of(const ExtractedBlock& block) {
  if (!block.place) return fmt::format("line {}", block.line);
  const std::string_view sign = block.place->unit == PlaceUnit::page ? "p." : "¶";
  if (block.place->first == block.place->last) return fmt::format("{} {}", sign, block.place->first);
  return fmt::format("{} {}–{}", sign, block.place->first, block.place->last);
}

class ExtractPage {
 public:
  explicit ExtractPage(const TextStyle& style) : style_(style) {}

  void append(const ExtractedDocument& document) {
    if (!page_.empty()) page_ += '\n';
    page_ += paint(style_, "1", shown_name(style_, document.path)) + '\n';
    append_header(document);
    std::size_t margin = 0;
    for (const ExtractedBlock& block : document.blocks) margin = std::max(margin, display_width(margin_of(block)));
    for (const ExtractedBlock& block : document.blocks) append_block(document.text, block, margin);
  }

  std::string take() { return std::move(page_); }

 private:
  void append_row(std::string_view name, const std::string& value) {
    page_ += "  " + paint(style_, "90", fmt::format("{:<10}", name)) + value + '\n';
  }

  void append_header(const ExtractedDocument& document) {
    append_row("format",
               fmt::format("{}, {}{}", escape_for_display(document.format), escape_for_display(document.encoding),
                           document.encoding_detected ? " (by statistics)" : ""));
    if (document.title) append_row("title", shown_name(style_, *document.title));
    append_row("date", date_of(document));
    if (!document.language.empty()) append_row("language", shown_name(style_, document.language));
    append_row("size", fmt::format("{}, {} in {}", format_bytes(static_cast<double>(document.bytes)),
                                   count_of(document.words, "word", "words"),
                                   count_of(document.blocks.size(), "block", "blocks")));
  }

  static std::string date_of(const ExtractedDocument& document) {
    std::string out = document.date ? escape_for_display(*document.date) : "none found";
    if (document.date_source) out += fmt::format(", {}", describe(*document.date_source));
    if (!document.date_readings.empty())
      out += fmt::format("; an ambiguous one can be {}", fmt::join(document.date_readings, " or "));
    return out;
  }

  void append_block(std::string_view text, const ExtractedBlock& block, std::size_t margin) {
    page_ += '\n';
    const std::string place = margin_of(block);
    const std::size_t width = style_.width > margin + 2 ? style_.width - margin - 2 : 0;
    std::string_view rest = text.substr(block.range.begin, block.range.end - block.range.begin);
    std::string left = std::string(margin - display_width(place), ' ') + paint(style_, "90", place);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
      for (const WrappedRow& row : wrap_runs({{Mark::same, false, escape_for_display(rest.substr(0, end))}},
                                             std::max(width, least_text_columns), style_)) {
        page_ += left + "  " + row.text + '\n';
        left.assign(margin, ' ');
      }
      rest.remove_prefix(std::min(rest.size(), end + 1));  // of CR LF, LF is a line without rows
    }
  }

  const TextStyle& style_;
  std::string page_;
};

void write(const std::string& text, std::ostream& out) {
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace

void write_extract_text(const ExtractReport& report, const TextStyle& style, std::ostream& out) {
  for (std::size_t i = 0; i < report.documents.size(); ++i) {
    ExtractPage page(style);
    page.append(report.documents[i]);
    write((i == 0 ? "" : "\n") + page.take(), out);
  }
}

void write_extract_raw(const ExtractReport& report, std::ostream& out) {
  bool is_first = true;
  for (const ExtractedDocument& document : report.documents) {
    if (!is_first) write("\n", out);
    is_first = false;
    write(document.text, out);
    if (!document.text.empty() && !document.text.ends_with('\n')) write("\n", out);
  }
}

}  // namespace nuskha
