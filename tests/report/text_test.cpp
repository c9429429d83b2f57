// write_text: the page for people.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "report/sample_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    lines.push_back(text.substr(begin, end - begin));
  }
  return lines;
}

/// A chain: each document a revision of the one before.
Report make_chain(DocumentIndex length) {
  Report report;
  FamilyRecord family;
  for (DocumentIndex i = 0; i < length; ++i) {
    report.documents.push_back(make_document("v" + std::to_string(100 + i)));
    family.members.push_back({i, i == 0 ? std::nullopt : std::optional<DocumentIndex>(i - 1), Relation::revision});
    if (i > 0) report.pairs.push_back(make_pair(i - 1, i, Relation::revision, 0.9));
  }
  report.families = {family};
  count_records(report);
  return report;
}

}  // namespace

TEST_CASE("the page of the documented example") {
  CHECK(to_text(make_documented_example()) ==
        R"(4 documents, 15.9 kB: 1 stands alone, 1 family holds 3 documents.

Family 1, 3 documents, 2021-04-15 to 2021-04-18: أسعار المواد الغذائية في نيسان
  2021-04-15                   news/2021-04-15.txt
              same-text  text  ├─ old/arabic.txt
  2021-04-18  revision   96 %  └─ news/2021-04-18.txt
  alike: at least 96 %
  keep: news/2021-04-18.txt

Boilerplate: 1 recurring passage (nuskha boilerplate shows more).
Encodings besides UTF-8: 1 windows-1256 (guessed from the text).
1 document has a date that can be read as 2021-04-05 or 2021-05-04: it was passed over. Front matter with lang: en-GB, or another language, decides; --format jsonl lists them as date_readings.

1 problem
  binary, 1
    old/logo\xff.png: This is not text, so it was left out.

Took 0.0123 s, 1.29 MB/s.
)");
}

TEST_CASE("lost sources are named below the tree, and large families that were not compared word by word are counted") {
  Report report;
  FamilyRecord family;
  for (DocumentIndex i = 0; i < 7; ++i) {
    report.documents.push_back(make_document("v" + std::to_string(i)));
    family.members.push_back({i, i == 0 ? std::nullopt : std::optional<DocumentIndex>(0), Relation::revision});
  }
  family.lost = {{0, {1, 2}}, {{}, {0, 1, 2, 3, 4}}, {{}, {0, 1, 2, 3, 4, 5}}};
  family.cohesion = 0.5;
  family.cohesion_known = false;
  family.collated = false;
  report.families = {family};
  report.summary.families_not_collated = 1;
  count_records(report);
  const std::string page = to_text(report);
  CHECK(page.find("  alike: down to 50 %\n"
                  "  lost: a version that v1 and v2 come from, made from v0\n"
                  "  lost: a version that v0, v1, v2, v3 and v4 come from\n"
                  "  lost: a version that v0, v1, v2, v3 and 2 more come from\n") != std::string::npos);
  CHECK(page.find(
            "\n1 family is too large to be compared word by word; the versions there hang from the most alike.\n") !=
        std::string::npos);
}

TEST_CASE("nothing found is said plainly") {
  Report report;
  count_records(report);
  CHECK(to_text(report) == "No document was found.\n");
  report.documents = {make_document("a")};
  count_records(report);
  CHECK(to_text(report) == "1 document, 100 B: nothing to compare it with.\n");
  report.documents.push_back(make_document("b"));
  count_records(report);
  CHECK(to_text(report) == "2 documents, 200 B: no two of the 2 documents are copies or versions of one another.\n");
}

TEST_CASE("a family of 400 copies takes a few lines, and says what it leaves out") {
  CHECK(to_text(make_copies(400)) ==
        R"(401 documents, 40.1 kB: 0 stand alone, 1 family holds 401 documents.

Family 1, 401 documents
             copies/1000.txt
  identical  ├─ copies/1001.txt
  identical  ├─ copies/1002.txt
  identical  ├─ copies/1003.txt
             └─ … and 397 more identical

Large families are cut here; --format jsonl lists all.
)");
}

