// Baselines: what is accepted, what is new, what is stale; and the file.
#include "nuskha/baseline.h"

#include <set>

#include "report/sample_check_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

const StillThere none_there = [](const std::string&) { return false; };

StillThere there(std::set<std::string> paths) {
  return [paths = std::move(paths)](const std::string& path) { return paths.count(path) != 0; };
}

/// A check of documents, each with as many findings of one rule and text as it says.
CheckReport make_check(const std::vector<std::pair<std::string, int>>& documents, Hash128 fingerprint = {5, 6}) {
  CheckReport report;
  std::uint64_t n = 0;
  for (const auto& [path, count] : documents) {
    report.verdicts.push_back(make_new(path, {++n, n}));
    for (int i = 0; i < count; ++i) {
      report.findings.push_back(make_finding(path, "mixed-digits", Severity::warning, fingerprint));
      report.findings.back().line = static_cast<std::uint64_t>(10 + i);
    }
  }
  count_records(report);
  return report;
}

Baseline baseline_of(const CheckReport& report) { return make_baseline(report, {}, none_there); }

/// Of each finding: "+" if it is new, "-" if it is accepted.
std::string outcome(const CheckReport& report) {
  std::string signs;
  for (const Finding& finding : report.findings) signs += finding.suppressed ? '-' : '+';
  return signs;
}

std::string bytes_of(const Baseline& baseline) {
  std::ostringstream out;
  write_baseline(baseline, out);
  return out.str();
}

std::string error_of(const std::string& bytes) {
  const auto baseline = read_baseline(bytes, "the file");
  if (baseline) return "";
  CHECK(baseline.error().code == ErrorCode::malformed);
  CHECK(baseline.error().where == "the file");
  return baseline.error().what;
}

std::string file_with(const std::string& entries) {
  return R"({"format":"nuskha-baseline","version":1,"entries":[)" + entries + "]}";
}

const std::string good_entry =
    R"({"rule":"mixed-digits","fingerprint":"00000000000000060000000000000005","path":"a.txt","count":2})";

}  // namespace

TEST_CASE("what a baseline was made of, it accepts: findings, verdicts, and the counts say so") {
  CheckReport report = make_check({{"a.txt", 2}, {"b.txt", 1}});
  report.verdicts.push_back(make_verdict("c.txt", Relation::reissue, "old.txt"));
  const Baseline baseline = baseline_of(report);
  REQUIRE(baseline.entries.size() == 3);
  CHECK(baseline.entries[0].count == 2);
  CHECK(baseline.entries[2].rule == "reissue");
  apply_baseline(report, baseline, none_there);
  CHECK(outcome(report) == "---");
  CHECK(report.findings[0].suppressed == "in the baseline");
  CHECK(report.verdicts[2].suppressed == "in the baseline");
  CHECK(!report.verdicts[0].suppressed);
  CHECK(report.summary.findings == 0);
  CHECK(report.summary.suppressed == 4);
  CHECK(report.stale.empty());
}

TEST_CASE("findings are known wherever they stand: other lines, other names, other documents' versions") {
  const Baseline baseline = baseline_of(make_check({{"a.txt", 1}}));
  CheckReport moved = make_check({{"renamed.txt", 1}});
  moved.findings[0].line = 99;
  moved.findings[0].message = "Worded otherwise.";
  apply_baseline(moved, baseline, none_there);
  CHECK(outcome(moved) == "-");
  CHECK(moved.stale.empty());

  CheckReport verdict;
  verdict.verdicts = {make_verdict("c.txt", Relation::reissue, "old.txt")};
  const Baseline accepted = baseline_of(verdict);
  verdict.verdicts = {make_verdict("d.txt", Relation::reissue, "other.txt")};
  apply_baseline(verdict, accepted, none_there);
  CHECK(verdict.verdicts[0].suppressed);
  verdict.verdicts = {make_verdict("c.txt", Relation::revision, "old.txt")};
  apply_baseline(verdict, accepted, none_there);
  CHECK(!verdict.verdicts[0].suppressed);
}

TEST_CASE("other words or another rule are new, and the entry is stale") {
  const Baseline baseline = baseline_of(make_check({{"a.txt", 1}}));
  CheckReport other = make_check({{"a.txt", 1}}, {7, 7});
  apply_baseline(other, baseline, none_there);
  CHECK(outcome(other) == "+");
  REQUIRE(other.stale.size() == 1);
  CHECK(other.stale[0].path == "a.txt");
  CheckReport rule = make_check({{"a.txt", 1}});
  rule.findings[0].rule = "bidi-controls";
  apply_baseline(rule, baseline, none_there);
  CHECK(outcome(rule) == "+");
}

