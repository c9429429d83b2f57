// Columns: which lines of a page are read before which.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "input/pdf_boxes.h"

namespace nuskha {

/// Lines of text, or pieces of lines none of which reaches over a gutter, parted into regions that are read one after
/// another, each from top to bottom: what stands above columns, the first column, the next, what stands below. The
/// cells of a table aren't columns. Gives indices of `lines`, each once; within a region by their middle's height.
/// Columns from right to left if so said. Cost O(n log n) for a page of n lines.
std::vector<std::vector<std::size_t>> reading_regions(std::span<const PdfBox> lines, bool right_to_left);

}  // namespace nuskha
