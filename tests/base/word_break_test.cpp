#include "base/word_break.h"

#include <random>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "support/catch.h"
#include "support/random_text.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Strings = std::vector<std::string>;

Strings segments(const std::string& text) {
  std::vector<std::uint32_t> ends;
  find_word_breaks(text, ends);
  Strings out;
  std::uint32_t begin = 0;
  for (const std::uint32_t end : ends) {
    out.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  CHECK(begin == text.size());
  return out;
}

}  // namespace

TEST_CASE("punctuation is a segment of its own, also the Arabic comma") {
  CHECK(segments("الوزارة، التي") == Strings{"الوزارة", "،", " ", "التي"});
  CHECK(segments("١٠،٢٠") == Strings{"١٠", "،", "٢٠"});
  CHECK(segments("日本١٠،٢٠") == Strings{"日本", "١٠", "،", "٢٠"});
  CHECK(segments("(Yes)...") == Strings{"(", "Yes", ")", ".", ".", "."});
  CHECK(segments("don't 1,000.50 press@un.org") == Strings{"don't", " ", "1,000.50", " ", "press", "@", "un.org"});
}

TEST_CASE("scripts without spaces are divided at words") {
  CHECK(segments("กรมวิชาการเกษตร") == Strings{"กรม", "วิชาการ", "เกษตร"});
  CHECK(segments("水道局は東京").size() >= 3);
  CHECK(segments("北京大学").size() <= 2);
}

TEST_CASE("a character is never split from its marks, nor an emoji from its parts") {
  CHECK(segments("e\u0301t\u00e9") == Strings{"e\u0301t\u00e9"});
  CHECK(segments("\U0001F469\u200D\U0001F467!") == Strings{"\U0001F469\u200D\U0001F467", "!"});
  CHECK(segments("\U0001F1F8\U0001F1E6") == Strings{"\U0001F1F8\U0001F1E6"});
  CHECK(segments("مُحَمَّد") == Strings{"مُحَمَّد"});
}

TEST_CASE("line ends are segments, CR LF one") {
  CHECK(segments("a\r\n\nb\r") == Strings{"a", "\r\n", "\n", "b", "\r"});
  CHECK(segments("").empty());
}

TEST_CASE("the rules for simple lines divide as ICU does") {
  std::mt19937_64 random(20260301);
  static constexpr char32_t likely[] = {U' ',   U'\n',  U'\'',  U'"',   U'.',   U',',   U':',   U'_',
                                        U'-',   U'1',   U'٢',   U'a',   U'ب',   0x05D0, 0x0301, 0x064E,
                                        0x2019, 0x00B7, 0x200B, 0x2028, 0x066B, 0x060C, U'\r'};
  for (int trial = 0; trial < reference::trials(20000); ++trial) {
    std::string text;
    for (std::uint64_t n = random() % 12; n > 0; --n) {
      const bool is_likely = random() % 4 != 0;
      append_utf8(is_likely ? likely[random() % std::size(likely)] : static_cast<char32_t>(random() % 0x800), text);
    }
    std::vector<std::uint32_t> fast, slow;
    find_word_breaks(text, fast);
    find_word_breaks_by_icu(text, slow);
    INFO(text);
    REQUIRE(fast == slow);
  }
  for (int trial = 0; trial < reference::trials(2000); ++trial) {
    std::string text = test::random_text(random, 60);
    if (trial % 2 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(random() % 256);
    std::vector<std::uint32_t> fast, slow;
    find_word_breaks(text, fast);
    find_word_breaks_by_icu(text, slow);
    REQUIRE(fast == slow);
  }
}
