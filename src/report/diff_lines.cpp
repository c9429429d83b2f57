// Entry points: DiffLines, LineIndex. Test: tests/report/diff_text_test.cpp.
#include "report/diff_lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/fold.h"
#include "base/unicode.h"
#include "report/diff_pieces.h"

namespace nuskha {
namespace {

std::string_view slice(std::string_view text, const SourceRange& range) {
  return text.substr(range.begin, range.end - range.begin);
}

/// Length of the line end that a text begins with, 0 if it doesn't.
std::size_t line_end_length(std::string_view text) {
  if (text.starts_with("\r\n")) return 2;
  return !text.empty() && (text[0] == '\n' || text[0] == '\r') ? 1 : 0;
}

class LineMaker {
 public:
  LineMaker(const DiffReport& report, const LineIndex& lines_a, const LineIndex& lines_b)
      : report_(report), lines_a_(lines_a), lines_b_(lines_b) {}

  std::vector<DiffLine> make(const SourceRange& a, const SourceRange& b, std::span<const Change> changes) {
    line_a_ = lines_a_.line_of(a.begin);
    line_b_ = lines_b_.line_of(b.begin);
    start_line();
    add_range(a, b, changes);
    if (!line_.runs.empty()) finish_line();
    return std::move(lines_);
  }

 private:
  void add_range(const SourceRange& a, const SourceRange& b, std::span<const Change> changes) {
    std::uint64_t at_a = a.begin, at_b = b.begin;
    for (const Change& change : changes) {
      add_same({at_a, change.a.begin}, {at_b, change.b.begin});
      if (report_.shown.contains(change))
        add_change(change);
      else if (change.move && stands_in(report_.diff.moves[*change.move].b, change.b))
        add_unshown_move(change, report_.diff.moves[*change.move]);
      else
        add_same(change.a, change.b);
      at_a = change.a.end;
      at_b = change.b.end;
    }
    add_same({at_a, a.end}, {at_b, b.end});
  }

  static bool stands_in(const SourceRange& inner, const SourceRange& outer) {
    return outer.begin <= inner.begin && inner.end <= outer.end;
  }

  /// The block where it stands in the second text, with what changed inside.
  void add_unshown_move(const Change& change, const Move& move) {
    add_same(change.a, {change.b.begin, move.b.begin});
    const std::uint64_t line_a = line_a_;
    line_a_ = lines_a_.line_of(move.a.begin);
    if (line_.runs.empty()) start_line();
    add_range(move.a, move.b, move.changes);
    line_a_ = line_a;
    add_same({change.a.end, change.a.end}, {move.b.end, change.b.end});
  }

  void start_line() {
    line_ = {};
    line_.line_a = line_a_;
    line_.line_b = line_b_;
  }
  void finish_line() {
    if (line_.has_change) keep_pieces(report_, line_.runs);
    lines_.push_back(std::move(line_));
    start_line();
  }

  static bool is_block(const Change& change) {
    return change.type == ChangeType::block_moved || change.type == ChangeType::block_added ||
           change.type == ChangeType::block_removed;
  }

  /// Equal, or not to be told apart: the second text is shown.
  void add_same(const SourceRange& a, const SourceRange& b) {
    const std::string_view text_a = slice(report_.a.text, a);
    const std::string_view text_b = slice(report_.b.text, b);
    const std::uint64_t before_a = line_a_, before_b = line_b_;
    add_lines(text_b, Mark::same, nullptr);
    if (text_a == text_b) return;
    line_a_ = before_a;
    for_each_line(
        text_a, [](std::string_view) {}, [this] { ++line_a_; });
    if (line_b_ != before_b && line_.runs.empty()) start_line();
  }

  void add_change(const Change& change) {
    const std::string_view a = slice(report_.a.text, change.a);
    const std::string_view b = slice(report_.b.text, change.b);
    if (change.type == ChangeType::white_space_only) {
      line_.has_change = true;
      add_run(Mark::removed, a, &change);
      add_run(Mark::added, b, &change);
      std::uint64_t ends_a = 0, ends_b = 0;
      for_each_line(
          a, [](std::string_view) {}, [&] { ++ends_a; });
      for_each_line(
          b, [](std::string_view) {}, [&] { ++ends_b; });
      line_a_ += ends_a;
      line_b_ += ends_b;
      if (ends_a > 0 || ends_b > 0) finish_line();
      return;
    }
    // A paragraph that moved, came or went isn't a part of another one.
    const Change* const last = line_.runs.empty() ? nullptr : line_.runs.back().change;
    if (last != nullptr && last != &change && is_block(*last) && is_block(change)) finish_line();
    add_lines(a, Mark::removed, &change);
    // What was put in for several lines begins on a line of its own.
    if (!line_.runs.empty() && !b.empty() && a.find_first_of("\r\n") != a.npos) finish_line();
    add_lines(b, Mark::added, &change);
  }

