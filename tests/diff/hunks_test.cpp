// How diffs read once they are cleaned up.
#include "diff/hunks.h"

#include <string>

#include "support/catch.h"
#include "support/marked_diff.h"

using namespace nuskha;
using namespace nuskha::test;

TEST_CASE("no shared article splits a rewritten sentence") {
  CHECK(marked("He said that talks with partners would begin the week after next.",
               "He said that experts of both sides met the president yesterday evening.") ==
        "He said that [-talks with partners would begin the week after next-]"
        "{+experts of both sides met the president yesterday evening+}.");
}

TEST_CASE("words that changed one by one are marked one by one") {
  CHECK(marked("Ten cats sleep in the house.", "Ten dogs sleep in the barn.") ==
        "Ten [-cats-]{+dogs+} sleep in the [-house-]{+barn+}.");
  CHECK(marked("from Berlin, Germany to us", "from Paris, France to us") ==
        "from [-Berlin-]{+Paris+}, [-Germany-]{+France+} to us");
}

TEST_CASE("what was put in begins where a sentence or clause begins") {
  CHECK(
      marked("The plant is open. The road is closed.", "The plant is open. The school is shut. The road is closed.") ==
      "The plant is open. {+The school is shut. +}The road is closed.");
  CHECK(marked("apples, pears and plums", "apples, nuts, pears and plums") == "apples, {+nuts, +}pears and plums");
  CHECK(marked("We like it.", "We like it, too.") == "We like it{+, too+}.");
}

TEST_CASE("a date that changed is one change") {
  CHECK(marked("Geneva, 15 April 2021 – The", "Geneva, 16 April 2022 – The") ==
        "Geneva, [-15 April 2021-]{+16 April 2022+} – The");
}

TEST_CASE("Arabic, Japanese and Thai are marked at words") {
  CHECK(marked("أعلنت الوزارة، اليوم", "أعلنت الحكومة، اليوم") == "أعلنت [-الوزارة-]{+الحكومة+}، اليوم");
  CHECK(marked("水道局は東京で発表した。", "水道局は大阪で発表した。") == "水道局は[-東京-]{+大阪+}で発表した。");
  CHECK(marked("ราคาข้าวในตลาดสูง", "ราคาข้าวในตลาดต่ำ") == "ราคาข้าวในตลาด[-สูง-]{+ต่ำ+}");
}

TEST_CASE("the least script is left alone if asked for") {
  const std::string a = "ants bees the cats dogs", b = "oaks elms the ivy herbs";
  CHECK(marked(a, b, {.clean_up = false}) == "[-ants bees-]{+oaks elms+} the [-cats dogs-]{+ivy herbs+}");
  CHECK(marked(a, b) == "[-ants bees the cats dogs-]{+oaks elms the ivy herbs+}");
}
