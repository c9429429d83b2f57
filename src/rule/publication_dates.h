// What a document states about the day on which it was published.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/text.h"

namespace nuskha {

enum class StatementKind : std::uint8_t { front_matter, date_line, file_name };

/// One statement of the day of publication.
struct DateStatement {
  StatementKind kind = StatementKind::front_matter;
  std::vector<int> days;    ///< Days since 1970-01-01 that it can mean, the likeliest first; at least one.
  std::uint64_t begin = 0;  ///< Of a date line, the date in source bytes.
  std::uint64_t end = 0;
};

/// The statements of front matter, of date lines and of paragraphs that open with place, date and dash, and of the file
/// name, in this order; of the lines in order of the text. `analysis` is that of the document's text, with word ranges.
/// A line that says more than place and date, a range of days, and a line that speaks of an update are none.
std::vector<DateStatement> find_publication_dates(const Document& document, const Analysis& analysis);

/// The day that the last part of a path begins with or holds, in days since 1970-01-01. A record's file names all of
/// its records and none of them.
std::optional<int> day_in_name(std::string_view path);

}  // namespace nuskha
