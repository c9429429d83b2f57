// What a configuration says of findings, applied to a report.
#include "cli/policy.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::cli;

namespace {

PathGlob glob(const std::string& pattern) {
  const std::optional<PathGlob> parsed = parse_path_glob(pattern);
  REQUIRE(parsed);
  return *parsed;
}

Policy policy_here() {
  Policy policy;
  policy.frame = {"/work/site", "/work/site"};
  return policy;
}

IgnoreBlock ignore(const std::string& rule, const std::string& path) {
  return {{rule}, {glob(path)}, std::nullopt, "as agreed", std::nullopt, {".nuskha.toml", 7, 1}};
}

Finding finding(const std::string& path, const std::string& rule) {
  Finding out;
  out.path = path;
  out.rule = rule;
  out.fingerprint = {1, 2};
  return out;
}

Verdict verdict(const std::string& path, std::optional<Relation> relation) {
  Verdict out;
  out.path = path;
  out.relation = relation;
  out.of = relation ? "old.txt" : "";
  out.text_hash = {3, 4};
  return out;
}

CheckReport report_of(std::vector<Finding> findings, std::vector<Verdict> verdicts = {}) {
  CheckReport report;
  report.findings = std::move(findings);
  report.verdicts = std::move(verdicts);
  report.summary.findings = report.findings.size();
  return report;
}

std::vector<std::string> rules_of(const CheckReport& report) {
  std::vector<std::string> out;
  for (const Finding& item : report.findings) out.push_back(item.rule);
  return out;
}

}  // namespace

TEST_CASE("without a policy a report stays as it is") {
  CheckReport report = report_of({finding("a.txt", "mixed-digits")}, {verdict("a.txt", Relation::reissue)});
  apply_policy(report, policy_here(), "2026-11-22");
  CHECK(rules_of(report) == std::vector<std::string>{"mixed-digits"});
  CHECK(report.findings[0].severity == Severity::warning);
  CHECK(!report.findings[0].suppressed);
  CHECK(!report.verdicts[0].severity);
  CHECK(!report.verdicts[0].suppressed);
  CHECK(report.summary.findings == 1);
  CHECK(report.summary.suppressed == 0);
}

TEST_CASE("severities are set, and findings of rules that are off are gone") {
  Policy policy = policy_here();
  policy.severities = {{"mixed-digits", Severity::error, {}}, {"bidi-controls", std::nullopt, {}}};
  CheckReport report = report_of(
      {finding("a.txt", "bidi-controls"), finding("a.txt", "mixed-digits"), finding("a.txt", "repeated-passage")});
  apply_policy(report, policy, "2026-11-22");
  CHECK(rules_of(report) == std::vector<std::string>{"mixed-digits", "repeated-passage"});
  CHECK(report.findings[0].severity == Severity::error);
  CHECK(report.findings[1].severity == Severity::warning);
  CHECK(report.summary.findings == 2);
  CHECK(report.summary.suppressed == 0);
}

TEST_CASE("the last folder that names a document and a rule decides its severity") {
  Policy policy = policy_here();
  policy.severities = {{"mixed-digits", Severity::note, {}}};
  policy.folders = {{glob("releases"), {{"mixed-digits", Severity::error, {}}}},
                    {glob("releases/old"), {{"mixed-digits", std::nullopt, {}}}},
                    {glob("releases/old/*.md"), {{"bidi-controls", Severity::error, {}}}}};
  CheckReport report =
      report_of({finding("releases/a.txt", "mixed-digits"), finding("releases/old/b.txt", "mixed-digits"),
                 finding("releases/old/c.md", "bidi-controls"), finding("x.txt", "mixed-digits")});
  apply_policy(report, policy, "2026-11-22");
  REQUIRE(report.findings.size() == 3);
  CHECK(report.findings[0].severity == Severity::error);
  CHECK(report.findings[1].severity == Severity::error);
  CHECK(report.findings[2].severity == Severity::note);
}

TEST_CASE("a verdict goes by its relation's name") {
  Policy policy = policy_here();
  policy.severities = {{"reissue", Severity::note, {}}, {"template", std::nullopt, {".nuskha.toml", 4, 12}}};
  CheckReport report = report_of({}, {verdict("a.txt", Relation::reissue), verdict("b.txt", Relation::template_),
                                      verdict("c.txt", std::nullopt), verdict("d.txt", Relation::revision)});
  apply_policy(report, policy, "2026-11-22");
  REQUIRE(report.verdicts.size() == 4);
  CHECK(report.verdicts[0].severity == Severity::note);
  CHECK(!report.verdicts[0].suppressed);
  CHECK(report.verdicts[1].suppressed == "The rule is off (.nuskha.toml:4).");
  CHECK(!report.verdicts[2].suppressed);
  CHECK(!report.verdicts[3].severity);
  CHECK(report.summary.suppressed == 1);
}

