// A diff as lines to show: both texts in one, with what was taken out beside what was put in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/diff_report.h"

namespace nuskha {

enum class Mark : std::uint8_t { same, removed, added };

/// Whether a run is to be shown in a piece of its own direction, with the runs beside it that are.
enum class Isolate : std::uint8_t { none, left_to_right, right_to_left };

/// A stretch of one mark within a line. Views of the report's texts.
struct DiffRun {
  Mark mark = Mark::same;
  std::string_view text;            ///< Without line ends, but for white space that changed.
  const Change* change = nullptr;   ///< Of removed and added runs.
  Isolate isolate = Isolate::none;  ///< Runs in a row that have the same one are one piece (diff_pieces.h).
};

struct DiffLine {
  std::vector<DiffRun> runs;
  std::uint64_t line_a = 0;  ///< Where it begins, from 1. Of an added line, the one before which it was added.
  std::uint64_t line_b = 0;
  bool has_change = false;

  /// True if it stands in one of the texts only.
  bool is_only(Mark mark) const;

  /// The direction of the line as the second text has it; of a line that stands in the first text only, as there: that
  /// of its first letter.
  bool is_right_to_left() const;
};

/// Where the lines of a text begin: line numbers of any number of places, each in O(log lines).
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);
  /// From 1. CR LF, LF and CR end a line; between CR and LF it hasn't ended.
  std::uint64_t line_of(std::uint64_t position) const;

 private:
  std::vector<std::uint64_t> begins_;
};

/// Makes the lines of a report, which must outlive it.
class DiffLines {
 public:
  explicit DiffLines(const DiffReport& report);

  /// All lines. Changes that aren't shown appear as the second text has it; moved blocks are lines of their own in both
  /// places, without what changed inside. If moves aren't shown, they appear where they stand in the second text, with
  /// what changed inside.
  std::vector<DiffLine> all() const;

  /// The lines of one moved block with what changed inside.
  std::vector<DiffLine> moved(const Move& move) const;

 private:
  const DiffReport& report_;
  LineIndex lines_a_, lines_b_;
};

/// Whether anything that is shown changed inside of a moved block.
bool has_shown_change(const DiffReport& report, const Move& move);

/// White space made visible: "·" for a blank, "¶" for a line end and so on.
std::string visible_white_space(std::string_view text);

/// What a change is, in a word or two for people: "date", "typo", "paragraph added", "footer replaced".
std::string_view describe(const Change& change);

}  // namespace nuskha
