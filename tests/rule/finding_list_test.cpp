// From bytes to the places that findings show.
#include "rule/finding_list.h"

#include <string>
#include <utility>

#include "support/catch.h"

using namespace nuskha;

namespace {

constexpr Rule rule{"some-rule", Severity::warning, "", ""};

Document make(std::string text) {
  Document document;
  document.path = "a.txt";
  document.text = std::move(text);
  return document;
}

RawFinding raw(std::uint64_t begin, std::uint64_t end, std::optional<std::uint64_t> see = {}) {
  RawFinding out;
  out.begin = begin;
  out.end = end;
  out.message = "It stands";
  out.see = see;
  return out;
}

std::vector<Finding> take(const Document& document, std::vector<RawFinding> found) {
  FindingList list;
  list.start(rule);
  for (RawFinding& one : found) list.add(std::move(one));
  return list.take(document);
}

}  // namespace

TEST_CASE("lines and columns of plain text count characters, whatever ends the lines") {
  Document document = make("one\r\nسطر two\rthree\n");
  document.first_line = 4;
  const std::size_t two = document.text.find("two"), three = document.text.find("three");
  const std::vector<Finding> found = take(document, {raw(three, three + 5, 0), raw(two, three + 1)});
  REQUIRE(found.size() == 2);
  CHECK(found[0].line == 5);
  CHECK(found[0].column == 5);
  CHECK(found[0].end_line == 6);
  CHECK_FALSE(found[0].place);
  CHECK(found[1].line == 6);
  CHECK(found[1].column == 1);
  CHECK(found[1].end_line == 6);
  CHECK(found[1].message == "It stands on line 4.");
}

TEST_CASE("lines of HTML are those of its source, without columns") {
  Document document = make("Title\n\nOne two\nthree\n\nLast");
  document.places = {{0, 10}, {7, 31}, {22, 47}};
  const std::vector<Finding> found = take(document, {raw(11, 14), raw(17, 24, 7)});
  REQUIRE(found.size() == 2);
  CHECK(found[0].line == 31);
  CHECK(found[0].column == 1);
  CHECK(found[0].end_line == 31);
  CHECK(found[1].line == 31);
  CHECK(found[1].end_line == 47);
  CHECK(found[1].message == "It stands on line 31.");
  CHECK_FALSE(found[1].place);
}

TEST_CASE("of pages and paragraphs the place is told, and the line is that of the text") {
  Document document = make("Title\n\nOne two\n\nLast");
  document.place_unit = PlaceUnit::page;
  document.places = {{0, 1}, {7, 3}, {16, 4}};
  std::vector<Finding> found = take(document, {raw(11, 18, 7)});
  REQUIRE(found.size() == 1);
  CHECK(found[0].line == 3);
  CHECK(found[0].column == 5);
  CHECK(found[0].end_line == 5);
  CHECK(found[0].place == PlaceRange{PlaceUnit::page, 3, 4});
  CHECK(found[0].message == "It stands on page 3.");
  document.place_unit = PlaceUnit::paragraph;
  found = take(document, {raw(0, 0, 16)});
  CHECK(found[0].place == PlaceRange{PlaceUnit::paragraph, 1, 1});
  CHECK(found[0].message == "It stands in paragraph 4.");
}
