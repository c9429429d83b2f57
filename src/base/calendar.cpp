// Entry points: to_gregorian, date_order_of. Test: tests/base/calendar_test.cpp.
#include "base/calendar.h"

#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace nuskha {
namespace {

namespace chr = std::chrono;

constexpr int first_year = 1900;
constexpr int last_year = 2100;

chr::year_month_day ymd(const CivilDay& day) {
  return {chr::year(day.year), chr::month(static_cast<unsigned>(day.month)), chr::day(static_cast<unsigned>(day.day))};
}

using Calendars = std::array<std::unique_ptr<icu::Calendar>, 3>;  // by LunarOrSolar; nullptr: ICU's data lack it

Calendars make_calendars() {
  static constexpr const char* names[] = {"@calendar=persian", "@calendar=islamic-umalqura", "@calendar=hebrew"};
  Calendars out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Calendar> made(
        icu::Calendar::createInstance(icu::TimeZone::getGMT()->clone(), icu::Locale(names[i]), status));
    if (U_FAILURE(status)) continue;
    made->setLenient(false);
    out[i] = std::move(made);
  }
  return out;
}

/// Calendars of this thread, since computing a day changes the calendar. They are copies: ICU looks the kinds up once.
const Calendars& calendars() {
  static const Calendars originals = make_calendars();
  static thread_local const Calendars copies = [] {
    Calendars out;
    for (std::size_t i = 0; i < out.size(); ++i)
      if (originals[i]) out[i].reset(originals[i]->clone());
    return out;
  }();
  return copies;
}

}  // namespace

bool is_plausible(const CivilDay& day) {
  if (day.year < first_year || day.year > last_year || day.month < 1 || day.month > 12 || day.day < 0) return false;
  return day.day == 0 || ymd(day).ok();
}

std::string to_iso(const CivilDay& day) {
  std::string out = std::to_string(day.year);
  for (const int part : {day.month, day.day}) {
    if (part == 0) break;
    out += '-';
    out += static_cast<char>('0' + part / 10);
    out += static_cast<char>('0' + part % 10);
  }
  return out;
}

int days_since_epoch(const CivilDay& day) {
  return static_cast<int>(chr::sys_days(ymd(day)).time_since_epoch().count());
}

CivilDay day_of_epoch(int days) {
  const chr::year_month_day date{chr::sys_days(chr::days(days))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::optional<CivilDay> to_gregorian(LunarOrSolar calendar, int year, int month, int day) {
  const std::unique_ptr<icu::Calendar>& dates = calendars()[static_cast<std::size_t>(calendar)];
  if (!dates) return std::nullopt;
  dates->clear();
  dates->set(UCAL_EXTENDED_YEAR, year);
  dates->set(UCAL_MONTH, month - 1);
  dates->set(UCAL_DATE, day);
  UErrorCode status = U_ZERO_ERROR;
  const UDate time = dates->getTime(status);  // fails for days that don't exist
  if (U_FAILURE(status)) return std::nullopt;
  const CivilDay out = day_of_epoch(static_cast<int>(std::floor(time / 86'400'000.0)));
  if (!is_plausible(out)) return std::nullopt;
  return out;
}

DateOrder date_order_of(std::string_view tag) {
  if (tag.empty()) return DateOrder::unknown;
  static std::mutex mutex;
  static std::map<std::string, DateOrder, std::less<>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(tag); found != known.end()) return found->second;
  DateOrder order = DateOrder::unknown;
  UErrorCode status = U_ZERO_ERROR;
  std::string with_hyphens(tag);
  std::replace(with_hyphens.begin(), with_hyphens.end(), '_', '-');
  const icu::Locale locale = icu::Locale::forLanguageTag(with_hyphens, status);
  const bool is_plain_english = std::string_view(locale.getLanguage()) == "en" && locale.getCountry()[0] == '\0';
  if (U_SUCCESS(status) && locale.getLanguage()[0] != '\0' && !is_plain_english) {
    icu::Locale gregorian(locale);
    gregorian.setKeywordValue("calendar", "gregorian", status);
    const std::unique_ptr<icu::DateFormat> format(
        icu::DateFormat::createDateInstance(icu::DateFormat::kShort, gregorian));
    icu::UnicodeString pattern;
    // For what it doesn't know ICU answers by the locale of this machine.
    const icu::Locale known_locale = format ? format->getLocale(ULOC_VALID_LOCALE, status) : icu::Locale::getRoot();
    const bool is_known = std::string_view(known_locale.getLanguage()) == locale.getLanguage();
    const auto* simple = dynamic_cast<const icu::SimpleDateFormat*>(format.get());
    if (simple != nullptr && is_known) simple->toPattern(pattern);
    const auto position = [&](char16_t field) { return pattern.indexOf(field); };
    const std::int32_t year = position(u'y');
    const std::int32_t month = position(u'M');
    const std::int32_t day = position(u'd');
    if (year >= 0 && month >= 0 && day >= 0 && year > month && year > day)
      order = day < month ? DateOrder::day_first : DateOrder::month_first;
  }
  if (known.size() < 4096) known.emplace(std::string(tag), order);
  return order;
}

}  // namespace nuskha
