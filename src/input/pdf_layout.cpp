// Rows into paragraphs, by what a typesetter does: a line ends where the next word has no room; what ends earlier is an
// end. Entry point: lay_out. Test: tests/input/pdf_layout_test.cpp.
#include "input/pdf_layout.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/bidi.h"
#include "base/unicode.h"
#include "input/lam_alef.h"
#include "input/line_hyphens.h"
#include "input/pdf_columns.h"
#include "input/pdf_rows.h"
#include "input/pdf_running.h"

namespace nuskha {
namespace {

using std::string_view;

// In heights of a line's letters.
constexpr float larger = 1.15F;      // another size of letters
constexpr float wide_pitch = 1.25F;  // of the usual distance of lines: a gap between paragraphs
constexpr float table_pitch = 2.5F;  // distance of two rows of a table, at most
constexpr float indent = 0.6F;       // a first line set in
constexpr float room = 0.35F;        // what a line that is full may leave besides the next word
constexpr float script_room = 2.2F;  // likewise where lines end between any two characters, but not before punctuation

constexpr float gutter_gap =
    0.4F;  // between words: wide for a space, though one in a line that was filled up may be as wide

/// A row and where it stands.
struct Line {
  PdfRow row;
  std::size_t page = 1;    // number
  std::size_t region = 0;  // lines of one column on one page have the same
  float start = 0;         // edge of the column where its lines begin, and where they end
  float end = 0;
  float pitch = 0;  // usual distance of two lines of its column; 0 if there is none
};

enum class Break { none, line, paragraph };

float start_edge(const PdfRow& row) { return row.right_to_left ? row.box.right : row.box.left; }
float end_edge(const PdfRow& row) { return row.right_to_left ? row.box.left : row.box.right; }
float middle(const PdfRow& row) { return (row.box.top + row.box.bottom) / 2; }

char32_t first_character(string_view text) { return text.empty() ? U' ' : decode_utf8(text).value; }

char32_t last_character(string_view text) {
  std::size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0) == 0x80) --at;
  return at == 0 ? U' ' : decode_utf8(text.substr(at - 1)).value;
}

bool ends_sentence(string_view text) {
  while (!text.empty()) {
    const char32_t c = last_character(text);
    if (std::u32string_view(U".!?:؟۔。！？：…։।").find(c) != std::u32string_view::npos) return true;
    if (std::u32string_view(U"\"'”’»)」』）›").find(c) == std::u32string_view::npos) return false;
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.remove_suffix(1);
    if (!text.empty()) text.remove_suffix(1);
  }
  return false;
}

bool begins_item(string_view text) {
  return std::u32string_view(U"•●▪■◦‣·○◆▶✓・").find(first_character(text)) != std::u32string_view::npos;
}

/// The value that most of `values` are near; 0 of none.
float median(std::vector<float> values) {
  if (values.empty()) return 0;
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return *half;
}

/// Edges and pitch of the lines [begin, end), which are of one region.
void measure_region(std::vector<Line>& lines, std::size_t begin, std::size_t end) {
  float left = lines[begin].row.box.left;
  float right = lines[begin].row.box.right;
  std::vector<float> pitches;
  for (std::size_t i = begin; i < end; ++i) {
    left = std::min(left, lines[i].row.box.left);
    right = std::max(right, lines[i].row.box.right);
    if (i == begin) continue;
    const float pitch = middle(lines[i].row) - middle(lines[i - 1].row);
    if (pitch < 2.2F * lines[i].row.height) pitches.push_back(pitch / lines[i].row.height);
  }
  // The usual distance within paragraphs is the smaller ones' median: those between paragraphs are larger.
  std::ranges::sort(pitches);
  pitches.resize((pitches.size() + 1) / 2);
  const float pitch = median(pitches);
  for (std::size_t i = begin; i < end; ++i) {
    Line& line = lines[i];
    line.start = line.row.right_to_left ? right : left;
    line.end = line.row.right_to_left ? left : right;
    line.pitch = pitch * line.row.height;
  }
}

/// Whether `next`'s first word would have had room at the end of `line`.
bool has_room(const Line& line, const Line& next) {
  const float left_over = std::abs(line.end - end_edge(line.row));
  const bool is_script =
      joins_without_space(last_character(line.row.text)) && joins_without_space(first_character(next.row.text));
  return left_over > (is_script ? script_room : room) * line.row.height + (is_script ? 0 : next.row.first_width);
}

