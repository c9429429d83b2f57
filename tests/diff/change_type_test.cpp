// What each change is called, and the summary of all.
#include <string>
#include <vector>

#include "diff/typo.h"
#include "nuskha/diff.h"
#include "support/catch.h"
#include "support/marked_diff.h"

using namespace nuskha;
using namespace nuskha::test;

TEST_CASE("each type by its example") {
  CHECK(types("Geneva, 15 April 2021 –", "Geneva, 16 April 2021 –") == "date");
  CHECK(types("بغداد ١٥ نيسان ٢٠٢١", "بغداد ١٦ نيسان ٢٠٢١") == "date");
  CHECK(types("1998-03-16", "16 Mar 1998") == "date");
  CHECK(types("on 15 April the", "on 16 April the") == "date");
  CHECK(types("some 120 houses", "some 130 houses") == "number");
  CHECK(types("grew by 1.5 %", "grew by 1,5 %") == "number");
  CHECK(types("said Mr Miller today", "said Mr Brown today") == "name-like");
  CHECK(types("write to info@un.org now", "write to press@un.org now") == "name-like");
  CHECK(types("the big house", "the small house") == "wording");
  CHECK(types("the house", "the big house") == "wording");
  CHECK(types("التدابير المتخذه", "التدابير المتخذة") == "spelling-only");
  CHECK(types("in ٢٠٢١ again", "in 2021 again") == "spelling-only");
  CHECK(types("a so genannt thing", "a sogenannt thing") == "spelling-only");
  CHECK(types("yes, sir", "yes sir") == "punctuation-only");
  CHECK(types("I don't", "I don’t") == "punctuation-only");
  CHECK(types("a backup tool", "a back-up tool") == "spelling-only");
  CHECK(types("two  blanks", "two blanks") == "white-space-only");
  CHECK(types("line\n", "line\r\n") == "white-space-only");
  CHECK(types("no final newline", "no final newline\n") == "white-space-only");
  CHECK(types("wor\u200Bld peace", "world peace") == "white-space-only");
  CHECK(types("می\u200Cخواهم", "میخواهم") == "white-space-only");
}

TEST_CASE("a figure beside a word that is a month in some other language is no date") {
  CHECK(types("1250 أو أكثر", "1350 أو أكثر") == "number");
  CHECK(types("15 أو نحوها", "17 أو نحوها") == "number");
  CHECK(types("in 3 out of ten", "in 4 out of ten") == "number");
  CHECK(types("some 12 may come", "some 15 may come") == "number");
  CHECK(types("a 32 bit word", "a 64 bit word") == "number");
  CHECK(types("8 de los diez", "9 de los diez") == "number");
  CHECK(types("about 45 April fools", "about 46 April fools") == "number");
  CHECK(types("el 8 de octubre fue", "el 9 de octubre fue") == "date");
  CHECK(types("on 12 May we", "on 15 May we") == "date");
  CHECK(types("le 5 mai dernier", "le 6 mai dernier") == "date");
  CHECK(types("يوم ١٥ آب الماضي", "يوم ١٦ آب الماضي") == "date");
  CHECK(types("12 мая прошло", "13 мая прошло") == "date");
}

TEST_CASE("words that changed together with figures are shown where numbers or dates are asked for") {
  ChangeTypes numbers = ChangeTypes::none();
  numbers.add(ChangeType::number);
  const auto is_shown = [&](const std::string& a, const std::string& b) {
    const TextDiff diff = diff_of(a, b);
    REQUIRE_FALSE(diff.changes.empty());
    CHECK(diff.changes[0].type == ChangeType::wording);
    return numbers.contains(diff.changes[0]);
  };
  CHECK(is_shown("it costs about 120 riyals", "it costs nearly 950 riyals"));
  CHECK(is_shown("نحو 120 مليون دولار", "أكثر من 950 مليون دولار"));
  CHECK(is_shown("the prices rose by then", "the prices rose by 12 percent then"));
  CHECK_FALSE(is_shown("it costs about 120 riyals", "it costs nearly 120 riyals"));
  CHECK_FALSE(is_shown("the big house", "the small house"));
  CHECK(summarize(diff_of("costs about 120 riyals", "costs nearly 950 riyals"), numbers).find("no change") ==
        std::string::npos);
}

TEST_CASE("what changed in addresses of mail and web is counted as such, whatever stands beside them") {
  const auto summary_of = [](const std::string& a, const std::string& b) {
    const std::string summary = summarize(diff_of(a, b));
    return summary.substr(0, summary.find(';'));
  };
  CHECK(summary_of("at http://www.un.org/news and", "at https://www.un.org/news and") == "1 address");
  CHECK(summary_of("at http://un.org/p/123 and", "at http://un.org/p/124 and") == "1 address");
  CHECK(summary_of("mail info@un.org now", "mail press@un.org now") == "1 address");
  CHECK(summary_of("see the page now", "see the page (http://un.org/new) now") == "1 address");
  CHECK(summary_of("詳細はhttp://un.org/newsをご覧", "詳細はhttps://un.org/newsをご覧") == "1 address");
  CHECK(summary_of("http://un.org/newsの日本語の文章です", "http://un.org/newsの日本語の記事です") == "1 word");
  CHECK(summary_of("a [link text](http://un.org) here", "a [link words](http://un.org) here") == "1 word");
  CHECK(summary_of("for Miller today", "for Brown today") == "1 name");
  CHECK(types("at http://un.org/p/123 and", "at http://un.org/p/124 and") == "name-like");
}

