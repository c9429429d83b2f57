// A diff as lines to show: both texts in one, with what was taken out beside what was put in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/diff_report.h"

namespace nuskha {

enum class Mark : std::uint8_t { same, removed, added };

/// A stretch of one mark within a line. Views of the report's texts.
struct DiffRun {
  Mark mark = Mark::same;
  std::string_view text;           ///< Without line ends, but for white space that changed.
  const Change* change = nullptr;  ///< Of removed and added runs.
};

struct DiffLine {
  std::vector<DiffRun> runs;
  std::uint64_t line_a = 0;  ///< Where it begins, from 1. Of an added line, the one before which it was added.
  std::uint64_t line_b = 0;
  bool has_change = false;

  /// True if it stands in one of the texts only.
  bool is_only(Mark mark) const;
};

/// All lines of a report. Changes that aren't shown appear as the second text has it; moved blocks are lines of their
/// own in both places, without what changed inside.
std::vector<DiffLine> make_diff_lines(const DiffReport& report);

/// The lines of one moved block with what changed inside, as make_diff_lines has them.
std::vector<DiffLine> make_moved_lines(const DiffReport& report, const Move& move);

/// White space made visible: "·" for a blank, "¶" for a line end and so on.
std::string visible_white_space(std::string_view text);

/// What a change is, in a word or two for people: "date", "typo", "paragraph added", "footer replaced".
std::string_view describe(const Change& change);

}  // namespace nuskha
