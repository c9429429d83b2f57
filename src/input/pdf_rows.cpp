// Words into lines by their heights, lines into text by the gaps between words and the inverse of the Bidirectional
// Algorithm. Entry points: group_rows, read_row. Test: tests/input/pdf_layout_test.cpp.
#include "input/pdf_rows.h"

#include <algorithm>

#include "base/bidi.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

using std::string_view;

// In heights of the line's letters, which with what is above and below them are about 1.3 times the size of the font.
constexpr float same_row = 0.35F;      // distance of the middles
constexpr float min_space = 0.05F;     // below this there is no space: kerning, marks
constexpr float cell_gap = 1.3F;       // above this it isn't one, but a gap between cells
constexpr float marked_space = 0.6F;   // of the usual gap: beside a word with marks, a smaller one is no space
constexpr float script_space = 0.28F;  // up to this, typesetters put it between Han or Kana and Latin

float middle(const PdfBox& box) { return (box.top + box.bottom) / 2; }

bool is_only_marks(string_view text) {
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (!is_mark(c.value)) return false;
    text.remove_prefix(c.length);
  }
  return true;
}

std::vector<string_view> characters(string_view text) {
  std::vector<string_view> out;
  while (!text.empty()) {
    const std::size_t length = decode_utf8(text).length;
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

char32_t last_of(string_view text) { return decode_utf8(characters(text).back()).value; }

/// What is drawn between the left and the right edge.
struct Piece {
  float left = 0;
  float right = 0;
  std::string text;
};

/// Marks that were placed by themselves go into the word that they are drawn onto: where in it, by their place.
void place_marks(const std::vector<Piece>& marks, std::vector<Piece>& pieces) {
  for (const Piece& mark : marks) {
    const float x = (mark.left + mark.right) / 2;
    Piece* nearest = nullptr;
    float distance = 0;
    for (Piece& piece : pieces) {
      const float d = std::max({piece.left - x, x - piece.right, 0.0F});
      if (nearest == nullptr || d < distance) {
        nearest = &piece;
        distance = d;
      }
    }
    if (nearest == nullptr) {
      pieces.push_back(mark);
      continue;
    }
    const auto letters = characters(nearest->text);
    const float width = std::max(nearest->right - nearest->left, 0.01F);
    const float share = std::clamp((x - nearest->left) / width, 0.0F, 1.0F);
    const auto at = static_cast<std::size_t>(share * static_cast<float>(letters.size()));
    std::string text;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      text += letters[i];
      if (i == std::min(at, letters.size() - 1)) text += mark.text;
    }
    nearest->text = std::move(text);
  }
}

/// The words as drawn, from left to right.
std::vector<Piece> pieces_of(std::span<const PdfWord> words, const PdfRow& row) {
  std::vector<Piece> pieces;
  std::vector<Piece> marks;
  for (const std::size_t i : row.words)
    (is_only_marks(words[i].text) ? marks : pieces).push_back({words[i].box.left, words[i].box.right, words[i].text});
  constexpr std::size_t max_marks = 2'000;     // of a line: more are no text
  constexpr std::size_t max_pieces = 100'000;  // each mark is looked up among all
  if (marks.size() <= max_marks && pieces.size() <= max_pieces)
    place_marks(marks, pieces);
  else
    pieces.insert(pieces.end(), marks.begin(), marks.end());
  return pieces;
}

bool is_latin_or_digit(char32_t c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

bool has_mark(string_view text) {
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (is_mark(c.value)) return true;
    text.remove_prefix(c.length);
  }
  return false;
}

/// The usual gap between words of a line.
float usual_gap(const std::vector<Piece>& pieces, float height) {
  std::vector<float> gaps;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const float gap = pieces[i].left - pieces[i - 1].right;
    if (gap > min_space * height && gap < cell_gap * height) gaps.push_back(gap);
  }
  if (gaps.size() < 3) return 0;
  const auto half = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), half, gaps.end());
  return *half;
}

