// Entry point: make_diff_lines. Test: tests/report/diff_text_test.cpp.
#include "report/diff_lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/unicode.h"

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
  LineMaker(const DiffReport& report, const SourceRange& a, const SourceRange& b)
      : report_(report),
        a_(a),
        b_(b),
        line_a_(line_at(report.a.text, a.begin)),
        line_b_(line_at(report.b.text, b.begin)) {
    start_line();
  }

  std::vector<DiffLine> make(std::span<const Change> changes) {
    std::uint64_t at_a = a_.begin, at_b = b_.begin;
    for (const Change& change : changes) {
      add_same({at_a, change.a.begin}, {at_b, change.b.begin});
      if (report_.shown.contains(change.type))
        add_change(change);
      else
        add_same(change.a, change.b);
      at_a = change.a.end;
      at_b = change.b.end;
    }
    add_same({at_a, a_.end}, {at_b, b_.end});
    if (!line_.runs.empty()) finish_line();
    return std::move(lines_);
  }

 private:
  static std::uint64_t line_at(std::string_view text, std::uint64_t at) {
    std::uint64_t line = 1;
    for (std::size_t i = 0; i < at;) {
      const std::size_t length = line_end_length(text.substr(i, 2));
      line += length > 0;
      i += length > 0 ? length : 1;
    }
    return line;
  }

  void start_line() {
    line_ = {};
    line_.line_a = line_a_;
    line_.line_b = line_b_;
  }
  void finish_line() {
    lines_.push_back(std::move(line_));
    start_line();
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
    if (!text.empty()) line_.runs.push_back({mark, text, change});
  }

  const DiffReport& report_;
  SourceRange a_, b_;
  std::uint64_t line_a_, line_b_;
  DiffLine line_;
  std::vector<DiffLine> lines_;
};

}  // namespace

bool DiffReport::has_differences() const {
  const auto is_shown = [this](const Change& change) { return shown.contains(change.type); };
  return std::any_of(diff.changes.begin(), diff.changes.end(), is_shown) ||
         std::any_of(diff.moves.begin(), diff.moves.end(),
                     [&](const Move& move) { return std::any_of(move.changes.begin(), move.changes.end(), is_shown); });
}

bool DiffLine::is_only(Mark mark) const {
  return !runs.empty() &&
         std::all_of(runs.begin(), runs.end(), [mark](const DiffRun& run) { return run.mark == mark; });
}

std::vector<DiffLine> make_diff_lines(const DiffReport& report) {
  return LineMaker(report, {0, report.a.text.size()}, {0, report.b.text.size()}).make(report.diff.changes);
}

std::vector<DiffLine> make_moved_lines(const DiffReport& report, const Move& move) {
  return LineMaker(report, move.a, move.b).make(move.changes);
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
        if (kind_of(c.value) == CharacterKind::letter || kind_of(c.value) == CharacterKind::digit)
          out += text.substr(i, c.length);
        else
          out += fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(c.value));
    }
    i += is_crlf ? 2 : c.length;
  }
  return out;
}

std::string_view describe(const Change& change) {
  switch (change.type) {
    case ChangeType::date: return "date";
    case ChangeType::number: return "number";
    case ChangeType::name_like: return "name";
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
