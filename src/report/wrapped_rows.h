// Marked text broken into rows of a terminal's width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/report.h"
#include "report/diff_lines.h"

namespace nuskha {

/// A stretch of a line as it is to be shown: escaped, without a line end.
struct ShownRun {
  Mark mark = Mark::same;
  bool is_faint = false;  ///< A sign of ours, not of the text: "…".
  std::string text;
  Isolate isolate = Isolate::none;  ///< As of DiffRun.
};

/// A row: what to print, with colours and isolates, and how many columns it takes.
struct WrappedRow {
  std::string text;
  std::size_t columns = 0;
};

/// Breaks runs into rows of at most `width` columns, between words as ICU divides them; what is longer than a row is
/// cut between characters. Removed and added runs get colours, or brackets without colour. With isolates, each of them
/// and each row that holds right-to-left text is isolated; rows have the direction of the whole line.
std::vector<WrappedRow> wrap_runs(const std::vector<ShownRun>& runs, std::size_t width, const TextStyle& style);

}  // namespace nuskha
