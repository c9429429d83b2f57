// A check says of a document what a scan of everything would say of it.
#include "nuskha/check.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "input/temporary_folder.h"
#include "nuskha/archive.h"
#include "nuskha/check_report.h"
#include "nuskha/index.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/fixture_truth.h"

using namespace nuskha;
using nuskha_test::TemporaryFolder;

namespace {

std::unique_ptr<DocumentSource> open(const std::vector<std::string>& paths) {
  auto source = open_paths(paths, {});
  REQUIRE(source);
  return std::move(*source);
}

void make_archive(const std::string& archive, const std::vector<std::string>& paths,
                  const WantedSettings& settings = {}) {
  IndexOptions options;
  options.settings = settings;
  const auto made = index_add(archive, paths, options);
  CAPTURE(made ? "" : made.error().where + ": " + made.error().what);
  REQUIRE(made);
}

CheckReport checked(const std::vector<std::string>& paths, const std::string& archive, unsigned jobs = 1) {
  const auto report = check(*open(paths), archive, {jobs, false});
  CAPTURE(report ? "" : report.error().where + ": " + report.error().what);
  REQUIRE(report);
  return *report;
}

std::string lines_of(const CheckReport& report) {
  std::ostringstream out;
  write_check_jsonl(report, out);
  return out.str();
}

Verdict verdict_of(const std::string& path, const std::string& archive) {
  const CheckReport report = checked({path}, archive);
  REQUIRE(report.verdicts.size() == 1);
  return report.verdicts.front();
}

std::uint64_t num_changes(const Verdict& verdict, ChangeType type) {
  for (const auto& [changed, count] : verdict.changes)
    if (changed == type) return count;
  return 0;
}

/// The sample archive as files, as a scan sees it, and as an archive.
struct Samples {
  TemporaryFolder folder;
  std::string archive = folder / "a.nuskha";
  std::string archive_of_words = folder / "words.nuskha";
  Report scanned;

  Samples() {
    const std::vector<std::string> paths = {test::fixture_archive()};
    auto report = scan(*open(paths), {});
    REQUIRE(report);
    scanned = std::move(*report);
    make_archive(archive, paths);
    make_archive(archive_of_words, paths, {.store_text = false});
  }

  /// False of a passage that leaves most of both documents to themselves: that is no verdict, but a finding.
  bool is_much(const PairRecord& pair) const {
    const auto a = static_cast<double>(scanned.documents[pair.a].words);
    const auto b = static_cast<double>(scanned.documents[pair.b].words);
    return pair.body_similarity * (a + b) / (2 * std::min(a, b)) >= 0.6;
  }

