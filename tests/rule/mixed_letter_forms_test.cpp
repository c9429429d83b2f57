// One Arabic word in two spellings, and words that differ rightly.
#include <string>
#include <vector>

#include "rule/draft.h"
#include "rule/letter_forms.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::test;

namespace {

constexpr std::string_view rule = "mixed-letter-forms";

std::vector<Finding> find(const Draft& draft) { return found_by(rule, draft); }

/// "= RIGHT" where two spellings are one word, "=" where the right one isn't known, "" where they are two words.
std::string compare(std::u32string_view a, std::u32string_view b) {
  const LetterFormPair pair = compare_letter_forms(a, b);
  const LetterFormPair other_way = compare_letter_forms(b, a);
  CHECK(pair.is_one_word == other_way.is_one_word);
  CHECK(pair.right == other_way.right);
  if (!pair.is_one_word) return "";
  return pair.right.empty() ? "=" : pair.right == a ? "first" : "second";
}

}  // namespace

TEST_CASE("a word in two spellings is found at the rarer one, with the right one") {
  const Draft draft =
      "بيان صحفي\n\nتشكر البلدية القرارات المتخذة في المجلس.\nوالقرارات المتخذه اليوم مثل المتخذة أمس.\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::note);
  CHECK(findings[0].message == "“المتخذه” (1 time) and “المتخذة” (2 times): one word in two spellings.");
  CHECK(findings[0].fix == "Write “المتخذة” throughout.");
  CHECK(place_of(findings[0]) == "4:11-4:18");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"المتخذه"});
  CHECK(is_known_again(rule, draft));
}

TEST_CASE("of two spellings as frequent the wrong one is found, wherever it stands") {
  const std::vector<Finding> first = find("انا هنا، قال أنا.\n");
  REQUIRE(first.size() == 1);
  CHECK(place_of(first[0]) == "1:1-1:4");
  CHECK(first[0].fix == "Write “أنا” throughout.");
  const std::vector<Finding> second = find("أنا هنا، قال انا.\n");
  REQUIRE(second.size() == 1);
  CHECK(place_of(second[0]) == "1:14-1:17");
}

TEST_CASE("the wrong spelling is found even where it is the frequent one, at all of its places") {
  const Draft draft = "فى قلمار فى الصباح فى المساء في الليل في النهار\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "“فى” (3 times) and “في” (2 times): one word in two spellings.");
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"فى", "فى", "فى"});
  CHECK(findings[0].fix == "Write “في” throughout.");
}

TEST_CASE("Persian letters in an Arabic word are another keyboard") {
  const Draft draft = "افتتحت البلدية مكتبة جديدة، والمکتبة مفتوحة، والمكتبة للجميع.\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"والمکتبة"});
  CHECK(findings[0].fix == "Write “والمكتبة” throughout.");
}

