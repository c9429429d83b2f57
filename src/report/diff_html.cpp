// A diff as a page of HTML that needs no other file: write_diff_html. Nothing of the texts is markup: & < > " ' are
// escaped everywhere, and characters that are controls, or would reorder what follows, are named instead of written.
// Test: tests/report/diff_html_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/bidi.h"
#include "base/unicode.h"
#include "nuskha/diff_report.h"
#include "report/diff_lines.h"
#include "report/display.h"
#include "report/piece_text.h"

namespace nuskha {
namespace {

constexpr std::size_t context_lines = 2;  // around lines with a change that are open to see
constexpr std::size_t least_lines_to_fold = 4;

constexpr std::string_view style_sheet = R"(
:root { color-scheme: light dark; --page: #fff; --ink: #1b1b1b; --quiet: #5c5c5c; --line: #d5d5d5;
  --removed: #ffe3e0; --removed-ink: #8c1d10; --added: #daf5dd; --added-ink: #0f5223; }
@media (prefers-color-scheme: dark) { :root { --page: #16181b; --ink: #e6e6e6; --quiet: #a0a0a0; --line: #3a3d42;
  --removed: #4a1f1c; --removed-ink: #ffc9c2; --added: #163d22; --added-ink: #bdf2c9; } }
body { background: var(--page); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; max-width: 50rem;
  margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; margin: 0 0 .75rem; }
.names { color: var(--quiet); margin: 0 0 1.5rem; padding: 0; list-style: none; }
p { margin: 0 0 .6rem; white-space: pre-wrap; min-height: 1em; }
p.changed { border-inline-start: 3px solid var(--line); padding-inline-start: .75rem; }
del { background: var(--removed); color: var(--removed-ink); text-decoration: line-through; }
ins { background: var(--added); color: var(--added-ink); text-decoration: underline; text-underline-offset: .2em; }
del, ins { border-radius: .2em; padding: 0 .1em; unicode-bidi: isolate; }
p[dir="rtl"] > .within-line::before, p[dir="rtl"] > .within-line::after { content: "\61c"; }
p[dir="rtl"] > .hebrew::before, p[dir="rtl"] > .hebrew::after { content: "\200f"; }
p[dir="ltr"] > .within-line::before, p[dir="ltr"] > .within-line::after { content: "\200e"; }
small.kind { color: var(--quiet); font-size: .72rem; margin-inline: .4em; unicode-bidi: isolate; user-select: none; }
details { margin: 0 0 .6rem; } summary { color: var(--quiet); cursor: pointer; }
.named { color: var(--quiet); font-size: .8em; }
)";

bool is_named(char32_t c) {
  return (c < 0x20 && c != U'\t') || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Browsers take the square of a word's length to find where it may be broken, a minute for a megabyte of Arabic. So it
// is told them: with a place to break after so many characters.
constexpr std::size_t longest_unbroken = 128;

void append_escaped(std::string_view text, std::string& out) {
  std::size_t unbroken = 0;  // characters since the last white space
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    const std::string_view bytes = text.substr(i, c.length);
    i += c.length;
    unbroken = c.value <= 0x20 ? 0 : unbroken + 1;
    if (unbroken > longest_unbroken && !is_mark(c.value)) {
      out += "<wbr>";
      unbroken = 1;
    }
    switch (c.value) {
      case U'&': out += "&amp;"; continue;
      case U'<': out += "&lt;"; continue;
      case U'>': out += "&gt;"; continue;
      case U'"': out += "&quot;"; continue;
      case U'\'': out += "&#39;"; continue;
      default: break;
    }
    if (c.value == 0xFFFD && bytes != "\xEF\xBF\xBD")
      out += fmt::format("<span class=\"named\">{}</span>", escape_invalid_bytes(bytes));
    else if (is_named(c.value))
      out += fmt::format("<span class=\"named\">[U+{:04X}]</span>", static_cast<std::uint32_t>(c.value));
    else
      out += bytes;
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(text, out);
  return out;
}

bool has_hebrew(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    if (c.value >= 0x590 && c.value <= 0x5FF) return true;
    i += c.length;
  }
  return false;
}

/// How many bytes at the beginning are stops and closing brackets or quotes before a blank or the end.
std::size_t stops_at_begin(std::string_view text) {
  constexpr std::u32string_view stops = U".,;:!?…،؛؟۔)]»”\"'";
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    if (stops.find(c.value) == stops.npos) return kind_of(c.value) == CharacterKind::space || c.value <= U' ' ? i : 0;
    i += c.length;
  }
  return text.size();
}

class HtmlWriter {
 public:
  explicit HtmlWriter(const DiffReport& report) : report_(report), lines_(report) {}

  std::string write() {
    const std::string summary = summarize(report_.diff, report_.shown);
    page_ +=
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>" +
        escaped(summary) + "</title>\n<style>" + std::string(style_sheet) + "</style>\n</head>\n<body>\n";
    page_ += "<h1>" + escaped(summary) + "</h1>\n<ul class=\"names\">\n";
    page_ += "<li>removed from <del><bdi>" + escaped(report_.a.path) + "</bdi></del></li>\n";
    page_ += "<li>added in <ins><bdi>" + escaped(report_.b.path) + "</bdi></ins></li>\n</ul>\n";
    if (!report_.diff.is_minimal)
      page_ += "<p>The texts differ too much for the shortest list of changes to be sought everywhere.</p>\n";
    append_lines(lines_.all());
    append_moves();
    page_ += "</body>\n</html>\n";
    return std::move(page_);
  }

 private:
  void append_lines(const std::vector<DiffLine>& lines) {
    std::size_t i = 0;
    while (i < lines.size()) {
      std::size_t end = i;
      while (end < lines.size() && !lines[end].has_change) ++end;
      const std::size_t before = i == 0 ? 0 : context_lines;
      const std::size_t after = end == lines.size() ? 0 : context_lines;
      if (end - i >= before + after + least_lines_to_fold) {
        for (std::size_t k = i; k < i + before; ++k) append_line(lines[k]);
        page_ += fmt::format("<details><summary>{} lines without a change</summary>\n",
                             group_digits(end - i - before - after));
        for (std::size_t k = i + before; k < end - after; ++k) append_line(lines[k]);
        page_ += "</details>\n";
        i = end - after;
      }
      for (; i < end; ++i) append_line(lines[i]);
      if (i < lines.size()) append_line(lines[i++]);
    }
  }

  void append_line(const DiffLine& line) {
    if (line.runs.empty()) return;
    const std::string_view direction = line.is_right_to_left() ? "rtl" : "ltr";
    page_ += fmt::format("<p dir=\"{}\"{}>", direction, line.has_change ? " class=\"changed\"" : "");
    const Change* last = nullptr;
    std::size_t num_written = 0;  // bytes of the run
    for (std::size_t i = 0; i < line.runs.size(); ++i) {
      DiffRun run = line.runs[i];
      run.text.remove_prefix(num_written);
      num_written = 0;
      const bool begins_piece = run.isolate != Isolate::none && (i == 0 || line.runs[i - 1].isolate != run.isolate);
      const bool goes_on =
          run.isolate != Isolate::none && i + 1 < line.runs.size() && line.runs[i + 1].isolate == run.isolate;
      if (begins_piece) page_ += fmt::format("<bdi dir=\"{}\">", run.isolate == Isolate::left_to_right ? "ltr" : "rtl");
      append_run(run, direction);
      if (run.isolate != Isolate::none && !goes_on) page_ += "</bdi>";
      if (run.change != nullptr) last = run.change;
      if (!goes_on && last != nullptr && (i + 1 == line.runs.size() || line.runs[i + 1].change != last)) {
        // What ends a clause right behind the change comes before the words for it.
        if (i + 1 < line.runs.size() && line.runs[i + 1].mark == Mark::same &&
            line.runs[i + 1].isolate == Isolate::none) {
          num_written = stops_at_begin(line.runs[i + 1].text);
          append_escaped(line.runs[i + 1].text.substr(0, num_written), page_);
        }
        append_kind(*last);
        last = nullptr;
      }
    }
    page_ += "</p>\n";
  }

  void append_run(const DiffRun& run, std::string_view line_direction) {
    const bool is_in_address = run.isolate == Isolate::left_to_right;
    const bool is_white_space = run.change != nullptr && run.change->type == ChangeType::white_space_only;
    const std::string visible = is_white_space ? visible_white_space(run.text) : std::string();
    const std::string_view text = is_white_space ? visible : run.text;
    const std::string_view element = run.mark == Mark::removed ? "del" : "ins";
    const bool is_within_line =
        run.mark != Mark::same && run.isolate == Isolate::none && has_letter(run, line_direction);
    if (is_within_line) page_ += fmt::format("<span class=\"within-line{}\">", has_hebrew(run.text) ? " hebrew" : "");
    if (run.mark != Mark::same)
      page_ += fmt::format("<{} dir=\"{}\" title=\"{}\">", element, direction_of_run(run, line_direction),
                           describe(*run.change));
    if (is_in_address)
      append_parts(text);
    else
      append_escaped(text, page_);
    if (run.mark != Mark::same) page_ += fmt::format("</{}>", element);
    if (is_within_line) page_ += "</span>";
  }

  static bool has_letter(const DiffRun& run, std::string_view direction) {
    const LetterDirections letters = count_directions(run.text);
    return (direction == "rtl" ? letters.right_to_left : letters.left_to_right) > 0;
  }

  /// Of a piece its own. What has a letter of the line's direction is read as a part of the line, whatever it begins
  /// with; so is what has a blank, a stop or a bracket at an end, which would change sides; and a number with Arabic
  /// digits, as dir=auto looks at letters only.
  static std::string_view direction_of_run(const DiffRun& run, std::string_view line_direction) {
    if (run.isolate != Isolate::none) return run.isolate == Isolate::left_to_right ? "ltr" : "rtl";
    if (has_letter(run, line_direction) || piece_text::has_loose_end(run.text)) return line_direction;
    return reads_right_to_left(run.text) && !begins_right_to_left(run.text) ? "rtl" : "auto";
  }

  /// Text of an address: in each of its parts what isn't ASCII in an isolate of its own, so that they stay in their
  /// order.
  void append_parts(std::string_view text) {
    const auto is_foreign = [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; };
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("/?&=#:"), text.size());
      const auto part_end = text.begin() + static_cast<std::ptrdiff_t>(end);
      const auto first = std::find_if(text.begin(), part_end, is_foreign);
      auto last = part_end;
      while (last != first && !is_foreign(*(last - 1))) --last;
      append_escaped({text.begin(), first}, page_);
      if (first != last) {
        page_ += "<bdi>";
        append_escaped({first, last}, page_);
        page_ += "</bdi>";
      }
      append_escaped({last, part_end}, page_);
      append_escaped(text.substr(end, 1), page_);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  /// What kind of change it is, in words, where that isn't plain to see.
  void append_kind(const Change& change) {
    if (change.type == ChangeType::wording && !change.is_typo) return;
    page_ += fmt::format("<small class=\"kind\" dir=\"ltr\">{}", describe(change));
    if (change.move) page_ += fmt::format(" ({})", *change.move + 1);
    page_ += "</small>";
  }

  void append_moves() {
    if (!report_.shown.contains(ChangeType::block_moved)) return;
    bool is_first = true;
    for (std::size_t i = 0; i < report_.diff.moves.size(); ++i) {
      if (!has_shown_change(report_, report_.diff.moves[i])) continue;
      if (is_first) page_ += "<h1>Changed in moved paragraphs</h1>\n";
      is_first = false;
      page_ += fmt::format("<p class=\"named\">({})</p>\n", i + 1);
      for (const DiffLine& line : lines_.moved(report_.diff.moves[i])) append_line(line);
    }
  }

  const DiffReport& report_;
  DiffLines lines_;
  std::string page_;
};

}  // namespace

void write_diff_html(const DiffReport& report, std::ostream& out) {
  const std::string page = HtmlWriter(report).write();
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
