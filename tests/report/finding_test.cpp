// Names of severities and verdicts, verdicts as findings, and a report by document.
#include "nuskha/finding.h"

#include <algorithm>
#include <set>

#include "report/check_results.h"
#include "report/sample_check_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

TEST_CASE("severities have names and can be read back") {
  for (const Severity severity : {Severity::note, Severity::warning, Severity::error})
    CHECK(parse_severity(to_string(severity)) == severity);
  CHECK(!parse_severity("Warning"));
  CHECK(!parse_severity(""));
}

TEST_CASE("a new document is no finding") {
  CHECK(verdict_name(make_new("a.txt")) == "new");
  CHECK(!finding_of(make_new("a.txt")));
}

TEST_CASE("every relation is a finding with the severity and the fix of its rule") {
  const std::vector<Rule> rules = all_rules();
  std::set<std::string> messages;
  for (int i = 0; i <= static_cast<int>(Relation::shared_passage); ++i) {
    const auto relation = static_cast<Relation>(i);
    const auto finding = finding_of(make_verdict("new.txt", relation, "old.txt"));
    REQUIRE(finding);
    CHECK(finding->rule == to_string(relation));
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& one) { return one.name == finding->rule; });
    REQUIRE(rule != rules.end());
    CHECK(finding->severity == rule->severity);
    CHECK(finding->fix == rule->fix);
    CHECK(finding->message.find("old.txt") != std::string::npos);
    CHECK(messages.insert(finding->message).second);
  }
}

TEST_CASE("a verdict's severity can be set, and its finding says what changed and which version is the newest") {
  Verdict verdict = make_verdict("new.txt", Relation::revision, "old\xff.txt");
  verdict.severity = Severity::error;
  verdict.change_summary = "2 words; 98 % unchanged";
  verdict.newest = "newer.txt";
  verdict.suppressed = "why";
  const auto finding = finding_of(verdict);
  REQUIRE(finding);
  CHECK(finding->severity == Severity::error);
  CHECK(finding->message == "A version of old\\xff.txt: 2 words; 98 % unchanged; the newest version is newer.txt.");
  CHECK(finding->suppressed == "why");
  CHECK((finding->line == 1 && finding->column == 1 && finding->end_line == 1));
}

TEST_CASE("a verdict's fingerprint is of the relation and the text, not of names") {
  const auto fingerprint = [](const std::string& path, Relation relation, const std::string& of, Hash128 text_hash) {
    return finding_of(make_verdict(path, relation, of, text_hash))->fingerprint;
  };
  const Hash128 base = fingerprint("a", Relation::reissue, "b", {1, 2});
  CHECK(fingerprint("x", Relation::reissue, "y", {1, 2}) == base);
  CHECK(fingerprint("a", Relation::revision, "b", {1, 2}) != base);
  CHECK(fingerprint("a", Relation::reissue, "b", {1, 3}) != base);
}

TEST_CASE("a report by document holds everything once, in the order of paths") {
  CheckReport report;
  report.verdicts = {make_new("b"), make_new("d")};
  report.findings = {make_finding("b", "x"), make_finding("b", "y"), make_finding("c", "x")};
  report.problems = {{"a", "binary", ""}, {"d", "invalid-utf8", ""}};
  const auto documents = by_document(report);
  REQUIRE(documents.size() == 4);
  CHECK((documents[0].path == "a" && documents[0].verdict == nullptr && documents[0].problems.size() == 1));
  CHECK((documents[1].path == "b" && documents[1].verdict == &report.verdicts[0] && documents[1].findings.size() == 2));
  CHECK((documents[2].path == "c" && documents[2].verdict == nullptr && documents[2].findings.size() == 1));
  CHECK((documents[3].path == "d" && documents[3].verdict != nullptr && documents[3].problems.size() == 1));
}

TEST_CASE("names of records and of what is in a container have the file and a line of it") {
  CHECK(file_of("a.jsonl#12").file == "a.jsonl");
  CHECK(file_of("a.jsonl#12").line == 12u);
  CHECK(file_of("a.ndjson.zst#3").line == 3u);
  CHECK(file_of("a.csv#3").file == "a.csv");
  CHECK(file_of("a.tsv.xz#3").line == 3u);
  CHECK(file_of("a.json#3").file == "a.json");
  CHECK(file_of("a.json#3").line == 1u);
  for (const char* held : {"a.zip!b.txt", "a.zip!b.csv#7", "a.tar.lz4!b", "a.mhtml!part-2", "a.wet!https://x.org/!y"}) {
    INFO(held);
    CHECK(file_of(held).file == std::string(held).substr(0, std::string(held).find('!')));
    CHECK(file_of(held).line == 1u);
  }
  CHECK(file_of("d/#1.jsonl#18446744073709551615").line == 18446744073709551615u);
  for (const char* plain : {"a.txt#12", "a.jsonl", "a.jsonl#", "a.jsonl#0", "a.jsonl#1x", "a.jsonl#-1", "#1", "",
                            "a.jsonl#18446744073709551616"}) {
    INFO(plain);
    CHECK(file_of(plain).file == plain);
    CHECK(!file_of(plain).line);
  }
}
