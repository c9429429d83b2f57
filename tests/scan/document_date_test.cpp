#include "scan/document_date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

DocumentDate date_of(Document document) {
  Analyzer analyzer;
  Analysis analysis;
  analyzer.analyze(document.text, analysis);
  return date_document(document, analysis);
}

Document make_document(std::string text, std::string path = "a.txt") {
  Document document;
  document.text = std::move(text);
  document.path = std::move(path);
  return document;
}

/// "2021-04-15 dateline", with what else it could be after a blank: "none 2021-04-05|2021-05-04".
std::string found(const Document& document) {
  const DocumentDate date = date_of(document);
  CHECK(date.date.has_value() == date.source.has_value());
  std::string out = date.date ? *date.date + " " + std::string(to_string(*date.source)) : "none";
  for (std::size_t i = 0; i < date.readings.size(); ++i) out += (i == 0 ? ' ' : '|') + date.readings[i];
  return out;
}
std::string found(std::string text, std::string path = "a.txt") {
  return found(make_document(std::move(text), std::move(path)));
}

std::string date_of_name(std::string path) {
  return date_of(make_document("", std::move(path))).date.value_or("(none)");
}

const std::string body =
    "\n\nThe ministry said that twelve towns had been joined to the network since spring, and that more would "
    "follow.\n";

}  // namespace

TEST_CASE("the sources go before one another in their order") {
  Document document = make_document("Title\n\n15 April 2021" + body + "\nOn 3 May 2020 it began.\n", "2019-01-02.txt");
  document.file_time = 1'600'000'000;
  document.made_date = "2018-07-08";
  document.date = "2022-02-03";
  CHECK(found(document) == "2022-02-03 front-matter");
  document.date.reset();
  document.date_text = "3 February 2022";
  CHECK(found(document) == "2022-02-03 front-matter");
  document.date_text.reset();
  CHECK(found(document) == "2021-04-15 dateline");
  document.text = "Title" + body + "\nOn 3 May 2020 it began with a great deal of noise.\n";
  CHECK(found(document) == "2020-05-03 text");
  document.text = "Title" + body;
  CHECK(found(document) == "2019-01-02 file-name");
  document.path = "a.txt";
  CHECK(found(document) == "2018-07-08 file-metadata");
  document.made_date = "1601-01-01";  // of a program that kept none
  CHECK(found(document) == "2020-09-13 file-time");
  document.made_date.reset();
  CHECK(found(document) == "2020-09-13 file-time");
  document.file_time.reset();
  CHECK(found(document) == "none");
}

TEST_CASE("a date line goes before dates above it, and so does a paragraph that opens with place and date") {
  const std::string title = "The committee remembers the flood of 11 September 2001 and all who helped on that day";
  CHECK(found(title + "\n\n15 April 2021" + body) == "2021-04-15 dateline");
  CHECK(found(title + "\n\nGENEVA, 15 April 2021 – The committee met" + body) == "2021-04-15 dateline");
  CHECK(found(title + "\n\nبغداد، العراق، 15 نيسان/أبريل 2021 - اجتمعت اللجنة في مقرها لبحث الخطة" + body) ==
        "2021-04-15 dateline");
  CHECK(found(title + "\n\nThe committee met on 15 April 2021 in a hall that was far too small" + body) ==
        "2001-09-11 text");
}

TEST_CASE("front matter that is no real day or no day at all is passed over") {
  Document document = make_document("Title\n\n15 April 2021" + body);
  document.date = "0001-01-01";
  CHECK(found(document) == "2021-04-15 dateline");
  document.date.reset();
  document.date_text = "soon";
  CHECK(found(document) == "2021-04-15 dateline");
}

TEST_CASE("an ambiguous date is reported, and the next source asked") {
  CHECK(found("Title\n\n04/05/2021" + body) == "none 2021-04-05|2021-05-04");
  CHECK(found("Title\n\n04/05/2021" + body, "2021-05-04.txt") == "2021-05-04 file-name 2021-04-05|2021-05-04");
  CHECK(found("Title\n\n04/05/2021" + body + "\nIt began on 4 May 2021 with a great deal of noise.\n") ==
        "2021-05-04 text 2021-04-05|2021-05-04");
  // A date of something else doesn't become the document's.
  CHECK(found("Title\n\n04/05/2021" + body + "\nIt began on 4 May 1999 with a great deal of noise.\n") ==
        "none 2021-04-05|2021-05-04");
  CHECK(found("Title\n\n04/05/2021" + body + "\nDeadline: 25 December 2021\n") == "none 2021-04-05|2021-05-04");
  CHECK(found("Title\n\n04/05/2021" + body + "\nIn force: 4 May 2021\n") ==
        "2021-05-04 dateline 2021-04-05|2021-05-04");
  Document document = make_document("Title\n\n15 April 2021" + body);
  document.date_text = "04/05/2021";
  CHECK(found(document) == "2021-04-15 dateline 2021-04-05|2021-05-04");
}

