// How names, titles and numbers are shown.
#include <string>

#include "base/unicode.h"
#include "report/display.h"
#include "support/catch.h"

using namespace nuskha;

TEST_CASE("bytes that aren't UTF-8 are shown as \\xHH, the rest as it is") {
  CHECK(escape_invalid_bytes("") == "");
  CHECK(escape_invalid_bytes("ملف.txt") == "ملف.txt");
  CHECK(escape_invalid_bytes("a\xff\xfe\x62") == "a\\xff\\xfeb");
  CHECK(escape_invalid_bytes("\xEF\xBF\xBD") == "\xEF\xBF\xBD");
  CHECK(escape_invalid_bytes("tab\tstays") == "tab\tstays");
}

TEST_CASE("nothing that steers a terminal is shown") {
  CHECK(escape_for_display("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(escape_for_display("a\nb\rc\td") == "a\\nb\\rc\\td");
  CHECK(escape_for_display(std::string("nul\0", 4)) == "nul\\x00");
  CHECK(escape_for_display("\x7f") == "\\x7f");
  CHECK(escape_for_display("\xC2\x9B"
                           "31m") == "\\u{9B}31m");  // C1 control sequence introducer
  CHECK(escape_for_display("\u202Egpj.exe") == "\\u{202E}gpj.exe");
  CHECK(escape_for_display("\u2067a\u2069") == "\\u{2067}a\\u{2069}");
  CHECK(escape_for_display("a\u2028b") == "a\\u{2028}b");
  CHECK(escape_for_display("a\xffz") == "a\\xffz");
}

TEST_CASE("letters, marks and joiners are shown as they are") {
  for (const char* text : {"أسعار", "می‌خواهم", "日本語", "é", "👩‍👩‍👧"})
    CHECK(escape_for_display(text) == text);
}

TEST_CASE("only right-to-left text is isolated") {
  CHECK(isolate_right_to_left("plain") == "plain");
  CHECK(isolate_right_to_left("ملف.txt") == "\u2068ملف.txt\u2069");
}

TEST_CASE("cutting and padding count columns, not bytes") {
  CHECK(cut_to_width("short", 10) == "short");
  CHECK(cut_to_width("exactly ten", 11) == "exactly ten");
  CHECK(cut_to_width("exactly ten", 8) == "exactly…");
  CHECK(cut_to_width("日本語", 6) == "日本語");
  CHECK(cut_to_width("日本語", 5) == "日本…");
  CHECK(cut_to_width("日本語", 4) == "日…");
  CHECK(cut_to_width("anything", 1) == "…");
  CHECK(pad_to_width("日本", 6) == "日本  ");
  CHECK(pad_to_width("long enough", 3) == "long enough");
  for (std::size_t columns = 1; columns < 30; ++columns) {
    CHECK(display_width(cut_to_width("أسعار المواد 日本語 prices", columns)) <= columns);
  }
}

TEST_CASE("numbers are grouped, and nouns agree") {
  CHECK(group_digits(0) == "0");
  CHECK(group_digits(999) == "999");
  CHECK(group_digits(1000) == "1,000");
  CHECK(group_digits(1234567) == "1,234,567");
  CHECK(count_of(1, "family", "families") == "1 family");
  CHECK(count_of(0, "family", "families") == "0 families");
}

TEST_CASE("sizes have three digits and decimal units") {
  CHECK(format_bytes(0) == "0 B");
  CHECK(format_bytes(999) == "999 B");
  CHECK(format_bytes(999.6) == "1.00 kB");
  CHECK(format_bytes(1234) == "1.23 kB");
  CHECK(format_bytes(9999) == "10.0 kB");
  CHECK(format_bytes(123456) == "123 kB");
  CHECK(format_bytes(999600) == "1.00 MB");
  CHECK(format_bytes(12.3e6) == "12.3 MB");
  CHECK(format_bytes(5e18) == "5000 PB");
}

TEST_CASE("percent are rounded down, so that only all is 100") {
  CHECK(format_percent(1) == "100 %");
  CHECK(format_percent(0.99999) == "99 %");
  CHECK(format_percent(0.29) == "29 %");
  CHECK(format_percent(0) == "0 %");
}
