#include "nuskha/dates.h"

#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

/// "2021-04-15", the readings of an ambiguous date with "|" between them, dates with ", " between them.
std::string dates_of(std::string_view text, std::string_view language = {}) {
  std::string out;
  for (const FoundDate& date : find_dates(text, language)) {
    if (!out.empty()) out += ", ";
    for (std::size_t i = 0; i < date.readings.size(); ++i) out += (i > 0 ? "|" : "") + date.readings[i];
  }
  return out;
}

/// The part of the text that the one date stands in.
std::string place_of(const std::string& text) {
  const std::vector<FoundDate> dates = find_dates(text);
  return dates.size() == 1 ? text.substr(dates[0].begin, dates[0].end - dates[0].begin) : "";
}

}  // namespace

TEST_CASE("a day is found however it is written") {
  const std::string text = GENERATE(
      as<std::string>(),
      // Arabic, both sets of names, the Maghreb's, and two names side by side
      "١٥ أبريل ٢٠٢١", "15 نيسان 2021", "15 نيسان/أبريل 2021", "15 نيسان (أبريل) 2021", "15 أبريل / نيسان 2021",
      "أبريل 15, 2021", "١٥ ابريل ٢٠٢١م", "15 أَبْرِيل 2021", "الخميس 15 نيسان 2021", "15 أفريل 2021", "15 إبريل عام 2021",
      "في 15 من أبريل 2021", "۱۵ آوریل ۲۰۲۱", "15 اپریل، 2021",
      // Latin
      "15 April 2021", "April 15, 2021", "April 15 2021", "Apr. 15, 2021", "April 15th, 2021", "15th of April, 2021",
      "15 APRIL 2021", "15-Apr-2021", "15Apr2021", "le 15 avril 2021", "15 de abril de 2021", "15 d’abril del 2021",
      "15. April 2021", "15 kwietnia 2021 r.", "15. dubna 2021", "15. huhtikuuta 2021", "2021. április 15.",
      "2021 m. balandžio 15 d.", "2021. gada 15. aprīlis", "2021(e)ko apirilaren 15(a)", "15 Nisan 2021",
      "ngày 15 tháng 4 năm 2021", "15 tháng 4, 2021", "15 tháng tư năm 2021", "15 Ebrel 2021",
      // other scripts
      "15 апреля 2021 г.", "15 квітня 2021 року", "15 Απριλίου 2021", "15 באפריל 2021", "15 לאפריל 2021",
      "15 अप्रैल 2021", "१५ अप्रैल २०२१", "১৫ এপ্রিল, ২০২১", "2021年4月15日", "２０２１年４月１５日", "2021 年 04 月 15 日",
      "二〇二一年四月十五日", "2021年（令和3年）4月15日", "2021년 4월 15일", "၂၀၂၁၊ ဧပြီ ၁၅",
      // other calendars
      "๑๕ เมษายน ๒๕๖๔", "15 เมษายน พ.ศ. 2564", "15 เม.ย. 2564", "15/4/2564", "۲۶ فروردین ۱۴۰۰", "٣ رمضان ١٤٤٢ هـ",
      "令和3年4月15日", "令和三年四月十五日", "民國110年4月15日", "中華民國一百一十年四月十五日", "3 Iyar 5781",
      "26/1/1400 ه.ش", "3/9/1442 هـ",
      // numbers
      "15.04.2021", "15. 4. 2021", "2021-04-15", "2021-4-15", "2021/04/15", "2021.04.15", "15/04/2021", "15-04-2021",
      "١٥/٤/٢٠٢١", "٢٠٢١/٤/١٥", "15 / 4 / 2021", "04/15/2021", "2021-04-15T10:30:00Z", "‎15/04/2021‎");
  CAPTURE(text);
  CHECK(dates_of(text) == "2021-04-15");
  CHECK(dates_of("قلمار، " + text + " – x") == "2021-04-15");
  CHECK(dates_of("* " + text + "\n\n* 1 *") == "2021-04-15");
}

TEST_CASE("the examples of the documentation") {
  CHECK(dates_of("5 شباط/فبراير 2023") == "2023-02-05");
  CHECK(dates_of("5 فبراير 2023") == "2023-02-05");
  CHECK(dates_of("2023年2月5日") == "2023-02-05");
  CHECK(dates_of("۱۵ فروردین ۱۴۰۰") == "2021-04-04");
  CHECK(dates_of("31 تشرين الأول/أكتوبر 2021") == "2021-10-31");
  CHECK(dates_of("27 September 1998, 2 mai 1999 and 2000-01-31") == "1998-09-27, 1999-05-02, 2000-01-31");
  CHECK(dates_of("3 رمضان 1442 هـ الموافق 15 أبريل 2021") == "2021-04-15, 2021-04-15");
}

