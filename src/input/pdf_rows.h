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

/// How the rows of a document are read.
struct ReadingStyle {
  bool right_to_left = false;  ///< The direction of most of the text, which decides where a row itself leaves it open.
  bool mirrored = true;        ///< Brackets in text from right to left are named by their shapes.
};

/// Fills in the text of a row and what follows from it.
void read_row(std::span<const PdfWord> words, const ReadingStyle& style, PdfRow& row);

}  // namespace nuskha
