// One date after the other, with everything that each can mean. find_dates and the scan decide between the readings.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "base/month_names.h"
#include "nuskha/dates.h"
#include "text/date_window.h"

namespace nuskha {

/// One meaning of a date, and when it is meant.
struct DateReading {
  CivilDay day;  ///< Day 0: the month is all that's written.
  DateCalendar calendar = DateCalendar::gregorian;
  DateOrder order = DateOrder::unknown;  ///< In which order this reading takes two numbers; unknown: it doesn't matter.
  std::string_view languages;            ///< As NamedMonth::languages: meant so in these; empty: in all.
};

/// A date as it stands in the text.
struct DateMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_range = false;
  /// Of a date in numbers that has one reading because the other would be no day (25/12/2021): its order.
  DateOrder shows_order = DateOrder::unknown;
  std::array<DateReading, 8> readings;
  std::size_t num_readings = 0;

  void add(const DateReading& reading);
  bool is_day() const { return num_readings > 0 && readings[0].day.day != 0; }
};

/// Goes through a text from left to right.
class DateFinder {
 public:
  /// Replaces what is searched: years in text[begin, end); the rest of a date may stand outside.
  void start(std::string_view text, std::size_t begin, std::size_t end) {
    text_ = text;
    at_ = begin;
    found_end_ = begin;
    end_ = end < text.size() ? end : text.size();
  }

  /// The next date; false when there is none.
  bool next(DateMatch& out);

 private:
  struct Month {
    MonthMeanings meanings;
    std::size_t begin = 0;  // half-open range of tokens
    std::size_t end = 0;
  };

  bool read_around_year(std::size_t begin, std::size_t end, DateMatch& out);
  bool read_numbers(std::size_t year, DateMatch& out);
  bool read_words_before(std::size_t year, DateMatch& out);
  bool read_words_after(std::size_t year, DateMatch& out);
  bool read_month_alone(std::size_t year, DateMatch& out);
  bool read_vietnamese(std::size_t last, std::size_t year, DateMatch& out);
  bool read_east_asian(std::size_t year_mark, std::size_t mark_length, DateMatch& out);

  bool month_before(std::size_t end, Month& out);
  bool month_after(std::size_t begin, Month& out);
  MonthMeanings meanings_of(std::size_t begin, std::size_t end);
  std::size_t skip_back(std::size_t token, std::size_t most);
  std::size_t skip_forward(std::size_t token, std::size_t most);
  bool light_between(std::size_t first, std::size_t last) const;
  bool is_range_before(std::size_t day);
  bool finish(std::size_t first, std::size_t last, DateMatch& out);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::size_t found_end_ = 0;  // end of the last date, which the next may not reach into
  DateWindow tokens_;
};

}  // namespace nuskha
