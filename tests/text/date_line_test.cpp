#include "text/date_line.h"

#include <string>

#include "nuskha/text.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

/// The source text of the date line; "" if there is none.
std::string date_line_of(const std::string& source, Level level = Level::spelling) {
  Analyzer analyzer(level, true);
  Analysis analysis;
  analyzer.analyze(source, analysis);
  const WordRange range = find_date_line(source, analysis.blocks);
  if (range.begin == range.end) return "";
  const std::uint64_t begin = analysis.word_ranges[range.begin].begin;
  return source.substr(begin, analysis.word_ranges[range.end - 1].end - begin);
}

const std::string body =
    "\n\nThe ministry said on the day before that twelve towns had been joined to the network since spring.\n";

}  // namespace

TEST_CASE("date lines of many languages are found under the title") {
  const std::string line =
      GENERATE(as<std::string>(), "١٥ أبريل ٢٠٢١", "15 نيسان 2021", "عمّان، ١٥ نيسان/أبريل ٢٠٢١", "الخميس ١٥ نيسان ٢٠٢١",
               "نيسان ٢٠٢١", "٣ رمضان ١٤٤٢ هـ", "3 رمضان 1442 هـ الموافق 15 أبريل 2021", "۲۶ فروردین ۱۴۰۰",
               "تهران، ۱۵ آوریل ۲۰۲۱", "2023年2月5日", "２０２３年２月５日", "令和5年2月5日", "東京、2023年2月5日",
               "15 เมษายน 2564", "15 เม.ย. 2564", "Geneva, 5 February 2023", "Thursday, April 15th, 2021", "April 2021",
               "2023-02-05", "05/02/2023", "15.04.2021", "2021-04-15T10:30", "Paris, le 5 février 2023",
               "5 февраля 2023 г", "5 בפברואר 2023", "15 Nisan 2021, Ankara");
  CAPTURE(line);
  for (const Level level : {Level::spelling, Level::text}) {
    CHECK(date_line_of("A title of some words\n" + line + body, level) == line);
    CHECK(date_line_of(line + "\n\nA title" + body, level) == line);
  }
}

TEST_CASE("titles, sentences and other lines with numbers are no date lines") {
  const std::string line =
      GENERATE(as<std::string>(), "Vision 2030 is launched by the ministry",
               "Results of the first half of 2021 announced today in Sanur", "Twelve towns, 12 roads, 13 bridges",
               "Phone 0123 456 789", "In 2150 and 12 and 13", "Year 1600", "Room 1299, 7",
               "رؤية ٢٠٣٠ تنطلق اليوم من العاصمة", "Version 3.2.1", "in the spring 2020", "Room 2021, 7");
  CAPTURE(line);
  CHECK(date_line_of(line + body).empty());
}

TEST_CASE("a date in a sentence or far below the top is no date line") {
  CHECK(date_line_of("Title\n\nOn 15 April 2021 the ministry opened a new road between the towns.\n").empty());
  std::string deep;
  for (int i = 0; i < 8; ++i) deep += "A line of words without numbers\n\n";
  CHECK(date_line_of(deep + "15 April 2021" + body).empty());
  CHECK(date_line_of(deep.substr(deep.size() / 8) + "15 April 2021" + body) == "15 April 2021");
}

TEST_CASE("the first of two date lines counts") {
  CHECK(date_line_of("Title\n5 May 2020\n\n6 May 2021" + body) == "5 May 2020");
}

TEST_CASE("nine words are too many, eight are not") {
  CHECK(date_line_of("a b c d e 5 May 2020" + body) == "a b c d e 5 May 2020");
  CHECK(date_line_of("a b c d e f 5 May 2020" + body).empty());
}

TEST_CASE("a sentence of short words is no date line") {
  CHECK(date_line_of("Title\n\nIt began on 4 May 2021 with a great deal of noise.\n").empty());
}

TEST_CASE("an empty text has no date line") {
  CHECK(date_line_of("").empty());
  CHECK(date_line_of("...").empty());
}
