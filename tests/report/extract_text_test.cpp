// write_extract_text and write_extract_raw.
#include <string>

#include "report/sample_extract.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

std::string page_of(const ExtractReport& report, TextStyle style = {}) {
  std::ostringstream out;
  write_extract_text(report, style, out);
  return out.str();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// One document of one text, of which all is a block.
ExtractReport report_of(std::string text) {
  ExtractReport report;
  ExtractedDocument& document = report.documents.emplace_back();
  document.path = "a.txt";
  document.format = "text";
  document.text = std::move(text);
  document.blocks = {{{0, document.text.size()}, 7, {}}};
  return report;
}

}  // namespace

TEST_CASE("each document is shown with what is known of it, and its blocks beside their places") {
  CHECK(page_of(make_documented_extract()) ==
        "new/prices.docx\n"
        "  format    docx, UTF-8\n"
        "  title     أسعار المواد الغذائية\n"
        "  date      2021-04-15, by its date line\n"
        "  language  ar\n"
        "  size      14.2 kB, 5 words in 2 blocks\n"
        "\n"
        "¶ 1  أسعار المواد الغذائية\n"
        "\n"
        "¶ 2  15 نيسان 2021\n"
        "\n"
        "new/prices.txt\n"
        "  format    text, windows-1256 (by statistics)\n"
        "  date      none found; an ambiguous one can be 2021-04-05 or 2021-05-04\n"
        "  size      11 B, 2 words in 1 block\n"
        "\n"
        "line 4  Prices 2021\n");
}

TEST_CASE("places stand under one another, pages with their last") {
  ExtractReport report = make_documented_extract();
  report.documents.pop_back();
  report.documents[0].blocks[0].place = PlaceRange{PlaceUnit::page, 9, 9};
  report.documents[0].blocks[1].place = PlaceRange{PlaceUnit::page, 9, 10};
  const std::string page = page_of(report);
  CHECK(holds(page, "\n   p. 9  أسعار"));
  CHECK(holds(page, "\np. 9–10  15 نيسان"));
}

TEST_CASE("long lines are wrapped beside the margin, and lines within a block stay lines") {
  TextStyle style;
  style.width = 28;
  CHECK(holds(page_of(report_of("one two three four five six seven\r\neight\rnine\nten"), style),
              "line 7  one two three four\n"
              "        five six seven\n"
              "        eight\n"
              "        nine\n"
              "        ten\n"));
}

TEST_CASE("nothing that a document holds steers the terminal, and right-to-left text is isolated where asked for") {
  ExtractReport hostile = report_of("a \x1b[31m red \u202E evil");
  hostile.documents[0].path = "a\x1b[2J.txt";
  hostile.documents[0].title = "t\x1b[2J";
  hostile.documents[0].language = "\x1b[2J";
  hostile.documents[0].encoding = "\x1b[2J";
  const std::string page = page_of(hostile);
  CHECK_FALSE(holds(page, "\x1b"));
  CHECK_FALSE(holds(page, "\u202E"));
  TextStyle style;
  style.bidi_isolates = true;
  CHECK(holds(page_of(make_documented_extract(), style), "¶ 1  \u2067"));
  CHECK_FALSE(holds(page_of(make_documented_extract()), "\u2068"));
}

TEST_CASE("a document without a word is shown without blocks") {
  ExtractReport report = report_of("");
  report.documents[0].blocks.clear();
  CHECK(page_of(report) ==
        "a.txt\n  format    text, UTF-8\n  date      none found\n  size      0 B, 0 words in 0 blocks\n");
}

TEST_CASE("raw is the texts byte for byte, each ended, an empty line between two") {
  CHECK(written(make_documented_extract(), write_extract_raw) ==
        "أسعار المواد الغذائية\n\n15 نيسان 2021\n\nPrices 2021\n");
  CHECK(written(report_of("a \x1b[31m\r\n"), write_extract_raw) == "a \x1b[31m\r\n");
  CHECK(written(ExtractReport{}, write_extract_raw).empty());
  CHECK(written(report_of(""), write_extract_raw).empty());
}
