// Lines of a page: words that stand side by side, in the order in which they are read.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "input/pdf_boxes.h"

namespace nuskha {

/// A line as it stands on a page.
struct PdfRow {
  PdfBox box;
  float height = 0;                ///< Of its letters: the median of its words.
  float first_width = 0;           ///< Of the word that is read first: what a line before it needed room for.
  bool right_to_left = false;      ///< Its paragraph's direction.
  bool has_cells = false;          ///< Words stand so far apart that it is a row of a table; tabs part the cells.
  std::string text;                ///< In reading order. Empty in a row that was only grouped.
  std::vector<std::size_t> words;  ///< Indices of the page's words, from left to right.
};

/// `some` of a page's words as rows, from top to bottom, without their texts.
std::vector<PdfRow> group_rows(std::span<const PdfWord> words, std::vector<std::size_t> some);

/// Fills in the text of a row and what follows from it. `page_right_to_left`: the direction of most of the text around
/// it, which decides where the line itself leaves it open.
void read_row(std::span<const PdfWord> words, bool page_right_to_left, PdfRow& row);

}  // namespace nuskha
