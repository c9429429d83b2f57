// Days of other calendars as days of the Gregorian one, and the habits of locales in writing dates with numbers. By
// ICU. Test: tests/base/calendar_test.cpp.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// A day of the Gregorian calendar.
struct CivilDay {
  int year = 0;
  int month = 0;  ///< 1–12
  int day = 0;    ///< 1–31; 0 for a whole month.
  friend auto operator<=>(const CivilDay&, const CivilDay&) = default;
};

/// True for a day that exists, from 1 January 1900 to 31 December 2100. The bounds are fixed: an answer must not depend
/// on today's date.
bool is_plausible(const CivilDay& day);

/// YYYY-MM-DD, or YYYY-MM where the day is 0.
std::string to_iso(const CivilDay& day);

/// Days since 1 January 1970. `day` is plausible and not 0.
int days_since_epoch(const CivilDay& day);
CivilDay day_of_epoch(int days);

/// Calendars that need more than an offset of the year.
enum class LunarOrSolar : std::uint8_t {
  persian,  ///< Solar Hijri.
  islamic,  ///< Umm al-Qura, as in Saudi Arabia; where the month is sighted a date may be a day or two off.
  hebrew,
};

/// The Gregorian day of a date, if there is such a date and it is plausible. Months count from 1; Hebrew: 1 Tishri …
/// 6 Adar I, 7 Adar (II), 8 Nisan … 13 Elul. Cost: a microsecond or two, more at a thread's first. Thread-safe.
std::optional<CivilDay> to_gregorian(LunarOrSolar calendar, int year, int month, int day);

/// In which order a locale writes day and month as numbers before the year.
enum class DateOrder : std::uint8_t { unknown, day_first, month_first };

/// By ICU's short pattern for a BCP 47 tag ("en-GB", "fr"). `unknown` for tags without a date habit, for locales that
/// write the year first, and for English without a region. Cost: some hundred microseconds the first time. Thread-safe.
DateOrder date_order_of(std::string_view tag);

}  // namespace nuskha