TEST_CASE("a capital at the start of a sentence makes no name") {
  CHECK(types("It ended. Nobody cared.", "It ended. Everyone cared.") == "wording");
}

TEST_CASE("typing mistakes are told from other words") {
  const auto is_typo_change = [](const std::string& a, const std::string& b) {
    const TextDiff diff = diff_of(a, b);
    REQUIRE(diff.changes.size() == 1);
    return diff.changes[0].is_typo;
  };
  CHECK(is_typo_change("we recieve it", "we receive it"));
  CHECK(is_typo_change("the goverment", "the government"));
  CHECK(is_typo_change("возможны так же", "возможны также") == false);  // spelling, in two words
  CHECK_FALSE(is_typo_change("we agree", "we refuse"));
  CHECK_FALSE(is_typo_change("not ever", "now ever"));
  CHECK_FALSE(is_typo_change("at 3.16 of", "at 3.61 of"));
  CHECK(summarize(diff_of("we recieve it", "we receive it")) == "1 typo; 66 % unchanged");
}

TEST_CASE("the distance of letters counts slips") {
  CHECK(edit_distance(U"abcd", U"abcd", 2) == 0);
  CHECK(edit_distance(U"abcd", U"acbd", 2) == 1);
  CHECK(edit_distance(U"abcd", U"abd", 2) == 1);
  CHECK(edit_distance(U"abcd", U"wxyz", 2) == 3);
  CHECK(edit_distance(U"", U"abcdef", 2) == 3);
}

TEST_CASE("known boilerplate is called that") {
  const std::string a = "Body text is here.\n\nAbout us: we work in 20 countries.\n";
  const std::string b = "Body text is here.\n\nAbout us: we work in 30 countries.\n";
  const std::vector<SourceRange> footer = {{20, a.size()}};
  CHECK(types(a, b) == "number");
  CHECK(types(a, b, {.boilerplate_a = footer, .boilerplate_b = footer}) == "boilerplate-changed");
  CHECK(summarize(diff_of(a, b, {.boilerplate_a = footer, .boilerplate_b = footer})) ==
        "1 change of boilerplate; 90 % unchanged");
}

TEST_CASE("a close with an address that stands for another is a footer replaced") {
  std::string body;
  for (int i = 0; i < 12; ++i) body += "Paragraph " + std::to_string(i) + " speaks of matters of its own.\n\n";
  const std::string a = body + "For information call the press office: press@example.org\n";
  const std::string b = body + "About the council\nhttps://council.example – founded by nine towns long ago\n";
  CHECK(types(a, b) == "boilerplate-changed");
  CHECK(summarize(diff_of(a, b)) == "footer replaced; 90 % unchanged");
}

TEST_CASE("the summary counts what there is, most telling first") {
  const std::string a =
      "GENEVA, 14 April 2021 – The office sent 20 tons of rice to the north. Mr Haddad said it was early.\n";
  const std::string b =
      "GENEVA, 15 April 2021 – The office sent 25 tons of rice to the south. Mr Khoury said it was early.\n";
  CHECK(summarize(diff_of(a, b)) == "1 date, 1 number, 1 name, 1 word; 80 % unchanged");
  ChangeTypes shown = ChangeTypes::none();
  shown.add(ChangeType::date);
  CHECK(summarize(diff_of(a, b), shown) == "1 date (3 ignored); 80 % unchanged");
  shown.remove(ChangeType::date);
  CHECK(summarize(diff_of(a, b), shown) == "no change (4 ignored); 80 % unchanged");
}

TEST_CASE("a move that isn't wanted is one change that is ignored") {
  const std::string moved = "The ministry opened a new water plant in the north of the country on Monday.\n\n";
  const std::string rest = "Four schools in the east receive 20 computers before the winter.\n\n";
  ChangeTypes shown = ChangeTypes::all();
  shown.remove(ChangeType::block_moved);
  CHECK(summarize(diff_of(moved + rest, rest + moved), shown) == "no change (1 ignored); 100 % unchanged");
}

TEST_CASE("names of types are read back") {
  for (std::size_t i = 0; i < num_change_types; ++i) {
    const auto type = static_cast<ChangeType>(i);
    CHECK(parse_change_type(to_string(type)) == type);
  }
  CHECK_FALSE(parse_change_type("dates"));
}
