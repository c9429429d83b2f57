// A reader of lines, not of XML: pdftotext prints one element a line, and its head isn't always well-formed. Entry
// point: PdfBoxReader::read. Test: tests/input/pdf_layout_test.cpp.
#include "input/pdf_boxes.h"

#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "base/bidi.h"
#include "base/unicode.h"
#include "input/front_matter.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t max_line_bytes = 1 << 20;
constexpr float max_coordinate = 1e6F;

/// What stands between `before` and `after`; empty if they don't both occur.
string_view between(string_view line, string_view before, string_view after) {
  const std::size_t begin = line.find(before);
  if (begin == line.npos) return {};
  line.remove_prefix(begin + before.size());
  const std::size_t end = line.find(after);
  return end == line.npos ? string_view() : line.substr(0, end);
}

/// The value of an attribute, in points; 0 if there is none.
float coordinate(string_view line, string_view name) {
  const string_view text = between(line, name, "\"");
  float value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::isfinite(value) ? std::fmin(std::fmax(value, -max_coordinate), max_coordinate) : 0;
}

PdfBox box_of(string_view line) {
  PdfBox box = {coordinate(line, "xMin=\""), coordinate(line, "yMin=\""), coordinate(line, "xMax=\""),
                coordinate(line, "yMax=\"")};
  if (box.right < box.left) std::swap(box.left, box.right);
  if (box.bottom < box.top) std::swap(box.top, box.bottom);
  return box;
}

/// The five entities that pdftotext writes replaced, controls left out, what isn't UTF-8 made U+FFFD.
std::string plain_text(string_view text) {
  static constexpr std::pair<string_view, char> entities[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                                                              {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
  std::string out;
  while (!text.empty()) {
    std::size_t taken = 0;
    for (const auto& [entity, character] : entities) {
      if (taken != 0 || !text.starts_with(entity)) continue;
      out += character;
      taken = entity.size();
    }
    if (taken == 0) {
      const CodePoint c = decode_utf8(text);
      taken = c.length;
      // Left out: what fonts without names for their letters give, and marks of direction, of which we make our own.
      const bool is_private = c.value >= 0xE000 && c.value <= 0xF8FF;
      const bool is_direction = c.value == 0x061C || c.value == 0x200E || c.value == 0x200F ||
                                (c.value >= 0x202A && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069);
      if (!is_direction && !is_private && c.value != 0xFEFF && kind_of(c.value) != CharacterKind::control)
        append_utf8(c.value, out);
    }
    text.remove_prefix(taken);
  }
  return out;
}

/// Of "2022-06-14T10:00:00Z" or "D:20220614100000".
std::optional<std::string> date_of(string_view value) {
  if (value.starts_with("D:")) value.remove_prefix(2);
  std::string date(value.substr(0, 10));
  if (date.find('-') == date.npos && date.size() >= 8)
    date = date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2);
  return parse_iso_date(date);
}

// Widths of characters in sizes of their font, roughly.
constexpr float letter_width = 0.5F;
constexpr float wide_letter_width = 1;
// Fonts claim more or less above and below their letters; usually it is this much in all, in sizes of the font.
constexpr float usual_height = 1.3F;
constexpr float too_high = 1.9F;

struct Letters {
  float width = 0;
  float sizes = 0;  // the same in sizes of the font
};

Letters letters_of(const PdfWord& word) {
  Letters letters = {word.box.width(), 0};
  for (string_view rest = word.text; !rest.empty();) {
    const CodePoint c = decode_utf8(rest);
    if (!is_mark(c.value)) letters.sizes += c.value >= 0x2E80 ? wide_letter_width : letter_width;
    rest.remove_prefix(c.length);
  }
  return letters;
}

/// Some fonts, as Noto Sans CJK, claim two and a half times their size. Heights measure all distances, so those of the
/// words of such a font are made usual ones, by the widths of its letters on the page.
void make_usual_heights(std::vector<PdfWord>& words) {
  std::map<long, Letters> by_height;
  const auto key = [](const PdfWord& word) { return std::lround(word.box.height() * 4); };
  for (const PdfWord& word : words) {
    const Letters letters = letters_of(word);
    Letters& all = by_height[key(word)];
    all.width += letters.width;
    all.sizes += letters.sizes;
  }
  for (PdfWord& word : words) {
    const Letters& letters = by_height[key(word)];
    if (letters.sizes < 1 || letters.width <= 0) continue;
    const float size = letters.width / letters.sizes;
    if (word.box.height() <= too_high * size) continue;
    const float middle = (word.box.top + word.box.bottom) / 2;
    word.box.top = middle - usual_height * size / 2;
    word.box.bottom = middle + usual_height * size / 2;
  }
}

}  // namespace

void PdfBoxReader::read(string_view piece) {
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    if (end == piece.npos) {
      rest_ += piece.substr(0, max_line_bytes - std::min(max_line_bytes, rest_.size()));
      return;
    }
    if (rest_.empty()) {
      read_line(piece.substr(0, end));
    } else {
      rest_ += piece.substr(0, std::min(end, max_line_bytes - std::min(max_line_bytes, rest_.size())));
      read_line(rest_);
      rest_.clear();
    }
    piece.remove_prefix(end + 1);
  }
}

void PdfBoxReader::finish() {
  rest_.clear();
  end_page();
}

void PdfBoxReader::end_page() {
  if (!page_) return;
  PdfPage page = std::move(*page_);
  page_.reset();
  make_usual_heights(page.words);
  take_page_(std::move(page));
}

void PdfBoxReader::read_line(string_view line) {
  if (!is_in_body_) {
    if (const string_view title = between(line, "<title>", "</title>"); !title.empty() && title_.empty())
      title_ = plain_text(title);
    if (line.find("\"CreationDate\"") != line.npos) made_date_ = date_of(between(line, "content=\"", "\""));
    if (line.find("<doc>") != line.npos) is_in_body_ = true;
    return;
  }
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.starts_with("<word ")) {
    const std::size_t begin = line.find('>');
    const std::size_t end = line.rfind("</word>");
    if (!page_ || begin == line.npos || end == line.npos || end < begin) return;
    std::string text = plain_text(line.substr(begin + 1, end - begin - 1));
    if (text.empty()) return;
    text_bytes_ += text.size();
    page_->words.push_back({box_of(line.substr(0, begin)), std::move(text)});
  } else if (line.starts_with("<line ")) {
    if (page_ && (page_->fragments.empty() || page_->fragments.back() != page_->words.size()))
      page_->fragments.push_back(page_->words.size());
  } else if (line.starts_with("<page ")) {
    end_page();
    page_.emplace();
    page_->number = ++num_pages_;
    page_->width = coordinate(line, "width=\"");
    page_->height = coordinate(line, "height=\"");
  } else if (line.starts_with("</page>")) {
    end_page();
  }
}

}  // namespace nuskha
