// write_check_junit: one test case a document, and XML that every reader takes.
#include "report/sample_check_report.h"
#include "support/catch.h"
#include "support/xml.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

XmlElement suite_of(const CheckReport& report) {
  const XmlElement root = read_xml(written(report, write_check_junit));
  REQUIRE(root.name == "testsuites");
  REQUIRE(root.children.size() == 1);
  CHECK(root.attributes == root.children[0].attributes);
  return root.children[0];
}

}  // namespace

TEST_CASE("the reader of XML refuses what is not well-formed") {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  CHECK(read_xml(head + "<a b=\"&lt;\">x<c/></a>\n").all("c").size() == 1);
  for (const std::string bad :
       {"<a>", "<a></b>", "<a b=\"<\"/>", "<a>&</a>", "<a>&x;</a>", "<a>\x01</a>", "<a>\xff</a>", "<a b=\"\" b=\"\"/>",
        "<a/><a/>", "<a>]]></a>", "<a>\uFFFE</a>", "<a b=c/>"}) {
    INFO(bad);
    CHECK_THROWS(read_xml(head + bad));
  }
}

TEST_CASE("a test case fails by the findings from warning on, and says the rest in its output") {
  const XmlElement suite = suite_of(make_documented_check());
  CHECK(suite.attributes.at("tests") == "3");
  CHECK(suite.attributes.at("failures") == "1");
  CHECK(suite.attributes.at("errors") == "1");
  CHECK(suite.attributes.at("skipped") == "0");
  CHECK(suite.attributes.at("time") == "0.012");
  const auto cases = suite.all("testcase");
  REQUIRE(cases.size() == 3);
  CHECK(cases[0]->attributes.at("name") == "new/contact.txt");
  CHECK(cases[0]->all("failure").empty());
  CHECK(cases[0]->all("system-out").at(0)->text == "new\n");
  REQUIRE(cases[1]->all("error").size() == 1);
  CHECK(cases[1]->all("error")[0]->attributes.at("type") == "binary");
  const auto failures = cases[2]->all("failure");
  REQUIRE(failures.size() == 1);
  CHECK(failures[0]->attributes.at("type") == "reissue");
  CHECK(failures[0]->attributes.at("message").find("2 findings, first: ") == 0);
  CHECK(failures[0]->text.find("41:1 warning outdated-boilerplate: ") != std::string::npos);
  CHECK(failures[0]->text.find("mixed-digits") == std::string::npos);
  CHECK(cases[2]->all("system-out").at(0)->text.find("suppressed (quoted from a decree): 52:7 note") == 0);
  CHECK(suite.all("system-out").at(0)->text.find("The baseline accepts 1 finding of rule mixed-digits") == 0);
}

TEST_CASE("a document whose findings are all suppressed is skipped, and one with notes only passes") {
  CheckReport report;
  report.verdicts = {make_verdict("a.txt", Relation::identical, "b.txt"), make_new("n.txt")};
  report.verdicts[0].suppressed = "in the baseline";
  report.findings = {make_finding("n.txt", "mixed-digits", Severity::note)};
  const XmlElement suite = suite_of(report);
  CHECK(suite.attributes.at("skipped") == "1");
  CHECK(suite.attributes.at("failures") == "0");
  const auto cases = suite.all("testcase");
  CHECK(cases.at(0)->all("skipped").at(0)->attributes.at("message") == "1 finding suppressed");
  CHECK(cases.at(1)->all("skipped").empty());
  CHECK(cases.at(1)->all("system-out").at(0)->text.find("note mixed-digits") != std::string::npos);
}

TEST_CASE("a document that was read with reservations has them in its output, not as an error") {
  CheckReport report;
  report.verdicts = {make_new("a.txt")};
  report.problems = {{"a.txt", "invalid-utf8", "Some bytes."}};
  const XmlElement suite = suite_of(report);
  CHECK(suite.attributes.at("errors") == "0");
  CHECK(suite.all("testcase").at(0)->all("system-out").at(0)->text == "new\nproblem invalid-utf8: Some bytes.\n");
}

TEST_CASE("hostile names and texts stay text") {
  const XmlElement suite = suite_of(make_hostile_check());
  const auto cases = suite.all("testcase");
  REQUIRE(cases.size() == 2);
  CHECK(cases[0]->attributes.at("name") == "new/a\"'<&>]]>\\n::error::%0A,=\\\\x1b[31m\\xff\\u{202E}\u05D0{0}.txt");
  CHECK(cases[0]->all("failure").size() == 1);
  CHECK(cases[0]->all("failure")[0]->text.find("\\u{FFFE}") != std::string::npos);
  CHECK(cases[1]->all("error").size() == 1);
}

TEST_CASE("nothing checked is a suite without test cases") { CHECK(suite_of({}).attributes.at("tests") == "0"); }

TEST_CASE("a page stands in place of line and column") {
  CheckReport report = make_documented_check();
  report.findings[0].place = PlaceRange{PlaceUnit::page, 3, 3};
  const std::string text = written(report, write_check_junit);
  CHECK(text.find("page 3 warning outdated-boilerplate: This wording") != text.npos);
  CHECK(text.find("41:1") == text.npos);
}