TEST_CASE("a final letter of a Persian keyboard may be either of two Arabic ones") {
  const std::vector<Finding> findings = find("وصل علي إلى قلمار وسلم علی المدير ثم سأل عن علي في المكتب.\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].fix.starts_with("Choose one of them, "));
}

TEST_CASE("in Persian it is the Arabic letters that are another keyboard") {
  const Draft draft = "این کتاب در تاریخ پزشکی است و دفتر آن را برای همه منتشر کرده است. هر كتاب یک جلد دارد.\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"كتاب"});
  CHECK(findings[0].fix == "Write “کتاب” throughout.");
}

TEST_CASE("which of two spellings is right isn't always known: then the later one of as many is found") {
  const Draft draft = "الإجتماع الأول ثم الاجتماع الثاني.\n";
  const std::vector<Finding> findings = find(draft);
  REQUIRE(findings.size() == 1);
  CHECK(marked(draft, findings[0]) == std::vector<std::string>{"الاجتماع"});
  CHECK(findings[0].fix == "Choose one of them, such as “الإجتماع”, and write it throughout.");
}

TEST_CASE("an Arabic and a Persian paragraph of one document spell each in its way") {
  CHECK(find("أعلن المكتب عن كتاب جديد في تاريخ الطب على موقعه، وهو من أهم ما كتب في هذا العلم.\n\n"
             "این کتاب در تاریخ پزشکی است و دفتر آن را در وبگاه خود برای همه منتشر کرده است.\n")
            .empty());
}

TEST_CASE("vowel marks and tatweel make no other spelling, and a marked letter may be two characters") {
  CHECK(find("بيان وبَيَانٌ وبيـــان، بيان المكتب وبَيان المكـتب\n").empty());
  CHECK(find("أعمال وا\u0654عمال أعمال ا\u0654عمال\n").empty());
  CHECK(find("الأعمال ثم الاعما\u0640ل\n").size() == 1);
}

TEST_CASE("spellings that are one word") {
  CHECK(compare(U"المتخذه", U"المتخذة") == "second");
  CHECK(compare(U"المياه", U"المياة") == "first");
  CHECK(compare(U"فى", U"في") == "second");
  CHECK(compare(U"العراقى", U"العراقي") == "second");
  CHECK(compare(U"حتي", U"حتى") == "second");
  CHECK(compare(U"الى", U"إلى") == "second");
  CHECK(compare(U"اعادة", U"إعادة") == "second");
  CHECK(compare(U"الاعمال", U"الأعمال") == "second");
  CHECK(compare(U"إسم", U"اسم") == "second");
  CHECK(compare(U"إمرأة", U"امرأة") == "second");
  CHECK(compare(U"والإدعاء", U"والادعاء") == "second");
  CHECK(compare(U"الدكتوراة", U"الدكتوراه") == "second");
  CHECK(compare(U"الإجتماع", U"الاجتماع") == "=");
  CHECK(compare(U"الإصطدام", U"الاصطدام") == "second");
  CHECK(compare(U"إزدحام", U"ازدحام") == "second");
  CHECK(compare(U"کتاب", U"كتاب") == "=");
}

TEST_CASE("spellings that are two words, or may be") {
  CHECK(compare(U"على", U"علي") == "");
  CHECK(compare(U"كتابه", U"كتابة") == "");
  CHECK(compare(U"أن", U"إن") == "");
  CHECK(compare(U"أكتب", U"اكتب") == "");
  CHECK(compare(U"المعنى", U"المعني") == "");
  CHECK(compare(U"إلى", U"إلي") == "");
  CHECK(compare(U"لدى", U"لدي") == "");
  CHECK(compare(U"واحد", U"وأحد") == "");
  CHECK(compare(U"الموجه", U"الموجة") == "");
  CHECK(compare(U"إلهام", U"الهام") == "");
  CHECK(compare(U"الشاه", U"الشاة") == "");
  CHECK(compare(U"بيان", U"البيان") == "");
  CHECK(compare(U"بيان", U"بيان") == "");
  CHECK(fold_letter_forms(U"أإآٱىیةک") == U"ااااييهك");
}

TEST_CASE("texts without such words have nothing") {
  CHECK(find("").empty());
  CHECK(find("أنا").empty());
  CHECK(find("٢٠٢١ 2021").empty());
  CHECK(find(std::string("\0\0", 2)).empty());
  CHECK(find("The cafe and the café.\n").empty());
  CHECK(find("قال علي إنه على علم بأن كتابه كتابة جديدة.\r\n").empty());
}

TEST_CASE("of a hundred thousand places the first hundred and one are marked") {
  const std::vector<Finding> findings = find(repeated("المتخذه ", 100'000) + repeated("المتخذة ", 100'001));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "“المتخذه” (100000 times) and “المتخذة” (100001 times): one word in two spellings.");
  CHECK(findings[0].ranges.size() == 101);
}

TEST_CASE("words of a page point to the lines of its source") {
  Draft page = "المتخذة\n\nالمتخذه";
  page.document.places = {{0, 9}, {page.document.text.find("\n\n") + 2, 33}};
  const std::vector<Finding> findings = find(page);
  REQUIRE(findings.size() == 1);
  CHECK(place_of(findings[0]) == "33:1-33");
}