TEST_CASE("the place, the calendar and the precision are told") {
  CHECK(place_of("Geneva, 5 February 2023 – The") == "5 February 2023");
  CHECK(place_of("قلمار، 5 شباط/فبراير 2023 – x") == "5 شباط/فبراير 2023");
  CHECK(place_of("on April 15th, 2021.") == "April 15th, 2021");
  const auto calendar = [](std::string_view text) { return to_string(find_dates(text).at(0).calendar); };
  CHECK(calendar("15 April 2021") == "gregorian");
  CHECK(calendar("๑๕ เมษายน ๒๕๖๔") == "buddhist");
  CHECK(calendar("۱۵ فروردین ۱۴۰۰") == "persian");
  CHECK(calendar("3 رمضان 1442") == "islamic");
  CHECK(calendar("3 Nisan 5781") == "hebrew");
  CHECK(calendar("令和3年4月15日") == "japanese");
  CHECK(calendar("民國110年4月15日") == "minguo");
  CHECK(find_dates("April 2021").at(0).precision == DatePrecision::month);
  CHECK(dates_of("April 2021") == "2021-04");
  CHECK(dates_of("نيسان ٢٠٢١") == "2021-04");
  CHECK(dates_of("2021年4月") == "2021-04");
  CHECK(dates_of("เมษายน ๒๕๖๔") == "2021-04");
}

TEST_CASE("a date in numbers that can be two days is decided by the text, the language, or not at all") {
  CHECK(dates_of("04/05/2021") == "2021-04-05|2021-05-04");
  CHECK(dates_of("04-05-2021") == "2021-04-05|2021-05-04");
  CHECK(find_dates("04/05/2021").at(0).is_ambiguous());
  CHECK(dates_of("05/05/2021") == "2021-05-05");
  CHECK(dates_of("04.05.2021") == "2021-05-04");  // nobody writes the month first with full stops
  // by other dates
  CHECK(dates_of("25/12/2021 and 04/05/2021") == "2021-12-25, 2021-05-04");
  CHECK(dates_of("04/05/2021 and 25/12/2021") == "2021-05-04, 2021-12-25");
  CHECK(dates_of("04/05/2021 and 12/25/2021") == "2021-04-05, 2021-12-25");
  CHECK(dates_of("04/05/2021, 12/25/2021, 25/12/2021") == "2021-04-05|2021-05-04, 2021-12-25, 2021-12-25");
  CHECK(dates_of("04/05/2021 and 12/25/2021", "fr") == "2021-04-05, 2021-12-25");
  // by language
  CHECK(dates_of("04/05/2021", "en-GB") == "2021-05-04");
  CHECK(dates_of("04/05/2021", "en-US") == "2021-04-05");
  CHECK(dates_of("04/05/2021", "en") == "2021-04-05|2021-05-04");
  CHECK(dates_of("04/05/2021", "fr") == "2021-05-04");
  CHECK(dates_of("٠٤/٠٥/٢٠٢١", "ar") == "2021-05-04");
  CHECK(dates_of("Les résultats du 04/05/2021 ont été annoncés par le comité et la salle était pleine.") ==
        "2021-05-04");
  CHECK(dates_of("The results of 04/05/2021 were announced by the committee, and the hall was full.") ==
        "2021-04-05|2021-05-04");
  CHECK(dates_of("أعلنت اللجنة في 04/05/2021 نتائج التصويت التي كانت متوقعة من قبل") == "2021-05-04");
}

TEST_CASE("a name that is another month elsewhere is decided by the language, or not at all") {
  CHECK(dates_of("15 listopada 2021") == "2021-10-15|2021-11-15");
  CHECK(dates_of("15 listopada 2021", "pl") == "2021-11-15");
  CHECK(dates_of("15 listopada 2021", "hr") == "2021-10-15");
  CHECK(dates_of("Wyniki ogłoszono 15 listopada 2021 i nie jest to koniec, bo się odwołano.") == "2021-11-15");
  CHECK(dates_of("15 srpna 2021") == "2021-08-15");
  // May is October in Duala, which hasn't as many archives.
  CHECK(dates_of("15 May 2021") == "2021-05-15");
  CHECK(dates_of("15 May 2021", "dua") == "2021-10-15");
  CHECK(dates_of("15 Mar 2021") == "2021-03-15");
}

