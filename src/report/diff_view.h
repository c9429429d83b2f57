// A diff as lines that a web page shows: the report and the desk make elements of them (web/diff_view.js).
#pragma once

#include <cstddef>
#include <string>

#include "nuskha/diff_report.h"

namespace nuskha {

/// How much of a diff is given. 0: without a bound.
struct DiffExtent {
  std::size_t context_lines = 2;  ///< Lines without a change around those with one.
  std::size_t context_bytes = 0;  ///< Kept on either side of a change within a line.
  std::size_t run_bytes = 0;      ///< Of one removed or added stretch.
  std::size_t changed_lines = 0;  ///< Lines with changes; the rest are counted.
};

/// Appends one JSON object:
///   {"summary":"…","minimal":false,"lines":[LINE,…],"moves":[{"move":1,"lines":[…]}],"cut":N}
/// `minimal` stands there if it is false, `moves` if paragraphs changed inside where they moved, `cut` if N lines with
/// changes were left out. A LINE is a number of lines without a change that were left out, an array of runs, or
/// {"runs":[…],"rtl":true} if it is read from the right. A run is a string that stands in both; a number of characters
/// of it that were left out; [MARK, text, kind, left], MARK -1 removed or 1 added, `kind` what change it is in a word
/// or two ("" but on the last run of a change) and `left` the characters left out, both absent from the end; or
/// {"ltr":[run,…]} or {"rtl":[run,…]}, a piece with a direction of its own: an address, a phrase. Valid UTF-8 whatever
/// the texts hold. Cost O(size of both texts).
void append_diff_view(const DiffReport& report, const DiffExtent& extent, std::string& out);

}  // namespace nuskha