  /// What the scan says that a document is to others: of the strongest kind.
  struct Expected {
    std::string verdict = "new";
    std::map<std::string, PairRecord> pairs;  ///< By the path of the other.
  };
  Expected expected(const std::string& path) const {
    Expected out;
    std::optional<Relation> best;
    for (const PairRecord& pair : scanned.pairs) {
      const std::string& a = scanned.documents[pair.a].path;
      const std::string& b = scanned.documents[pair.b].path;
      if (a != path && b != path) continue;
      const Relation relation = a == path ? pair.relation : reversed(pair.relation);
      if (relation == Relation::shared_passage && !is_much(pair)) continue;
      if (best && relation > *best) continue;
      if (best != relation) out.pairs.clear();
      best = relation;
      out.pairs[a == path ? b : a] = pair;
    }
    if (best) out.verdict = to_string(*best);
    return out;
  }
};

const Samples& samples() {
  static const Samples made;
  return made;
}

/// What a verdict says in other words than the scan's; empty if nothing.
std::string contradiction(const Verdict& verdict, const Samples::Expected& expected) {
  const std::string found = verdict.path + " is " + std::string(verdict_name(verdict)) + " of " + verdict.of;
  if (verdict_name(verdict) != expected.verdict) return "\n" + found + ", and by the scan " + expected.verdict;
  if (!verdict.relation) return "";
  const auto pair = expected.pairs.find(verdict.of);
  if (pair == expected.pairs.end()) return "\n" + found + ", and by the scan of others";
  const PairRecord& record = pair->second;
  if (record.level != verdict.level) return "\n" + found + " at another level";
  if (record.body_similarity != verdict.body_similarity || record.similarity != verdict.similarity)
    return "\n" + found + " by other figures";
  return "";
}

/// The newest versions in the family of a document, itself left out.
std::set<std::string> newest_beside(const Report& report, const std::string& path, const std::string& of) {
  std::set<std::string> out = {of};
  std::optional<std::string> latest;
  for (const FamilyRecord& family : report.families) {
    const auto is = [&](const std::string& name) {
      return std::any_of(family.members.begin(), family.members.end(),
                         [&](const FamilyMember& member) { return report.documents[member.document].path == name; });
    };
    if (!is(of)) continue;
    out.clear();
    for (const FamilyMember& member : family.members) {
      const DocumentRecord& document = report.documents[member.document];
      if (document.path == path || document.date < latest) continue;
      if (document.date != latest) out.clear();
      latest = document.date;
      out.insert(document.path);
    }
  }
  return out;
}

constexpr const char* release =
    "GENEVA, 5 May 2021 - The office sent twenty tons of rice to the north after the storm destroyed the harvest.\n\n"
    "Lorries will leave the port of the capital every morning until the end of the month, the director said, and\n"
    "families in four districts will be given food for ten weeks. Water tanks and tents follow by sea.\n";

std::string with(std::string text, const std::string& before, const std::string& after) {
  const std::size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

}  // namespace

TEST_CASE("every sample document is to the others what a scan says it is") {
  std::string wrong;
  std::set<std::string> verdicts;
  for (const DocumentRecord& document : samples().scanned.documents) {
    const Verdict verdict = verdict_of(document.path, samples().archive);
    wrong += contradiction(verdict, samples().expected(document.path));
    verdicts.emplace(verdict_name(verdict));
    if (!verdict.relation) continue;
    const std::set<std::string> newest = newest_beside(samples().scanned, document.path, verdict.of);
    if (!newest.contains(verdict.newest)) wrong += "\nof " + document.path + " the newest is not " + verdict.newest;
  }
  CHECK(wrong == "");
  CHECK(verdicts == std::set<std::string>{"new", "identical", "same-text", "reissue", "revision", "excerpt",
                                          "extension", "template"});
}

TEST_CASE("an archive that never held the new documents says the same of them") {
  // One of each relation, no two of which are versions of one another.
  const std::vector<std::string> names = {
      "company/2019/reissue/half-year-results-ar.txt", "company/2023/school-workshops-tr-v2.md",
      "ministry/2022/rice-centre-th-short.txt",        "ministry/2022/web/wheat-plan-web.txt",
      "ministry/2024/bulletin/prices-2024-w08.txt",    "ministry/2023/bird-flu.txt",
      "un-office/2021/water-plant-tel-rumm-en.txt"};
  const TemporaryFolder folder;
  std::vector<std::string> rest;
  std::vector<std::string> fresh;
  for (const DocumentRecord& document : samples().scanned.documents) {
    const bool is_new =
        std::find(names.begin(), names.end(), document.path.substr(test::fixture_archive().size() + 1)) != names.end();
    (is_new ? fresh : rest).push_back(document.path);
  }
  REQUIRE(fresh.size() == names.size());
  make_archive(folder / "a", rest);
  std::string wrong;
  for (const Verdict& verdict : checked(fresh, folder / "a").verdicts)
    wrong += contradiction(verdict, samples().expected(verdict.path));
  CHECK(wrong == "");
}

TEST_CASE("an archive of words gives the verdicts that one of texts gives") {
  for (const char* const name : {"un-office/2022", "ministry/2024", "company/2020"}) {
    const std::string folder = test::fixture_archive() + "/" + name;
    CHECK(lines_of(checked({folder}, samples().archive_of_words)) == lines_of(checked({folder}, samples().archive)));
  }
}

TEST_CASE("neither threads nor the order of the paths change what a check says") {
  const std::string ministry = test::fixture_archive() + "/ministry";
  const std::string company = test::fixture_archive() + "/company";
  const std::string one = lines_of(checked({ministry, company}, samples().archive, 1));
  CHECK(lines_of(checked({company, ministry}, samples().archive, 3)) == one);
  CHECK(lines_of(checked({company, ministry, company}, samples().archive, 8)) == one);
}

TEST_CASE("changes are counted by type, and the newest version is named") {
  const TemporaryFolder folder;
  folder.write("old/1.txt", release);
  folder.write("old/2.txt", with(with(release, "5 May", "6 May"), "twenty tons", "thirty tons"));
  folder.write("old/other.txt", "Schools in the valley begin a week later this year, as the bridge is repaired.\n");
  make_archive(folder / "a", {folder / "old"});
  const std::string fresh =
      folder.write("new.txt", with(with(with(release, "5 May", "9 May"), "ten weeks", "12 weeks"), "and\n", ""));
  const Verdict verdict = verdict_of(fresh, folder / "a");
  CHECK(verdict_name(verdict) == "revision");
  CHECK(verdict.of == folder / "old/1.txt");
  CHECK(verdict.newest == folder / "old/2.txt");
  CHECK(num_changes(verdict, ChangeType::date) == 1);
  CHECK(num_changes(verdict, ChangeType::number) + num_changes(verdict, ChangeType::wording) == 2);
  CHECK(verdict.change_summary.find("1 date") != std::string::npos);
  CHECK(verdict.containment_new > 0.5);
}

TEST_CASE("the state before of a new document is left out, whatever it says") {
  const TemporaryFolder folder;
  const std::string path = folder.write("releases/a.txt", release);
  folder.write("releases/b.txt", "Schools in the valley begin a week later this year, as the bridge is repaired.\n");
  make_archive(folder / "a", {folder / "releases"});
  CHECK(verdict_name(verdict_of(path, folder / "a")) == "new");
  folder.write("releases/a.txt", with(release, "twenty", "forty"));
  CHECK(verdict_name(verdict_of(path, folder / "a")) == "new");
  // Under another path it is there.
  CHECK(verdict_name(verdict_of(folder.write("new.txt", release), folder / "a")) == "identical");
}

TEST_CASE("the state before is no newest version of what it was") {
  const TemporaryFolder folder;
  folder.write("releases/1.txt", release);
  const std::string path = folder.write("releases/2.txt", with(release, "5 May", "6 May"));
  make_archive(folder / "a", {folder / "releases"});
  const Verdict verdict = verdict_of(path, folder / "a");
  CHECK(verdict_name(verdict) == "reissue");
  CHECK(verdict.of == folder / "releases/1.txt");
  CHECK(verdict.newest == folder / "releases/1.txt");
}

TEST_CASE("of several new documents the later by path are held against those before them") {
  const TemporaryFolder folder;
  folder.write("old/a.txt", "Schools in the valley begin a week later this year, as the bridge is being repaired.\n");
  make_archive(folder / "a", {folder / "old"});
  folder.write("new/1.txt", release);
  folder.write("new/2.txt", release);
  folder.write("new/3.txt", with(release, "twenty", "forty"));
  folder.write("new/4.jsonl",
               "{\"text\":\"No words of the others here\"}\n{\"text\":\"No words of the others here\"}\n");
  const CheckReport report = checked({folder / "new"}, folder / "a");
  REQUIRE(report.verdicts.size() == 5);
  CHECK(verdict_name(report.verdicts[0]) == "new");
  CHECK(verdict_name(report.verdicts[1]) == "identical");
  CHECK(report.verdicts[1].of == folder / "new/1.txt");
  CHECK(report.verdicts[1].newest == folder / "new/1.txt");
  CHECK(verdict_name(report.verdicts[2]) == "revision");
  CHECK(report.verdicts[2].of == folder / "new/1.txt");
  CHECK(verdict_name(report.verdicts[3]) == "new");
  CHECK(verdict_name(report.verdicts[4]) == "identical");
  CHECK(report.verdicts[4].of == folder / "new/4.jsonl#1");
}

TEST_CASE("a passage that another document holds is found in a document that is new for the rest") {
  const TemporaryFolder folder;
  const std::string quoted =
      "We asked every family on the river how they had come through the winter, and nobody spoke of money first; they "
      "spoke of the road that was closed, of the doctor who walked for two days, and of the boat that never came back. "
      "When the water fell they found the school without its roof, and before anyone had thought of asking us they had "
      "carried the benches to the mosque, where the teacher reads to them by the light of two lamps that she brought.";
  const auto words = [](const std::string& word) {
    std::string out;
    for (int i = 0; i < 240; ++i) out += word + std::to_string(i) + "x ";
    return out;
  };
  folder.write("old/a.txt", words("a") + "\n\n" + quoted + "\n\n" + words("b") + "\n");
  folder.write("old/b.txt", release);
  make_archive(folder / "a", {folder / "old"});
  make_archive(folder / "words", {folder / "old"}, {.store_text = false});
  const std::string fresh =
      folder.write("new.txt", words("c") + "\n\nShe said:\n\n" + quoted + "\n\n" + words("d") + "\n");
  const CheckReport report = checked({fresh}, folder / "a");
  CHECK(verdict_name(report.verdicts.front()) == "new");
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].rule == "shared-passage");
  CHECK(report.findings[0].severity == Severity::note);
  CHECK(report.findings[0].line == 5);
  CHECK(report.findings[0].column == 1);
  CHECK(report.findings[0].message.find(folder / "old/a.txt") != std::string::npos);
  CHECK(lines_of(checked({fresh}, folder / "words")) == lines_of(report));
  CHECK(checked({folder.write("few.txt", words("e") + "\n\n" + quoted.substr(0, 40) + "\n")}, folder / "a")
            .findings.empty());
}