TEST_CASE("a Hijri year in numbers is solar or lunar by its era or the language, or both") {
  CHECK(dates_of("26/01/1400", "fa") == "2021-04-15");
  CHECK(dates_of("1400/01/26", "fa") == "2021-04-15");
  CHECK(dates_of("16/10/1436", "ar") == "2015-08-01");
  CHECK(dates_of("26/01/1400").find('|') != std::string::npos);
  CHECK(dates_of("26/01/1400 ه.ش") == "2021-04-15");
  CHECK(dates_of("16/10/1436 هـ") == "2015-08-01");
}

TEST_CASE("a range counts by its last day") {
  for (const char* text :
       {"12-15 April 2021", "12–15 April 2021", "12 – 15 April 2021", "12 to 15 April 2021", "April 12-15, 2021",
        "12 et 15 avril 2021", "12 e 15 aprile 2021", "12 y 15 de abril de 2021", "12 و 15 أبريل 2021",
        "من 12 إلى 15 أبريل 2021", "27 March – 15 April 2021", "12. bis 15. April 2021"}) {
    CAPTURE(text);
    CHECK(dates_of(text) == "2021-04-15");
    CHECK((find_dates(text).at(0).is_range || std::string_view(text).starts_with("12. bis")));
  }
  for (const char* text : {"15 April 2021", "week 33 - 15 April 2021", "April 15, 2021", "15.04.2021"})
    CHECK_FALSE(find_dates(text).at(0).is_range);
  CHECK(dates_of("15 April 2021 – 2 May 2021") == "2021-04-15, 2021-05-02");
}

TEST_CASE("what only looks like a date is none") {
  const std::string text = GENERATE(
      as<std::string>(), "", "2021", "April", "15 April", "15 April 21", "15/04/21", "15.04.21",
      "April is the cruellest month", "1/2 2021", "1/2", "2021-W15-3", "2021-W15", "192.168.04.2021", "10.4.2021.5",
      "1.10.4.2021", "phone 0123 456 2021", "+964 15 04 2021", "2,021", "$12.04", "v2.0.2021", "In 2020, May was",
      "In 2020, May 5 people came", "In 2020. May 15 was the day", "31 April 2021", "30 February 2021", "29.02.2021",
      "31/02/2021", "32/01/2021", "15/13/2021", "2021-13-01", "2021-02-30", "0/0/2021", "15 April 1899",
      "15 April 2101", "1899-12-31", "15 مايو/يونيو 2021", "15 رمضان 2021", "15 April 1400", "15 Farvardin 2021",
      "令和99年4月15日", "平成33年4月15日", "5年4月15日", "2021年13月1日", "2021年4月0日", "۳۱ مهر ۱۴۰۰",
      "15 * April * 2021", "15 April; 2021", "10:15 2021", "page 15 of 2021", "some 3 out of 2021 people",
      "8 de 2021 personas", "12 أو 2021 شخصا", "CVE-2021-0415", "12345678", "20210415", "²021-04-15");
  CAPTURE(text);
  CHECK(dates_of(text).empty());
}

TEST_CASE("dates don't reach over a blank line nor into one another") {
  CHECK(dates_of("15 April\n\n2021 was").empty());
  CHECK(dates_of("15\nApril 2021") == "2021-04-15");
  CHECK(dates_of("15\r\nApril 2021") == "2021-04-15");
  CHECK(dates_of("5 May 2020, 6 May 2021") == "2020-05-05, 2021-05-06");
  CHECK(dates_of("since 2020, May 5, 2021") == "2021-05-05");
  CHECK(dates_of("2021. április 15. 2022. május 3.") == "2021-04-15, 2022-05-03");
  CHECK(dates_of("2021-04-15 2021-04-16") == "2021-04-15, 2021-04-16");
  CHECK(dates_of("2021-04-15/2021-04-16") == "2021-04-15, 2021-04-16");
  CHECK(dates_of("15.04.2021-18.04.2021") == "2021-04-15, 2021-04-18");
}

