// What the days of the week are called, in the languages that press offices write in. The table is generated from ICU
// (`./dev tables`); tests/base/weekday_names_test.cpp proves it equal to ICU.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nuskha {

/// A weekday as it stands in a text.
struct WrittenWeekday {
  int weekday = 0;          ///< From 0, Sunday.
  std::uint64_t begin = 0;  ///< Half-open range of bytes.
  std::uint64_t end = 0;
};

/// The weekday of a day since 1 January 1970, from 0, Sunday.
int weekday_of(int days_since_epoch);

/// "Sunday" … "Saturday".
std::string_view english_weekday(int weekday);

/// The weekday of a name, whole, as fold_name_words gives it.
std::optional<int> find_weekday(std::string_view folded);

/// The weekday that is written to the date at text[begin, end): right before it ("Thursday, 15 April 2021", "الخميس
/// 15 نيسان 2021"), or after it in parentheses ("2021年4月15日（木）"). Cost: a few microseconds. Thread-safe.
std::optional<WrittenWeekday> find_weekday_beside(std::string_view text, std::uint64_t begin, std::uint64_t end);

/// The generated table, a line a name, "NAME\tDAY\n", sorted by bytes. For the test.
std::string_view weekday_name_table();

}  // namespace nuskha
