// One family as lines for people: the tree of its versions, as rows of columns. Used by text.cpp only.
// Covered by tests/report/text_test.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "nuskha/report.h"

namespace nuskha {

/// Lines shown of one family before the rest is only counted.
inline constexpr std::size_t max_family_rows = 20;
/// Copies of one document that hang on it and lead nowhere else: more than this many are counted, not listed …
inline constexpr std::size_t max_listed_copies = 4;
/// … after the first few.
inline constexpr std::size_t num_shown_copies = 3;

/// A title is left out rather than cut to fewer columns than this.
inline constexpr std::size_t least_title_columns = 10;

/// The members of a family that have a line of their own, by position.
std::vector<std::size_t> shown_members(const FamilyRecord& family);

/// Appends the lines of `family`, which is one of `report.families`. Returns true if members were counted instead of
/// listed.
bool append_family_rows(const Report& report, const FamilyRecord& family, const TextStyle& style, std::string& out);

/// The text in an ANSI colour ("31") or attribute ("1"), if `style` has colour.
std::string paint(const TextStyle& style, std::string_view code, std::string text);

/// The problems, by code, the first few of each.
void append_problems(const Report& report, const TextStyle& style, std::string& out);

/// "Took 1.5 s, 20 MB/s." summary.seconds must be there.
std::string time_line(const Summary& summary);

/// A name or title made safe to show, isolated if the style says so.
std::string shown_name(const TextStyle& style, std::string_view name);

}  // namespace nuskha
