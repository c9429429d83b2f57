// Statements of the day of publication that don't fit one another, and weekdays that don't fit their date.
#include <string>
#include <vector>

#include "base/calendar.h"
#include "rule/draft.h"
#include "rule/publication_dates.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "contradicting-dates";

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

const std::string body =
    "The municipality of Qalmar has opened a library of eighteen thousand books, in which seven people work.\n";

/// A release with a date line, and what else says when it was published.
Draft release(const std::string& date_line, const std::string& front_matter = "",
              const std::string& path = "releases/library.txt") {
  Draft out("Qalmar opens a library\n\n" + date_line + "\n\n" + body, path);
  if (!front_matter.empty()) out.document.date = front_matter;
  return out;
}

std::optional<std::string> day_of_name(std::string_view path) {
  const std::optional<int> day = day_in_name(path);
  return day ? std::optional(to_iso(day_of_epoch(*day))) : std::nullopt;
}

}  // namespace

TEST_CASE("a date line and front matter that are more than a week apart contradict each other") {
  const Draft draft = release("Qalmar, 23 April 2021", "2021-04-15");
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "The dates of publication are 8 days apart: the front matter says 2021-04-15, the date line 2021-04-23.");
  CHECK(findings[0].fix == "Find out which is right, and correct the front matter or the date line.");
  CHECK(place_of(findings[0]) == "3:9-3:22");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"23 April 2021"});
  CHECK(is_known_again(rule, draft));
  CHECK(find(release("Qalmar, 22 April 2021", "2021-04-15")).empty());
}

TEST_CASE("the file's name is held against the text, and what doesn't stand in the text has no place in it") {
  const std::vector<Finding> findings = find(release("قلمار، ١٥ أبريل ٢٠٢١", "", "2021/2021-05-04-library.txt"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message ==
        "The dates of publication are 19 days apart: the date line says 2021-04-15, the file name 2021-05-04.");
  const Draft without = release("Qalmar", "2021-04-15", "20210504.txt");
  const std::vector<Finding> head = find(without);
  REQUIRE(head.size() == 1);
  CHECK(head[0].message ==
        "The dates of publication are 19 days apart: the front matter says 2021-04-15, the file name 2021-05-04.");
  CHECK(place_of(head[0]) == "1:1-1");
  CHECK(head[0].ranges.empty());
}

TEST_CASE("two date lines may be three days apart") {
  const std::vector<Finding> findings = find(release("Qalmar, 15 April 2021\n\nBeirut, 19 April 2021"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "This date line says 2021-04-19, another one 2021-04-15: 4 days apart.");
  CHECK(findings[0].fix == "Find out which of the two is right, and correct the other.");
  CHECK(findings[0].line == 5);
  CHECK(find(release("Qalmar, 15 April 2021\n\nBeirut, 18 April 2021")).empty());
}

TEST_CASE("more than two date lines of days of their own are a chronicle") {
  CHECK(find(release("15 April 2021\n\n15 May 2021\n\n15 June 2021")).empty());
}

TEST_CASE("the start of a paragraph as agencies write it is a date line") {
  const Draft draft = release(
      "قلمار (وكالات) - 15 نيسان 2021 - افتتحت بلدية قلمار اليوم مكتبة تضم ثمانية عشر ألف كتاب "
      "ويعمل فيها سبعة موظفين.",
      "2021-05-15");
  REQUIRE(find(draft).size() == 1);
  CHECK(marked(draft, find(draft)[0]) == std::vector<std::string>{"15 نيسان 2021"});
}

TEST_CASE("ambiguous dates count by the reading that fits best") {
  CHECK(find(release("Qalmar, 04/05/2021", "2021-05-04")).empty());
  CHECK(find(release("Qalmar, 04/05/2021", "2021-04-05")).empty());
  CHECK(find(release("Qalmar, 04/05/2021", "2021-06-20")).size() == 1);
}

TEST_CASE("one day in two calendars is one statement, and the moon is sighted a day earlier or later") {
  CHECK(find(release("قلمار، 3 رمضان 1442 الموافق 15 أبريل 2021", "2021-04-15")).empty());
  CHECK(find(release("قلمار، 5 رمضان 1442\n\nبيروت، 15 أبريل 2021")).empty());
  CHECK(find(release("قلمار، 3 شوال 1442", "2021-04-15")).size() == 1);
}

TEST_CASE("other dates of a text may be what they like") {
  CHECK(find(release("Qalmar, 15 April 2021\n\nThe library was built from 3 May 1988 to 9 June 1990, and will be open "
                     "until 31 December 2031, when it moves.",
                     "2021-04-15"))
            .empty());
  CHECK(find(release("Updated: 23 June 2021", "2021-04-15")).empty());
  CHECK(find(release("آخر تحديث: 23 يونيو 2021", "2021-04-15")).empty());
  CHECK(find(release("12–15 June 2021", "2021-04-15")).empty());
  CHECK(find(release("Deadline: 23 June 2021", "2021-04-15")).empty());
}

TEST_CASE("a weekday that its date doesn't fit is found, with both marked") {
  const Draft draft = "Press release\r\n\r\nThe library opens on Friday, 15 April 2021, at noon.\r\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "2021-04-15 was a Thursday, not a Friday as is written here (“Friday”).");
  CHECK(findings[0].fix == "Find out whether the weekday or the date is right, and correct the other.");
  CHECK(place_of(findings[0]) == "3:22-3:43");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"Friday, 15 April 2021"});
  CHECK(is_known_again(rule, draft));
}