TEST_CASE("what decides an ambiguous date leaves no trace of it") {
  Document document = make_document("Title\n\n04/05/2021" + body);
  document.language = "en-GB";
  CHECK(found(document) == "2021-05-04 dateline");
  document.language = "en-US";
  CHECK(found(document) == "2021-04-05 dateline");
  document.language = "English";
  CHECK(found(document) == "none 2021-04-05|2021-05-04");
  CHECK(found("Title\n\n04/05/2021" + body + "\nBy 25/12/2021 all will be done, says the ministry.\n") ==
        "2021-05-04 dateline");
  CHECK(found("Titre\n\n04/05/2021\n\nLes résultats ont été annoncés par le comité et la salle était pleine.\n") ==
        "2021-05-04 dateline");
  CHECK(found("The flood of 04/05/2001 is remembered by all who were there on that day in the town\n\n15 April 2021" +
              body) == "2021-04-15 dateline");
}

TEST_CASE("of one day in two calendars the Gregorian is taken") {
  CHECK(found("عنوان\n\n2 رمضان 1442 هـ الموافق 15 أبريل 2021\n\nنص") == "2021-04-15 dateline");
  CHECK(found("عنوان\n\n3 رمضان 1442 هـ\n\nنص") == "2021-04-15 dateline");
}

TEST_CASE("a month or a year alone dates no document, nor does a date far down") {
  CHECK(found("Title\n\nApril 2021" + body) == "none");
  CHECK(found("Title of 2021" + body) == "none");
  std::string text = "Title\n\n";
  while (text.size() < 5000) text += "The ministry said nothing at all of any interest. ";
  CHECK(found(text + "On 15 April 2021 it did.\n") == "none");
}

TEST_CASE("file times before 1970, and absurd ones, do no harm") {
  Document document = make_document("Title");
  for (const auto& [seconds, expected] : {std::pair<std::int64_t, std::string>{-1, "1969-12-31 file-time"},
                                          {0, "1970-01-01 file-time"},
                                          {86'399, "1970-01-01 file-time"},
                                          {INT64_MIN, "none"},
                                          {INT64_MAX, "none"},
                                          {-86'400LL * 36'000, "none"}}) {
    document.file_time = seconds;
    CHECK(found(document) == expected);
  }
}

TEST_CASE("dates are read from names") {
  CHECK(date_of_name("2021-04-15.txt") == "2021-04-15");
  CHECK(date_of_name("a/b/release_2021_04_15-ar.txt") == "2021-04-15");
  CHECK(date_of_name("20210415.md") == "2021-04-15");
  CHECK(date_of_name("v2-20210415-x") == "2021-04-15");
  CHECK(date_of_name("1900-01-01 2100-12-31") == "1900-01-01");
  CHECK(date_of_name("x2100-12-31") == "2100-12-31");
  CHECK(date_of_name("2024-02-29") == "2024-02-29");
  CHECK(date_of_name("99-2021-04-15") == "2021-04-15");
}

TEST_CASE("numbers that are no real day are no dates") {
  for (const char* path :
       {"", "2021", "2021-04", "2021-13-01", "2021-02-30", "2023-02-29", "2021-00-10", "1899-12-31", "2101-01-01",
        "120210415", "202104151", "2021-04-155", "2021-04_15", "2021-04-15/readme.txt", "04-05-2021", "v1.2.2021.4"}) {
    CAPTURE(path);
    CHECK(date_of_name(path) == "(none)");
  }
}

TEST_CASE("the first date in a name that is one counts") {
  CHECK(date_of_name("2021-13-01 and 2020-05-06 and 2019-01-01") == "2020-05-06");
}

TEST_CASE("dates of other forms are read from names, if they are one day") {
  CHECK(date_of_name("15 April 2021.txt") == "2021-04-15");
  CHECK(date_of_name("x/بيان_15_نيسان_2021.txt") == "2021-04-15");
  CHECK(date_of_name("release-15.04.2021.md") == "2021-04-15");
  CHECK(date_of_name("15-04-2021.txt") == "2021-04-15");
  CHECK(date_of_name("2021.04.15.txt") == "2021-04-15");
  CHECK(date_of_name("2021-4-5.txt") == "2021-04-05");
  CHECK(date_of_name("2021年4月15日.txt") == "2021-04-15");
  CHECK(date_of_name("04-05-2021.txt") == "(none)");
}

TEST_CASE("an ambiguous date in a name is decided by the language of the text or the name, or reported") {
  CHECK(found("Title" + body, "04-05-2021.txt") == "none 2021-04-05|2021-05-04");
  CHECK(found("Titre\n\nLes résultats ont été annoncés par le comité et la salle était pleine.\n",
              "x/04-05-2021.txt") == "2021-05-04 file-name");
  CHECK(found("Title" + body, "بيان 04-05-2021.txt") == "2021-05-04 file-name");
  CHECK(found("Title" + body + "\nIt ends on 25/12/2021 with a great deal of noise and a small fire.\n",
              "04-05-2021.txt") == "2021-12-25 text");
}