TEST_CASE("long dates of every locale of ICU are read back") {
  // Not those of kkj and vai-Latn, for which ICU has no names but "M04"; nor of kgp, whose names hold a number
  // ("4-Kysã"), and yav, whose names hold commas.
  const std::set<std::string> unreadable = {"kgp", "kkj", "vai", "yav"};
  std::int32_t count = 0;
  const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
  REQUIRE(count > 700);
  std::vector<std::string> wrong;
  for (std::int32_t i = 0; i < count; ++i) {
    const std::string language = locales[i].getLanguage();
    for (const auto style : {icu::DateFormat::kLong, icu::DateFormat::kFull}) {
      const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateInstance(style, locales[i]));
      format->adoptTimeZone(icu::TimeZone::getGMT()->clone());
      for (int month = 1; month <= 12; ++month) {
        const CivilDay day{2021, month, 13 + month};
        icu::UnicodeString formatted;
        format->format(86'400'000.0 * days_since_epoch(day), formatted);
        std::string text;
        formatted.toUTF8String(text);
        if (dates_of(text, language) == to_iso(day)) continue;
        const bool is_excused =
            unreadable.count(language) > 0 && (language != "vai" || std::string_view(locales[i].getScript()) == "Latn");
        if (!is_excused)
          wrong.push_back(std::string(locales[i].getName()) + ": " + text + " -> " + dates_of(text, language));
      }
    }
  }
  CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("dates of other calendars in the languages that use them are read back") {
  struct Case {
    const char* locale;
    const char* calendar;
  };
  for (const Case& c : {Case{"fa", "persian"},          Case{"ps", "persian"},
                        Case{"fa_AF", "persian"},       Case{"ckb_IR", "persian"},
                        Case{"en", "persian"},          Case{"fr", "persian"},
                        Case{"ru", "persian"},          Case{"ar_SA", "islamic-umalqura"},
                        Case{"ar", "islamic-umalqura"}, Case{"en", "islamic-umalqura"},
                        Case{"ur", "islamic-umalqura"}, Case{"id", "islamic-umalqura"},
                        Case{"tr", "islamic-umalqura"}, Case{"fr", "islamic-umalqura"},
                        Case{"en", "hebrew"},           Case{"fr", "hebrew"},
                        Case{"ru", "hebrew"},           Case{"th", "buddhist"},
                        Case{"en", "buddhist"},         Case{"ja", "japanese"},
                        Case{"zh_Hant", "roc"}}) {
    icu::Locale locale(c.locale);
    UErrorCode status = U_ZERO_ERROR;
    locale.setKeywordValue("calendar", c.calendar, status);
    const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale));
    format->adoptTimeZone(icu::TimeZone::getGMT()->clone());
    for (int day = days_since_epoch({2020, 1, 1}); day < days_since_epoch({2023, 1, 1}); day += 9) {
      icu::UnicodeString formatted;
      format->format(86'400'000.0 * day, formatted);
      std::string text;
      formatted.toUTF8String(text);
      CAPTURE(c.locale, c.calendar, text);
      CHECK(dates_of(text, locale.getLanguage()) == to_iso(day_of_epoch(day)));
    }
  }
}

TEST_CASE("random strings and broken ones are read without a crash, and what is found is in order") {
  std::mt19937_64 random(20210415);
  const std::vector<std::string> pieces = {
      "2021", "15",   "4",    "April", "نيسان", "/",  "-", ".",  " ",    "\n",       "\n\n",
      "年",   "月",   "日",   "令和",  "٢٠٢١",  "(",  ")", "年", "\xD9", "\xE5\xB9", "\xF0",
      "14",   "2564", "1442", "رمضان", "th",    "de", ",", "十", "5781", "tháng",    "\xE2\x80\x8E"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t length = random() % 24;
    for (std::size_t i = 0; i < length; ++i) text += pieces[random() % pieces.size()];
    std::uint64_t end = 0;
    for (const FoundDate& date : find_dates(text)) {
      REQUIRE(date.begin >= end);
      REQUIRE(date.begin < date.end);
      REQUIRE(date.end <= text.size());
      REQUIRE_FALSE(date.readings.empty());
      REQUIRE(std::is_sorted(date.readings.begin(), date.readings.end()));
      end = date.end;
    }
  }
  for (int round = 0; round < 2'000; ++round) {
    std::string text(random() % 64, ' ');
    for (char& c : text) c = static_cast<char>(random());
    find_dates(text);
  }
}

TEST_CASE("every truncation of a date is read") {
  const std::string text =
      "قلمار، 15 نيسان/أبريل 2021 – ๑๕ เมษายน ๒๕๖๔、令和三年四月十五日 3 رمضان 1442 هـ April 15th, 2021";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    find_dates(text.substr(0, length));
    find_dates(text.substr(length));
  }
}

TEST_CASE("hostile texts are read to their end") {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "2021 ";
  CHECK(dates_of(text).empty());
  text.clear();
  for (int i = 0; i < 20'000; ++i) text += "April ";
  CHECK(dates_of(text + "15 April 2021") == "2021-04-15");
  text.assign(1 << 20, '1');
  CHECK(dates_of(text).empty());
  text.clear();
  for (int i = 0; i < 50'000; ++i) text += "年";
  CHECK(dates_of(text).empty());
  text.clear();
  for (int i = 0; i < 3'000; ++i) text += "04/05/2021 ";
  CHECK(find_dates(text).size() == 3'000);
}
