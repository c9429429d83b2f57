// The report as one page: its data, and that nothing in it is markup. What a browser does with it: tests/browser/.
#include "report/html.h"

#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "report/sample_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

namespace {

std::string to_html(const Report& report, const std::vector<VersionDiff>& diffs = {}, const HtmlLimits& limits = {},
                    const HtmlAbout& about = {}) {
  std::ostringstream out;
  write_html(report, diffs, about, limits, out);
  return out.str();
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// A block of data of the page; null if there is none of that id.
json block(const std::string& page, const std::string& id) {
  const std::string tag = "<script type=\"application/json\" id=\"" + id + "\">";
  const std::size_t begin = page.find(tag);
  if (begin == page.npos) return nullptr;
  const std::size_t from = begin + tag.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

VersionDiff make_diff(std::uint32_t family, std::uint32_t member, const std::string& word = "one") {
  return {family, member, "{\"summary\":\"1 word\",\"lines\":[[\"" + word + "\"]]}"};
}

/// `sizes` families of so many versions each.
Report make_families(const std::vector<std::uint32_t>& sizes) {
  Report report;
  DocumentIndex next = 0;
  for (const std::uint32_t size : sizes) {
    FamilyRecord family;
    for (std::uint32_t i = 0; i < size; ++i, ++next) {
      report.documents.push_back(make_document("d/" + std::to_string(1000 + next) + ".txt"));
      family.members.push_back(
          {next, i == 0 ? std::nullopt : std::optional<DocumentIndex>(next - 1), Relation::revision});
    }
    report.families.push_back(family);
  }
  count_records(report);
  return report;
}

}  // namespace

TEST_CASE("the page allows nothing from elsewhere, and has one script and one style") {
  const std::string page = to_html(make_documented_example());
  CHECK(page.starts_with("<!DOCTYPE html>\n"));
  CHECK(page.ends_with("</html>\n"));
  CHECK(page.find("content=\"default-src 'none'; script-src 'sha256-") != page.npos);
  CHECK(count(page, "<script type=\"module\" async>") == 1);
  CHECK(count(page, "<style>") == 1);
  CHECK(count(page, "src=\"") == 0);
  CHECK(count(page, "http-equiv") == 1);
  CHECK(count(page, "@DATA@") + count(page, "@OVERVIEW@") + count(page, "@SCRIPT") + count(page, "@STYLE") == 0);
  CHECK(count(page, "\nimport ") + count(page, "\nexport ") == 0);
}

TEST_CASE("families are columns of one length, members in the order of versions") {
  const json data = block(to_html(make_documented_example()), "data-families");
  CHECK(data["left_out"] == 0);
  CHECK(data["folders"] == json({"news", "old"}));
  CHECK(data["families"] == json({{"id", {1}}, {"size", {3}}, {"keep", {2}}, {"cohesion", {963}}, {"flags", {0}}}));
  CHECK(data["members"]["folder"] == json({0, 1, 0}));
  CHECK(data["members"]["name"] == json({"2021-04-15.txt", "arabic.txt", "2021-04-18.txt"}));
  CHECK(data["members"]["date"] == json({20210415, 0, 20210418}));
  CHECK(data["members"]["parent"] == json({-1, 0, 0}));
  CHECK(data["members"]["relation"] == json({-1, 1, 3}));
  CHECK(data["members"]["share"] == json({-1, 1000, 963}));
  CHECK(data["members"]["words"] == json({901, 901, 905}));
  CHECK(data["members"]["title"] == json({"أسعار المواد الغذائية في نيسان", "", 0}));
  CHECK(data["lost"] == json::object());
}

TEST_CASE("lost sources name members by their place in the family") {
  Report report = make_families({2, 4});
  report.families[1].lost = {{DocumentIndex{2}, {4, 5}}, {{}, {3, 4}}};
  CHECK(block(to_html(report), "data-families")["lost"] == json({{"2", {{0, 2, 3}, {-1, 1, 2}}}}));
}

TEST_CASE("the overview counts families by size, documents along time, folders and pairs") {
  const json data = block(to_html(make_documented_example()), "data-overview");
  CHECK(data["documents"] == 4);
  CHECK(data["in_families"] == 3);
  CHECK(data["sizes"][1] == json({"3", 1}));
  CHECK(data["undated"] == 1);
  CHECK(data["timeline"] == json::array({json({"2021-04", 1, 1, 0})}));
  CHECK(data["folders"] == json::array({json({"news", 2, 1}), json({"old", 1, 1, 0})}));
  CHECK(data["equal_pairs"] == 1);
  CHECK(data["similarity"][19] == json({"95", 2, 0}));
  CHECK(data["relations"] == json::array({json({"same-text", 1}), json({"revision", 2})}));
}

TEST_CASE("many folders: the larger ones, and the others together") {
  Report report;
  FamilyRecord family;
  for (DocumentIndex i = 0; i < 40; ++i) {
    report.documents.push_back(make_document("f" + std::to_string(10 + i / 2) + "/" + std::to_string(i)));
    family.members.push_back({i, i == 0 ? std::nullopt : std::optional<DocumentIndex>(0), Relation::identical});
  }
  report.families = {family};
  count_records(report);
  const json data = block(to_html(report), "data-overview");
  CHECK(data["other_folders"] == true);
  REQUIRE(data["folders"].size() == 12);
  CHECK(data["folders"][11][0] == "other folders");
  CHECK(data["folders"][11][1] == 18);
}

TEST_CASE("many folders below one root: as deep as tells them apart") {
  Report report;
  FamilyRecord family;
  for (DocumentIndex i = 0; i < 18; ++i) {
    report.documents.push_back(make_document("root/press/" + std::to_string(2000 + i) + "/a.txt"));
    family.members.push_back({i, i == 0 ? std::nullopt : std::optional<DocumentIndex>(0), Relation::identical});
  }
  report.families = {family};
  count_records(report);
  const json data = block(to_html(report), "data-overview");
  REQUIRE(data["folders"].size() == 12);
  CHECK(data["folders"][0][0] == "root/press/2000");
  CHECK(data["folders"][11] == json({"other folders", 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
}

TEST_CASE("the page says of what it is a report, as far as it was told") {
  const Report report = make_documented_example();
  const HtmlAbout about{{"news", "old"}, "2026-11-23", "1.2.3", 0.7, "spelling"};
  const json told = block(to_html(report, {}, {}, about), "data-overview")["about"];
  CHECK(told == json({{"paths", {"news", "old"}},
                      {"made", "2026-11-23"},
                      {"version", "1.2.3"},
                      {"threshold", 0.7},
                      {"level", "spelling"}}));
  CHECK(block(to_html(report), "data-overview")["about"] == json({{"paths", json::array()}}));
}

TEST_CASE("pairs of no common family, the most alike first, with what documents they join") {
  Report report = make_families({2, 2});
  for (const std::string name : {"e/1", "e/2", "f/3"}) report.documents.push_back(make_document(name));
  edit_document(report, 4, [](DocumentRecord& document) {
    document.title = "One";
    document.date = "2021-04-15";
  });
  report.pairs = {make_pair(0, 1, Relation::revision, 0.9), make_pair(1, 4, Relation::template_, 0.6),
                  make_pair(2, 3, Relation::revision, 0.8), make_pair(4, 5, Relation::shared_passage, 0.2),
                  make_pair(4, 6, Relation::template_, 0.7)};
  report.pairs[3].containment_b = 0.95;
  count_records(report);
  const std::string page = to_html(report);
  CHECK(block(page, "data-overview")["other_pairs"] == 3);
  const json data = block(page, "data-pairs");
  CHECK(data["left_out"] == 0);
  CHECK(data["folders"] == json({"d", "e", "f"}));
  CHECK(data["documents"] == json({{"folder", {0, 1, 1, 2}},
                                   {"name", {"1001.txt", "1", "2", "3"}},
                                   {"date", {0, 20210415, 0, 0}},
                                   {"title", {"", "One", "", ""}},
                                   {"family", {1, 0, 0, 0}}}));
  CHECK(data["pairs"] == json({{"a", {1, 1, 0}},
                               {"b", {2, 3, 1}},
                               {"relation", {7, 6, 6}},
                               {"similarity", {200, 700, 600}},
                               {"whole", {200, 700, 600}},
                               {"containment_a", {200, 700, 600}},
                               {"containment_b", {950, 700, 600}}}));

  const json few = block(to_html(report, {}, {.pair_bytes = 120}), "data-pairs");
  CHECK(few["left_out"] == 2);
  CHECK(few["pairs"]["relation"] == json({7}));
  CHECK(block(to_html(report, {}, {.page_bytes = 1000}), "data-pairs")["left_out"] == 3);
}

TEST_CASE("a long time is shown by years, those without a document included") {
  Report report = make_families({2});
  edit_document(report, 0, [](DocumentRecord& document) { document.date = "2001-02-03"; });
  edit_document(report, 1, [](DocumentRecord& document) { document.date = "2011-02-03"; });
  const json timeline = block(to_html(report), "data-overview")["timeline"];
  REQUIRE(timeline.size() == 11);
  CHECK(timeline[0] == json({"2001", 1, 0, 0}));
  CHECK(timeline[5] == json({"2006", 0, 0, 0}));
  CHECK(timeline[10] == json({"2011", 0, 1, 0}));
}

TEST_CASE("nothing that a report holds is markup") {
  const std::string evil = "</script><script>alert(1)</script><!-- \"><img src=x onerror=y> \u202E";
  Report report = make_documented_example();
  edit_document(report, 0, [&](DocumentRecord& document) {
    document.path = evil + "/" + evil + "\xff";
    document.title = evil;
  });
  report.boilerplate[0].variants[0].text = evil + std::string(1, '\0');
  report.problems[0].message = evil;
  VersionDiff diff = make_diff(0, 1);
  diff.view = "{\"summary\":\"\",\"lines\":[[\"</script><!--\"]]}";
  const std::string page = to_html(report, {diff});
  const std::string plain = to_html(make_documented_example(), {make_diff(0, 1)});
  CHECK(count(page, "<script") == count(plain, "<script"));
  CHECK(count(page, "</script") == count(plain, "</script"));
  CHECK(count(page, "<!--") == 0);
  CHECK(count(page, "<img") == 0);
  CHECK(block(page, "diffs-0")[0]["lines"][0][0] == "</script><!--");
  CHECK(block(page, "data-families")["members"]["title"][0] == evil);
  CHECK(block(page, "data-problems")["records"][0]["message"] == evil);
  CHECK(block(page, "data-families")["members"]["name"][0].get<std::string>().ends_with("\\xff"));
  CHECK(block(page, "data-boilerplate")["records"][0]["variants"][0]["text"] == evil + std::string(1, '\0'));
}

TEST_CASE("diffs are found by their member, in blocks") {
  const Report report = make_families({3, 2});
  const std::string page =
      to_html(report, {make_diff(0, 2), make_diff(1, 1, std::string(300'000, 'x')), make_diff(0, 1)});
  const json index = block(page, "data-diffs");
  CHECK(index["members"] == json({2, 4, 1}));
  CHECK(index["begins"] == json({0, 2}));
  CHECK(block(page, "diffs-0").size() == 2);
  CHECK(block(page, "diffs-1").size() == 1);
}

TEST_CASE("what doesn't fit is left out and counted") {
  const Report report = make_families({2, 5, 3});
  const std::vector<VersionDiff> diffs = {make_diff(0, 1), make_diff(1, 1), make_diff(2, 1)};
  const std::string page = to_html(report, diffs, {.family_bytes = 350});
  const json data = block(page, "data-families");
  CHECK(data["left_out"] == 1);
  CHECK(data["families"]["id"] == json({2, 3}));
  CHECK(block(page, "data-diffs")["members"] == json({1, 6}));  // of families that are there
  CHECK(block(to_html(report, diffs, {.page_bytes = 1000}), "data-diffs")["members"] == json::array());

  const Report example = make_documented_example();
  const std::string bare = to_html(example, {}, {.boilerplate_bytes = 30, .problem_bytes = 30});
  CHECK(block(bare, "data-boilerplate") == json({{"records", json::array()}, {"left_out", 1}}));
  CHECK(block(bare, "data-problems") == json({{"records", json::array()}, {"left_out", 1}}));
}

TEST_CASE("long titles and passages are cut between characters") {
  Report report = make_documented_example();
  std::string arabic;
  for (int i = 0; i < 5000; ++i) arabic += "س";
  edit_document(report, 0, [&](DocumentRecord& document) { document.title = "x" + arabic; });
  report.boilerplate[0].variants[0].text = "x" + arabic;
  const std::string page = to_html(report);
  CHECK(block(page, "data-families")["members"]["title"][0] == "x" + arabic.substr(0, 238));
  const std::string crowded = to_html(report, {}, {.comfortable_family_bytes = 330});
  CHECK(block(crowded, "data-families")["members"]["title"][0] == "x" + arabic.substr(0, 118));
  const json variant = block(page, "data-boilerplate")["records"][0]["variants"][0];
  CHECK(variant["text"] == "x" + arabic.substr(0, 3998));
  CHECK(variant["cut"] == 10'001 - 3'999);
}

TEST_CASE("an empty report is a page, too") {
  const std::string page = to_html(Report{});
  CHECK(block(page, "data-overview")["families"] == 0);
  CHECK(block(page, "data-overview")["timeline"] == json::array());
  CHECK(block(page, "data-overview")["folders"] == json::array());
  CHECK(block(page, "data-families")["families"]["id"] == json::array());
}

TEST_CASE("the desk gets the shared files by name, and no others") {
  REQUIRE(report_web_file("text.js"));
  CHECK(report_web_file("text.js")->find("export function") != std::string_view::npos);
  CHECK(report_web_file("base.css"));
  CHECK_FALSE(report_web_file("../CMakeLists.txt"));
  CHECK_FALSE(report_web_file(""));
}
