// A stack of flows of paragraphs (story, cells, boxes); a finished paragraph is a piece in a list, and what is finished
// within a cell or a box moves out by relinking. Entry point: OfficeText. Test: tests/input/office_text_test.cpp.
#include "input/office_text.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"

namespace nuskha {
namespace {

using std::string_view;

void trim(std::string& text) {
  constexpr string_view blank = " \t\n";
  text.erase(text.find_last_not_of(blank) + 1);  // npos + 1 is 0
  text.erase(0, text.find_first_not_of(blank));
}

/// Makes the cells of a row one line. `is_first` unless a line of the table came before.
OfficePieces line_of(std::vector<OfficePieces>& cells, bool is_first) {
  OfficePieces line;
  std::size_t num_tabs = 0;
  for (OfficePieces& cell : cells) {
    if (!cell.empty()) {
      OfficePiece& piece = cell.front();
      std::replace(piece.text.begin(), piece.text.end(), '\n', ' ');
      piece.num_tabs = num_tabs;
      piece.before = !line.empty() ? OfficePiece::Break::cell
                     : is_first    ? OfficePiece::Break::paragraph
                                   : OfficePiece::Break::line;
      num_tabs = 0;
      line.splice(line.end(), cell);
    }
    ++num_tabs;
  }
  return line;
}

}  // namespace

OfficeText::OfficeText() : levels_(1) {}

void OfficeText::begin_paragraph(std::uint64_t number) {
  Level& level = levels_.back();
  const bool continues = std::exchange(level.goes_on, false);
  if (!continues) flush_paragraph();
  if (!continues || level.open.text.empty()) level.open.number = number;
  level.is_open = true;
}

void OfficeText::end_paragraph(bool goes_on) {
  if (goes_on && levels_.back().is_open) {
    levels_.back().goes_on = true;
  } else {
    flush_paragraph();
  }
}

void OfficeText::add_text(string_view text) {
  if (text.empty()) return;
  levels_.back().open.text += text;
  levels_.back().is_open = true;
  ++num_added_;
}

void OfficeText::flush_paragraph() {
  Level& level = levels_.back();
  trim(level.open.text);
  if (!level.open.text.empty()) {
    const std::uint64_t number = level.open.number;
    level.open.text.shrink_to_fit();
    level.done.push_back(std::exchange(level.open, {}));
    level.open.number = number;
  }
  level.is_open = level.goes_on = false;
  level.done.splice(level.done.end(), level.boxes);
}

OfficeText::Scope OfficeText::end_scope() {
  if (scopes_.empty()) return Scope::nothing;
  const Scope scope = scopes_.back();
  scopes_.pop_back();
  return scope;
}

void OfficeText::begin_table() {
  flush_paragraph();
  scopes_.push_back(Scope::table);
  tables_.emplace_back();
}

void OfficeText::begin_row() {
  const bool fits = is_in(Scope::table);
  scopes_.push_back(fits ? Scope::row : Scope::nothing);
  if (!fits) return;
  Table& table = tables_.back();
  table.cells.clear();
  table.row_is_line = true;
  table.row_is_dropped = false;
}

void OfficeText::begin_cell() {
  const bool fits = is_in(Scope::row);
  scopes_.push_back(fits ? Scope::cell : Scope::nothing);
  if (!fits) return;
  const std::uint64_t number = levels_.back().open.number;
  levels_.emplace_back().open.number = number;
}

void OfficeText::drop_cell() {
  if (is_in(Scope::cell)) levels_.back().is_dropped = true;
}

void OfficeText::end_cell() {
  if (end_scope() != Scope::cell) return;
  flush_paragraph();
  Level& level = levels_.back();
  if (level.is_dropped) level.done.clear();
  Table& table = tables_.back();
  table.row_is_line &= level.done.size() <= 1 && !level.holds_table;
  table.cells.push_back(std::move(level.done));
  levels_.pop_back();
}

void OfficeText::drop_row() {
  if (is_in(Scope::row)) tables_.back().row_is_dropped = true;
}

void OfficeText::end_row() {
  if (end_scope() != Scope::row) return;
  Table& table = tables_.back();
  OfficePieces& done = levels_.back().done;
  if (table.row_is_dropped) {
    table.cells.clear();
  } else if (table.row_is_line) {
    OfficePieces line = line_of(table.cells, !table.follows_line);
    table.follows_line |= !line.empty();
    done.splice(done.end(), line);
  } else {
    for (OfficePieces& cell : table.cells) done.splice(done.end(), cell);
    table.follows_line = false;
  }
  table.cells.clear();
}

void OfficeText::end_table() {
  if (end_scope() != Scope::table) return;
  flush_paragraph();
  tables_.pop_back();
  levels_.back().holds_table = true;
}

void OfficeText::begin_aside() {
  scopes_.push_back(Scope::aside);
  const std::uint64_t number = levels_.back().open.number;
  levels_.emplace_back().open.number = number;
}

OfficePieces OfficeText::end_aside() {
  if (end_scope() != Scope::aside) return {};
  flush_paragraph();
  OfficePieces pieces = std::move(levels_.back().done);
  levels_.pop_back();
  return pieces;
}

void OfficeText::add_box(OfficePieces pieces) {
  Level& level = levels_.back();
  OfficePieces& to = level.is_open ? level.boxes : level.done;
  to.splice(to.end(), pieces);
}

void OfficeText::end_open_scope() {
  switch (scopes_.back()) {
    case Scope::table: return end_table();
    case Scope::row: return end_row();
    case Scope::cell: return end_cell();
    case Scope::aside: return add_box(end_aside());
    case Scope::nothing: scopes_.pop_back();
  }
}

OfficePieces OfficeText::finish() {
  while (!scopes_.empty()) end_open_scope();
  flush_paragraph();
  return std::exchange(levels_.back().done, {});
}

void append_pieces(const OfficePieces& pieces, Document& document) {
  for (const OfficePiece& piece : pieces) {
    if (!document.text.empty()) {
      switch (piece.before) {
        case OfficePiece::Break::paragraph: document.text += "\n\n"; break;
        case OfficePiece::Break::line: document.text += '\n'; break;
        case OfficePiece::Break::cell: break;
      }
    }
    document.text.append(piece.num_tabs, '\t');
    const std::uint64_t offset = document.places.empty() ? 0 : document.text.size();
    if (document.places.empty() || document.places.back().number != piece.number)
      document.places.push_back({offset, piece.number});
    document.text += find_invalid_utf8(piece.text) == piece.text.npos ? piece.text : replace_invalid_utf8(piece.text);
  }
}

}  // namespace nuskha
