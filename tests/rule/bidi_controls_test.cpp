// Unseen commands about the order of text.
#include <string>
#include <vector>

#include "rule/draft.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "bidi-controls";

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

}  // namespace

TEST_CASE("embeddings and overrides are found, all of them as one") {
  const Draft draft = "بيان صحفي\r\n\r\nتعلن شركة \u202ATalmar Energy\u202C عن افتتاح \u202Eمكتبها\u202C.\r\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "Left-to-right embedding (U+202A), an unseen command about the order of the text around it, at “شركة Talmar”; "
        "the first of 4 in this document.");
  CHECK(findings[0].fix.starts_with("Delete it with its other half; "));
  CHECK(place_of(findings[0]) == "3:11-3:12");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"\u202A", "\u202C", "\u202E", "\u202C"});
  CHECK(is_known_again(rule, draft));
}

TEST_CASE("isolates that are closed in their paragraph are in order") {
  CHECK(find("تعلن شركة \u2066Talmar Energy\u2069 عن \u2067البرنامج \u2068New\u2069 الجديد\u2069.\n").empty());
}

TEST_CASE("isolates without their other half in the paragraph are found") {
  const Draft open = "تعلن شركة \u2066Talmar Energy عن ذلك\nوتشكركم\u2069.\n";
  const std::vector<Finding> findings = find(open);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "Left-to-right isolate (U+2066), without its other half in this paragraph, at “شركة Talmar”; the first of 2 in "
        "this document.");
  CHECK(marked(open, findings[0]) == std::vector<std::string>{"\u2066", "\u2069"});
  CHECK(place_of(findings[0]) == "1:11-1:12");
  CHECK(is_known_again(rule, open));
  // Of two that open and one that closes, the outer one is left open.
  const std::vector<Finding> outer = find("\u2068one \u2067two\u2069");
  REQUIRE(outer.size() == 1);
  CHECK(place_of(outer[0]) == "1:1-1:2");
}

TEST_CASE("marks that do nothing are noted, and those that turn punctuation or numbers are not") {
  const std::vector<Finding> doubled = find("للاستفسار:\u200F\u200F press@talmar.example\n");
  REQUIRE(doubled.size() == 1);
  CHECK(doubled[0].severity == Severity::note);
  CHECK(doubled[0].message == "Right-to-left mark (U+200F), which changes nothing here, at “للاستفسار: press”.");
  CHECK(doubled[0].fix == "Delete it.");
  CHECK(place_of(doubled[0]) == "1:12-1:13");
  CHECK(find("المك\u200Fتب\n").size() == 1);
  CHECK(find("Tal\u200Emar\n").size() == 1);
  CHECK(find("السعر \u200F50%\u200F والخصم (C++\u200E) كبير!\u200F\n").empty());
  CHECK(find("رقم \u061C2021-04\n").empty());
}

TEST_CASE("plain text of both directions has none") {
  CHECK(find("").empty());
  CHECK(find("تلمار").empty());
  CHECK(find("٢٠٢١").empty());
  CHECK(find(std::string("\0\0", 2)).empty());
  CHECK(find("تعلن شركة Talmar Energy عن افتتاح مكتبها في 15 April 2021.\n").empty());
}

TEST_CASE("a control alone has a place, and of a hundred thousand a thousand are marked") {
  const std::vector<Finding> alone = find("\u2069");
  REQUIRE(alone.size() == 1);
  CHECK(alone[0].message ==
        "Pop directional isolate (U+2069), without its other half in this paragraph, at the start.");
  const std::vector<Finding> many = find(repeated("\u2067نص\n", 100'000));
  REQUIRE(many.size() == 1);
  CHECK(many[0].message.ends_with("; the first of 100000 in this document."));
  CHECK(many[0].ranges.size() == 1000);
}