TEST_CASE("documents without words, or with one, get a verdict like others") {
  const TemporaryFolder folder;
  folder.write("old/a.txt", release);
  folder.write("old/empty.txt", "");
  folder.write("old/one.txt", "Foreword\n");
  make_archive(folder / "a", {folder / "old"});
  CHECK(verdict_name(verdict_of(folder.write("empty.txt", ""), folder / "a")) == "identical");
  CHECK(verdict_name(verdict_of(folder.write("marks.txt", "* * *\n"), folder / "a")) == "new");
  CHECK(verdict_name(verdict_of(folder.write("one.txt", "FOREWORD"), folder / "a")) == "same-text");
  CHECK(verdict_name(verdict_of(folder.write("other.txt", "Afterword"), folder / "a")) == "new");
}

TEST_CASE("new documents without words, and those in a crowd of others, are held against one another, too") {
  const TemporaryFolder folder;
  folder.write("old/a.txt", release);
  make_archive(folder / "a", {folder / "old"});
  folder.write("new/0.txt", "");
  folder.write("new/1.txt", " \n\n");
  folder.write("new/2.txt", "* * *\n");
  const std::string shared = "The minister thanked all who had come to the hall that morning, and the band played.\n";
  for (int i = 10; i < 60; ++i) folder.write("new/" + std::to_string(i) + ".txt", shared + std::to_string(i) + "\n");
  folder.write("new/60.txt", with(shared, "hall", "Hall") + "59\n");
  const CheckReport report = checked({folder / "new"}, folder / "a");
  CHECK(verdict_name(report.verdicts[0]) == "new");
  CHECK(verdict_name(report.verdicts[1]) == "same-text");
  CHECK(report.verdicts[1].level == Level::layout);
  CHECK(report.verdicts.back().of == folder / "new/59.txt");
  CHECK(report.verdicts.back().level == Level::text);
}

