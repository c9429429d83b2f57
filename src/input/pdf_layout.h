// From the words of a PDF's pages to its text.
#pragma once

#include <string>
#include <vector>

#include "input/pdf_boxes.h"
#include "nuskha/input.h"

namespace nuskha {

struct PdfText {
  std::string text;               ///< Valid UTF-8; paragraphs parted by an empty line.
  std::vector<PlaceMark> places;  ///< Pages. The first at 0, unless the text is empty.
};

/// The text in reading order: lines joined to paragraphs, running heads and page numbers taken out, words that were
/// broken at the end of a line joined. docs/formats/pdf.md has the rules. Cost O(n log n) in the words.
PdfText lay_out(const std::vector<PdfPage>& pages);

}  // namespace nuskha
