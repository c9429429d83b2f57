// A row at the edge of a page is running if a page next to it, or next but one (left and right pages), has the same at
// the same height, but for digits, and so have all rows between it and the edge. Entry point: find_running_rows. Test:
// tests/input/pdf_layout_test.cpp.
#include "input/pdf_running.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "base/unicode.h"
#include "input/pdf_rows.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t max_rows = 4;        // at one edge of a page
constexpr float same_height = 6;           // points
constexpr std::size_t max_row_words = 60;  // more is text

// Words beside the number of a page: as they are read, in lower case.
constexpr string_view page_words[] = {
    "page", "pages",  "pag",    "pág",    "p",        "pp",  "pg",     "of",      "seite",    "seiten", "von",
    "sur",  "de",     "página", "pagina", "di",       "van", "strona", "z",       "ze",       "sida",   "av",
    "side", "af",     "sivu",   "sayfa",  "страница", "стр", "из",     "с",       "сторінка", "σελίδα", "από",
    "صفحة", "الصفحة", "صفحه",   "ص",      "من",       "از",  "עמוד",   "עמ",      "מתוך",     "ページ", "頁",
    "页",   "第",     "共",     "หน้า",    "ที่",        "จาก", "trang",  "halaman", "dari"};

struct EdgeRow {
  std::string shape;  // its words as drawn, digits as "#"
  bool is_page_number = false;
  std::vector<long> numbers;
  float middle = 0;
  std::vector<std::size_t> words;
};

/// Letters of a drawn word in reading order: backwards where they run so.
std::string lower_reading_order(string_view drawn) {
  std::u32string letters;
  while (!drawn.empty()) {
    const CodePoint c = decode_utf8(drawn);
    letters += to_lower(c.value);
    drawn.remove_prefix(c.length);
  }
  std::string all;
  for (const char32_t c : letters) append_utf8(c, all);
  if (has_right_to_left(all)) std::ranges::reverse(letters);
  all.clear();
  for (const char32_t c : letters) append_utf8(c, all);
  return all;
}

/// Runs of letters (`words`) and of digits (`numbers`) of a drawn row.
void split_row(string_view row, std::vector<std::string>& words, std::vector<long>& numbers) {
  char before = ' ';
  while (!row.empty()) {
    const CodePoint c = decode_utf8(row);
    const int digit = decimal_digit(c.value);
    const CharacterKind kind = kind_of(c.value);
    if (digit >= 0) {
      if (before != '#') numbers.push_back(0);
      numbers.back() = std::min(numbers.back(), 100'000'000L) * 10 + digit;
      before = '#';
    } else if (kind == CharacterKind::letter || kind == CharacterKind::mark) {
      if (before != 'a') words.emplace_back();
      append_utf8(c.value, words.back());
      before = 'a';
    } else {
      before = ' ';
    }
    row.remove_prefix(c.length);
  }
}

bool is_page_number(const std::vector<std::string>& words, const std::vector<long>& numbers) {
  if (numbers.empty() || numbers.size() > 2 || words.size() > 3) return false;
  return std::ranges::all_of(words, [](const std::string& word) {
    return std::ranges::find(page_words, lower_reading_order(word)) != std::end(page_words);
  });
}

std::string shape_of(string_view row) {
  std::string shape;
  while (!row.empty()) {
    const CodePoint c = decode_utf8(row);
    if (decimal_digit(c.value) < 0)
      shape += row.substr(0, c.length);
    else if (!shape.ends_with('#'))
      shape += '#';
    row.remove_prefix(c.length);
  }
  return shape;
}

std::string drawn_text(const PdfPage& page, const PdfRow& row) {
  std::string text;
  for (const std::size_t i : row.words) text += (text.empty() ? "" : " ") + page.words[i].text;
  return text;
}

/// The rows of a page's edge, outermost first.
std::vector<EdgeRow> edge_rows(const PdfPage& page, std::vector<PdfRow>& rows, bool from_top) {
  std::vector<EdgeRow> out;
  for (std::size_t i = 0; i < std::min(max_rows, rows.size()); ++i) {
    const PdfRow& row = from_top ? rows[i] : rows[rows.size() - 1 - i];
    if (row.words.size() > max_row_words) break;
    const std::string text = drawn_text(page, row);
    EdgeRow edge;
    edge.shape = shape_of(text);
    edge.middle = (row.box.top + row.box.bottom) / 2;
    edge.words = row.words;
    std::vector<std::string> words;
    split_row(text, words, edge.numbers);
    edge.is_page_number = is_page_number(words, edge.numbers);
    out.push_back(std::move(edge));
  }
  return out;
}

/// Whether row `a` of one page and `b` of a page `distance` later are the same running row: numbers stay, or count
/// pages.
bool is_same(const EdgeRow& a, const EdgeRow& b, long distance) {
  if (a.shape != b.shape || a.numbers.size() != b.numbers.size() || std::abs(a.middle - b.middle) > same_height)
    return false;
  bool counts_pages = false;
  for (std::size_t i = 0; i < a.numbers.size(); ++i) {
    const long difference = b.numbers[i] - a.numbers[i];
    if (difference != 0 && difference != distance) return false;
    counts_pages |= difference == distance;
  }
  return counts_pages || !a.is_page_number;
}

using Edges = std::vector<std::vector<EdgeRow>>;

/// How many of a page's rows, from the edge inwards, another page has as well.
std::size_t num_common(const Edges& edges, std::size_t a, std::size_t b) {
  std::size_t n = 0;
  while (
      n < edges[a].size() && n < edges[b].size() &&
      is_same(edges[std::min(a, b)][n], edges[std::max(a, b)][n], static_cast<long>(std::max(a, b) - std::min(a, b))))
    ++n;
  return n;
}

void mark_edges(const Edges& edges, std::vector<RunningRows::Row>& kept, RunningRows& out) {
  std::set<std::string> seen;
  for (std::size_t page = 0; page < edges.size(); ++page) {
    std::size_t n = 0;
    for (const std::size_t distance : {std::size_t{1}, std::size_t{2}}) {
      if (page >= distance) n = std::max(n, num_common(edges, page, page - distance));
      if (page + distance < edges.size()) n = std::max(n, num_common(edges, page, page + distance));
    }
    for (std::size_t i = 0; i < n; ++i) {
      const EdgeRow& row = edges[page][i];
      for (const std::size_t word : row.words) out.is_running[page][word] = true;
      if (!row.is_page_number && seen.insert(row.shape).second) kept.push_back({page, row.words});
    }
  }
}

}  // namespace

bool is_page_number(string_view drawn_row) {
  std::vector<std::string> words;
  std::vector<long> numbers;
  split_row(drawn_row, words, numbers);
  return is_page_number(words, numbers);
}

RunningRows find_running_rows(const std::vector<PdfPage>& pages) {
  RunningRows out;
  Edges tops;
  Edges bottoms;
  for (const PdfPage& page : pages) {
    std::vector<std::size_t> all(page.words.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    std::vector<PdfRow> rows = group_rows(page.words, std::move(all));
    tops.push_back(edge_rows(page, rows, true));
    bottoms.push_back(edge_rows(page, rows, false));
    out.is_running.emplace_back(page.words.size(), false);
  }
  mark_edges(tops, out.heads, out);
  mark_edges(bottoms, out.feet, out);
  if (pages.size() == 1 && !bottoms[0].empty() && bottoms[0][0].is_page_number && bottoms[0][0].numbers.front() == 1)
    for (const std::size_t word : bottoms[0][0].words) out.is_running[0][word] = true;
  return out;
}

}  // namespace nuskha