Break break_between(const Line& line, const Line& next) {
  const float height = std::max(line.row.height, next.row.height);
  if (height > larger * std::min(line.row.height, next.row.height)) return Break::paragraph;
  const bool is_same_region = line.region == next.region;
  const float distance = middle(next.row) - middle(line.row);
  if (line.row.has_cells && next.row.has_cells && is_same_region && distance < table_pitch * height) return Break::line;
  if (is_same_region && distance > wide_pitch * (next.pitch > 0 ? next.pitch : 1.2F * height)) return Break::paragraph;
  if (begins_item(next.row.text)) return Break::line;
  if (line.row.has_cells || next.row.has_cells) return is_same_region ? Break::line : Break::paragraph;
  if (!has_room(line, next)) {
    if (!is_same_region && ends_sentence(line.row.text)) return Break::paragraph;
    const float set_in = std::abs(next.start - start_edge(next.row));
    const float before = std::abs(line.start - start_edge(line.row));
    return is_same_region && set_in > before + indent * height && set_in < 6 * height ? Break::paragraph : Break::none;
  }
  return !is_same_region || ends_sentence(line.row.text) ? Break::paragraph : Break::line;
}

/// Whether a gutter could be between words that pdftotext takes for neighbours.
bool is_wide_gap(const PdfBox& a, const PdfBox& b) {
  return std::max(a.left, b.left) - std::min(a.right, b.right) > gutter_gap * std::min(a.height(), b.height());
}

/// The lines of one page, in reading order.
void add_lines(const PdfPage& page, const std::vector<bool>& left_out, const ReadingStyle& style,
               std::vector<Line>& lines) {
  std::vector<PdfBox> boxes;
  std::vector<std::vector<std::size_t>> fragments;
  std::size_t next_fragment = 0;
  for (std::size_t i = 0; i < page.words.size(); ++i) {
    bool begins = fragments.empty();
    while (next_fragment < page.fragments.size() && page.fragments[next_fragment] <= i) {
      begins = true;
      ++next_fragment;
    }
    begins |= i > 0 && is_wide_gap(page.words[i - 1].box, page.words[i].box);
    if (begins && (fragments.empty() || !fragments.back().empty())) fragments.emplace_back();
    if (!left_out[i]) fragments.back().push_back(i);
  }
  std::erase_if(fragments, [](const auto& words) { return words.empty(); });
  for (const auto& words : fragments) {
    PdfBox box = page.words[words.front()].box;
    for (const std::size_t i : words) {
      const PdfBox& word = page.words[i].box;
      box = {std::min(box.left, word.left), std::min(box.top, word.top), std::max(box.right, word.right),
             std::max(box.bottom, word.bottom)};
    }
    boxes.push_back(box);
  }
  for (const auto& region : reading_regions(boxes, style.right_to_left)) {
    std::vector<std::size_t> words;
    for (const std::size_t fragment : region)
      words.insert(words.end(), fragments[fragment].begin(), fragments[fragment].end());
    const std::size_t begin = lines.size();
    const std::size_t number = lines.empty() ? 0 : lines.back().region + 1;
    for (PdfRow& row : group_rows(page.words, std::move(words))) {
      read_row(page.words, style, row);
      lines.push_back({.row = std::move(row), .page = page.number, .region = number});
    }
    if (lines.size() > begin) measure_region(lines, begin, lines.size());
  }
}

bool runs_right_to_left(const std::vector<PdfPage>& pages) {
  LetterDirections all;
  for (const PdfPage& page : pages) {
    for (const PdfWord& word : page.words) {
      const LetterDirections letters = count_directions(word.text);
      all.left_to_right += letters.left_to_right;
      all.right_to_left += letters.right_to_left;
    }
  }
  return all.right_to_left > all.left_to_right;
}

