// Which calendars a number may be a year of.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/date_finder.h"

namespace nuskha {

/// The calendars in which a number is a year of our time.
struct YearKinds {
  bool gregorian, buddhist, hijri, hebrew;
  bool any() const { return gregorian || buddhist || hijri || hebrew; }
};
constexpr YearKinds kinds_of_year(std::uint32_t year) {
  return {year >= 1900 && year <= 2100, year >= 2443 && year <= 2643, year >= 1278 && year <= 1525,
          year >= 5660 && year <= 5861};
}
inline constexpr int buddhist_offset = 543;

/// Adds a reading, if there is such a day in our time.
inline void add_day(CivilDay day, DateCalendar calendar, DateOrder order, std::string_view languages, DateMatch& out) {
  if (is_plausible(day)) out.add({day, calendar, order, languages});
}

}  // namespace nuskha
