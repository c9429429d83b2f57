// Dates as people write them, in all scripts and in the month names of all ICU locales. Forms and rules:
// docs/algorithm.md, section "Dates".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// The calendar that a date is written in.
enum class DateCalendar : std::uint8_t {
  gregorian,
  buddhist,  ///< Thai: 2564 is 2021.
  persian,   ///< Solar Hijri: 1400 began in March 2021.
  islamic,   ///< Umm al-Qura: 1442 ended in August 2021. Where the moon is sighted a day may be off by one or two.
  hebrew,
  japanese,  ///< Eras: 令和3年 is 2021.
  minguo,    ///< 民國110年 is 2021.
};
std::string_view to_string(DateCalendar calendar);

/// How much of a date is written. A year alone is not looked for.
enum class DatePrecision : std::uint8_t { day, month };

/// A date in a text.
struct FoundDate {
  std::uint64_t begin = 0;  ///< Half-open range of source bytes.
  std::uint64_t end = 0;
  /// What it can mean, Gregorian, YYYY-MM-DD or YYYY-MM by precision, ascending. One, unless it is ambiguous: then all.
  std::vector<std::string> readings;
  DatePrecision precision = DatePrecision::day;
  DateCalendar calendar = DateCalendar::gregorian;  ///< Of the first reading.
  bool is_range = false;                            ///< "12–15 April 2021": the readings are those of its last day.

  bool is_ambiguous() const { return readings.size() > 1; }
};

/// Every date in a text, in order, none overlapping. `utf8` may hold any bytes. A day that doesn't exist or lies
/// outside 1900–2100 is no date; neither is one without a year or with a year of two digits. `language` is the text's
/// as a BCP 47 tag ("en-GB", "fa"), empty if not known. Forms that can be read in two ways (04/05/2021) are decided by
/// other dates of this text (25/12/2021), else by `language`, else by the language that the text seems to be in; what
/// remains open has all its readings. Cost: O(bytes), a nanosecond or two a byte, and a microsecond for each number
/// that could be a year. Thread-safe.
std::vector<FoundDate> find_dates(std::string_view utf8, std::string_view language = {});

}  // namespace nuskha
