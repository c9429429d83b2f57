// Characters that nobody sees, and those that writing needs.
#include <string>
#include <vector>

#include "rule/character_class.h"
#include "rule/draft.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "invisible-characters";

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

}  // namespace

TEST_CASE("a character that nobody sees is found once, at its first place, and marked at all") {
  const Draft draft = "Qalmar opens a library\n\nThe Wadi\u200Byan council and its li\u200Bbrary invite you.\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message ==
        "Zero-width space (U+200B), which nobody sees, at “Wadiyan”, the first of 2 in this document.");
  CHECK(findings[0].fix == "Delete both; an editor finds them as U+200B.");
  CHECK(place_of(findings[0]) == "3:9-3:10");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"\u200B", "\u200B"});
  CHECK(is_known_again(rule, draft));
}

TEST_CASE("each kind of character is a finding of its own, with its way to mend it") {
  const std::vector<Finding> findings =
      find("أعلنت البل\u00ADدية عن ا\uFEFFفتتاح الم\uE001كتبة\u0085 في وا\u2060ديان \u0091اليوم\u0092.\n");
  REQUIRE(findings.size() == 6);
  CHECK(findings[0].message == "Soft hyphen (U+00AD), which nobody sees, at “البلدية”.");
  CHECK(findings[0].fix == "Delete it; an editor finds it as U+00AD.");
  CHECK(findings[1].message == "Byte order mark inside the text (U+FEFF), which nobody sees, at “افتتاح”.");
  CHECK(findings[2].message == "Private-use character (U+E001), which most screens show as a box, at “المكتبة”.");
  CHECK(findings[2].fix == "Replace it by the character that was meant; an editor finds it as U+E001.");
  CHECK(findings[3].message == "Word joiner (U+2060), which nobody sees, at “واديان”.");
  CHECK(findings[4].message == "Control character (U+0091), which nobody sees, at “واديان اليوم”.");
  CHECK(findings[4].fix ==
        "Replace it by the character that was meant, lost in another encoding; an editor finds it as U+0091.");
}

TEST_CASE("joiners, vowel marks and tatweel are writing") {
  CHECK(find("کتاب‌ها را می‌خوانند.\n").empty());
  CHECK(find("بَيَانٌ صُحُفِيٌّ مـــن الـمـكـتـب\n").empty());
  CHECK(find("क्‍ष और क्‌ष\n").empty());
  CHECK(find("The family 👩‍👩‍👧, ❤️ and the flag "
             "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F.\n")
            .empty());
  CHECK(find("A tab\there, a page\fthere, no\u00A0break, and \uFFFD for what couldn't be read.\r\n").empty());
}

TEST_CASE("what parts words of scripts without spaces is writing there, and a slip elsewhere") {
  CHECK(find("ห้องสมุด\u200Bเปิด\u200Bวันนี้\n").empty());
  CHECK(find("បណ្ណាល័យ\u200Bបើក\u200Bថ្ងៃនេះ\n").empty());
  CHECK(find("ห้องสมุด\u200BQalmar\n").empty());
  CHECK(find("مكتبة\u200Bقلمار\n").size() == 1);
  CHECK(find("ᠮᠣᠩᠭᠣᠯ ᠬᠠᠷ\u180Eᠠ\n").empty());
  CHECK(find("Qal\u180Emar\n").size() == 1);
}

TEST_CASE("a text of nothing but such characters has a place, and one of nothing none") {
  CHECK(find("").empty());
  CHECK(find("Qalmar").empty());
  CHECK(find("2021").empty());
  const std::vector<Finding> alone = find("\u200B");
  REQUIRE(alone.size() == 1);
  CHECK(alone[0].message == "Zero-width space (U+200B), which nobody sees, at the start.");
  CHECK(place_of(alone[0]) == "1:1-1:2");
  const Draft nul = std::string("one\0two\r\nthree\0", 15);
  const std::vector<Finding> findings = find(nul);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.starts_with("Control character (U+0000), which nobody sees, at "));
  CHECK(findings[0].message.find('\0') == std::string::npos);
  CHECK(findings[0].ranges.size() == 2);
}

TEST_CASE("the message counts a hundred thousand of them, and a thousand are marked") {
  const std::vector<Finding> findings = find(repeated("wa\u200Bdi ", 100'000));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message.ends_with("the first of 100000 in this document."));
  CHECK(findings[0].fix == "Delete all 100000; an editor finds them as U+200B.");
  CHECK(findings[0].ranges.size() == 1000);
}

TEST_CASE("a finding in a page points to the lines of its source") {
  Draft page = "A library\n\nIt opens in Qal\u00ADmar.";
  page.document.places = {{0, 12}, {11, 47}};
  const std::vector<Finding> findings = find(page);
  REQUIRE(findings.size() == 1);
  CHECK(place_of(findings[0]) == "47:1-47");
  CHECK(marked(page, findings[0]) == std::vector<std::string>{"\u00AD"});
}

TEST_CASE("the fingerprint is of the words at which it stands") {
  const auto one = fingerprints(find("Wadi\u200Byan"));
  CHECK(one != fingerprints(find("Qal\u200Bmar")));
  CHECK(one != fingerprints(find("Wadi\u2060yan")));
  CHECK(one != fingerprints(find("Wadi\u200Byan Wadi\u200Byan")));
  CHECK(one == fingerprints(find("In WADI\u200BYAN.")));
}

TEST_CASE("characters have names") {
  CHECK(character_name(0x202E) == "Right-to-left override");
  CHECK(character_name(0x2062) == "Invisible operator");
  CHECK(character_name(0x07) == "Control character");
  CHECK(character_name(0xF0000) == "Private-use character");
  CHECK(character_name(0x0378) == "Unassigned character");
  CHECK(is_right_to_left_letter(U'ب'));
  CHECK(is_right_to_left_letter(U'ב'));
  CHECK_FALSE(is_right_to_left_letter(U'٣'));
  CHECK(is_left_to_right_letter(U'b'));
  CHECK_FALSE(is_left_to_right_letter(U'.'));
  CHECK(is_written_without_spaces(U'ก'));
  CHECK_FALSE(is_written_without_spaces(U'ب'));
}
