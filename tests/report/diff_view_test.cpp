// A diff as lines for a web page.
#include "report/diff_view.h"

#include <string>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/marked_diff.h"

using namespace nuskha;
using nlohmann::json;

namespace {

json view_of(const std::string& a, const std::string& b, const DiffExtent& extent = {}) {
  DiffReport report;
  report.a = {"old.txt", a};
  report.b = {"new.txt", b};
  report.diff = test::diff_of(a, b);
  std::string out;
  append_diff_view(report, extent, out);
  return json::parse(out);
}

}  // namespace

TEST_CASE("changed words stand in their line, with what kind of change it is") {
  const json view = view_of("on 14 April 2021 here\n", "on 15 April 2021 here\n");
  CHECK(view["summary"] == "1 date; 80 % unchanged");
  CHECK_FALSE(view.contains("minimal"));
  CHECK(view["lines"] == json::array({json::array({"on ", {-1, "14"}, {1, "15", "date"}, " April 2021 here"})}));
}

TEST_CASE("lines without a change are counted but for those around changes") {
  const std::string rest = "one\ntwo\nthree\nfour\nfive\n";
  const json all = view_of("old first line\n" + rest, "new first line\n" + rest, {.context_lines = 1});
  REQUIRE(all["lines"].size() == 3);
  CHECK(all["lines"][1] == json::array({"one"}));
  CHECK(all["lines"][2] == 4);
  CHECK(view_of("old first line\n" + rest, "new first line\n" + rest, {.context_lines = 0})["lines"].back() == 5);
}

TEST_CASE("long stretches are cut between words, and say by how much") {
  const std::string words = "the harbour of the town was closed for a week by the storm";
  const json view = view_of(words + " old " + words, words + " new " + words, {.context_bytes = 12});
  const json& line = view["lines"][0];
  REQUIRE(line.size() == 6);
  CHECK(line[0] == static_cast<int>(words.size() + 1 - std::string("by the storm ").size()));
  CHECK(line[1] == "by the storm ");
  CHECK(line[4] == " the harbour");
  const json cut = view_of("one\n", "one\n\n" + words + "\n", {.run_bytes = 11});
  CHECK(cut["lines"].back() == json::array({json::array({1, "the harbour", "paragraph added", words.size() - 11})}));
}

TEST_CASE("lines with changes beyond the bound are counted") {
  const json view = view_of("a 1\n\nb 1\n\nc 1\n", "a 2\n\nb 2\n\nc 2\n", {.context_lines = 0, .changed_lines = 2});
  CHECK(view["cut"] == 1);
}

TEST_CASE("each line says its direction, whatever is cut away from its beginning") {
  CHECK(view_of("5 أغسطس 2019\n", "6 أيلول 2019\n")["lines"][0]["rtl"] == true);
  CHECK(view_of("يوم 5\n", "يوم 6\n")["lines"][0]["rtl"] == true);
  CHECK(view_of("قال\n", "قال\n\nثم عاد إلى هنا\n")["lines"].back()["rtl"] == true);
  CHECK(view_of("on 5 May\n", "on 6 May\n")["lines"][0].is_array());
  const std::string begin = "وقد ورد في البيان الذي نشر أمس على الموقع ";
  const json cut =
      view_of(begin + "(https://un.org/a ثم old\n", begin + "(https://un.org/a ثم new\n", {.context_bytes = 30});
  CHECK(cut["lines"][0]["rtl"] == true);
}

TEST_CASE("a piece of another direction is marked as one, and a date with Arabic digits as a whole") {
  CHECK(view_of("زر http://un.org/a الآن\n", "زر https://un.org/a الآن\n")["lines"][0]["runs"] ==
        json::parse(R"(["زر ", {"ltr": [[-1, "http"], [1, "https", "address"], "://un.org/a"]}, " الآن"])"));
  CHECK(view_of("يوم ٥/٣/٢٠٢١ فقط\n", "يوم ٥/٣/٢٠٢٢ فقط\n")["lines"][0]["runs"] ==
        json::parse(R"(["يوم ", [-1, "٥/٣/٢٠٢١"], [1, "٥/٣/٢٠٢٢", "date"], " فقط"])"));
}

TEST_CASE("paragraphs that moved show what changed inside") {
  const std::string first =
      "The northern road will open for trucks with food on Monday, said the office in the town.\n\n";
  const std::string second = "Some forty thousand people in the valley have waited for supplies since the winter.\n\n";
  std::string changed = first;
  changed.replace(changed.find("Monday"), 6, "Tuesday");
  const std::string third = "The bridge was closed by the flood, and its repair took five months and three teams.\n\n";
  const json view = view_of(first + second + third, second + third + changed);
  REQUIRE(view.contains("moves"));
  CHECK(view["moves"][0]["move"] == 1);
  CHECK(view["lines"].dump().find("[[-2,\"The northern") != std::string::npos);
  CHECK(view["lines"].dump().find("[[2,\"The northern") != std::string::npos);
  CHECK(view["moves"][0]["lines"].dump().find("[-1,\"Monday\"]") != std::string::npos);
}

TEST_CASE("a new paragraph after one that moved away is a line of its own") {
  std::string paragraphs[4];
  for (int i = 0; i < 4; ++i)
    for (int k = 0; k < 20; ++k) paragraphs[i] += "word" + std::to_string(100 * i + k) + (k == 19 ? ".\n\n" : " ");
  const std::string added = "Something that nobody had written before stands here now.\n\n";
  const json view = view_of(paragraphs[0] + paragraphs[1] + paragraphs[2] + paragraphs[3],
                            added + paragraphs[1] + paragraphs[2] + paragraphs[3] + paragraphs[0]);
  for (const json& line : view["lines"])
    if (line.is_array()) CHECK(line.size() == 1);
  CHECK(view["lines"].dump().find("[[1,\"Something that nobody") != std::string::npos);
}

TEST_CASE("whatever bytes the texts hold, the view is JSON") {
  const std::string evil = std::string("a \xff \x01 </script> ") + '\0' + "\u202E";
  const json view = view_of(evil + " one", evil + " two");
  CHECK(view["lines"].dump().find("\\\\xff") != std::string::npos);
}
