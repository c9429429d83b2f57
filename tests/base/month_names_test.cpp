#include "base/month_names.h"

#include <unicode/uvernum.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "support/catch.h"
#include "support/icu_month_names.h"

using namespace nuskha;

namespace {

/// "g4 p1": what a name means; "" if it is none.
std::string meanings_of(std::string_view name) {
  std::string out;
  for (const NamedMonth& month : find_month(fold_name_words(name))) {
    if (!out.empty()) out += ' ';
    out += "gpih"[static_cast<std::size_t>(month.calendar)];
    out += std::to_string(month.month);
  }
  return out;
}

}  // namespace

TEST_CASE("the table of month names is what ICU says") {
  // Other versions of ICU know other names: then the table is still right, only not the same.
  if (month_name_table_version() != U_ICU_VERSION) return;
  const test::MonthNameTables tables = test::make_month_name_tables();
  const bool names_equal = tables.names == month_name_table();
  CHECK(names_equal);
  const bool connectors_equal = tables.connectors == date_connector_table();
  CHECK(connectors_equal);
}

TEST_CASE("the tables are sorted, and every line of them is found") {
  std::string_view before;
  std::size_t count = 0;
  const std::string_view table = month_name_table();
  for (std::size_t begin = 0; begin < table.size();) {
    const std::size_t end = table.find('\n', begin);
    const std::string_view line = table.substr(begin, end - begin);
    const std::string_view name = line.substr(0, line.find('\t'));
    CAPTURE(name);
    CHECK(before < name);
    REQUIRE_FALSE(find_month(name).empty());
    CHECK(find_month(name).size() == static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')));
    CHECK(find_month(std::string(name) + "~").empty());
    for (const NamedMonth& month : find_month(name)) {
      CHECK(month.month >= 1);
      CHECK(month.month <= (month.calendar == MonthCalendar::hebrew ? 13 : 12));
    }
    before = name;
    begin = end + 1;
    ++count;
  }
  CHECK(count > 4000);
  const std::string_view connectors = date_connector_table();
  for (std::size_t begin = 0; begin < connectors.size();) {
    const std::size_t end = connectors.find('\n', begin);
    CHECK(is_date_connector(connectors.substr(begin, end - begin)));
    begin = end + 1;
  }
}

TEST_CASE("months are known by all of their names") {
  for (const char* name :
       {"أبريل",  "ابريل",    "إبريل",    "نيسان", "أفريل",    "April",      "APRIL",    "avril",      "апреля",
        "апрель", "kwietnia", "kwiecień", "dubna", "Απριλίου", "huhtikuuta", "huhtikuu", "apirilaren", "באפריל",
        "เมษายน", "เม.ย.",    "апреля",   "Nisan", "abril",    "आप्रिल",      "Апрель"}) {
    CAPTURE(name);
    const std::string found = " " + meanings_of(name) + " ";
    CHECK((found.find(" g4 ") != std::string::npos || std::string_view(name) == "आप्रिल"));
  }
  CHECK(meanings_of("كانون الثاني") == "g1");
  CHECK(meanings_of("كانون ثاني") == "g1");
  CHECK(meanings_of("جويلية") == "g7");
  CHECK(meanings_of("غشت") == "g8");
  CHECK(meanings_of("أوت") == "g8");
  CHECK(meanings_of("فروردین") == "p1");
  CHECK(meanings_of("فروردين") == "p1");
  CHECK(meanings_of("رمضان") == "i9");
  CHECK(meanings_of("ذو الحجة") == "i12");
  CHECK(meanings_of("Tishri") == "h1");
  CHECK(meanings_of("Adar") == "g3 h7");
  CHECK(meanings_of("listopada") == "g10 g11");
  CHECK(meanings_of("").empty());
  CHECK(meanings_of("Monday").empty());
  CHECK(meanings_of("Apri").empty());
  CHECK(meanings_of("Aprils").empty());
}

TEST_CASE("a name that is another month elsewhere says in which languages") {
  const MonthMeanings months = find_month("listopada");
  REQUIRE(months.size() == 2);
  CHECK(months.begin()[0].languages.find(" hr ") != std::string_view::npos);
  CHECK(months.begin()[1].languages.find(" pl ") != std::string_view::npos);
  CHECK(find_month("april").begin()->languages.empty());
}

TEST_CASE("names are folded word by word, whatever the script") {
  CHECK(fold_name_words("Kanun-i Sani") == "kanun i sani");
  CHECK(fold_name_words(" MÄRZ. ") == "marz");
  CHECK(fold_name_words("เม.ย.") == "เม ย");
  CHECK(fold_name_words("أَبْرِيل") == "ابريل");
  CHECK(fold_name_words("").empty());
  CHECK(fold_name_words("\xFF\xC3").size() < 10);
}