TEST_CASE("what is ignored is suppressed with the reason and counted as such") {
  Policy policy = policy_here();
  policy.ignores = {ignore("mixed-digits", "releases/2020"), ignore("reissue", "releases/2020")};
  CheckReport report =
      report_of({finding("releases/2020/a.txt", "bidi-controls"), finding("releases/2020/a.txt", "mixed-digits"),
                 finding("releases/b.txt", "mixed-digits")},
                {verdict("releases/2020/a.txt", Relation::reissue)});
  apply_policy(report, policy, "2026-11-22");
  REQUIRE(report.findings.size() == 3);
  CHECK(!report.findings[0].suppressed);
  CHECK(report.findings[1].suppressed == "as agreed");
  CHECK(!report.findings[2].suppressed);
  CHECK(report.verdicts[0].suppressed == "as agreed");
  CHECK(report.summary.findings == 2);
  CHECK(report.summary.suppressed == 2);
}

TEST_CASE("a fingerprint is ignored wherever it stands") {
  Policy policy = policy_here();
  IgnoreBlock block{{}, {}, "00000000000000020000000000000001", "known", std::nullopt, {}};
  policy.ignores = {block};
  CheckReport report = report_of({finding("a.txt", "mixed-digits"), finding("/elsewhere/b.txt", "bidi-controls")});
  report.findings.push_back(finding("c.txt", "mixed-digits"));
  report.findings.back().fingerprint = {9, 9};
  apply_policy(report, policy, "2026-11-22");
  CHECK(report.findings[0].suppressed == "known");
  CHECK(report.findings[1].suppressed == "known");
  CHECK(!report.findings[2].suppressed);
}

TEST_CASE("an ignore holds through its last day, and is a problem from the next on") {
  Policy policy = policy_here();
  policy.ignores = {ignore("mixed-digits", "**")};
  policy.ignores[0].expires = "2027-01-31";
  CheckReport before = report_of({finding("a.txt", "mixed-digits")});
  CheckReport after = before;
  apply_policy(before, policy, "2027-01-31");
  CHECK(before.findings[0].suppressed);
  CHECK(before.problems.empty());
  after.problems = {{"z.txt", "binary", ""}};
  apply_policy(after, policy, "2027-02-01");
  CHECK(!after.findings[0].suppressed);
  CHECK(after.summary.findings == 1);
  REQUIRE(after.problems.size() == 2);
  CHECK(after.summary.problems == 2);
  CHECK(after.problems[0].path == ".nuskha.toml");
  CHECK(after.problems[0].code == "expired-ignore");
  CHECK(after.problems[0].message.find("line 7 expired on 2027-01-31") != std::string::npos);
  CHECK(after.problems[0].message.find("as agreed") != std::string::npos);
}

TEST_CASE("what was suppressed before keeps its reason") {
  Policy policy = policy_here();
  policy.ignores = {ignore("mixed-digits", "**")};
  CheckReport report = report_of({finding("a.txt", "mixed-digits")});
  report.findings[0].suppressed = "in the baseline";
  apply_policy(report, policy, "2026-11-22");
  CHECK(report.findings[0].suppressed == "in the baseline");
  CHECK(report.summary.suppressed == 1);
}

TEST_CASE("documents are named relative to the configuration's folder, from wherever the program runs") {
  const PathFrame above{"/work/site", "/work/site/content"};
  CHECK(above.relative("a.txt") == "content/a.txt");
  CHECK(above.relative("../b.txt") == "b.txt");
  CHECK(above.relative("../content/./sub//c.txt") == "content/sub/c.txt");
  CHECK(above.relative("/work/site/d.txt") == "d.txt");
  CHECK(!above.relative("../../e.txt"));
  CHECK(!above.relative("/work/sites/f.txt"));
  CHECK(!above.relative("/work/site"));
  CHECK(PathFrame{"/", "/tmp"}.relative("g.txt") == "tmp/g.txt");
  CHECK(PathFrame{"/work/other", "/work/site"}.relative("../other/h.txt") == "h.txt");
}

TEST_CASE("patterns mean what .gitignore's do, and the records of a file are in it") {
  CHECK(names_document(glob("releases"), "releases/2020/a.txt"));
  CHECK(names_document(glob("2020"), "releases/2020/a.txt"));
  CHECK(names_document(glob("/releases/*/a.txt"), "releases/2020/a.txt"));
  CHECK(names_document(glob("**"), "a.txt"));
  CHECK(names_document(glob("*.jsonl"), "exports/x.jsonl#12"));
  CHECK(names_document(glob("exports/x.jsonl#12"), "exports/x.jsonl#12"));
  CHECK(!names_document(glob("exports/x.jsonl#12"), "exports/x.jsonl#13"));
  CHECK(!names_document(glob("*.jsonl"), "exports/x.jsonl#x"));
  CHECK(!names_document(glob("/2020"), "releases/2020/a.txt"));
  CHECK(!names_document(glob("releases/"), "releases"));
  for (const char* pattern : {"", "/", "#x", "!x", "["}) CHECK(!parse_path_glob(pattern));
}
