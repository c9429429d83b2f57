// A diff as a page for people: write_diff_text. Test: tests/report/diff_text_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/unicode.h"
#include "nuskha/diff_report.h"
#include "report/diff_lines.h"
#include "report/display.h"
#include "report/text_family.h"
#include "report/wrapped_rows.h"

namespace nuskha {
namespace {

constexpr std::size_t context_columns = 60;  // kept of what didn't change, before and after a change
constexpr std::string_view indent = "  ";
constexpr std::string_view column_gap = " │ ";

/// Where the last `columns` columns of a text begin, at a blank if there is one near.
std::string_view last_columns(std::string_view text, std::size_t columns) {
  std::size_t begin = text.size();
  std::size_t used = 0;
  while (begin > 0 && used < columns) {
    std::size_t character = begin - 1;
    while (character > 0 && (static_cast<unsigned char>(text[character]) & 0xC0u) == 0x80u) --character;
    used += display_width(text.substr(character, begin - character));
    begin = character;
  }
  const std::size_t blank = text.find(' ', begin);
  if (begin > 0 && blank != text.npos && blank < begin + columns) begin = blank + 1;
  // Not between a character and its marks.
  for (char32_t before = 0; begin < text.size();) {
    const CodePoint c = decode_utf8(text.substr(begin, 8));
    if (!continues_character(before, c.value)) break;
    before = c.value;
    begin += c.length;
  }
  return text.substr(begin);
}

std::string_view first_columns(std::string_view text, std::size_t columns) {
  const std::string_view prefix = prefix_of_width(text, columns);
  const std::size_t blank = prefix.rfind(' ');
  return blank == prefix.npos || blank < prefix.size() / 2 ? prefix : prefix.substr(0, blank);
}

std::string shown_text(const DiffRun& run) {
  if (run.change != nullptr && run.change->type == ChangeType::white_space_only)
    return escape_for_display(visible_white_space(run.text));
  std::string out;
  for (const char c : run.text) out += c == '\t' ? ' ' : c;
  return escape_for_display(out);
}

/// The runs of a line with what is far from any change left out.
std::vector<ShownRun> shorten(const DiffLine& line) {
  std::vector<ShownRun> out;
  const auto add = [&out](Mark mark, std::string text, Isolate isolate = Isolate::none) {
    if (!text.empty()) out.push_back({mark, false, std::move(text), isolate});
  };
  for (std::size_t i = 0; i < line.runs.size(); ++i) {
    const DiffRun& run = line.runs[i];
    const std::string text = shown_text(run);
    const bool is_first = i == 0, is_last = i + 1 == line.runs.size();
    const std::size_t kept = (is_first ? 0 : context_columns) + (is_last ? 0 : context_columns);
    if (run.mark != Mark::same || display_width(text) <= kept + 4) {
      add(run.mark, text, run.isolate);
      continue;
    }
    if (!is_first) add(Mark::same, std::string(first_columns(text, context_columns)));
    out.push_back({Mark::same, true, is_first ? "… " : is_last ? " …" : " … ", Isolate::none});
    if (!is_last) add(Mark::same, std::string(last_columns(text, context_columns)));
  }
  return out;
}

class TextWriter {
 public:
  TextWriter(const DiffReport& report, const DiffStyle& style) : report_(report), lines_(report), style_(style) {}

  std::string write() {
    page_ += paint(style_.text, "1", summarize(report_.diff, report_.shown)) + '\n';
    if (!report_.diff.is_minimal)
      page_ += "The texts differ too much for the shortest list of changes to be sought everywhere.\n";
    page_ += paint(style_.text, "31", "--- " + shown_name(style_.text, report_.a.path)) + '\n';
    page_ += paint(style_.text, "32", "+++ " + shown_name(style_.text, report_.b.path)) + '\n';
    const std::vector<DiffLine> lines = lines_.all();
    for (const DiffLine& line : lines) {
      if (!line.has_change) continue;
      const Change* block = only_change(line);
      if (block != nullptr && block == shown_block_) {
        append_rows(line);
        continue;
      }
      append_heading(line);
      shown_block_ = block;
      if (block != nullptr && block->move)
        append_moved(line, *block);
      else
        append_rows(line);
    }
    return std::move(page_);
  }

