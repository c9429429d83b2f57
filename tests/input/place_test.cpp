// Where bytes of a document stand, in lines, paragraphs and pages.
#include "nuskha/place.h"

#include <string>

#include "support/catch.h"

using namespace nuskha;

namespace {

Document make(std::string text, PlaceUnit unit = PlaceUnit::line, std::vector<PlaceMark> places = {}) {
  Document document;
  document.text = std::move(text);
  document.place_unit = unit;
  document.places = std::move(places);
  return document;
}

/// The slow way: lines end with LF, CR LF and CR.
std::uint64_t count_lines(const std::string& text, std::size_t offset) {
  std::uint64_t line = 1;
  for (std::size_t i = 0; i < offset; ++i)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++line;
  return line;
}

}  // namespace

TEST_CASE("lines of plain text are counted from its first, whatever ends them") {
  const std::string text = "one\ntwo\r\nthree\rfour\n\n\nfive\r";
  Document document = make(text);
  document.first_line = 5;
  const PlaceFinder finder(document);
  for (std::size_t offset = 0; offset <= text.size(); ++offset) {
    INFO(offset);
    CHECK(finder.line_of(offset) == 4 + count_lines(text, offset));
    CHECK(finder.place_of(offset) == Place{PlaceUnit::line, 4 + count_lines(text, offset)});
  }
  CHECK_FALSE(finder.range_of(0, 9));
  CHECK(finder.has_columns());
}

TEST_CASE("every text of line ends and letters has the lines that counting finds") {
  const std::string letters = "a\n\r";
  for (std::size_t code = 0; code < 729; ++code) {
    std::string text;
    for (std::size_t rest = code, i = 0; i < 6; ++i, rest /= 3) text += letters[rest % 3];
    const Document document = make(text);
    const PlaceFinder finder(document);
    for (std::size_t offset = 0; offset <= text.size(); ++offset)
      if (finder.line_of(offset) != count_lines(text, offset)) FAIL(code << " at " << offset);
  }
}

TEST_CASE("marked lines are those of the source, and have no columns") {
  const Document document = make("Title\n\nBody\nverse", PlaceUnit::line, {{0, 12}, {7, 40}});
  const PlaceFinder finder(document);
  CHECK(finder.line_of(0) == 12);
  CHECK(finder.line_of(6) == 12);
  CHECK(finder.line_of(7) == 40);
  CHECK(finder.line_of(13) == 40);
  CHECK(finder.line_of(1000) == 40);
  CHECK_FALSE(finder.range_of(0, 17));
  CHECK_FALSE(finder.has_columns());
}

TEST_CASE("pages and paragraphs are told beside the line of the text") {
  const Document document = make("One\n\nTwo\n\nThree", PlaceUnit::page, {{0, 1}, {5, 3}, {10, 4}});
  const PlaceFinder finder(document);
  CHECK(finder.place_of(0) == Place{PlaceUnit::page, 1});
  CHECK(finder.place_of(4) == Place{PlaceUnit::page, 1});
  CHECK(finder.place_of(5) == Place{PlaceUnit::page, 3});
  CHECK(finder.line_of(5) == 3);
  CHECK(finder.range_of(5, 10) == PlaceRange{PlaceUnit::page, 3, 3});
  CHECK(finder.range_of(5, 11) == PlaceRange{PlaceUnit::page, 3, 4});
  CHECK(finder.range_of(5, 5) == PlaceRange{PlaceUnit::page, 3, 3});
  CHECK(finder.has_columns());
}

TEST_CASE("a document of pages without marks is one page") {
  const Document document = make("text", PlaceUnit::page);
  CHECK(PlaceFinder(document).place_of(3) == Place{PlaceUnit::page, 1});
}

TEST_CASE("places are said as people say them") {
  CHECK(to_string(PlaceRange{PlaceUnit::page, 3, 3}) == "page 3");
  CHECK(to_string(PlaceRange{PlaceUnit::page, 3, 4}) == "pages 3–4");
  CHECK(to_string(PlaceRange{PlaceUnit::paragraph, 12, 14}) == "paragraphs 12–14");
  CHECK(locate({PlaceUnit::line, 12}) == "on line 12");
  CHECK(locate({PlaceUnit::paragraph, 12}) == "in paragraph 12");
  CHECK(locate({PlaceUnit::page, 3}) == "on page 3");
}