TEST_CASE("one more copy of an accepted text is new, and it is the one at a path that the baseline doesn't know") {
  const Baseline baseline = baseline_of(make_check({{"m.txt", 1}}));
  CheckReport report = make_check({{"a.txt", 1}, {"m.txt", 1}, {"z.txt", 1}});
  apply_baseline(report, baseline, none_there);
  CHECK(outcome(report) == "+-+");
  CHECK(report.stale.empty());
  CheckReport same = make_check({{"m.txt", 3}});
  apply_baseline(same, baseline, none_there);
  CHECK(outcome(same) == "-++");
  CHECK(same.summary.findings == 2);
}

TEST_CASE("an entry for a document that wasn't checked and is still there accepts nothing elsewhere, and isn't stale") {
  const Baseline baseline = baseline_of(make_check({{"a.txt", 1}}));
  CheckReport copy = make_check({{"b.txt", 1}});
  apply_baseline(copy, baseline, there({"a.txt"}));
  CHECK(outcome(copy) == "+");
  CHECK(copy.stale.empty());
  apply_baseline(copy, baseline, none_there);
  CHECK(outcome(copy) == "-");
}

TEST_CASE("a passage moved from one checked document to another is accepted there; one that is gone goes first") {
  CheckReport report = make_check({{"a.txt", 0}, {"b.txt", 1}});
  Baseline baseline = baseline_of(make_check({{"a.txt", 1}}));
  apply_baseline(report, baseline, none_there);
  CHECK(outcome(report) == "-");
  baseline = baseline_of(make_check({{"a.txt", 1}, {"gone.txt", 1}}));
  report = make_check({{"a.txt", 0}, {"b.txt", 1}});
  apply_baseline(report, baseline, none_there);
  CHECK(outcome(report) == "-");
  REQUIRE(report.stale.size() == 1);
  CHECK(report.stale[0].path == "a.txt");
}

TEST_CASE("stale: of documents that were checked, or are gone, with the count that is too much") {
  const Baseline baseline = baseline_of(make_check({{"a.txt", 3}, {"gone.txt", 1}, {"left-out.txt", 1}}));
  CheckReport report = make_check({{"a.txt", 1}});
  apply_baseline(report, baseline, there({"left-out.txt"}));
  CHECK(outcome(report) == "-");
  REQUIRE(report.stale.size() == 2);
  CHECK((report.stale[0].path == "a.txt" && report.stale[0].count == 2));
  CHECK((report.stale[1].path == "gone.txt" && report.stale[1].count == 1));
}

TEST_CASE("what the configuration suppressed is neither accepted nor used up by a baseline") {
  CheckReport report = make_check({{"a.txt", 2}});
  report.findings[0].suppressed = "a rule of the configuration";
  Baseline baseline = baseline_of(report);
  REQUIRE(baseline.entries.size() == 1);
  CHECK(baseline.entries[0].count == 1);
  apply_baseline(report, baseline, none_there);
  CHECK(report.findings[0].suppressed == "a rule of the configuration");
  CHECK(report.findings[1].suppressed == "in the baseline");
  CHECK(report.summary.suppressed == 2);
}

TEST_CASE("reasons survive writing anew, also when the finding moved, and entries of what wasn't checked are kept") {
  Baseline previous = baseline_of(make_check({{"a.txt", 1}, {"left-out.txt", 1}, {"gone.txt", 1}}));
  for (BaselineEntry& entry : previous.entries) entry.reason = "because of " + entry.path;
  const Baseline same = make_baseline(make_check({{"a.txt", 2}}), previous, there({"left-out.txt"}));
  REQUIRE(same.entries.size() == 2);
  CHECK(same.entries[0].count == 2);
  CHECK(same.entries[0].reason == "because of a.txt");
  CHECK(same.entries[1].path == "left-out.txt");
  CHECK(same.entries[1].reason == "because of left-out.txt");
  const Baseline moved = make_baseline(make_check({{"b.txt", 1}}), baseline_of(make_check({{"c.txt", 1}})), none_there);
  CHECK(!moved.entries.at(0).reason);
  Baseline of_c = baseline_of(make_check({{"c.txt", 1}}));
  of_c.entries[0].reason = "why";
  CHECK(make_baseline(make_check({{"b.txt", 1}}), of_c, none_there).entries.at(0).reason == "why");
  CheckReport accepted = make_check({{"c.txt", 1}});
  apply_baseline(accepted, of_c, none_there);
  CHECK(accepted.findings[0].suppressed == "in the baseline: why");
}

