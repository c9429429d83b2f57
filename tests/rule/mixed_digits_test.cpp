// Numbers in two kinds of digits, and numbers that nobody could write otherwise.
#include <string>
#include <vector>

#include "rule/draft.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "mixed-digits";

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

/// A paragraph in Arabic-Indic digits, and a line of its own after it.
std::string with(const std::string& line) {
  return "افتتحت البلدية في عام ٢٠٢١ مكتبة تضم ١٨ ألف كتاب، ويعمل فيها ٧ موظفين.\n\n" + line + "\n";
}

}  // namespace

TEST_CASE("the kind of digits that is rarer is found, with the number as it should be") {
  const Draft draft = with("وتستقبل المكتبة 350 زائرا كل يوم منذ 2021.");
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::note);
  CHECK(findings[0].message ==
        "Latin digits (2021) in 2 numbers, here “350”; Arabic-Indic digits (٢٠٢١) in 3 numbers.");
  CHECK(findings[0].fix == "Write “٣٥٠”, and so the other one.");
  CHECK(place_of(findings[0]) == "3:17-3:20");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"350", "2021"});
  CHECK(is_known_again(rule, draft));
}

TEST_CASE("of two kinds as frequent the first is the document's") {
  const std::vector<Finding> findings = find("يضم المعرض 40 لوحة.\r\nويستمر ٩ أيام.\r\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "Arabic-Indic digits (٢٠٢١) in 1 number, here “٩”; Latin digits (2021) in 1 number.");
  CHECK(findings[0].fix == "Write “9”.");
  CHECK(place_of(findings[0]) == "2:8-2:9");
}

TEST_CASE("Persian digits are a kind of their own, and three kinds are two findings") {
  const std::vector<Finding> findings = find("در سال ۲۰۲۱ در ۱۸ روستا ٣ کتابخانه و 5 مدرسه ساخته شد.\n");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].message ==
        "Arabic-Indic digits (٢٠٢١) in 1 number, here “٣”; extended Arabic-Indic digits (۲۰۲۱) in 2 numbers.");
  CHECK(findings[0].fix == "Write “۳”.");
  CHECK(findings[1].fix == "Write “۵”.");
}

TEST_CASE("a number with a separator is one number") {
  const Draft draft = with("بلغت الكلفة 1,250,000 دينار، أي 2.5 بالمئة.");
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"1,250,000", "2.5"});
  CHECK(findings[0].message.starts_with("Latin digits (2021) in 2 numbers, here “1,250,000”;"));
  CHECK(findings[0].fix == "Write “١,٢٥٠,٠٠٠”, and so the other one.");
  // A list of numbers, and the end of a sentence.
  CHECK(marked(with("الصفوف 3, 4."), find(with("الصفوف 3, 4."))[0]) == std::vector<std::string>{"3", "4"});
}

TEST_CASE("addresses and codes are not numbers of the text") {
  CHECK(find(with("البريد: press2021@qalmar.example والموقع https://qalmar.example/2021/04/15")).empty());
  CHECK(find(with("كانت جائحة كوفيد-19 قد أخرت مؤتمر COP27 وطائرة A320-200.")).empty());
  CHECK(find(with("في القرار S/RES/2254(2015) والمعيار ISO-9001.")).empty());
}

TEST_CASE("telephone numbers are not numbers of the text") {
  CHECK(find(with("هاتف: +961 1 234 567")).empty());
  CHECK(find(with("هاتف: 009611234567، فاكس: 00961 1 234 568")).empty());
  CHECK(find(with("للاستفسار: (+961) 70-123456 أو +961.70.123457")).empty());
  CHECK(find(with("للتواصل: 01/234567")).empty());
  CHECK(find(with("للتواصل 0501234567")).empty());
  CHECK(find(with("هاتف: 01 234 567 – فاكس: 01 234 568")).empty());
  CHECK(find(with("الهاتف 4567 234")).empty());
  CHECK(find(with("والواتساب: 70 123 456، وفاكس (1) 234 567")).empty());
  CHECK(find(with("بيع 45 هاتف 20 منها جديد")).size() == 1);
  // What comes after it is.
  CHECK(marked(with("+961 1 234 567 خلال 24 ساعة"), find(with("+961 1 234 567 خلال 24 ساعة")).at(0)) ==
        std::vector<std::string>{"24"});
  // A day is no telephone number.
  CHECK(find(with("في 05/04/2021 مساء")).size() == 1);
}

TEST_CASE("paragraphs and names in other scripts have digits of their own") {
  CHECK(find(with("The municipality opened a library of 18,000 books in 2021.")).empty());
  CHECK(find(with("The municipality (بلدية قلمار) opened a library of 18,000 books in 2021.\n\n2021")).empty());
  CHECK(find(with("ضمن برنامج Vision 2030 للتنمية، ومعرض «Expo 2020» في المدينة.")).empty());
  // A line of numbers goes with the text above it.
  CHECK(find(with("2020\t2021")).size() == 1);
}

TEST_CASE("one kind of digits is no mixture") {
  CHECK(find("").empty());
  CHECK(find("مكتبة").empty());
  CHECK(find("2021").empty());
  CHECK(find("2021\n٢٠٢١").size() == 1);
  CHECK(find(std::string("\0", 1)).empty());
  CHECK(find("Only English here: 18 towns, 2021.\n").empty());
  CHECK(find("عام 2021 وعام 2022 في 18 بلدة.\n").empty());
}

TEST_CASE("a hundred thousand numbers are counted, and a thousand marked") {
  const std::vector<Finding> findings = find("٣ ٤ بيان " + repeated("7 كتب ", 100'000));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.starts_with("Arabic-Indic digits (٢٠٢١) in 2 numbers, here “٣”; Latin"));
  const std::vector<Finding> others = find(repeated("٣ كتب ", 100'001) + repeated("7 كتب ", 100'000));
  REQUIRE(others.size() == 1);
  CHECK(others[0].fix == "Write “٧”, and so the other 99999.");
  CHECK(others[0].ranges.size() == 1000);
}

TEST_CASE("numbers of a page point to the lines of its source") {
  Draft page = with("وتستقبل المكتبة 350 زائرا.");
  page.document.places = {{0, 8}, {page.document.text.find("وتستقبل"), 21}};
  const std::vector<Finding> findings = find(page);
  REQUIRE(findings.size() == 1);
  CHECK(place_of(findings[0]) == "21:1-21");
}
