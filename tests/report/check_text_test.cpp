// write_check_text: the page for people.
#include "base/unicode.h"
#include "report/display.h"
#include "report/sample_check_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

TEST_CASE("verdict first, then findings with their places and fixes, and a last line that counts") {
  CHECK(written_text(make_documented_check()) ==
        R"(new/contact.txt: new
new/prices.txt: reissue of news/2021-04-15.txt
  changed: 1 date, footer replaced; 96 % unchanged
  newest version: news/2021-04-18.txt
  41:1  warning  outdated-boilerplate
      This wording of a recurring passage was last used on 2019-02-01.
      Fix: Use the current one: "للمزيد: press@example.org".

1 problem
  new/logo\xff.png (binary)
    This is not text, so it was left out.

1 stale entry of the baseline
  The baseline accepts 1 finding of rule mixed-digits in new/contact.txt that
  was not found any more (fedcba98765432100123456789abcdef). Write it anew.

Checked 2 documents against 1,204: 1 new, 1 reissue; 1 finding (1 warning), 1 suppressed, 1 problem, 1 stale in the baseline. Took 0.0123 s.
)");
}

TEST_CASE("a new document without findings takes one line, and so does a verdict that was accepted") {
  CheckReport report;
  report.verdicts = {make_new("a.txt"), make_verdict("b.txt", Relation::identical, "c.txt")};
  report.verdicts[1].suppressed = "in the baseline: a mirror";
  count_records(report);
  CHECK(written_text(report) ==
        "a.txt: new\n"
        "b.txt: identical to c.txt (suppressed: in the baseline: a mirror)\n"
        "\n"
        "Checked 2 documents against 1,204: 1 new, 1 identical; 0 findings, 1 suppressed.\n");
}

TEST_CASE("nothing checked is one line") { CHECK(written_text({}) == "Checked 0 documents against 0; 0 findings.\n"); }

TEST_CASE("severities are counted and coloured") {
  CheckReport report;
  report.verdicts = {make_new("a.txt")};
  report.findings = {make_finding("a.txt", "x", Severity::error), make_finding("a.txt", "x", Severity::note),
                     make_finding("a.txt", "x", Severity::note)};
  count_records(report);
  CHECK(written_text(report).find("3 findings (1 error, 2 notes).") != std::string::npos);
  CHECK(written_text(report).find('\x1b') == std::string::npos);
  TextStyle style;
  style.color = true;
  CHECK(written_text(report, style).find("\x1b[31merror\x1b[0m") != std::string::npos);
}

TEST_CASE("lines keep to the width, but for names") {
  CheckReport report;
  report.verdicts = {make_new("a.txt")};
  report.findings = {make_finding("a.txt", "mixed-digits")};
  report.findings[0].message = "تقف في هذا المستند أرقام عربية هندية وأرقام أوروبية معا، وهو ما لا ينبغي أن يكون.";
  report.findings[0].fix = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen.";
  count_records(report);
  for (const std::size_t width : {20u, 40u, 80u}) {
    TextStyle style;
    style.width = width;
    std::istringstream lines(written_text(report, style));
    for (std::string line; std::getline(lines, line);) {
      INFO(width << ": " << line);
      CHECK((display_width(line) <= width || line.find("mixed-digits") != std::string::npos ||
             line.rfind("Checked", 0) == 0));
    }
  }
}

TEST_CASE("right-to-left names and messages are isolated where the style says so") {
  CheckReport report;
  report.verdicts = {make_verdict("جديد.txt", Relation::reissue, "قديم.txt")};
  report.findings = {make_finding("جديد.txt", "mixed-digits")};
  report.findings[0].message = "الأرقام مختلطة";
  CHECK(written_text(report).find("\u2068") == std::string::npos);
  TextStyle style;
  style.bidi_isolates = true;
  const std::string page = written_text(report, style);
  CHECK(page.find("\u2068جديد.txt\u2069: reissue of \u2068قديم.txt\u2069\n") != std::string::npos);
  CHECK(page.find("\u2067الأرقام مختلطة\u2069\n") != std::string::npos);
}

TEST_CASE("hostile names and texts are safe to show") {
  const std::string page = written_text(make_hostile_check());
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(escape_for_display(line).size() >= line.size());
    CHECK(line.find_first_of("\x01\x1b\r\t") == line.npos);
    CHECK(line.find("\u202E") == line.npos);
    CHECK(line.find("\u2066") == line.npos);
    CHECK(find_invalid_utf8(line) == line.npos);
    CHECK(line.rfind("::error", 0) == line.npos);
  }
}

TEST_CASE("a page stands in place of line and column") {
  CheckReport report = make_documented_check();
  report.findings[0].place = PlaceRange{PlaceUnit::page, 3, 4};
  const std::string page = written_text(report);
  CHECK(page.find("  pages 3–4  warning  outdated-boilerplate\n") != page.npos);
  CHECK(page.find("41:1") == page.npos);
}
