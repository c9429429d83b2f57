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
  CHECK(found[0].end_column == 2);
  CHECK_FALSE(found[0].place);
  CHECK(found[1].line == 6);
  CHECK(found[1].column == 1);
  CHECK(found[1].end_line == 6);
  CHECK(found[1].end_column == 6);
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
  CHECK_FALSE(found[1].end_column);
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

TEST_CASE("the bytes that a finding is about are told, its other places too") {
  const Document document = make("one two one");
  std::vector<RawFinding> found = {raw(0, 3), raw(4, 4)};
  found[0].others = {{8, 11}};
  const std::vector<Finding> taken = take(document, std::move(found));
  REQUIRE(taken.size() == 2);
  REQUIRE(taken[0].ranges.size() == 2);
  CHECK(taken[0].ranges[0].begin == 0);
  CHECK(taken[0].ranges[0].end == 3);
  CHECK(taken[0].ranges[1].begin == 8);
  CHECK(taken[1].ranges.empty());
  CHECK(taken[1].column == 5);
  CHECK_FALSE(taken[1].end_column);
  found = {raw(0, 1)};
  found[0].others.resize(5000, {1, 2});
  CHECK(take(document, std::move(found))[0].ranges.size() == 1000);
}