  template <class OnText, class OnEnd>
  static void for_each_line(std::string_view text, OnText&& on_text, OnEnd&& on_end) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
      if (end > 0) on_text(text.substr(0, end));
      text.remove_prefix(end);
      const std::size_t length = line_end_length(text);
      if (length > 0) on_end();
      text.remove_prefix(length);
    }
  }

  void add_lines(std::string_view text, Mark mark, const Change* change) {
    for_each_line(
        text,
        [&](std::string_view part) {
          line_.has_change |= mark != Mark::same;
          add_run(mark, part, change);
        },
        [&] {
          if (mark != Mark::added) ++line_a_;
          if (mark != Mark::removed) ++line_b_;
          finish_line();
        });
  }

  void add_run(Mark mark, std::string_view text, const Change* change) {
    if (!text.empty()) line_.runs.push_back({mark, text, change, Isolate::none});
  }

  const DiffReport& report_;
  const LineIndex& lines_a_;
  const LineIndex& lines_b_;
  std::uint64_t line_a_ = 1, line_b_ = 1;
  DiffLine line_;
  std::vector<DiffLine> lines_;
};

}  // namespace

bool has_shown_change(const DiffReport& report, const Move& move) {
  return std::any_of(move.changes.begin(), move.changes.end(),
                     [&](const Change& change) { return report.shown.contains(change); });
}

bool DiffReport::has_differences() const {
  return std::any_of(diff.changes.begin(), diff.changes.end(),
                     [this](const Change& change) { return shown.contains(change); }) ||
         std::any_of(diff.moves.begin(), diff.moves.end(),
                     [this](const Move& move) { return has_shown_change(*this, move); });
}

bool DiffLine::is_only(Mark mark) const {
  return !runs.empty() &&
         std::all_of(runs.begin(), runs.end(), [mark](const DiffRun& run) { return run.mark == mark; });
}

bool DiffLine::is_right_to_left() const {
  std::string text;
  for (const DiffRun& run : runs)
    if (run.mark != Mark::removed) text += run.text;
  if (text.empty() && !runs.empty()) text = runs.front().text;
  return begins_right_to_left(text);
}

LineIndex::LineIndex(std::string_view text) {
  begins_.push_back(0);
  for (std::size_t i = text.find_first_of("\r\n"); i != text.npos; i = text.find_first_of("\r\n", begins_.back()))
    begins_.push_back(i + line_end_length(text.substr(i, 2)));
}

std::uint64_t LineIndex::line_of(std::uint64_t position) const {
  const auto next = std::upper_bound(begins_.begin(), begins_.end(), position);
  return static_cast<std::uint64_t>(next - begins_.begin());
}

DiffLines::DiffLines(const DiffReport& report) : report_(report), lines_a_(report.a.text), lines_b_(report.b.text) {}

std::vector<DiffLine> DiffLines::all() const {
  return LineMaker(report_, lines_a_, lines_b_)
      .make({0, report_.a.text.size()}, {0, report_.b.text.size()}, report_.diff.changes);
}

std::vector<DiffLine> DiffLines::moved(const Move& move) const {
  return LineMaker(report_, lines_a_, lines_b_).make(move.a, move.b, move.changes);
}

std::string visible_white_space(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    const bool is_crlf = text.substr(i, 2) == "\r\n";
    switch (c.value) {
      case U' ': out += "·"; break;
      case U'\t': out += "⇥"; break;
      case U'\n': out += "¶"; break;
      case U'\r': out += is_crlf ? "␍¶" : "␍"; break;
      case 0xA0: out += "⍽"; break;
      case 0x3000: out += "□"; break;
      case 0x200C: out += "[ZWNJ]"; break;
      case 0x200D: out += "[ZWJ]"; break;
      case 0xFEFF: out += "[BOM]"; break;
      case 0xAD: out += "[SHY]"; break;
      default:
        if ((fold_entry(c.value).flags & (FoldEntry::white_space | FoldEntry::layout_ignorable)) != 0)
          out += fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(c.value));
        else
          out += text.substr(i, c.length);
    }
    i += is_crlf ? 2 : c.length;
  }
  return out;
}

std::string_view describe(const Change& change) {
  switch (change.type) {
    case ChangeType::date: return "date";
    case ChangeType::number: return "number";
    case ChangeType::name_like: return change.is_address ? "address" : "name";
    case ChangeType::wording: return change.is_typo ? "typo" : "wording";
    case ChangeType::spelling_only: return "spelling";
    case ChangeType::punctuation_only: return "punctuation";
    case ChangeType::white_space_only: return "white space";
    case ChangeType::block_moved: return "paragraph moved";
    case ChangeType::block_added: return change.paragraphs > 1 ? "paragraphs added" : "paragraph added";
    case ChangeType::block_removed: return change.paragraphs > 1 ? "paragraphs removed" : "paragraph removed";
    case ChangeType::boilerplate_changed: return change.is_close ? "footer replaced" : "boilerplate";
  }
  return "";
}

}  // namespace nuskha
