#include "diff/tokens.h"

#include <string>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

std::vector<std::string> tokens_of(const std::string& text) {
  Tokenizer tokenizer;
  const TokenText out = tokenizer.tokenize(text);
  std::vector<std::string> tokens;
  for (std::uint32_t i = 0; i < out.tokens.size(); ++i) tokens.emplace_back(out.bytes(i));
  return tokens;
}

bool same_key(const std::string& x, const std::string& y) {
  Tokenizer tokenizer;
  const TokenText a = tokenizer.tokenize(x), b = tokenizer.tokenize(y);
  REQUIRE(a.tokens.size() == 1);
  REQUIRE(b.tokens.size() == 1);
  return a.tokens[0].key == b.tokens[0].key;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("tokens are words, numbers and marks of punctuation, without white space") {
  CHECK(tokens_of("الوزارة، ١٥ أبريل") == Strings{"الوزارة", "،", "١٥", "أبريل"});
  CHECK(tokens_of(" a\u200B \uFEFF(b)\n") == Strings{"a", "(", "b", ")"});
  CHECK(tokens_of("").empty());
  CHECK(tokens_of(" \n\t\u3000").empty());
}

TEST_CASE("words that writers spell in two ways are the same token") {
  CHECK(same_key("المتخذه", "المتخذة"));
  CHECK(same_key("انا", "أنا"));
  CHECK(same_key("٢٠٢١", "2021"));
  CHECK(same_key("مُحَمَّد", "محمد"));
  CHECK(same_key("Straße", "STRASSE"));
  CHECK(same_key("e\u0301te\u0301", "\u00e9t\u00e9"));
  CHECK(same_key("don't", "don’t"));
  CHECK(same_key("か\u3099", "が"));
}

TEST_CASE("words and numbers that are others stay others") {
  CHECK_FALSE(same_key("1.5", "1,5"));
  CHECK_FALSE(same_key("3.16", "31.6"));
  CHECK_FALSE(same_key("now", "not"));
  CHECK_FALSE(same_key("can't", "cant"));
  CHECK_FALSE(same_key("!", "?"));
}

TEST_CASE("every token is in one paragraph, wrapped lines are one") {
  const std::string text =
      "Title\n\nThis is a paragraph that was wrapped by hand at a width of\nseventy columns or so, as in letters.\n\n* "
      "* *\nend";
  Tokenizer tokenizer;
  const TokenText out = tokenizer.tokenize(text);
  std::uint32_t next = 0;
  for (const TokenRange& paragraph : out.paragraphs) {
    CHECK(paragraph.begin == next);
    CHECK(paragraph.end > paragraph.begin);
    next = paragraph.end;
  }
  CHECK(next == out.tokens.size());
  CHECK(out.paragraphs.size() == 4);
}
