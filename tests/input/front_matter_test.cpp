#include "input/front_matter.h"

#include <string>

#include "support/catch.h"

using nuskha::parse_iso_date;
using nuskha::read_front_matter;

namespace {
std::string body(const std::string& text) { return text.substr(read_front_matter(text).size); }
}  // namespace

TEST_CASE("YAML front matter gives title and date and leaves the text") {
  const std::string text =
      "---\ntitle: Food prices in April # draft\ndate: 2021-04-15T10:30:00+03:00\ntags:\n  - food\n- more\n---\nThe "
      "text.\n";
  const auto matter = read_front_matter(text);
  CHECK(matter.title == "Food prices in April");
  CHECK(matter.date == "2021-04-15");
  CHECK(body(text) == "The text.\n");
}

TEST_CASE("quoted, folded and foreign titles are read") {
  CHECK(read_front_matter("---\ntitle: \"A \\\"quoted\\\" \\u0639 title: two\"\n---\n").title ==
        "A \"quoted\" ع title: two");
  CHECK(read_front_matter("---\ntitle: 'It''s here'\n---\n").title == "It's here");
  CHECK(read_front_matter("---\ntitle: >-\n  Folded over\n  two lines\ndate: 2020-02-29\n---\n").title ==
        "Folded over two lines");
  CHECK(read_front_matter("---\ntitle: >-\n  Folded\ndate: 2020-02-29\n---\n").date == "2020-02-29");
  CHECK(read_front_matter("---\r\ntitle: بيان صحفي\r\n...\r\nx").title == "بيان صحفي");
}

TEST_CASE("TOML front matter is read, and only its top table") {
  const std::string text =
      "+++\ntitle = \"News\"\ndate = 2022-01-31\ntags = [\n  \"a\",\n  \"b\"\n]\n[extra]\ntitle = 'other'\n+++\nText";
  const auto matter = read_front_matter(text);
  CHECK(matter.title == "News");
  CHECK(matter.date == "2022-01-31");
  CHECK(body(text) == "Text");
}

TEST_CASE("a rule at the start that isn't front matter loses nothing") {
  for (const std::string text :
       {"---\n\nA paragraph between rules.\n\n---\nMore.\n", "---\nA sentence.\n---\nMore.\n",
        "---\nNote: prose with a colon\n---\nMore.\n", "---\ntitle: never closed\nMore.\n", "---\n", "---",
        "----\ntitle: x\n---\n", "--- text\ntitle: x\n---\n", "+++\nnot toml\n+++\n", "+++\n+++\n", "---\n---\nx",
        "text\n---\ntitle: x\n---\n", "---\ntitle x\n---\n", "---\n    indented code\n---\n"}) {
    CAPTURE(text);
    CHECK(body(text) == text);
    CHECK_FALSE(read_front_matter(text).title);
  }
}

TEST_CASE("front matter cut short at any byte is text or front matter, never a crash") {
  const std::string text = "---\ntitle: \"A \\u0639\"\ndate: 2021-04-15\nlist: [a,\n  b]\n---\nThe text.\n";
  for (std::size_t n = 0; n <= text.size(); ++n) {
    const std::size_t size = read_front_matter(text.substr(0, n)).size;
    CHECK(size <= n);
  }
}

TEST_CASE("only days that exist are dates") {
  CHECK(parse_iso_date("2021-04-15") == "2021-04-15");
  CHECK(parse_iso_date("2021/04/15 10:00") == "2021-04-15");
  CHECK(parse_iso_date(" 2024-02-29 ") == "2024-02-29");
  for (const char* bad : {"", "2021", "2021-13-01", "2021-02-30", "2021-04-1", "2021-04-150", "15-04-2021",
                          "2021-04/15", "abcd-ef-gh", "2023-02-29", "+021-01-01"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_iso_date(bad));
  }
}

TEST_CASE("a date in words and the language are handed on as they are written") {
  const auto matter = read_front_matter("---\ntitle: A\ndate: 15 April 2021\nlang: en-GB\n---\n");
  CHECK_FALSE(matter.date);
  CHECK(matter.date_text == "15 April 2021");
  CHECK(matter.language == "en-GB");
  const auto iso = read_front_matter("+++\ndate = 2021-04-15\nlanguage = \"fr\"\n+++\n");
  CHECK(iso.date == "2021-04-15");
  CHECK_FALSE(iso.date_text);
  CHECK(iso.language == "fr");
  CHECK(read_front_matter("---\ntitle: A\n---\n").language.empty());
}
