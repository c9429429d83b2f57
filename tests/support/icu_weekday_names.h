// Names of the days of the week from ICU, for the table that src/base/weekday_names.inc holds.
#pragma once

#include <string>

namespace nuskha::test {

/// "NAME\tDAY\n" for each name, folded as fold_name_words does, sorted by bytes; DAY counts from 0, Sunday. Names that
/// are two days in different languages are left out.
std::string make_weekday_name_table();

}  // namespace nuskha::test
