// A diff as a page for people: rows, headings, isolates.
#include <sstream>
#include <string>

#include "base/unicode.h"
#include "nuskha/diff_report.h"
#include "report/wrapped_rows.h"
#include "support/catch.h"
#include "support/marked_diff.h"

using namespace nuskha;

namespace {

std::string page_of(const std::string& a, const std::string& b, const DiffStyle& style = {},
                    ChangeTypes shown = ChangeTypes::all()) {
  DiffReport report;
  report.a = {"old.txt", a};
  report.b = {"new.txt", b};
  report.diff = test::diff_of(a, b);
  report.shown = shown;
  std::ostringstream out;
  write_diff_text(report, style, out);
  return out.str();
}

std::string after_names(const std::string& page) { return page.substr(page.find("+++ new.txt\n") + 12); }

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace

TEST_CASE("the page begins with the summary and the names") {
  CHECK(page_of("one\n", "one\n") == "no change\n--- old.txt\n+++ new.txt\n");
  CHECK(page_of("a house\n\nb\n", "a barn\n\nb\n") ==
        "1 word; 66 % unchanged\n--- old.txt\n+++ new.txt\n\nline 1: wording\n  a [-house-]{+barn+}\n");
}

TEST_CASE("lines are counted in both texts") {
  const std::string a = "first\n\nsecond old\n\nthird\n";
  const std::string b = "first\n\nInserted paragraph here.\n\nsecond new\n\nthird\n";
  CHECK(after_names(page_of(a, b)) ==
        "\nline 3: paragraph added\n  {+Inserted paragraph here.+}\n\nline 3 → 5: wording\n  second [-old-]{+new+}\n");
}

TEST_CASE("no row is wider than the page") {
  const std::string words = "ذكرت الوزارة أن المشروع الجديد يخدم 120 قرية water plants 水道局は東京で発表した ";
  const std::string a = words + words + "old " + words + words + std::string(300, 'x') + "\n";
  const std::string b = words + "more words here " + words + "new " + words + std::string(200, 'y') + "\n";
  for (const std::size_t width : {20u, 40u, 79u}) {
    for (const bool color : {false, true}) {
      for (const bool side_by_side : {false, true}) {
        std::istringstream page(after_names(page_of(a, b, {{color, true, width}, side_by_side})));
        for (std::string row; std::getline(page, row);) {
          std::string plain;
          for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i] == '\x1b')
              i = row.find('m', i);
            else
              plain += row[i];
          }
          if (plain.starts_with("line ")) continue;
          INFO(plain);
          CHECK(display_width(plain) <= width);
        }
      }
    }
  }
}

TEST_CASE("right-to-left rows and changes are isolated on a terminal, and nowhere else") {
  const std::string a = "راسلونا على info@un.org قبل 15 نيسان\n", b = "راسلونا على press@un.org قبل 16 نيسان\n";
  const std::string page = after_names(page_of(a, b, {{false, true, 80}, false}));
  CHECK(page ==
        "\nline 1: address, date\n  \u2067راسلونا على \u2066\u2068[-info-]\u2069\u2068{+press+}\u2069@un.org\u2069 قبل "
        "\u2068[-15-]\u2069\u2068{+16+}\u2069 نيسان\u2069\n");
  CHECK(count(page_of(a, b), "\u2068") == 0);
  const std::string plain = page_of("a b\n", "a c\n", {{false, true, 80}, false});
  CHECK(count(plain, "\u2066") == 0);
}

TEST_CASE("an address that changed in part is read from left to right in a right-to-left row") {
  const DiffStyle style{{false, true, 100}};
  CHECK(holds(page_of("اتصل على (info@moh.gov). شكرا\n", "اتصل على (press@moh.gov). شكرا\n", style),
              "(\u2066\u2068[-info-]\u2069\u2068{+press+}\u2069@moh.gov\u2069)."));
  CHECK(holds(page_of("زر http://un.org/a/b.\n", "زر https://un.org/a/b.\n", style),
              "زر \u2066\u2068[-http-]\u2069\u2068{+https+}\u2069://un.org/a/b\u2069.\u2069\n"));
  CHECK(holds(page_of("زر http://un.org/2021/x الآن\n", "زر http://un.org/2022/x الآن\n", style),
              "زر \u2066http://un.org/\u2068[-2021-]\u2069\u2068{+2022+}\u2069/x\u2069 الآن\u2069\n"));
  CHECK(holds(page_of("قال old هنا\n", "قال new هنا\n", style), "قال \u2068[-old-]\u2069\u2068{+new+}\u2069 هنا"));
}

