// The table of rules, and what apply_rules promises whatever a document holds.
#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "base/unicode.h"
#include "nuskha/check_report.h"
#include "rule/draft.h"
#include "rule/rule_table.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

auto sort_key(const Finding& finding) { return std::tie(finding.line, finding.column, finding.rule, finding.message); }

/// What a reader is shown must be one line of valid text, and lie in the document.
void check_promises(const Draft& draft, const std::vector<Finding>& findings) {
  std::uint64_t num_lines = 1;
  for (const char c : draft.document.text) num_lines += c == '\n' || c == '\r' ? 1 : 0;
  CHECK(std::is_sorted(findings.begin(), findings.end(),
                       [](const Finding& a, const Finding& b) { return sort_key(a) < sort_key(b); }));
  for (const Finding& finding : findings) {
    CAPTURE(finding.rule, finding.message);
    CHECK(finding.path == draft.document.path);
    CHECK(finding.line >= 1);
    CHECK(finding.line <= finding.end_line);
    CHECK(finding.end_line <= num_lines);
    CHECK(finding.end_column.has_value() == !finding.ranges.empty());
    CHECK(finding.ranges.size() <= 1000);
    std::uint64_t last_end = 0;
    for (const SourceRange& range : finding.ranges) {
      CHECK(range.begin >= last_end);
      CHECK(range.begin < range.end);
      CHECK(range.end <= draft.document.text.size());
      last_end = range.end;
    }
    for (const std::string& sentence : {finding.message, finding.fix}) {
      CHECK_FALSE(sentence.empty());
      CHECK(replace_invalid_utf8(sentence) == sentence);
      CHECK(std::none_of(sentence.begin(), sentence.end(), [](char c) { return c >= 0 && c < 0x20; }));
    }
  }
}

}  // namespace

TEST_CASE("rules are sorted by name, each once, with sentences") {
  const std::vector<Rule> rules = all_rules();
  REQUIRE(rules.size() == rule_table().size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CAPTURE(rules[i].name);
    if (i > 0) CHECK(rules[i - 1].name < rules[i].name);
    CHECK(std::string_view(rules[i].summary).ends_with("."));
    CHECK(std::string_view(rules[i].fix).ends_with("."));
  }
}

TEST_CASE("there is a rule for each verdict, and each other rule looks for something") {
  std::set<std::string_view> relations;
  for (int i = 0; i <= static_cast<int>(Relation::shared_passage); ++i)
    relations.insert(to_string(static_cast<Relation>(i)));
  for (const RuleRow& row : rule_table()) {
    CAPTURE(row.rule.name);
    // A shared passage is a verdict of a pair, and a finding in a document that is new for the rest.
    CHECK((row.find == nullptr) == (relations.contains(row.rule.name) && row.rule.name != "shared-passage"));
    relations.erase(row.rule.name);
  }
  CHECK(relations.empty());
}

TEST_CASE("docs/rules.md describes each rule with its severity, and no others") {
  const std::string page = read_file(NUSKHA_SOURCE_DIR "/docs/rules.md");
  std::size_t described = 0;
  for (std::size_t at = page.find("\n**`"); at != page.npos; at = page.find("\n**`", at + 1)) ++described;
  std::size_t with_function = 0;
  for (const RuleRow& row : rule_table()) {
    CAPTURE(row.rule.name);
    CHECK(page.find(fmt::format("`{}`", row.rule.name)) != page.npos);
    if (row.find == nullptr) continue;
    ++with_function;
    CHECK(page.find(fmt::format("\n**`{}`** ({})", row.rule.name, to_string(row.rule.severity))) != page.npos);
  }
  CHECK(described == with_function);
}

TEST_CASE("what all rules find comes in the order of the text, of one place by rule and message") {
  const Draft draft =
      "كتب\u200Bها في 5 أيام، وقال انه سعيد.\r\n\r\nوقال أنه قرأ \u202Eكل\u202C ٣ كتب و٤ صحف.\r\n\r\n"
      "It opens on Friday, 15 April 2021, and on Friday, 16 April 2020.\r\n";
  const std::vector<Finding> findings = check(draft);
  std::vector<std::string> rules;
  for (const Finding& finding : findings) rules.push_back(finding.rule);
  CHECK(rules == std::vector<std::string>{"invisible-characters", "mixed-digits", "mixed-letter-forms", "bidi-controls",
                                          "contradicting-dates", "contradicting-dates"});
  check_promises(draft, findings);
  // A pure function.
  const std::vector<Finding> again = check(draft);
  CHECK(fingerprints(again) == fingerprints(findings));
}

TEST_CASE("a document without anything to find has no findings") {
  for (const char* const text : {"", "Qalmar", "\n", "\r\n\r\n", "2021", "«»", "\uFFFD"}) CHECK(check(text).empty());
  CHECK(check("قلمار، ١٥ أبريل ٢٠٢١\n\nافتتحت البلدية مكتبة تضم ١٨ ألف كتاب.\n").empty());
}

TEST_CASE("whatever a text is put together of, findings lie in it and are shown in one line") {
  const std::vector<std::string> pieces = {" ",
                                           "\n",
                                           "\r\n",
                                           "\r",
                                           "\n\n",
                                           "\t",
                                           std::string(1, '\0'),
                                           "\u200B",
                                           "\u00AD",
                                           "\u202E",
                                           "\u202C",
                                           "\u2067",
                                           "\u2069",
                                           "\u200F",
                                           "\uE000",
                                           "\uFFFD",
                                           "\u2028",
                                           "\u0085",
                                           "2021",
                                           "٢٠٢١",
                                           "۲۰۲۱",
                                           "+961 1",
                                           "1,5",
                                           "انا",
                                           "أنا",
                                           "المتخذه",
                                           "المتخذة",
                                           "کتاب",
                                           "كتاب",
                                           "ـــ",
                                           "Friday, ",
                                           "15 April 2021",
                                           "الخميس ",
                                           "١٥ أبريل ٢٠٢١",
                                           "04/05/2021",
                                           "«",
                                           "»",
                                           ".",
                                           "ไทย",
                                           "日本語",
                                           "one two three four five six seven",
                                           "👩‍👩‍👧"};
  std::mt19937 random(11);
  std::set<std::string> rules;
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (std::size_t i = random() % 60; i > 0; --i) text += pieces[random() % pieces.size()];
    if (round % 3 == 0) text += "\n\n" + text;
    const Draft draft = text;
    const std::vector<Finding> findings = check(draft);
    CAPTURE(text);
    check_promises(draft, findings);
    for (const Finding& finding : findings) rules.insert(finding.rule);
  }
  CHECK(rules == std::set<std::string>{"bidi-controls", "contradicting-dates", "invisible-characters", "mixed-digits",
                                       "mixed-letter-forms", "repeated-passage"});
}
