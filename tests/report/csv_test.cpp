// write_csv: the table, quoting, and fields that a spreadsheet would run.
#include <string>

#include "report/sample_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

const std::string header =
    "\xEF\xBB\xBF"
    "family,relation,level,similarity,body_similarity,jaccard,containment_a,containment_b,a,b,date_a,date_b,title_a,"
    "title_b,fuzzy_similarity\r\n";

/// The row of a pair of two documents, of which the first has this title.
std::string row_with_title(const std::string& title) {
  Report report;
  report.documents = {make_document("a", {}, title), make_document("b")};
  report.pairs = {make_pair(0, 1, Relation::revision, 0.8)};
  const std::string text = to_csv(report);
  REQUIRE(text.substr(0, header.size()) == header);
  return text.substr(header.size());
}

const std::string figures = ",revision,,0.8,0.8,0.8,0.8,0.8,a,b,,,";

}  // namespace

TEST_CASE("an empty report is a header") { CHECK(to_csv(Report{}) == header); }

TEST_CASE("a row holds a pair, its family, and its documents") {
  CHECK(
      to_csv(make_documented_example()) ==
      header +
          "1,revision,,0.9635,0.9635,0.8817,0.9391,0.935,news/2021-04-15.txt,news/2021-04-18.txt,2021-04-15,2021-04-18,"
          "أسعار المواد الغذائية في نيسان,أسعار المواد الغذائية في نيسان,\r\n"
          "1,same-text,text,1.0,1.0,1.0,1.0,1.0,news/2021-04-15.txt,old/arabic.txt,2021-04-15,,"
          "أسعار المواد الغذائية في نيسان,,\r\n"
          "1,revision,,0.9635,0.9635,0.8817,0.935,0.9391,news/2021-04-18.txt,old/arabic.txt,2021-04-18,,"
          "أسعار المواد الغذائية في نيسان,,\r\n");
}

TEST_CASE("a pair outside of families, or across two, has no family") {
  Report report;
  for (const char* path : {"a", "b", "c", "d", "e"}) report.documents.push_back(make_document(path));
  report.families = {{{{0, {}, {}}, {1, 0, Relation::identical}}}, {{{2, {}, {}}, {3, 2, Relation::identical}}}};
  report.pairs = {make_pair(1, 2, Relation::template_, 0.5), make_pair(3, 4, Relation::template_, 0.5)};
  CHECK(to_csv(report) ==
        header + ",template,,0.5,0.5,0.5,0.5,0.5,b,c,,,,,\r\n,template,,0.5,0.5,0.5,0.5,0.5,d,e,,,,,\r\n");
}

TEST_CASE("the row of a damaged copy ends with its fuzzy similarity") {
  Report report;
  report.documents = {make_document("a"), make_document("b")};
  report.pairs = {make_pair(0, 1, Relation::revision, 0.4)};
  report.pairs[0].fuzzy_similarity = 0.85;
  CHECK(to_csv(report) == header + ",revision,,0.4,0.4,0.4,0.4,0.4,a,b,,,,,0.85\r\n");
}

TEST_CASE("fields are quoted where RFC 4180 asks for it") {
  CHECK(row_with_title("plain") == figures + "plain,,\r\n");
  CHECK(row_with_title("one, two") == figures + "\"one, two\",,\r\n");
  CHECK(row_with_title("say \"yes\"") == figures + "\"say \"\"yes\"\"\",,\r\n");
  CHECK(row_with_title("two\nlines") == figures + "\"two\nlines\",,\r\n");
}

TEST_CASE("what a spreadsheet would run is made harmless") {
  CHECK(row_with_title("=1+1") == figures + "'=1+1,,\r\n");
  CHECK(row_with_title("+1") == figures + "'+1,,\r\n");
  CHECK(row_with_title("-1") == figures + "'-1,,\r\n");
  CHECK(row_with_title("@SUM(A1)") == figures + "'@SUM(A1),,\r\n");
  CHECK(row_with_title("\t=1") == figures + "'\t=1,,\r\n");
  CHECK(row_with_title("\r=1") == figures + "\"'\r=1\",,\r\n");
  CHECK(row_with_title("＝1") == figures + "'＝1,,\r\n");
  CHECK(row_with_title("=HYPERLINK(\"x\",\"y\")") == figures + "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",,\r\n");
  CHECK(row_with_title("a=1") == figures + "a=1,,\r\n");
}

TEST_CASE("bytes that aren't UTF-8 are escaped") {
  Report report;
  report.documents = {make_document("a\xff"), make_document("b")};
  report.pairs = {make_pair(0, 1, Relation::revision, 0.8)};
  CHECK(to_csv(report) == header + ",revision,,0.8,0.8,0.8,0.8,0.8,a\\xff,b,,,,,\r\n");
}
