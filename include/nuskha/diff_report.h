// A diff of two documents as a page for people, as JSON and as HTML. The JSON contract is docs/report_format.md.
#pragma once

#include <ostream>
#include <string>

#include "nuskha/diff.h"
#include "nuskha/report.h"

namespace nuskha {

/// One of the two documents.
struct DiffSide {
  std::string path;                ///< Raw bytes; writers escape what isn't UTF-8.
  std::string text;                ///< What was compared. May hold any bytes.
  std::string encoding = "UTF-8";  ///< Of the source, by name.
  /// True if `text` is the source byte for byte, so that ranges count bytes of the source; false if it was decoded, and
  /// they count bytes of it in UTF-8.
  bool is_source = true;
};

struct DiffReport {
  DiffSide a;
  DiffSide b;
  TextDiff diff;                           ///< Of a.text and b.text.
  ChangeTypes shown = ChangeTypes::all();  ///< Changes of other types are counted, and shown as if there were none.

  /// True if there is a change of a type that is shown.
  bool has_differences() const;
};

/// How the page is laid out.
struct DiffStyle {
  TextStyle text;
  bool side_by_side = false;  ///< Two columns, the first document on the left.
};

// Each writer is a pure function: the same report gives the same bytes. `out` carries the failure bits if writing
// fails. Cost O(size of both texts); all write UTF-8. Thread-safe.

/// The summary, then each paragraph that changed with its lines' numbers; long stretches without a change are left out
/// of it. Removed and added words stand in [- -] and {+ +}, in colour instead if there is any. Safe to show: control
/// characters and bidi controls of the texts are escaped. Not a format to parse.
void write_diff_text(const DiffReport& report, const DiffStyle& style, std::ostream& out);

/// One object with the summary, the counts and every change shown: type, ranges in both documents, lines and texts.
void write_diff_json(const DiffReport& report, std::ostream& out);

/// A page that needs no other file: both documents in one, with what was removed and added marked up as such. Each
/// paragraph has the direction of its text. Whatever the texts hold is shown and never run.
void write_diff_html(const DiffReport& report, std::ostream& out);

}  // namespace nuskha