TEST_CASE("weekdays are known in other languages, before the date and after it") {
  CHECK(find("تفتتح المكتبة يوم الجمعة 15 أبريل 2021.\n").size() == 1);
  CHECK(find("تفتتح المكتبة يوم الجمعة الموافق 15 نيسان/أبريل 2021.\n").size() == 1);
  CHECK(find("La bibliothèque ouvre le vendredi 15 avril 2021.\n").size() == 1);
  CHECK(find("図書館は2021年4月15日（金）に開館します。\n").size() == 1);
  CHECK(find("تفتتح المكتبة يوم الخميس 15 أبريل 2021.\n").empty());
  CHECK(find("La bibliothèque ouvre le jeudi 15 avril 2021.\n").empty());
  CHECK(find("図書館は2021年4月15日（木）に開館します。\n").empty());
}

TEST_CASE("a weekday is held against its own date only, and against one that is sure") {
  CHECK(find("The library opens on Tuesday, 04/05/2021.\n").empty());  // 4 May or 5 April
  CHECK(find("تفتتح المكتبة يوم الجمعة 3 رمضان 1442.\n").empty());     // by sight
  CHECK(find("It opens on Friday 12–15 April 2021.\n").empty());       // a range
  CHECK(find("It opens on Friday, April 2021.\n").empty());            // no day
  CHECK(find("Every Friday. 15 April 2021 was fine.\n").empty());      // another sentence
  CHECK(find("We met on Friday and on 15 April 2021.\n").empty());
}

TEST_CASE("texts without dates have nothing") {
  CHECK(find("").empty());
  CHECK(find("Friday").empty());
  CHECK(find("2021").empty());
  CHECK(find(std::string("\0", 1)).empty());
  CHECK(find(Draft("", "2021-04-15.txt")).empty());
}

TEST_CASE("dates of a page point to the lines of its source") {
  Draft page = release("Qalmar, 23 June 2021", "2021-04-15");
  page.document.places = {{0, 5}, {24, 88}};
  REQUIRE(find(page).size() == 1);
  CHECK(place_of(find(page)[0]) == "88:1-88");
}

TEST_CASE("each of many wrong weekdays is a finding of its own") {
  const std::vector<Finding> findings = find(repeated("It opens on Friday, 15 April 2021, at noon.\n", 2000));
  REQUIRE(findings.size() == 2000);
  CHECK(findings.back().line == 2000);
  CHECK(findings.front().fingerprint == findings.back().fingerprint);
}

TEST_CASE("the day that a name begins with or holds") {
  CHECK(day_of_name("a/2021-04-15-library.txt") == "2021-04-15");
  CHECK(day_of_name("library_2021_04_15.html") == "2021-04-15");
  CHECK(day_of_name("pr20210415.pdf") == "2021-04-15");
  CHECK(day_of_name("library 15 April 2021.docx") == "2021-04-15");
  CHECK(day_of_name("releases_15_April_2021.docx") == "2021-04-15");
  for (const char* const name : {"2021-04-15/library.txt", "library.txt", "2021-04-15.jsonl#12", "2021-13-45.txt",
                                 "202104151.txt", "2021-04_15.txt", "04-05-2021.txt", "", "/"})
    CHECK_FALSE(day_of_name(name));
}