bool has_space_between(const Piece& a, const Piece& b, float height, float usual) {
  const float gap = b.left - a.right;
  if (gap < min_space * height) return false;
  // pdftotext breaks words at marks that were placed after the letters.
  if (gap < marked_space * usual && (has_mark(a.text) || has_mark(b.text))) return false;
  const char32_t before = last_of(a.text);
  const char32_t after = decode_utf8(b.text).value;
  const bool is_script_change = (joins_without_space(before) && is_latin_or_digit(after)) ||
                                (is_latin_or_digit(before) && joins_without_space(after));
  return !is_script_change || gap > script_space * height;
}

/// The texts of the cells, as drawn, from left to right.
std::vector<std::string> cells_of(const std::vector<Piece>& pieces, float height) {
  std::vector<std::string> cells;
  const float usual = usual_gap(pieces, height);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i == 0 || pieces[i].left - pieces[i - 1].right > cell_gap * height)
      cells.emplace_back();
    else if (has_space_between(pieces[i - 1], pieces[i], height, usual))
      cells.back() += ' ';
    cells.back() += pieces[i].text;
  }
  return cells;
}

bool direction_of(const std::string& drawn, bool page_right_to_left) {
  const LetterDirections letters = count_directions(drawn);
  if (letters.right_to_left == 0) return page_right_to_left && letters.left_to_right == 0;
  return page_right_to_left || letters.right_to_left > letters.left_to_right;
}

}  // namespace

std::vector<PdfRow> group_rows(std::span<const PdfWord> words, std::vector<std::size_t> some) {
  std::ranges::stable_sort(some, {}, [&](std::size_t i) { return middle(words[i].box); });
  std::vector<PdfRow> rows;
  float row_middle = 0;  // mean, by area: narrow signs that stand high or low don't move it
  float row_height = 0;  // of its tallest word, which the others are measured by
  float row_area = 0;
  for (const std::size_t i : some) {
    const PdfBox& box = words[i].box;
    if (rows.empty() || middle(box) - row_middle > same_row * std::max(row_height, box.height())) {
      rows.emplace_back().box = box;
      row_area = 0;
      row_height = 0;
    }
    const float area = std::max(box.right - box.left, 0.01F) * std::max(box.height(), 0.01F);
    row_middle = row_area == 0 ? middle(box) : row_middle + (middle(box) - row_middle) * area / (row_area + area);
    row_area += area;
    row_height = std::max(row_height, box.height());
    PdfBox& all = rows.back().box;
    all = {std::min(all.left, box.left), std::min(all.top, box.top), std::max(all.right, box.right),
           std::max(all.bottom, box.bottom)};
    rows.back().words.push_back(i);
  }
  for (PdfRow& row : rows) {
    std::ranges::stable_sort(row.words, {}, [&](std::size_t i) { return words[i].box.left; });
    std::vector<float> heights;
    for (const std::size_t i : row.words) heights.push_back(words[i].box.height());
    const auto half = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), half, heights.end());
    row.height = *half;
  }
  return rows;
}

void read_row(std::span<const PdfWord> words, const ReadingStyle& style, PdfRow& row) {
  const std::vector<Piece> pieces = pieces_of(words, row);
  std::vector<std::string> cells = cells_of(pieces, row.height);
  std::string all;
  for (const std::string& cell : cells) all += cell + ' ';
  row.right_to_left = direction_of(all, style.right_to_left);
  row.has_cells = cells.size() > 1;
  if (row.right_to_left) std::ranges::reverse(cells);
  row.text.clear();
  for (const std::string& cell : cells) {
    if (!row.text.empty()) row.text += '\t';
    row.text += fold_presentation_forms(logical_order(cell, row.right_to_left, style.mirrored));
  }
  const Piece& first = row.right_to_left ? pieces.back() : pieces.front();
  row.first_width = first.right - first.left;
}

}  // namespace nuskha
