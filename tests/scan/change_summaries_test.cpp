#include "scan/change_summaries.h"

#include <string>
#include <vector>

#include "nuskha/scan.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

const std::string body =
    "The ministry said that the plant in the north will serve four districts and two towns from May on.\n";

Document document(const std::string& path, const std::string& text) {
  Document out;
  out.path = path;
  out.text = text;
  out.source_bytes = text.size();
  return out;
}

struct Scanned {
  std::unique_ptr<DocumentSource> source;
  Report report;
};

Scanned scanned() {
  Scanned out;
  out.source = open_documents(
      {document("a.txt", "GENEVA, 14 April 2021\n\n" + body), document("b.txt", "GENEVA, 15 April 2021\n\n" + body),
       document("c.txt", "GENEVA, 16 April 2021\n\n" + body + "\nA paragraph was put in at the end of it.\n")});
  out.report = *scan(*out.source, {});
  REQUIRE(out.report.families.size() == 1);
  REQUIRE(out.report.families[0].members.size() == 3);
  return out;
}

}  // namespace

TEST_CASE("versions say what changed from their parents, for any number of jobs") {
  for (const unsigned jobs : {1u, 4u}) {
    Scanned s = scanned();
    const std::vector<ShownVersion> versions = {{0, 1}, {0, 2}};
    add_change_summaries(versions, *s.source, jobs, s.report);
    CHECK(s.report.families[0].members[0].changes.empty());
    CHECK(s.report.families[0].members[1].changes == "1 date; 95 % unchanged");
    CHECK(s.report.families[0].members[2].changes.starts_with("1 date, 1 paragraph added; "));
    CHECK(s.report.summary.versions_not_compared == 0);
  }
}

TEST_CASE("what is beyond the limits is counted") {
  Scanned s = scanned();
  const std::vector<ShownVersion> versions = {{0, 1}, {0, 2}};
  add_change_summaries(versions, *s.source, 1, s.report, {.versions = 1});
  CHECK_FALSE(s.report.families[0].members[1].changes.empty());
  CHECK(s.report.families[0].members[2].changes.empty());
  CHECK(s.report.summary.versions_not_compared == 1);
  Scanned t = scanned();
  add_change_summaries(versions, *t.source, 1, t.report, {.document_bytes = 100});
  CHECK(t.report.summary.versions_not_compared == 2);
}