TEST_CASE("what can't be checked at all is an error, and what is wrong with one file a problem") {
  const TemporaryFolder folder;
  folder.write("old/a.txt", release);
  make_archive(folder / "a", {folder / "old"});
  folder.write("new/a.txt", release);
  folder.write("new/b.bin", std::string("\0\x01\x02\xFF\0", 5));
  const CheckReport report = checked({folder / "new"}, folder / "a");
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].path == folder / "new/b.bin");
  CHECK(report.problems[0].code == "binary");
  CHECK(report.summary.checked == 1);
  CHECK(report.summary.archive_documents == 1);
  CHECK(!report.summary.seconds);

  const auto none = check(*open({folder / "new/b.bin"}), folder / "a", {});
  REQUIRE(!none);
  CHECK(none.error().code == ErrorCode::no_documents);
  const auto missing = check(*open({folder / "new"}), folder / "b", {});
  REQUIRE(!missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  const auto no_archive = check(*open({folder / "new"}), folder / "old/a.txt", {});
  REQUIRE(!no_archive);
  CHECK(no_archive.error().code == ErrorCode::malformed);
  const auto jobs = check(*open({folder / "new"}), folder / "a", {.jobs = 2000});
  REQUIRE(!jobs);
  CHECK(jobs.error().code == ErrorCode::invalid_argument);
}

TEST_CASE("documents that were added and not related yet are found all the same") {
  const TemporaryFolder folder;
  folder.write("old/a.txt", release);
  folder.write("old/b.txt", "Schools in the valley begin a week later this year, as the bridge is repaired.\n");
  IndexOptions deferred;
  deferred.defer = true;
  REQUIRE(index_add(folder / "a", std::vector{folder / "old"}, deferred));
  const Verdict verdict = verdict_of(folder.write("new.txt", with(release, "twenty", "forty")), folder / "a");
  CHECK(verdict_name(verdict) == "revision");
  CHECK(verdict.of == folder / "old/a.txt");
  CHECK(verdict.newest == folder / "old/a.txt");
}

TEST_CASE("findings in a document with pages are placed on them") {
  const TemporaryFolder folder;
  folder.write("old/a.txt", "The harbour was opened on Monday by the mayor and her guests from nine towns.\n");
  make_archive(folder / "a.nuskha", {folder / "old"});
  Document paged;
  paged.path = "new.pdf";
  paged.format = "pdf";
  paged.text = "A title of some words\n\nLibraries lend to \u202Eall children.";
  paged.place_unit = PlaceUnit::page;
  paged.places = {{0, 1}, {23, 4}};
  const auto fresh = open_documents({paged});
  const Result<CheckReport> report = check(*fresh, folder / "a.nuskha", {1, false});
  REQUIRE(report);
  REQUIRE(report->findings.size() == 1);
  CHECK(report->findings[0].rule == "bidi-controls");
  CHECK(report->findings[0].place == PlaceRange{PlaceUnit::page, 4, 4});
  CHECK(report->findings[0].line == 3);
  CHECK(report->findings[0].column == 19);
}