/// Puts the text together.
class Writer {
 public:
  void add_break(Break kind) {
    if (out_.text.empty() || kind == Break::none) return;
    out_.text += kind == Break::line ? "\n" : "\n\n";
  }
  void add(string_view text, std::size_t page) {
    if (out_.places.empty() || out_.places.back().number != page) out_.places.push_back({out_.text.size(), page});
    out_.text += text;
  }
  /// Joins a line to the one before.
  void join(string_view text, std::size_t page, LineHyphens& hyphens) {
    switch (hyphens.at(out_.text, text)) {
      case LineHyphens::Kind::none:
        if (!joins_without_space(last_character(out_.text)) || !joins_without_space(first_character(text)))
          out_.text += ' ';
        break;
      case LineHyphens::Kind::keep: break;
      case LineHyphens::Kind::remove:
        while ((static_cast<unsigned char>(out_.text.back()) & 0xC0) == 0x80) out_.text.pop_back();
        out_.text.pop_back();
        break;
    }
    add(text, page);
  }
  PdfText take() { return std::move(out_); }

 private:
  PdfText out_;
};

std::vector<Line> read_lines(const std::vector<PdfPage>& pages, const RunningRows& running, const ReadingStyle& style) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < pages.size(); ++i) add_lines(pages[i], running.is_running[i], style, lines);
  return lines;
}

/// Counts the guillemets that stand before a word as « or behind one as » (right), or the other way (turned). In
/// quotations of several lines no line holds both.
void count_guillemets(std::string_view text, std::size_t& num_right, std::size_t& num_turned) {
  for (std::size_t at = text.find('\xC2'); at != text.npos; at = text.find('\xC2', at + 2)) {
    const std::string_view sign = text.substr(at, 2);
    if (sign != "«" && sign != "»") continue;
    const bool is_free_before = at == 0 || text[at - 1] == ' ';
    const bool is_free_behind = at + 2 == text.size() || text[at + 2] == ' ';
    if (is_free_before == is_free_behind) continue;
    ++(is_free_before == (sign == "«") ? num_right : num_turned);
  }
}

/// True if in lines from right to left more brackets close before they open than the other way.
bool has_turned_brackets(const std::vector<Line>& lines) {
  std::size_t num_right = 0;
  std::size_t num_turned = 0;
  for (const Line& line : lines) {
    if (!line.row.right_to_left) continue;
    count_guillemets(line.row.text, num_right, num_turned);
    char last = ' ';
    for (const char c : line.row.text) {
      if (c != '(' && c != ')' && c != '[' && c != ']') continue;
      const bool opens = c == '(' || c == '[';
      num_right += last == '(' && !opens;
      num_turned += last == ')' && opens;
      last = opens ? '(' : ')';
    }
  }
  return num_turned > num_right;
}

std::string running_text(const std::vector<PdfPage>& pages, const RunningRows::Row& running,
                         const ReadingStyle& style) {
  std::vector<PdfRow> rows = group_rows(pages[running.page].words, running.words);
  std::string text;
  for (PdfRow& part : rows) {
    read_row(pages[running.page].words, style, part);
    text += (text.empty() ? "" : " ") + part.text;
  }
  return text;
}

}  // namespace

PdfText lay_out(const std::vector<PdfPage>& pages) {
  ReadingStyle style = {.right_to_left = runs_right_to_left(pages)};
  const RunningRows running = find_running_rows(pages);
  std::vector<Line> lines = read_lines(pages, running, style);
  if (has_turned_brackets(lines)) {
    style.mirrored = false;
    lines = read_lines(pages, running, style);
  }
  LamAlef lam_alef;
  for (const Line& line : lines) lam_alef.learn(line.row.text);
  for (Line& line : lines) line.row.text = lam_alef.mend(line.row.text);
  LineHyphens hyphens;
  for (const Line& line : lines) hyphens.learn(line.row.text);
  Writer writer;
  for (const auto& head : running.heads) {
    writer.add_break(Break::paragraph);
    writer.add(lam_alef.mend(running_text(pages, head, style)), pages[head.page].number);
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Break kind = i == 0 ? Break::paragraph : break_between(lines[i - 1], lines[i]);
    if (kind == Break::none) {
      writer.join(lines[i].row.text, lines[i].page, hyphens);
    } else {
      writer.add_break(kind);
      writer.add(lines[i].row.text, lines[i].page);
    }
  }
  // Feet were collected from the edge inwards.
  for (auto foot = running.feet.rbegin(); foot != running.feet.rend(); ++foot) {
    writer.add_break(Break::paragraph);
    writer.add(lam_alef.mend(running_text(pages, *foot, style)), pages[foot->page].number);
  }
  return writer.take();
}

}  // namespace nuskha
