#include "rule/quote.h"

#include <string>

#include "support/catch.h"

using namespace nuskha;

TEST_CASE("a quotation is on one line, without what nobody sees") {
  CHECK(quote("  The Wadi\u200Byan\r\n\tcouncil\u00A0of \u202Etowns\u202C\u0085") == "“The Wadiyan council of towns”");
  CHECK(quote(std::string("a\0b", 3)) == "“a b”");
  CHECK(quote("بَيـان\u2028صُحُفي") == "“بَيـان صُحُفي”");
  CHECK(quote("") == "“”");
  CHECK(quote(" \u200B\n") == "“”");
}

TEST_CASE("a long quotation is cut between characters, and blanks don't count") {
  CHECK(quote("one two three", 6) == "“one two…”");
  CHECK(quote("one two", 6) == "“one two”");
  CHECK(quote("one two \n", 6) == "“one two”");
  CHECK(quote("قلمار", 3) == "“قلم…”");
  const std::string long_text(100, 'a');
  CHECK(quote(long_text) == "“" + std::string(60, 'a') + "…”");
}

TEST_CASE("numbers of things and names of characters") {
  CHECK(count_of_things(0, "number", "numbers") == "0 numbers");
  CHECK(count_of_things(1, "number", "numbers") == "1 number");
  CHECK(count_of_things(2, "number", "numbers") == "2 numbers");
  CHECK(code_point_name(0x9) == "U+0009");
  CHECK(code_point_name(0x1F600) == "U+1F600");
}
