#include "input/office_text.h"

#include <string>

#include "support/catch.h"

using nuskha::OfficeText;

namespace {

void add_paragraph(OfficeText& text, std::string_view content, std::uint64_t number = 1) {
  text.begin_paragraph(number);
  text.add_text(content);
  text.end_paragraph();
}

std::string rendered(OfficeText& text) {
  nuskha::Document document;
  append_pieces(text.finish(), document);
  return document.text;
}

}  // namespace

TEST_CASE("a row outside of a table and a cell outside of a row count for nothing") {
  OfficeText text;
  text.begin_row();
  text.begin_cell();
  add_paragraph(text, "a");
  text.end_cell();
  text.end_row();
  text.begin_table();
  text.begin_cell();
  add_paragraph(text, "b");
  text.end_cell();
  text.end_table();
  text.end_table();
  text.end_aside();
  CHECK(rendered(text) == "a\n\nb");
}

TEST_CASE("what is open at the end is ended") {
  OfficeText text;
  text.begin_table();
  text.begin_row();
  text.begin_cell();
  text.begin_aside();
  text.begin_paragraph(1);
  text.add_text("in a box");
  CHECK(rendered(text) == "in a box");
}

TEST_CASE("a paragraph that goes on takes the next one's text, and the number of where its text begins") {
  OfficeText text;
  text.begin_paragraph(1);
  text.end_paragraph(true);
  text.begin_paragraph(2);
  text.add_text("one ");
  text.end_paragraph(true);
  text.begin_paragraph(3);
  text.add_text("two");
  text.end_paragraph();
  nuskha::Document document;
  append_pieces(text.finish(), document);
  CHECK(document.text == "one two");
  CHECK(document.places == std::vector<nuskha::PlaceMark>{{0, 2}});
}

TEST_CASE("line breaks in a cell of a line are spaces, and empty rows are none") {
  OfficeText text;
  text.begin_table();
  for (const char* content : {"a\nb", "", "c"}) {
    text.begin_row();
    text.begin_cell();
    add_paragraph(text, content);
    text.end_cell();
    text.begin_cell();
    text.end_cell();
    text.end_row();
  }
  text.end_table();
  CHECK(rendered(text) == "a b\nc");
}

TEST_CASE("boxes within boxes come out in order, however deep") {
  OfficeText text;
  constexpr int depth = 100'000;
  for (int i = 0; i < depth; ++i) {
    text.begin_paragraph(1);
    text.add_text("x");
    text.begin_aside();
  }
  add_paragraph(text, "innermost");
  for (int i = 0; i < depth; ++i) {
    text.add_box(text.end_aside());
    text.end_paragraph();
  }
  const std::string out = rendered(text);
  CHECK(out.size() == 3 * depth + std::string("innermost").size());
  CHECK(out.ends_with("x\n\ninnermost"));
}
