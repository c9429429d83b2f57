#include "scan/headline.h"

#include <string>

#include "base/unicode.h"
#include "support/catch.h"

using namespace nuskha;

namespace {
std::string headline_of(std::string_view text) { return headline(text).value_or("(none)"); }
}  // namespace

TEST_CASE("the headline is the first line with anything visible") {
  CHECK(headline_of("Title\nBody") == "Title");
  CHECK(headline_of("\n \t\r\n  Title  \r\nBody") == "Title");
  CHECK(headline_of("one\rtwo") == "one");
  CHECK(headline_of("# Heading\n") == "Heading");
  CHECK(headline_of("#\n## Second\n") == "Second");
  CHECK(headline_of("\u3000\n\u00A0\nنتائج المسح\n") == "نتائج المسح");
  CHECK(headline_of("***\nx") == "***");
  CHECK(headline_of("last line without end") == "last line without end");
}

TEST_CASE("lines that say only what a text is, or of when, are no headline if there is a better one") {
  CHECK(headline_of("بيان صحفي\n\nاليابان توسع الشراكة\n\n١٥ أبريل ٢٠٢١\n") == "اليابان توسع الشراكة");
  CHECK(headline_of("# Press Release\r\n15 April 2021\r\n\r\nTwelve towns joined\r\n") == "Twelve towns joined");
  CHECK(headline_of("5 فبراير 2023\nورشة عمل") == "ورشة عمل");
  CHECK(headline_of("Press release\n2021-04-15\n") == "Press release");
  CHECK(headline_of("بيان صحفي") == "بيان صحفي");
  std::string labels = "News\n";
  for (int i = 0; i < 7; ++i) labels += "Press release\n";
  CHECK(headline_of(labels + "Title") == "News");
}

TEST_CASE("a text without a visible character has no headline") {
  CHECK_FALSE(headline(""));
  CHECK_FALSE(headline(" \n\t\r\n###\n\u3000"));
}

TEST_CASE("one line has single spaces and no control characters") {
  CHECK(one_line("  a \t b\n\nc  ") == "a b c");
  CHECK(one_line("a\x1B[31mb\x7F") == "a [31mb");
  CHECK(one_line("a\u0085b\u2028c\u2029d\u00A0e\u3000f") == "a b c d e f");
  CHECK(one_line("").empty());
  CHECK(one_line("\xFF"
                 "a") == "\uFFFDa");
  CHECK(find_invalid_utf8(one_line("\xE2\x82 ok \xF0\x9F")) == std::string::npos);
}

TEST_CASE("one line keeps every character but white space and controls, and replaces what is cut") {
  for (char32_t c = 1; c < 0x20000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string character;
    append_utf8(c, character);
    const bool is_space = c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0x3000;
    const std::string line = one_line("a" + character + "b");
    if (line != (is_space ? "a b" : "a" + character + "b")) FAIL_CHECK("U+" << std::hex << std::uint32_t{c});
    const std::string_view cut = std::string_view(character).substr(0, character.size() - 1);
    if (!cut.empty() && one_line(cut) != "\uFFFD") FAIL_CHECK("cut: U+" << std::hex << std::uint32_t{c});
  }
}

TEST_CASE("a long line is cut at 200 characters") {
  std::string long_line, exact;
  for (int i = 0; i < 201; ++i) long_line += "ب";
  for (int i = 0; i < 200; ++i) exact += "ب";
  CHECK(one_line(exact) == exact);
  CHECK(one_line(exact + "  ") == exact);
  CHECK(one_line(exact + " c") == exact + "…");
  CHECK(one_line("a b" + exact) == "a b" + exact.substr(0, exact.size() - 4) + "…");
  CHECK(one_line("a  b \t c d") == "a b c d");
  CHECK(one_line(long_line) == exact + "…");
  CHECK(headline_of(long_line + "\nnext") == exact + "…");
  const std::string huge(1'000'000, 'x');
  CHECK(headline_of(huge) == std::string(200, 'x') + "…");
  std::string wide;
  for (int i = 0; i < 3000; ++i) wide += "😀";
  const std::string cut = headline_of(wide);
  CHECK(find_invalid_utf8(cut) == std::string::npos);
  CHECK(cut.ends_with("😀…"));
}
