#include "input/mail_text.h"

#include "support/catch.h"

using nuskha::tidy_paragraphs;
using nuskha::unwrap_flowed;

TEST_CASE("lines that a program broke are joined, those that a person broke aren't") {
  CHECK(unwrap_flowed("one \ntwo\nthree\n", false) == "one two\nthree\n");
  CHECK(unwrap_flowed("one \r\ntwo\r\n", false) == "one two\n");
  CHECK(unwrap_flowed("水道 \n局\n", true) == "水道局\n");
  CHECK(unwrap_flowed(" From here\n  indented\n", false) == "From here\n indented\n");
  CHECK(unwrap_flowed("open \n\nnext\n", false) == "open \nnext\n");
}

TEST_CASE("quoted paragraphs are joined among themselves, and signatures stay") {
  CHECK(unwrap_flowed("> a \n> b\n>> c \n> d\ne\n", false) == "> a b\n>> c \n> d\ne\n");
  CHECK(unwrap_flowed("end \n-- \nme\n", false) == "end \n-- \nme\n");
}

TEST_CASE("paragraphs are parted by one empty line") {
  CHECK(tidy_paragraphs("\r\n\r\na\r\nb  \r\n \t \r\n\r\n\r\nc\r\n\r\n") == "a\nb\n\nc");
  CHECK(tidy_paragraphs("a\rb\n") == "a\nb");
  CHECK(tidy_paragraphs(std::string("a\0b\n\0\nc", 8)) == "ab\n\nc");
  CHECK(tidy_paragraphs(" \n\n").empty());
  CHECK(tidy_paragraphs("  indented") == "  indented");
}

TEST_CASE("marks stand where paragraphs begin") {
  using Marks = std::vector<nuskha::PlaceMark>;
  CHECK(nuskha::mark_paragraphs("ab\nc\n\nd\n\ne") == Marks{{0, 1}, {6, 2}, {9, 3}});
  CHECK(nuskha::mark_paragraphs("") == Marks{{0, 1}});
}
