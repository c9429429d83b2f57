// Entry point: append_diff_view. Test: tests/report/diff_view_test.cpp.
#include "report/diff_view.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/diff_lines.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

constexpr std::size_t longest_word = 32;  // that isn't torn where a text is cut

/// The first `bytes` of the text, or somewhat more so that no character and no word is torn.
std::string_view first_bytes(std::string_view text, std::size_t bytes) {
  if (bytes >= text.size()) return text;
  while (bytes < text.size() && continues(text[bytes])) ++bytes;
  const std::size_t blank = text.substr(bytes, longest_word).find(' ');
  return text.substr(0, blank == text.npos ? bytes : bytes + blank);
}
std::string_view last_bytes(std::string_view text, std::size_t bytes) {
  if (bytes >= text.size()) return text;
  std::size_t begin = text.size() - bytes;
  while (begin > 0 && begin < text.size() && continues(text[begin])) --begin;
  const std::size_t from = begin - std::min(begin, longest_word);
  const std::size_t blank = text.substr(from, begin - from).rfind(' ');
  return text.substr(blank == text.npos ? begin : from + blank + 1);
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

class ViewWriter {
 public:
  ViewWriter(const DiffReport& report, const DiffExtent& extent, std::string& out)
      : report_(report), extent_(extent), out_(out) {}

  void write() {
    const DiffLines lines(report_);
    out_ += "{\"summary\":";
    append_json_string(summarize(report_.diff, report_.shown), out_);
    if (!report_.diff.is_minimal) out_ += ",\"minimal\":false";
    out_ += ",\"lines\":[";
    append_lines(lines.all());
    out_ += ']';
    if (report_.shown.contains(ChangeType::block_moved)) append_moves(lines);
    if (num_cut_ > 0) out_ += fmt::format(",\"cut\":{}", num_cut_);
    out_ += '}';
  }

 private:
  void separate() {
    if (out_.back() != '[') out_ += ',';
  }

  void append_moves(const DiffLines& lines) {
    bool is_first = true;
    for (std::size_t i = 0; i < report_.diff.moves.size(); ++i) {
      if (!has_shown_change(report_, report_.diff.moves[i])) continue;
      out_ += is_first ? ",\"moves\":[" : ",";
      is_first = false;
      out_ += fmt::format("{{\"move\":{},\"lines\":[", i + 1);
      append_lines(lines.moved(report_.diff.moves[i]));
      out_ += "]}";
    }
    if (!is_first) out_ += ']';
  }

  void append_lines(const std::vector<DiffLine>& lines) {
    std::size_t num_left_out = 0;
    std::size_t after = lines.size();  // lines since the last one with a change
    for (std::size_t i = 0; i < lines.size(); ++i) {
      after = lines[i].has_change ? 0 : after + 1;
      if (lines[i].has_change && extent_.changed_lines > 0 && num_changed_ == extent_.changed_lines) {
        ++num_cut_;
        after = lines.size();
        continue;
      }
      num_changed_ += lines[i].has_change ? 1 : 0;
      if (after > extent_.context_lines && !changes_soon(lines, i)) {
        num_left_out += lines[i].runs.empty() ? 0 : 1;
        continue;
      }
      if (lines[i].runs.empty()) continue;
      append_left_out(num_left_out);
      append_line(lines[i]);
    }
    append_left_out(num_left_out);
  }

  bool changes_soon(const std::vector<DiffLine>& lines, std::size_t i) const {
    const std::size_t end = std::min(lines.size(), i + extent_.context_lines + 1);
    return std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(i), lines.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const DiffLine& line) { return line.has_change; });
  }

  void append_left_out(std::size_t& count) {
    if (count == 0) return;
    separate();
    out_ += fmt::format("{}", count);
    count = 0;
  }

  void append_line(const DiffLine& line) {
    separate();
    const bool is_right_to_left = line.is_right_to_left();
    out_ += is_right_to_left ? "{\"runs\":[" : "[";
    for (std::size_t i = 0; i < line.runs.size(); ++i) {
      const Isolate isolate = line.runs[i].isolate;
      if (isolate != Isolate::none && (i == 0 || line.runs[i - 1].isolate != isolate)) {
        separate();
        out_ += isolate == Isolate::left_to_right ? "{\"ltr\":[" : "{\"rtl\":[";
      }
      append_run(line, i);
      if (isolate != Isolate::none && (i + 1 == line.runs.size() || line.runs[i + 1].isolate != isolate)) out_ += "]}";
    }
    out_ += is_right_to_left ? "],\"rtl\":true}" : "]";
  }

  void append_run(const DiffLine& line, std::size_t i) {
    const DiffRun& run = line.runs[i];
    if (run.mark == Mark::same) {
      append_same(run.text, i > 0, i + 1 < line.runs.size(), line.has_change);
      return;
    }
    separate();
    out_ += fmt::format("[{},", (run.mark == Mark::removed ? -1 : 1) * (run.change->move ? 2 : 1));
    std::string_view text = run.text;
    if (extent_.run_bytes > 0) text = first_bytes(text, extent_.run_bytes);
    const std::size_t left = count_characters(run.text.substr(text.size()));
    append_json_string(run.change->type == ChangeType::white_space_only ? visible_white_space(text) : std::string(text),
                       out_);
    const bool is_last = i + 1 == line.runs.size() || line.runs[i + 1].change != run.change;
    std::string kind;
    if (is_last && (run.change->type != ChangeType::wording || run.change->is_typo)) {
      kind = describe(*run.change);
      if (run.change->move) kind += fmt::format(" ({})", *run.change->move + 1);
    }
    if (!kind.empty() || left > 0) {
      out_ += ',';
      append_json_string(kind, out_);
    }
    if (left > 0) out_ += fmt::format(",{}", left);
    out_ += ']';
  }

  /// Text that stands in both; beside changes only so much of it as asked for.
  void append_same(std::string_view text, bool has_before, bool has_after, bool has_change) {
    const std::size_t keep = extent_.context_bytes;
    const std::string_view begin = has_before || !has_change ? first_bytes(text, keep) : std::string_view();
    const std::string_view end = has_after ? last_bytes(text, keep) : std::string_view();
    constexpr std::size_t not_worth_it = 24;
    if (keep == 0 || begin.size() + end.size() + not_worth_it >= text.size()) {
      separate();
      append_json_string(text, out_);
      return;
    }
    const std::string_view middle = text.substr(begin.size(), text.size() - begin.size() - end.size());
    if (!begin.empty()) {
      separate();
      append_json_string(begin, out_);
    }
    separate();
    out_ += fmt::format("{}", count_characters(middle));
    if (end.empty()) return;
    separate();
    append_json_string(end, out_);
  }

  const DiffReport& report_;
  const DiffExtent& extent_;
  std::string& out_;
  std::size_t num_changed_ = 0;
  std::size_t num_cut_ = 0;
};

}  // namespace

void append_diff_view(const DiffReport& report, const DiffExtent& extent, std::string& out) {
  ViewWriter(report, extent, out).write();
}

}  // namespace nuskha