 private:
  /// The change that a whole line is of.
  static const Change* only_change(const DiffLine& line) {
    const Change* change = line.runs.empty() ? nullptr : line.runs.front().change;
    for (const DiffRun& run : line.runs)
      if (run.change != change) return nullptr;
    return change;
  }

  void append_heading(const DiffLine& line) {
    std::vector<std::string_view> kinds;
    for (const DiffRun& run : line.runs) {
      if (run.change == nullptr) continue;
      const std::string_view kind = describe(*run.change);
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
    std::string where = "line ";
    if (line.is_only(Mark::removed))
      where += group_digits(line.line_a);
    else if (line.is_only(Mark::added) || line.line_a == line.line_b)
      where += group_digits(line.line_b);
    else
      where += fmt::format("{} → {}", group_digits(line.line_a), group_digits(line.line_b));
    for (std::size_t i = 0; i < kinds.size(); ++i) where += fmt::format("{}{}", i == 0 ? ": " : ", ", kinds[i]);
    const Change* change = only_change(line);
    if (change != nullptr && change->move) where += fmt::format(" ({})", *change->move + 1);
    page_ += '\n' + paint(style_.text, "36", where) + '\n';
  }

  /// Where a block stood its beginning, where it stands all of what changed inside.
  void append_moved(const DiffLine& line, const Change& change) {
    const Move& move = report_.diff.moves[*change.move];
    const bool is_old_place = line.is_only(Mark::removed);
    if (!is_old_place) {
      bool any = false;
      for (const DiffLine& moved : lines_.moved(move)) {
        if (!moved.has_change) continue;
        any = true;
        append_rows(moved);
      }
      if (any) return;
    }
    const ShownRun run{is_old_place ? Mark::removed : Mark::added, false,
                       cut_to_width(shown_text(line.runs.front()), context_columns), Isolate::none};
    append_rows(std::vector<ShownRun>{run});
  }

  std::size_t width() const { return style_.text.width; }

  void append_rows(const DiffLine& line) { append_rows(shorten(line)); }

  void append_rows(const std::vector<ShownRun>& runs) {
    if (style_.side_by_side) {
      append_columns(runs);
      return;
    }
    for (const WrappedRow& row : wrap_runs(runs, width() - indent.size(), style_.text))
      page_ += std::string(indent) + row.text + '\n';
  }

  void append_columns(const std::vector<ShownRun>& runs) {
    const std::size_t column = (width() - display_width(column_gap)) / 2;
    const auto without = [&runs](Mark mark) {
      std::vector<ShownRun> out;
      for (const ShownRun& run : runs)
        if (run.mark != mark) out.push_back(run);
      return out;
    };
    const std::vector<WrappedRow> left = wrap_runs(without(Mark::added), column, style_.text);
    const std::vector<WrappedRow> right = wrap_runs(without(Mark::removed), column, style_.text);
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      std::string row = i < left.size() ? left[i].text : "";
      const std::size_t used = i < left.size() ? left[i].columns : 0;
      row.append(column > used ? column - used : 0, ' ');
      row += column_gap;
      if (i < right.size()) row += right[i].text;
      row.erase(row.find_last_not_of(' ') + 1);
      page_ += row + '\n';
    }
  }

  const DiffReport& report_;
  DiffLines lines_;
  const DiffStyle& style_;
  const Change* shown_block_ = nullptr;
  std::string page_;
};

}  // namespace

void write_diff_text(const DiffReport& report, const DiffStyle& style, std::ostream& out) {
  const std::string page = TextWriter(report, style).write();
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
