// Letters of words against the words' ids.
#include "text/word_letters.h"

#include <random>
#include <string>

#include "base/hash.h"
#include "base/unicode.h"
#include "support/catch.h"
#include "support/random_text.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

std::string utf8_of(std::span<const char32_t> word) {
  std::string out;
  for (const char32_t letter : word) append_utf8(letter, out);
  return out;
}

WordLetters letters_of(std::string_view text, Level level = Level::spelling) {
  Analyzer analyzer(level, true);
  Analysis analysis;
  analyzer.analyze(text, analysis);
  return word_letters(text, analysis, level);
}

}  // namespace

TEST_CASE("the letters of a word have the hash that is its id") {
  std::mt19937_64 random(5);
  std::size_t num_compared = 0;
  for (const Level level : {Level::text, Level::spelling}) {
    Analyzer analyzer(level, true);
    Analysis analysis;
    for (int trial = 0; trial < reference::trials(2000); ++trial) {
      const std::string text = test::random_text(random, 1 + random() % 60);
      analyzer.analyze(text, analysis);
      const WordLetters letters = word_letters(text, analysis, level);
      REQUIRE(letters.num_words() == analysis.words.size());
      for (std::size_t i = 0; i < letters.num_words(); ++i) {
        if (letters.word(i).empty()) continue;
        REQUIRE((hash64(utf8_of(letters.word(i))) & 0x7FFFFFFF) == (analysis.words[i] & 0x7FFFFFFF));
        ++num_compared;
      }
    }
  }
  CHECK(num_compared > 1000);
}

TEST_CASE("what is compared as a whole has no letters") {
  const WordLetters letters =
      letters_of("Straße 2021 3rd 1etter 日 " + std::string(65, 'a') + " " + std::string(64, 'b'));
  REQUIRE(letters.num_words() == 7);
  CHECK(utf8_of(letters.word(0)) == "strasse");
  CHECK(letters.word(1).empty());
  CHECK(utf8_of(letters.word(2)) == "3rd");
  CHECK(utf8_of(letters.word(3)) == "1etter");
  CHECK(letters.word(4).empty());
  CHECK(letters.word(5).empty());
  CHECK(letters.word(6).size() == 64);
}

TEST_CASE("Arabic letters are folded as words are") {
  const WordLetters letters = letters_of("أَسْعَارُ المدرسة");
  REQUIRE(letters.num_words() == 2);
  CHECK(utf8_of(letters.word(0)) == "اسعار");
  CHECK(utf8_of(letters.word(1)) == "المدرسه");
}