TEST_CASE("colours stand for brackets") {
  CHECK(after_names(page_of("a b c\n", "a x c\n", {{true, false, 80}, false}))
            .find("a \x1b[31;9mb\x1b[0m\x1b[32;4mx\x1b[0m c") != std::string::npos);
}

TEST_CASE("side by side, each text is in its column") {
  CHECK(after_names(page_of("a house stands\n", "a barn stands\n", {{false, false, 43}, true})) ==
        "\nline 1: wording\na [-house-] stands   │ a {+barn+} stands\n");
}

TEST_CASE("white space that changed can be seen") {
  CHECK(after_names(page_of("a  b\n", "a b\n")) == "\nline 1: white space\n  a[-··-]{+·+}b\n");
  CHECK(after_names(page_of("a\tb", "a b\n")).find("[-⇥-]{+·+}b{+¶+}") != std::string::npos);
}

TEST_CASE("marks of letters are shown as they are where only zero-width characters changed") {
  CHECK(after_names(page_of("قال مُحَمَّد\n", "قال مُحَ\u200Cمَّد\n")) ==
        "\nline 1: white space\n  قال [-مُحَمَّد-]{+مُحَ[ZWNJ]مَّد+}\n");
  CHECK(after_names(page_of("a \xFF\u200Bz\n", "a \xFFz\n")) == "\nline 1: white space\n  a \\xff[-[U+200B]-]z\n");
}

TEST_CASE("what the texts hold doesn't steer the terminal") {
  const std::string page = page_of("a \x1b[31m x\n", "a \u202E\x07 y\n", {{true, true, 80}, false});
  CHECK(page.find("\x1b[31m x") == std::string::npos);
  CHECK(page.find("\u202E") == std::string::npos);
  CHECK(page.find('\x07') == std::string::npos);
}

TEST_CASE("a moved paragraph is shown where it stood and where it stands, with what changed inside") {
  const std::string moved = "The ministry opened a new water plant in the north of the country on Monday.\n\n";
  const std::string rest =
      "Four schools in the eastern district will receive computers before winter.\n\nRoads stay closed.\n\n";
  const std::string page = after_names(
      page_of(moved + rest, rest + "The ministry opened a new water plant in the south of the country on Monday.\n"));
  CHECK(count(page, "paragraph moved (1)") == 2);
  CHECK(count(page, "[-north-]{+south+}") == 1);
}

TEST_CASE("what changed inside a moved paragraph is shown where the move itself isn't") {
  const std::string moved = "The ministry opened a new water plant for 20 towns in the north of the country.\n\n";
  const std::string rest =
      "Four schools in the east receive computers before the winter, as we hear today.\n\n"
      "Nobody who lives there knows yet what these machines will be good for in the end.\n\n";
  std::string other = moved;
  other.replace(other.find("20"), 2, "25");
  ChangeTypes shown = ChangeTypes::none();
  shown.add(ChangeType::number);
  CHECK(after_names(page_of(moved + rest, rest + other, {}, shown)) ==
        "\nline 1 → 5: number\n  The ministry opened a new water plant for [-20-]{+25+} towns in the north of\n"
        "  the country.\n");
}

TEST_CASE("side by side, a moved paragraph stands in its column in both places") {
  const std::string moved = "The ministry opened a new water plant.\n\n";
  const std::string rest = "Four schools in the east receive computers before the winter, we hear.\n\n";
  const std::string page = after_names(page_of(moved + rest, rest + moved, {{}, true}));
  CHECK(count(page, " │") == 4);
}

TEST_CASE("many moves and one long word take no more than their length") {
  std::string a, b;
  for (int i = 0; i < 4000; ++i) {
    const auto paragraph = [i](int number) {
      std::string out;
      for (const char* word : {"p", "q", "r", "s", "t", "u"}) out += word + std::to_string(i) + ' ';
      return out + std::to_string(number) + ".\n\n";
    };
    a += paragraph(1);
    b = paragraph(2) + b;
  }
  CHECK(count(page_of(a, b), "paragraph moved") > 4000);
  const std::string word(2'000'000, 'x');
  CHECK(count(page_of(word + "a\n", word + "b\n"), "\n") > 50'000);
}
