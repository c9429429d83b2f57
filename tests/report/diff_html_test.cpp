// A diff as HTML: self-contained, and safe against what the texts hold.
#include <random>
#include <sstream>
#include <string>

#include "nuskha/diff_report.h"
#include "support/catch.h"
#include "support/marked_diff.h"
#include "support/random_text.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

std::string html_of(const std::string& a, const std::string& b, const std::string& name = "old.txt") {
  DiffReport report;
  report.a = {name, a};
  report.b = {"new.txt", b};
  report.diff = test::diff_of(a, b);
  std::ostringstream out;
  write_diff_html(report, out);
  return out.str();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace

TEST_CASE("removed and added words are marked up as such, with their type in words") {
  const std::string page = html_of("on 14 April 2021 here\n", "on 15 April 2021 here\n");
  CHECK(holds(page,
              "<del dir=\"auto\" title=\"date\">14</del><ins dir=\"auto\" title=\"date\">15</ins>"
              "<small class=\"kind\" dir=\"ltr\">date</small>"));
  CHECK(holds(page, "<p dir=\"ltr\" class=\"changed\">"));
  CHECK(holds(page, "prefers-color-scheme: dark"));
}

TEST_CASE("a paragraph that is all new has the direction of its words") {
  const std::string page = html_of("بيان صحفي\n", "بيان صحفي\n\nوقدرت اللجنة 3 ملايين.\n\nNew here.\n");
  CHECK(holds(page, "<p dir=\"rtl\" class=\"changed\"><span class=\"within-line\"><ins dir=\"rtl\""));
  CHECK(holds(page, "<p dir=\"ltr\" class=\"changed\"><span class=\"within-line\"><ins dir=\"ltr\""));
}

TEST_CASE("the page needs nothing from elsewhere and runs nothing") {
  const std::string page = html_of("a", "b");
  CHECK(holds(page, "default-src 'none'"));
  for (const char* part : {"<script", "<link", "<img", "src=\"", "href=\"", "url("}) CHECK_FALSE(holds(page, part));
}

TEST_CASE("a word longer than a line has places to break, never before a mark, and others have none") {
  std::string word;
  for (int i = 0; i < 500; ++i) word += "ن\u064E";
  const std::string page = html_of("a " + word + " one\n", "a " + word + " two\n");
  CHECK(count(page, "<wbr>") == 7);  // 1,000 characters by 128
  CHECK_FALSE(holds(page, "<wbr>\u064E"));
  CHECK_FALSE(holds(html_of("many short words here\n", "many short words there\n"), "<wbr>"));
}

TEST_CASE("whatever the texts and names hold is shown, not obeyed") {
  const std::string evil = "</p><script>alert('x')</script> \"&amp; <img src=x onerror=y> \u202E\x01\xff";
  const std::string page = html_of(evil + " one", evil + " two", "<b>\"name\"'</b>");
  CHECK_FALSE(holds(page, "<script"));
  CHECK_FALSE(holds(page, "<img"));
  CHECK_FALSE(holds(page, "<b>"));
  CHECK_FALSE(holds(page, "\u202E"));
  CHECK(holds(page, "[U+202E]"));
  CHECK(holds(page, "&amp;amp;"));
  CHECK(holds(page, "\\xff"));
  std::mt19937_64 random(20260601);
  const char* pieces[] = {"<", ">", "&", "\"", "'", "</del>", "<!--", "]]>", "word ", "\n", "الوزارة "};
  for (int trial = 0; trial < reference::trials(100); ++trial) {
    std::string texts[2];
    for (std::string& text : texts)
      for (std::uint64_t n = random() % 40; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const std::string body = html_of(texts[0], texts[1]);
    // Nothing but our own elements, each closed.
    CHECK(count(body, "<del ") + 1 == count(body, "</del>"));  // one more without attributes, beside the name
    CHECK(count(body, "<ins ") + 1 == count(body, "</ins>"));
    CHECK(count(body, "<!--") == 0);
  }
}

TEST_CASE("direction marks, which Arabic and Hebrew texts need, stay what they are") {
  const std::string page = html_of("سعر \u200F(المنتج)\u200F ثابت\n", "سعر \u200F(المنتج)\u200F متغير\n");
  CHECK(holds(page, "\u200F(المنتج)\u200F"));
  CHECK(holds(html_of("قال\u200F\n", "قال\n"), "[U+200F]</del>"));
}

TEST_CASE("a change with letters of the line's direction has that direction, whatever it begins with") {
  const std::string page = html_of("يباع الدواء في السوق\n", "يباع H1N1 فيه في السوق\n");
  CHECK(holds(page, "<del dir=\"rtl\" title=\"wording\">الدواء</del>"));
  CHECK(holds(page, "<span class=\"within-line\"><ins dir=\"rtl\" title=\"wording\">H1N1 فيه</ins></span>"));
  CHECK(holds(html_of("שלום לך\n", "שלום לנו\n"), "<span class=\"within-line hebrew\"><ins dir=\"rtl\""));
  CHECK(holds(html_of("The paper said so\n", "The الشرق said so\n"),
              "</span><ins dir=\"auto\" title=\"wording\">الشرق</ins>"));
}

TEST_CASE("what a change is stands behind the stop that follows it") {
  CHECK(
      holds(html_of("It has 12.\n", "It has 13.\n"), "13</ins>.<small class=\"kind\" dir=\"ltr\">number</small></p>"));
  CHECK(holds(html_of("في ٣، ص 5\n", "في ٤، ص 5\n"), "٤</ins>،<small class=\"kind\" dir=\"ltr\">number</small> ص 5"));
  CHECK(holds(html_of("see 12 (old)\n", "see 13 (old)\n"),
              "13</ins><small class=\"kind\" dir=\"ltr\">number</small> (old)"));
}

TEST_CASE("an address that changed in part is one piece in a right-to-left paragraph") {
  CHECK(holds(html_of("زر http://un.org/a.\n", "زر https://un.org/a.\n"),
              "زر <bdi dir=\"ltr\"><del dir=\"ltr\" title=\"address\">http</del><ins dir=\"ltr\" "
              "title=\"address\">https</ins>://un.org/a</bdi>.<small class=\"kind\" dir=\"ltr\">address</small></p>"));
  CHECK(holds(html_of("زر http://un.org/خبر.html/a.\n", "زر http://un.org/خبر.html/b.\n"),
              "زر <bdi dir=\"ltr\">http://un.org/<bdi>خبر</bdi>.html/<del"));
}

TEST_CASE("a date with Arabic digits is one piece, from the right as the line is") {
  CHECK(holds(html_of("في ٥/٣/٢٠٢١ صدر\n", "في ٥/٣/٢٠٢٢ صدر\n"),
              "<p dir=\"rtl\" class=\"changed\">في <del dir=\"rtl\" title=\"date\">٥/٣/٢٠٢١</del><ins dir=\"rtl\" "
              "title=\"date\">٥/٣/٢٠٢٢</ins><small class=\"kind\" dir=\"ltr\">date</small> صدر</p>"));
}

TEST_CASE("long stretches without a change are folded") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "Line " + std::to_string(i) + " of the text.\n\n";
  const std::string page = html_of(text + "old\n", text + "new\n");
  CHECK(holds(page, "lines without a change</summary>"));
  CHECK(count(page, "<details>") == count(page, "</details>"));
}