TEST_CASE("a thousand families are listed, the largest first, then the rest is counted") {
  Report report;
  const auto add_family = [&](DocumentIndex size) {
    FamilyRecord family;
    const auto first = static_cast<DocumentIndex>(report.documents.size());
    for (DocumentIndex i = first; i < first + size; ++i) {
      report.documents.push_back(make_document("d" + std::to_string(10'000 + i)));
      family.members.push_back({i, i == first ? std::nullopt : std::optional(first), Relation::revision});
    }
    report.families.push_back(std::move(family));
  };
  for (int i = 0; i < 1000; ++i) add_family(2);
  count_records(report);
  const std::string whole = to_text(report);
  CHECK(holds(whole, "Family 1,000, 2 documents"));
  CHECK_FALSE(holds(whole, "more families"));
  for (int i = 0; i < 234; ++i) add_family(2);
  add_family(3);
  count_records(report);
  const std::string page = to_text(report);
  CHECK(holds(page, "1,235 families hold 2,471 documents."));
  CHECK(holds(page, "Family 1,235, 3 documents"));
  CHECK(holds(page, "Family 999, 2 documents"));
  CHECK_FALSE(holds(page, "Family 1,000, 2 documents"));
  CHECK(holds(page, "\n… and 235 more families, of 2 documents at most (--format jsonl lists all).\n"));
}

TEST_CASE("of a thousand related pairs it is said how many documents they are of") {
  Report report;
  for (int i = 0; i < 100; ++i) report.documents.push_back(make_document("d" + std::to_string(1000 + i)));
  const auto relate = [&](DocumentIndex end, std::size_t count) {
    for (DocumentIndex a = 0; a < end; ++a)
      for (DocumentIndex b = a + 1; b < end && report.pairs.size() < count; ++b)
        report.pairs.push_back(make_pair(a, b, Relation::template_, 0.9));
  };
  relate(46, 999);
  count_records(report);
  CHECK(holds(to_text(report), "Related, but not in one family: 999 pairs template (--format jsonl lists all)."));
  report.pairs.clear();
  relate(46, 1035);
  count_records(report);
  CHECK(holds(to_text(report),
              "Related, but not in one family: 1,035 pairs template of 46 documents (--format jsonl lists all)."));
}

TEST_CASE("a few copies are all listed") {
  const std::string page = to_text(make_copies(4));
  CHECK(holds(page, "copies/1004.txt"));
  CHECK_FALSE(holds(page, "more"));
}

TEST_CASE("twenty lines of a family are listed, then the rest is counted") {
  const std::string whole = to_text(make_chain(20));
  CHECK(holds(whole, "v119"));
  CHECK_FALSE(holds(whole, "more"));
  const std::string cut = to_text(make_chain(1333));
  CHECK(holds(cut, "v119"));
  CHECK_FALSE(holds(cut, "v120"));
  CHECK(holds(cut, "  … and 1,313 more: 1,313 revision\n"));
  CHECK(holds(cut, "--format jsonl lists all"));
}

TEST_CASE("the tree shows what hangs on what") {
  Report report;
  for (const char* path : {"a", "b", "c", "d", "e", "f"}) report.documents.push_back(make_document(path));
  report.families = {{{{0, {}, {}},
                       {1, 0, Relation::revision},
                       {2, 1, Relation::revision},
                       {3, 0, Relation::excerpt},
                       {4, 3, Relation::extension},
                       {5, 0, Relation::identical}}}};
  report.pairs = {make_pair(0, 1, Relation::revision, 0.9), make_pair(0, 3, Relation::extension, 0.5),
                  make_pair(0, 5, Relation::identical, 1), make_pair(1, 2, Relation::revision, 0.8),
                  make_pair(3, 4, Relation::excerpt, 0.5)};
  report.pairs[1].containment_b = 0.97;  // of d, the smaller, in a
  report.pairs[4].containment_a = 0.99;  // of d in e
  count_records(report);
  CHECK(to_text(report) ==
        R"(6 documents, 600 B: 0 stand alone, 1 family holds 6 documents.

Family 1, 6 documents
                   a
  identical        ├─ f
  revision   90 %  ├─ b
  revision   80 %  │ └─ c
  excerpt    97 %  └─ d
  extension  99 %    └─ e
)");
}

TEST_CASE("larger families come first, under the numbers that the other formats give them") {
  Report report;
  for (const char* path : {"a", "b", "c", "d", "e"}) report.documents.push_back(make_document(path));
  report.families = {{{{0, {}, {}}, {1, 0, Relation::identical}}},
                     {{{2, {}, {}}, {3, 2, Relation::identical}, {4, 2, Relation::identical}}}};
  count_records(report);
  const std::string page = to_text(report);
  CHECK(page.find("Family 2, 3 documents") < page.find("Family 1, 2 documents"));
}

TEST_CASE("titles are cut to the page, paths never") {
  Report report;
  const std::string path = std::string(100, 'p') + "/a.txt";
  report.documents = {make_document("a", {}, std::string(200, 't')),
                      make_document("b", {}, "日本語の題名がここに長く続く見出しです日本語の題名"),
                      make_document(path, {}, "unseen")};
  report.families = {{{{0, {}, {}}, {1, 0, Relation::revision}, {2, 0, Relation::revision}}}};
  count_records(report);
  for (const std::size_t width : {20u, 40u, 60u, 80u, 200u}) {
    TextStyle style;
    style.width = width;
    const std::string page = to_text(report, style);
    CHECK(holds(page, path));
    for (const std::string& line : lines_of(page)) {
      if (!holds(line, "tttt") && !holds(line, "日")) continue;
      INFO(line);
      CHECK(display_width(line) <= width);
    }
  }
}

TEST_CASE("a title is shown where it differs from the parent's") {
  Report report;
  report.documents = {make_document("a", {}, "One"), make_document("b", {}, "One"), make_document("c", {}, "Two")};
  report.families = {{{{0, {}, {}}, {1, 0, Relation::revision}, {2, 0, Relation::revision}}}};
  count_records(report);
  const std::string page = to_text(report);
  CHECK(holds(page, "Family 1, 3 documents: One\n"));
  CHECK(holds(page, " a\n"));
  CHECK(holds(page, "├─ b\n"));
  CHECK(holds(page, "└─ c  Two\n"));
}

TEST_CASE("right-to-left names are isolated if asked for, and only they") {
  Report report;
  report.documents = {make_document("a.txt", {}, "عنوان"), make_document("ملف.txt", {}, "Title")};
  report.families = {{{{0, {}, {}}, {1, 0, Relation::identical}}}};
  report.problems = {{"صورة.png", "binary", "not text"}};
  count_records(report);
  TextStyle style;
  const std::string plain = to_text(report, style);
  CHECK_FALSE(holds(plain, "\u2068"));
  style.bidi_isolates = true;
  const std::string isolated = to_text(report, style);
  for (const char* name : {"عنوان", "ملف.txt", "صورة.png"})
    CHECK(holds(isolated, "\u2068" + std::string(name) + "\u2069"));
  CHECK_FALSE(holds(isolated, "\u2068Title"));
  CHECK_FALSE(holds(isolated, "\u2068a.txt"));
}

TEST_CASE("no name, title, date or message can steer the terminal") {
  const std::string evil = "x\x1b]0;owned\x07\n\u202Ey\xff";
  Report report;
  report.documents = {make_document("a" + evil, evil, evil), make_document("b" + evil, "2021", "t" + evil)};
  edit_document(report, 1, [&](DocumentRecord& d) { d.encoding = evil; });
  report.families = {{{{0, {}, {}}, {1, 0, Relation::identical}}}};
  report.problems = {{evil, evil, evil}};
  count_records(report);
  TextStyle style;
  style.bidi_isolates = true;
  const std::string page = to_text(report, style);
  CHECK_FALSE(holds(page, "\x1b"));
  CHECK_FALSE(holds(page, "\x07"));
  CHECK_FALSE(holds(page, "\u202E"));
  CHECK(find_invalid_utf8(page) == std::string::npos);
  for (const std::string& line : lines_of(page)) CHECK_FALSE(line.substr(0, 1) == "y");
}

TEST_CASE("colour only adds to the page") {
  const Report report = make_documented_example();
  TextStyle style;
  style.color = true;
  std::string page = to_text(report, style);
  CHECK(holds(page, "\x1b[33mrevision\x1b[0m"));
  for (std::size_t begin = 0; (begin = page.find('\x1b')) != std::string::npos;) {
    page.erase(begin, page.find('m', begin) - begin + 1);
  }
  CHECK(page == to_text(report));
}

TEST_CASE("problems are grouped by code, the first few of each shown") {
  Report report;
  for (int i = 0; i < 40; ++i) report.problems.push_back({"x.jsonl#" + std::to_string(10 + i), "malformed", "no text"});
  report.problems.push_back({"a.png", "binary", "not text"});
  report.documents = {make_document("a")};
  count_records(report);
  CHECK(holds(to_text(report), R"(
41 problems
  binary, 1
    a.png: not text
  malformed, 40
    x.jsonl#10: no text
    x.jsonl#11: no text
    x.jsonl#12: no text
    … and 37 more (--format jsonl lists all)
)"));
}

TEST_CASE("whatever was cut or is left unshown is said") {
  Report report;
  for (const char* path : {"a", "b", "c", "d"}) report.documents.push_back(make_document(path));
  report.pairs = {make_pair(0, 1, Relation::template_, 0.5), make_pair(0, 2, Relation::template_, 0.5),
                  make_pair(2, 3, Relation::shared_passage, 0.2)};
  count_records(report);
  report.summary.copies_not_paired = 1234;
  report.summary.buckets_cut = 1;
  const std::string page = to_text(report);
  CHECK(holds(page, "no two of the 4 documents are copies or versions of one another."));
  CHECK(holds(page,
              "Related, but not in one family: 2 pairs template, 1 pair shared-passage (--format jsonl lists all).\n"));
  CHECK(holds(page, "1,234 pairs of copies in large groups are not listed as pairs"));
  CHECK(holds(page, "1 group of look-alikes too full to compare all with all"));
}

TEST_CASE("dates that could be two days are counted, with an example") {
  Report report;
  report.documents = {make_document("a"), make_document("b"), make_document("c")};
  edit_document(report, 1, [&](DocumentRecord& d) { d.date_readings = {"2021-04-05", "2021-05-04"}; });
  count_records(report);
  CHECK(to_text(report).find("1 document has a date that can be read as 2021-04-05 or 2021-05-04") !=
        std::string::npos);
  edit_document(report, 2, [&](DocumentRecord& d) { d.date_readings = {"2021-01-02", "2021-02-01"}; });
  CHECK(
      to_text(report).find("2 documents have a date that can be read in two ways, as 2021-04-05 or 2021-05-04 in b") !=
      std::string::npos);
}

TEST_CASE("what changed stands below a version, broken to the width after commas, and whole") {
  Report report = testing::make_copies(1);
  report.families[0].members[1].relation = Relation::revision;
  report.pairs[0].relation = Relation::revision;
  report.pairs[0].level.reset();
  report.families[0].members[1].changes = "2 dates, 12 numbers, 18 words, 1 paragraph added; 92 % unchanged";
  TextStyle style;
  style.width = 60;
  std::ostringstream out;
  write_text(report, style, out);
  std::string joined;
  std::istringstream lines(out.str());
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("dates") == line.npos && joined.empty()) continue;
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == line.npos || joined.ends_with("unchanged ")) break;
    joined += line.substr(begin) + ' ';
    ++rows;
    CHECK(line.size() <= 60);
  }
  CHECK(joined == report.families[0].members[1].changes + ' ');
  CHECK(rows > 1);
}
