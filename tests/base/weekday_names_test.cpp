#include "base/weekday_names.h"

#include <optional>
#include <string>
#include <string_view>

#include <unicode/uvernum.h>

#include "base/month_names.h"
#include "support/catch.h"
#include "support/icu_weekday_names.h"

using namespace nuskha;

namespace {

/// The weekday beside a date, and the bytes that say it: "4 Thursday"; "" if none is.
std::string beside(std::string_view text, std::string_view date) {
  const std::size_t begin = text.find(date);
  REQUIRE(begin != text.npos);
  const auto found = find_weekday_beside(text, begin, begin + date.size());
  if (!found) return "";
  REQUIRE(found->begin < found->end);
  REQUIRE(found->end <= text.size());
  return std::to_string(found->weekday) + ' ' + std::string(text.substr(found->begin, found->end - found->begin));
}

}  // namespace

TEST_CASE("the table of weekday names is what ICU says") {
  // Other versions of ICU know other names: then the table is still right, only not the same.
  if (month_name_table_version() != U_ICU_VERSION) return;
  const bool is_equal = test::make_weekday_name_table() == weekday_name_table();
  CHECK(is_equal);
}

TEST_CASE("the table is sorted, and every line of it is found") {
  std::string_view before;
  std::size_t count = 0;
  const std::string_view table = weekday_name_table();
  for (std::size_t begin = 0; begin < table.size(); ++count) {
    const std::size_t end = table.find('\n', begin);
    const std::string_view line = table.substr(begin, end - begin);
    const std::string_view name = line.substr(0, line.find('\t'));
    CAPTURE(name);
    CHECK(before < name);
    CHECK(fold_name_words(name) == name);
    REQUIRE(line.size() == name.size() + 2);
    CHECK(find_weekday(name) == line.back() - '0');
    CHECK_FALSE(find_weekday(std::string(name) + "~"));
    before = name;
    begin = end + 1;
  }
  CHECK(count > 300);
}

TEST_CASE("days are known by their names, whole") {
  for (const char* const name : {"الخميس", "Thursday", "jeudi", "Donnerstag", "پنجشنبه", "חמישי", "יום חמישי",
                                 "четверг", "Perşembe", "jueves", "木曜日", "星期四", "周四", "목요일"}) {
    CAPTURE(name);
    const auto day = find_weekday(fold_name_words(name));
    CHECK((day == 4 || std::string_view(name) == "חמישי"));
  }
  CHECK(find_weekday("sonnabend") == 6);
  for (const char* const name : {"", "thurs", "thursdays", "april", "\n", "\t", "4", "thursday\t4"})
    CHECK_FALSE(find_weekday(name));
}

TEST_CASE("the weekday of a day, before 1970 too") {
  CHECK(english_weekday(weekday_of(0)) == "Thursday");
  CHECK(english_weekday(weekday_of(18732)) == "Thursday");  // 15 April 2021
  CHECK(english_weekday(weekday_of(-1)) == "Wednesday");
  CHECK(english_weekday(weekday_of(-7)) == "Thursday");
  CHECK(english_weekday(weekday_of(3)) == "Sunday");
}

TEST_CASE("a weekday is found right before its date") {
  CHECK(beside("on Thursday, 15 April 2021", "15 April 2021") == "4 Thursday");
  CHECK(beside("on Thursday 15 April 2021", "15 April 2021") == "4 Thursday");
  CHECK(beside("Thursday the 15th of April 2021", "15th of April 2021") == "4 Thursday");
  CHECK(beside("Donnerstag, den 15. April 2021", "15. April 2021") == "4 Donnerstag");
  CHECK(beside("يوم الخميس 15 نيسان 2021", "15 نيسان 2021") == "4 الخميس");
  CHECK(beside("يوم الخميس الموافق 15 أبريل 2021", "15 أبريل 2021") == "4 الخميس");
  CHECK(beside("يوم الخَميس،\u00A015 أبريل 2021", "15 أبريل 2021") == "4 الخَميس");
  CHECK(beside("quinta-feira, 15 de abril de 2021", "15 de abril de 2021") == "4 quinta-feira");
}

TEST_CASE("of names within one another the longest counts, in however many words Persian writes it") {
  CHECK(beside("شنبه ۱۷ آوریل ۲۰۲۱", "۱۷ آوریل ۲۰۲۱") == "6 شنبه");
  CHECK(beside("سه‌شنبه ۱۳ آوریل ۲۰۲۱", "۱۳ آوریل ۲۰۲۱") == "2 سه‌شنبه");
  CHECK(beside("سه شنبه ۱۳ آوریل ۲۰۲۱", "۱۳ آوریل ۲۰۲۱") == "2 سه شنبه");
  CHECK(beside("پنج شنبه ۱۵ آوریل ۲۰۲۱", "۱۵ آوریل ۲۰۲۱") == "4 پنج شنبه");
}

TEST_CASE("a weekday is found in parentheses after its date") {
  CHECK(beside("2021年4月15日（木）に開館", "2021年4月15日") == "4 木");
  CHECK(beside("2021年4月15日(四)", "2021年4月15日") == "4 四");
  CHECK(beside("2021년 4월 15일 (목)", "2021년 4월 15일") == "4 목");
  CHECK(beside("15 April 2021 (Thursday)", "15 April 2021") == "4 Thursday");
  CHECK(beside("15 April 2021 (see below)", "15 April 2021") == "");
  CHECK(beside("15 April 2021 (Thursday", "15 April 2021") == "");
}

TEST_CASE("a weekday of another line, sentence or place is not the date's") {
  CHECK(beside("15 April 2021", "15 April 2021") == "");
  CHECK(beside("We met on Thursday and on 15 April 2021", "15 April 2021") == "");
  CHECK(beside("Closed on Thursday. 15 April 2021 was fine.", "15 April 2021") == "");
  CHECK(beside("مغلق يوم الخميس؟ 15 أبريل 2021", "15 أبريل 2021") == "");
  CHECK(beside("Thursday\n15 April 2021", "15 April 2021") == "");
  CHECK(beside("Thursday\r\n15 April 2021", "15 April 2021") == "");
  CHECK(beside(", 15 April 2021", "15 April 2021") == "");
  CHECK(beside(std::string(5000, 'x') + " 15 April 2021", "15 April 2021") == "");
  CHECK(beside("\xFF\xD8 15 April 2021(\xFF)", "15 April 2021") == "");
}
