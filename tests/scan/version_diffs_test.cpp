#include "scan/version_diffs.h"

#include <memory>
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

/// Three versions, and two of another document.
Scanned scanned() {
  const std::string other =
      "Seven boats were lost in the storm off the southern coast, and all sailors came home safe.\n";
  Scanned out;
  out.source = open_documents(
      {document("a.txt", "GENEVA, 14 April 2021\n\n" + body), document("b.txt", "GENEVA, 15 April 2021\n\n" + body),
       document("c.txt", "GENEVA, 16 April 2021\n\n" + body + "\nA paragraph was put in at the end of it.\n"),
       document("0/x.txt", other + "One."), document("0/y.txt", other + "Two."), document("0/z.txt", other + "Two.")});
  out.report = *scan(*out.source, {});
  REQUIRE(out.report.families.size() == 2);
  return out;
}

std::vector<std::string> names(const Report& report, const std::vector<MadeDiff>& diffs) {
  std::vector<std::string> out;
  for (const MadeDiff& diff : diffs) {
    const FamilyMember& member = report.families[diff.version.family].members[diff.version.member];
    out.push_back(std::string(report.documents.path(*member.parent)) + " " +
                  std::string(report.documents.path(member.document)) + ": " + diff.made);
  }
  return out;
}

std::string summary_of(const DiffedVersion& version) {
  return version.diff.changes.empty() ? "" : summarize(version.diff);
}

}  // namespace

TEST_CASE("versions are compared with their parents, those of large families first, for any number of jobs") {
  const Scanned s = scanned();
  const auto one = names(s.report, make_version_diffs(s.report, *s.source, 1, summary_of));
  CHECK(one == names(s.report, make_version_diffs(s.report, *s.source, 4, summary_of)));
  CHECK(one == names(s.report, make_version_diffs(s.report, *s.source, 2, summary_of, {.batch_bytes = 1})));
  REQUIRE(one.size() == 3);
  CHECK(one[0].starts_with("0/x.txt 0/y.txt: "));
  CHECK(one[1] == "a.txt b.txt: 1 date; 95 % unchanged");
}

TEST_CASE("what make makes ends at its bound") {
  const Scanned s = scanned();
  const auto forty = [](const DiffedVersion&) { return std::string(40, 'x'); };
  CHECK(make_version_diffs(s.report, *s.source, 1, forty, {.made_bytes = 100}).size() == 2);
  CHECK(make_version_diffs(s.report, *s.source, 4, forty, {.made_bytes = 100, .batch_bytes = 1}).size() == 2);
  CHECK(make_version_diffs(s.report, *s.source, 1, forty, {.made_bytes = 39}).empty());
}

TEST_CASE("long documents are passed over, and those that are gone have no diff") {
  const Scanned s = scanned();
  const auto short_ones =
      names(s.report, make_version_diffs(s.report, *s.source, 1, summary_of, {.document_bytes = 130}));
  CHECK(short_ones.size() == 2);
  const auto empty = open_documents({});
  CHECK(make_version_diffs(s.report, *empty, 1, summary_of).empty());
  CHECK(make_version_diffs(s.report, *s.source, 1, summary_of, {.read_bytes = 0}).empty());
}
