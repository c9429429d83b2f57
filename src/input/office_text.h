// The text of a word processor's document as it is put together: paragraphs, tables, text boxes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"

namespace nuskha {

/// A stretch of text with the number of the paragraph that it stands in, and what parts it from the one before.
struct OfficePiece {
  enum class Break : std::uint8_t { paragraph, line, cell };
  std::string text;
  std::uint64_t number = 1;
  std::size_t num_tabs = 0;  ///< Of Break::cell: tabs before it; else: tabs after the break, for empty cells.
  Break before = Break::paragraph;
};

/// A list, so that a text box within text boxes moves out at no cost.
using OfficePieces = std::list<OfficePiece>;

/// Puts a text together from what readers of XML tell, in the order in which it stands there. A row of a table whose
/// cells hold no more than one paragraph each is a line, its cells parted by tabs; the paragraphs of any other row are
/// paragraphs of the text. A box stands after the paragraph in which it is anchored. Every begin_ has its end_,
/// properly nested; a row outside of a table and a cell outside of a row count for nothing. Cost: linear, whatever the
/// nesting.
class OfficeText {
 public:
  OfficeText();

  /// Begins a paragraph, which ends one that is open; unless that was ended with `goes_on`, whose text it continues.
  void begin_paragraph(std::uint64_t number);
  void end_paragraph(bool goes_on = false);
  void add_text(std::string_view text);
  void add_line_break() { add_text("\n"); }
  /// The paragraph that is open, so far.
  std::string_view open_text() const { return levels_.back().open.text; }
  /// How often text was added. For "was there any text in this?".
  std::uint64_t num_added() const { return num_added_; }

  void begin_table();
  void begin_row();
  void begin_cell();
  /// Leaves out what the cell that is open holds: it is merged with one that came before.
  void drop_cell();
  void end_cell();
  /// Leaves out the row that is open.
  void drop_row();
  void end_row();
  void end_table();

  /// What is added up to the matching end_aside is apart.
  void begin_aside();
  OfficePieces end_aside();
  /// Puts a box's pieces after the paragraph that is open.
  void add_box(OfficePieces pieces);

  /// All that was added; what is open is ended.
  OfficePieces finish();

 private:
  enum class Scope : std::uint8_t { table, row, cell, aside, nothing };

  /// A flow of paragraphs: the story, a cell, a box.
  struct Level {
    OfficePiece open;
    bool is_open = false;
    bool goes_on = false;
    bool is_dropped = false;
    bool holds_table = false;
    OfficePieces boxes;
    OfficePieces done;
  };
  struct Table {
    std::vector<OfficePieces> cells;  // of the row
    bool row_is_line = true;
    bool row_is_dropped = false;
    bool follows_line = false;
  };

  bool is_in(Scope scope) const { return !scopes_.empty() && scopes_.back() == scope; }
  Scope end_scope();
  void end_open_scope();
  void flush_paragraph();

  std::vector<Scope> scopes_;
  std::vector<Level> levels_;
  std::vector<Table> tables_;
  std::uint64_t num_added_ = 0;
};

/// Appends the pieces to the document's text, and their numbers to its places.
void append_pieces(const OfficePieces& pieces, Document& document);

}  // namespace nuskha
