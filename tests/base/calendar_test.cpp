#include "base/calendar.h"

#include <string>

#include "support/catch.h"

using namespace nuskha;

namespace {
std::string iso(LunarOrSolar calendar, int year, int month, int day) {
  const auto found = to_gregorian(calendar, year, month, day);
  return found ? to_iso(*found) : "none";
}
}  // namespace

TEST_CASE("days of other calendars are known Gregorian days") {
  CHECK(iso(LunarOrSolar::persian, 1400, 1, 1) == "2021-03-21");
  CHECK(iso(LunarOrSolar::persian, 1400, 1, 15) == "2021-04-04");
  CHECK(iso(LunarOrSolar::persian, 1399, 12, 30) == "2021-03-20");  // a leap year
  CHECK(iso(LunarOrSolar::persian, 1400, 12, 30) == "none");
  CHECK(iso(LunarOrSolar::persian, 1401, 3, 24) == "2022-06-14");
  CHECK(iso(LunarOrSolar::islamic, 1442, 9, 3) == "2021-04-15");
  CHECK(iso(LunarOrSolar::islamic, 1442, 10, 1) == "2021-05-13");
  CHECK(iso(LunarOrSolar::islamic, 1442, 9, 31) == "none");
  CHECK(iso(LunarOrSolar::hebrew, 5781, 8, 3) == "2021-03-16");
  CHECK(iso(LunarOrSolar::hebrew, 5782, 1, 1) == "2021-09-07");
  CHECK(iso(LunarOrSolar::persian, 1400, 13, 1) == "none");
  CHECK(iso(LunarOrSolar::persian, 1400, 0, 1) == "none");
  CHECK(iso(LunarOrSolar::persian, 1200, 1, 1) == "none");
}

TEST_CASE("plausible days exist and are of 1900 to 2100") {
  CHECK(is_plausible({1900, 1, 1}));
  CHECK(is_plausible({2100, 12, 31}));
  CHECK(is_plausible({2020, 2, 29}));
  CHECK(is_plausible({2021, 4, 0}));
  for (const CivilDay& day : {CivilDay{1899, 12, 31}, CivilDay{2101, 1, 1}, CivilDay{2021, 2, 29},
                              CivilDay{2021, 4, 31}, CivilDay{2021, 0, 1}, CivilDay{2021, 13, 1}, CivilDay{1, 1, 1}})
    CHECK_FALSE(is_plausible(day));
}

TEST_CASE("days are counted from 1970 and back") {
  CHECK(days_since_epoch({1970, 1, 1}) == 0);
  CHECK(days_since_epoch({1969, 12, 31}) == -1);
  CHECK(days_since_epoch({2021, 4, 15}) == 18732);
  for (int day = -25'000; day < 47'000; day += 37) CHECK(days_since_epoch(day_of_epoch(day)) == day);
  CHECK(to_iso({2021, 4, 5}) == "2021-04-05");
  CHECK(to_iso({2021, 4, 0}) == "2021-04");
}

TEST_CASE("locales write the day or the month first, or can't be asked") {
  for (const char* tag : {"en-GB", "fr", "de", "ar", "es", "ru", "pl", "he", "th", "en-IN", "fr-FR"}) {
    CAPTURE(tag);
    CHECK(date_order_of(tag) == DateOrder::day_first);
  }
  CHECK(date_order_of("en-US") == DateOrder::month_first);
  CHECK(date_order_of("en_US") == DateOrder::month_first);
  CHECK(date_order_of("fil") == DateOrder::month_first);
  for (const char* tag : {"en", "", "ja", "zh", "fa", "no such language", "xx", "English"}) {
    CAPTURE(tag);
    CHECK(date_order_of(tag) == DateOrder::unknown);
  }
}
