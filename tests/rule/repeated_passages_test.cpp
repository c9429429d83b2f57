// Paragraphs and footers that stand in a document twice, and what repeats rightly.
#include <string>
#include <vector>

#include "rule/draft.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "repeated-passage";

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

/// A paragraph of some words, another one for each number.
std::string paragraph(int number, int num_words) {
  std::string out;
  for (int i = 0; i < num_words; ++i)
    out += std::string(i == 0 ? "Word" : " word") + static_cast<char>('a' + number) + static_cast<char>('a' + i);
  return out + ".\n\n";
}

const std::string prose = paragraph(20, 26) + paragraph(21, 26);

}  // namespace

TEST_CASE("a paragraph of fifteen words that stands there twice is found at its second place") {
  const std::string twice =
      "افتتحت بلدية قلمار اليوم مكتبة عامة تضم ثمانية عشر ألف كتاب ويعمل فيها سبعة موظفين من أبناء المدينة.";
  const Draft draft =
      "قلمار تفتتح مكتبة\r\n\r\n" + twice + "\r\n\r\nوقالت رئيسة البلدية إن المكتبة للجميع.\r\n\r\n" + twice + "\r\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "The paragraph “افتتحت بلدية قلمار اليوم مكتبة عامة تضم ثمانية عشر ألف كتاب ويعمل فيها سب…” stands there "
        "twice; it is "
        "already on line 3.");
  CHECK(findings[0].fix == "Delete one of the two.");
  CHECK(findings[0].line == 7);
  CHECK(findings[0].column == 1);
  CHECK(findings[0].end_line == 7);
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{twice});
  CHECK(is_known_again(rule, draft));
}

TEST_CASE("the same words are the same paragraph, however they are spelled") {
  const std::string one = "The municipality of Qalmar has opened a library with eighteen thousand books for all of us";
  CHECK(find(one + ".\n\n" + prose +
             "THE MUNICIPALITY of Qalmar has opened a library, with eighteen thousand books, "
             "for all of us!\n")
            .size() == 1);
  CHECK(find(one + " today.\n\n" + prose + one + " now.\n").empty());
}

TEST_CASE("a shorter paragraph counts right after its twin only") {
  CHECK(find(prose + paragraph(1, 14) + paragraph(2, 26) + paragraph(1, 14)).empty());
  CHECK(find(prose + paragraph(1, 15) + paragraph(2, 26) + paragraph(1, 15)).size() == 1);
  CHECK(find(prose + paragraph(1, 6) + paragraph(1, 6)).size() == 1);
  CHECK(find(prose + paragraph(1, 5) + paragraph(1, 5)).empty());
}

TEST_CASE("a footer of several lines that is doubled is one finding") {
  const std::string footer = "Press contact\n\nOffice of the mayor\n\nLibrary Street, Qalmar\n\n";
  const Draft draft = prose + footer + footer;
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message ==
        "The 3 paragraphs from “Press contact” on stand there twice; they begin already on line 5.");
  CHECK(findings[0].fix == "Delete them in one of the two places.");
  CHECK(place_of(findings[0]) == "11:1-15:23");
  CHECK(is_known_again(rule, draft));
  // At the end, wherever the first one stands; in the middle of the text it may be meant.
  CHECK(find(paragraph(1, 26) + footer + paragraph(2, 26) + footer).size() == 1);
  CHECK(find(paragraph(1, 26) + footer + paragraph(2, 26) + footer + prose + paragraph(3, 26)).empty());
}

TEST_CASE("paragraphs in the middle count with one of twelve words among them") {
  const std::string two = paragraph(1, 4) + paragraph(2, 12);
  CHECK(find(two + prose + two + paragraph(3, 26) + paragraph(4, 26) + paragraph(5, 26)).size() == 1);
  const std::string shorter = paragraph(1, 4) + paragraph(2, 11);
  CHECK(find(shorter + prose + shorter + paragraph(3, 26) + paragraph(4, 26) + paragraph(5, 26)).empty());
}

TEST_CASE("labels, refrains, poems, tables and steps repeat rightly") {
  // Four copies of a paragraph, unless it is long.
  CHECK(find(prose + repeated(paragraph(1, 16) + paragraph(2, 7), 4)).empty());
  CHECK(find(prose + paragraph(1, 16) + paragraph(2, 26) + paragraph(1, 16) + paragraph(3, 26) + paragraph(1, 16))
            .size() == 2);
  CHECK(find(repeated(paragraph(1, 25), 4)).size() == 3);
  // Lines of a song.
  CHECK(find(repeated("We walked along the river bank\n\nand sang of home\n\n", 2)).empty());
  // Rows and items.
  CHECK(find(prose + repeated("| Qalmar | 18 towns | 7 people | open all day long |\n\n", 2)).empty());
  CHECK(find(prose + repeated("3. Press the red button until the lamp goes on\n\n", 2)).empty());
  CHECK(find(prose + repeated("٣. اضغط على الزر الأحمر حتى يضيء المصباح\n\n", 2)).empty());
  CHECK(find(prose + repeated("2020 2021 2022 18,000 19,000 20,000\n\n", 2)).empty());
  // The same as a sentence.
  CHECK(find(prose + repeated("Press the red button until the lamp goes on\n\n", 2)).size() == 1);
}

TEST_CASE("in scripts without spaces three characters are a word") {
  const std::string sentence =
      "カルマル市は本日、一万八千冊の本を備えた新しい図書館を開館しました。職員は七人で、毎日開いています。\n\n";
  const std::string other =
      "市長は、図書館はすべての人に開かれていると述べ、寄付をした町の人々に感謝の意を表しました。\n\n";
  CHECK(find(sentence + other + sentence).size() == 1);
  CHECK(find(sentence + other + "図書館は九時に開きます。\n\n" + other.substr(0, 60) + "\n\n図書館は九時に開きます。\n")
            .empty());
}

TEST_CASE("texts with nothing twice have nothing") {
  CHECK(find("").empty());
  CHECK(find("one").empty());
  CHECK(find("one\n\none\n").empty());
  CHECK(find("2021\n\n2021\n\n2021\n").empty());
  CHECK(find(std::string("\0\n\n\0\n\n", 6)).empty());
  CHECK(find(prose).empty());
}

TEST_CASE("each copy of a long paragraph is a finding, a hundred thousand of them in little time") {
  const std::vector<Finding> findings = find(repeated(paragraph(1, 25), 100'000));
  REQUIRE(findings.size() == 99'999);
  CHECK(findings.back().message.ends_with(" on line 199997."));
}

TEST_CASE("the message names the place of the first as readers count it") {
  Draft paged = paragraph(1, 16) + prose + paragraph(1, 16);
  paged.document.place_unit = PlaceUnit::page;
  paged.document.places = {{0, 2}, {paged.document.text.rfind("Word"), 5}};
  const std::vector<Finding> findings = find(paged);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.ends_with("stands there twice; it is already on page 2."));
  CHECK(findings[0].place == PlaceRange{PlaceUnit::page, 5, 5});
}