TEST_CASE("the file has an entry a line, sorted, and is read back as it was") {
  CheckReport report = make_check({{hostile_path, 2}, {"z.txt", 1}});
  report.verdicts[1].relation = Relation::template_;
  Baseline baseline = baseline_of(report);
  baseline.entries[0].reason = hostile_text;
  const std::string bytes = bytes_of(baseline);
  CHECK(std::count(bytes.begin(), bytes.end(), '\n') == 5);
  CHECK(bytes.rfind("{\"format\":\"nuskha-baseline\",\"version\":1,\"entries\":[\n{\"rule\":\"mixed-digits\","
                    "\"fingerprint\":\"00000000000000060000000000000005\",\"path\":\"new/a",
                    0) == 0);
  const auto read = read_baseline(bytes, "the file");
  REQUIRE(read);
  CHECK(bytes_of(*read) == bytes);
  CHECK(read->entries[0].reason == hostile_text);
  apply_baseline(report, *read, none_there);
  CHECK(outcome(report) == "---");
  CHECK(report.stale.empty());
  CHECK(bytes_of({}) == "{\"format\":\"nuskha-baseline\",\"version\":1,\"entries\":[\n]}\n");
  CHECK(read_baseline(bytes_of({}), "the file"));
}

TEST_CASE("entries are added up and sorted on reading, and fields that aren't known are passed over") {
  const auto baseline = read_baseline(
      "\xEF\xBB\xBF" +
          file_with(R"({"rule":"b","fingerprint":"00000000000000060000000000000005","path":"x","count":1},)" +
                    good_entry + ',' +
                    R"({"rule":"mixed-digits","fingerprint":"00000000000000060000000000000005","path":"a.txt",)" +
                    R"("reason":"r","new":[1]})"),
      "the file");
  REQUIRE(baseline);
  REQUIRE(baseline->entries.size() == 2);
  CHECK(baseline->entries[0].path == "a.txt");
  CHECK(baseline->entries[0].count == 3);
  CHECK(baseline->entries[0].reason == "r");
  CHECK(baseline->entries[0].fingerprint == Hash128{5, 6});
}

TEST_CASE("what isn't a baseline is refused, and the message says why") {
  const auto contains = [](const std::string& text, const std::string& part) { return text.find(part) != text.npos; };
  CHECK(contains(error_of(""), "not valid JSON"));
  CHECK(contains(error_of("[]"), "another kind of file"));
  CHECK(contains(error_of("{\"format\":\"other\"}"), "another kind of file"));
  CHECK(contains(error_of("{\"format\":\"nuskha-baseline\"}"), "\"version\""));
  CHECK(contains(error_of("{\"format\":\"nuskha-baseline\",\"version\":2,\"entries\":7}"),
                 "version 2 of the format, and this nuskha reads up to version 1"));
  CHECK(contains(error_of("{\"format\":\"nuskha-baseline\",\"version\":1}"), "\"entries\""));
  CHECK(contains(error_of("{\n<<<<<<< HEAD\n"), "conflict of a merge on line 2"));
  CHECK(error_of(file_with(good_entry)) == "");
  CHECK(contains(error_of(file_with(good_entry + ",7")), "entry 2 is not an object"));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string entry = good_entry;
    entry.replace(entry.find(from), from.size(), to);
    return error_of(file_with(entry));
  };
  CHECK(contains(with("\"rule\"", "\"role\""), "\"rule\""));
  CHECK(contains(with("\"mixed-digits\"", "\"\""), "\"rule\""));
  CHECK(contains(with("\"a.txt\"", "7"), "\"path\""));
  CHECK(contains(with("6000", "600"), "32 hexadecimal digits"));
  CHECK(contains(with("6000", "6g00"), "32 hexadecimal digits"));
  CHECK(contains(with(":2}", ":0}"), "\"count\""));
  CHECK(contains(with(":2}", ":-1}"), "\"count\""));
  CHECK(contains(with(":2}", ":1.5}"), "\"count\""));
  CHECK(contains(with(":2}", ":2,\"reason\":1}"), "\"reason\""));
}

TEST_CASE("every truncation of a file is refused, and a changed byte makes no entry more or less") {
  const std::string bytes = bytes_of(baseline_of(make_check({{"a.txt", 2}})));
  for (std::size_t size = 0; size < bytes.find_last_of('}'); ++size) {
    INFO(size);
    CHECK(!read_baseline(bytes.substr(0, size), "the file"));
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const char c : {'\0', '"', '\xff', '{', '9'}) {
      std::string changed = bytes;
      changed[at] = c;
      const auto baseline = read_baseline(changed, "the file");
      if (baseline) CHECK(baseline->entries.size() == 1);
    }
  }
}
