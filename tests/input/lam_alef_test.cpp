#include "input/lam_alef.h"

#include <string>

#include "support/catch.h"

using nuskha::LamAlef;

TEST_CASE("letters of turned ligatures are put right where words show that they were turned") {
  LamAlef letters;
  letters.learn("وأضاف أن األمطار تأخرت");
  CHECK(letters.mend("الدرجة األولى خالل األيام المقبلة") == "الدرجة الأولى خلال الأيام المقبلة");
  CHECK(letters.mend("وال سيما إال في البالد") == "ولا سيما إلا في البلاد");
  CHECK(letters.mend("االستالم واإلرشادية") == "الاستلام والإرشادية");
  // Words that are right as they stand.
  CHECK(letters.mend("وزارة المالية في العالم والعمال وقال الرئيس") == "وزارة المالية في العالم والعمال وقال الرئيس");
  CHECK(letters.mend("abc 12 \xD8") == "abc 12 \uFFFD");
}

TEST_CASE("text whose ligatures are right stays as it is") {
  LamAlef letters;
  letters.learn("الأمطار خلال الأيام");
  const std::string line = "قال إن مال خالد خالل";
  CHECK(letters.mend(line) == line);
  CHECK(LamAlef().mend(line) == line);
}

TEST_CASE("a text whose fonts differ is not touched if most ligatures are right") {
  LamAlef letters;
  letters.learn("الأمطار الأولى الثلاثة");
  letters.learn("األولى");
  CHECK(letters.mend("خالل") == "خالل");
}
