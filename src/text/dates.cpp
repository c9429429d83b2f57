// Entry points: find_dates, DateHabits::decide. Test: tests/text/dates_test.cpp.
#include "text/dates.h"

#include <algorithm>
#include <span>
#include <string>

#include "text/language.h"

namespace nuskha {
namespace {

/// Languages in which most archives are written. Where one of these and one beyond them call different months by one
/// name ("May" is October in Duala), the one here is meant, unless the text is known to be in the other.
constexpr std::string_view common_languages =
    " af ar az be bg bn bs ca ckb cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km "
    "kn ko ku ky lb lo lt lv mk ml mn mr ms my nb ne nl nn no or pa pl ps pt ro ru sd si sk sl sq sr sv sw ta te tg th "
    "tk tr ug uk ur uz vi yi zh ";

/// The language of a tag, without region and script.
std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find_first_of("-_")); }

bool holds(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != list.npos && !word.empty(); at = list.find(word, at + 1))
    if (at > 0 && list[at - 1] == ' ' && at + word.size() < list.size() && list[at + word.size()] == ' ') return true;
  return false;
}

bool is_common(std::string_view languages) {
  for (std::size_t begin = 0; begin < languages.size();) {
    const std::size_t end = std::min(languages.find(' ', begin), languages.size());
    if (end > begin && holds(common_languages, languages.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

template <class Keep>
void keep_if_any(DateMatch& match, Keep keep) {
  const auto begin = match.readings.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(match.num_readings);
  if (std::none_of(begin, end, keep)) return;
  match.num_readings = static_cast<std::size_t>(std::stable_partition(begin, end, keep) - begin);
}

}  // namespace

std::string_view DateHabits::language() {
  if (!language_) language_ = tag_.empty() ? guess_language(text_) : primary(tag_);
  return *language_;
}

DateOrder DateHabits::order() {
  if (order_) return *order_;
  bool day_first = false;
  bool month_first = false;
  DateFinder finder;
  finder.start(text_, 0, std::min(text_.size(), most_evidence_bytes));
  for (DateMatch match; finder.next(match);) {
    day_first |= match.shows_order == DateOrder::day_first;
    month_first |= match.shows_order == DateOrder::month_first;
  }
  if (day_first != month_first) {
    order_ = day_first ? DateOrder::day_first : DateOrder::month_first;
  } else if (day_first) {
    order_ = DateOrder::unknown;  // both stand there
  } else {
    order_ = date_order_of(tag_.empty() ? language() : tag_);
    if (order_ == DateOrder::unknown && tag_.empty() && is_day_first_script(text_)) order_ = DateOrder::day_first;
  }
  return *order_;
}

void DateHabits::decide(DateMatch& match) {
  if (match.num_readings < 2) return;
  const auto readings = [&] { return std::span(match.readings.data(), match.num_readings); };
  if (std::ranges::any_of(readings(), [](const DateReading& r) { return !r.languages.empty(); })) {
    const bool known =
        std::ranges::any_of(readings(), [&](const DateReading& r) { return holds(r.languages, language()); });
    if (known) {
      keep_if_any(match, [&](const DateReading& r) { return holds(r.languages, language()); });
    } else {
      keep_if_any(match, [](const DateReading& r) { return r.languages.empty() || is_common(r.languages); });
    }
  }
  if (match.num_readings < 2) return;
  if (std::ranges::any_of(readings(), [](const DateReading& r) { return r.order != DateOrder::unknown; }) &&
      order() != DateOrder::unknown)
    keep_if_any(match, [&](const DateReading& r) { return r.order == order(); });
}

std::string_view to_string(DateCalendar calendar) {
  switch (calendar) {
    case DateCalendar::gregorian: return "gregorian";
    case DateCalendar::buddhist: return "buddhist";
    case DateCalendar::persian: return "persian";
    case DateCalendar::islamic: return "islamic";
    case DateCalendar::hebrew: return "hebrew";
    case DateCalendar::japanese: return "japanese";
    case DateCalendar::minguo: return "minguo";
  }
  return "gregorian";
}

std::vector<FoundDate> find_dates(std::string_view utf8, std::string_view language) {
  std::vector<FoundDate> out;
  DateHabits habits(utf8, language);
  DateFinder finder;
  finder.start(utf8, 0, utf8.size());
  for (DateMatch match; finder.next(match);) {
    habits.decide(match);
    FoundDate date;
    date.begin = match.begin;
    date.end = match.end;
    date.precision = match.is_day() ? DatePrecision::day : DatePrecision::month;
    date.calendar = match.readings[0].calendar;
    date.is_range = match.is_range;
    for (std::size_t i = 0; i < match.num_readings; ++i) date.readings.push_back(to_iso(match.readings[i].day));
    std::sort(date.readings.begin(), date.readings.end());
    out.push_back(std::move(date));
  }
  return out;
}

}  // namespace nuskha
