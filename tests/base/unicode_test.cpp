#include "base/unicode.h"

#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

const std::string bad = "\xEF\xBF\xBD";

/// `count` times U+FFFD.
std::string fffd(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += bad;
  return out;
}

}  // namespace

TEST_CASE("every code point survives encoding and decoding") {
  std::size_t wrong = 0;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string encoded;
    append_utf8(c, encoded);
    const CodePoint decoded = decode_utf8(encoded);
    const std::size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    wrong += decoded.value != c || decoded.length != length || encoded.size() != length;
  }
  CHECK(wrong == 0);
}

TEST_CASE("ill-formed UTF-8 gives one replacement for each maximal subpart, as the Unicode Standard shows") {
  struct Row {
    std::string bytes, expected;
  };
  const Row row = GENERATE(values<Row>({
      // Tables 3-8 to 3-11 of the Unicode Standard, version 15.
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", fffd(8) + "A"},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", fffd(8) + "A"},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", fffd(5) + "A" + fffd(2) + "B"},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", fffd(4) + "A"},
      // One class at a time.
      {"\x80", fffd(1)},  // a continuation byte alone
      {"\xBF\xBF", fffd(2)},
      {"\xC1\xBF", fffd(2)},  // overlong
      {"\xE0\x9F\xBF", fffd(3)},
      {"\xF0\x8F\xBF\xBF", fffd(4)},
      {"\xED\xA0\x80", fffd(3)},  // surrogates
      {"\xED\xBF\xBF", fffd(3)},
      {"\xF4\x90\x80\x80", fffd(4)},  // beyond U+10FFFF
      {"\xF5\x80\x80\x80", fffd(4)},
      {"\xFE\xFF", fffd(2)},  // never part of UTF-8
      {"\xC3", fffd(1)},      // cut off by the end
      {"\xE2\x82", fffd(1)},
      {"\xF0\x9F\x98", fffd(1)},
      {"\xF0\x9F", fffd(1)},
      {"\xC3 ", fffd(1) + " "},  // cut off by another character
      {"\xE2\x82z", fffd(1) + "z"},
      {"\xF0\x9F\x98\xC3\xA9", fffd(1) + "é"},
      {"\xF0\x9F\xF0\x9F\x98\x80", fffd(1) + "😀"},
      // The borders of what is valid.
      {"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
       "\u0800\uD7FF\uE000\U00010000\U0010FFFF"},
      {bad, bad},
  }));
  CHECK(replace_invalid_utf8(row.bytes) == row.expected);
  CHECK(replace_invalid_utf8(row.expected) == row.expected);
}

TEST_CASE("the length of an invalid sequence never reaches into the next character") {
  CHECK(decode_utf8("\xE2\x82z").length == 2);
  CHECK(decode_utf8("\xE2\x82z").value == 0xFFFD);
  CHECK(decode_utf8("\xFFz").length == 1);
  CHECK(decode_utf8("\xF0\x9F\x98\x80tail").length == 4);
}

TEST_CASE("the first invalid sequence is found wherever it stands") {
  const std::string valid = "أهلا é 中 😀 plain text that is long enough for a whole vector register or two, " + bad;
  CHECK(find_invalid_utf8("") == std::string::npos);
  CHECK(find_invalid_utf8(valid) == std::string::npos);
  for (std::size_t i = 0; i <= valid.size(); ++i) {
    if (i < valid.size() && (static_cast<unsigned char>(valid[i]) & 0xC0u) == 0x80u) continue;
    CAPTURE(i);
    CHECK(find_invalid_utf8(valid.substr(0, i) + "\xFF" + valid.substr(i) + "\xFF") == i);
  }
  CHECK(find_invalid_utf8("ab\xE2\x82") == 2);
  CHECK(find_invalid_utf8(bad + "\xED\xA0\x80") == 3);
}

TEST_CASE("display width counts columns, not characters") {
  CHECK(display_width("") == 0);
  CHECK(display_width("plain") == 5);
  CHECK(display_width("中文") == 4);
  CHECK(display_width("ＡＢ") == 4);
  CHECK(display_width("ｱ") == 1);
  CHECK(display_width("كِتَابٌ") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("a\u200Db\u2068c\u2069") == 3);
  CHECK(display_width("a\tb\n") == 2);
  CHECK(display_width("\xFF") == 1);
}

TEST_CASE("a prefix fits its columns and keeps marks with their base") {
  CHECK(prefix_of_width("plain", 3) == "pla");
  CHECK(prefix_of_width("plain", 9) == "plain");
  CHECK(prefix_of_width("plain", 0).empty());
  CHECK(prefix_of_width("e\u0301\u0323x", 1) == "e\u0301\u0323");
  CHECK(prefix_of_width("中文", 3) == "中");
  CHECK(prefix_of_width("中文", 1).empty());
  CHECK(prefix_of_width("a👨‍👩‍👧b", 4) == "a");
  CHECK(prefix_of_width("a👨‍👩‍👧b", 7) == "a👨‍👩‍👧");
  CHECK(prefix_of_width("👩🏽x", 3).empty());
  const std::string arabic = "كِتَابٌ";
  for (std::size_t columns = 0; columns <= 5; ++columns) {
    const std::string_view prefix = prefix_of_width(arabic, columns);
    CAPTURE(columns, std::string(prefix));
    CHECK(display_width(prefix) == std::min<std::size_t>(columns, 4));
    const std::string_view rest = std::string_view(arabic).substr(prefix.size());
    CHECK((prefix.empty() || rest.empty() || kind_of(decode_utf8(rest).value) != CharacterKind::mark));
  }
}

TEST_CASE("right-to-left text is recognized by its letters") {
  CHECK(has_right_to_left("abc سلام"));
  CHECK(has_right_to_left("שלום"));
  CHECK(has_right_to_left("ܫܠܡܐ"));
  CHECK_FALSE(has_right_to_left("abc 中 2021 é"));
  CHECK_FALSE(has_right_to_left("٢٠٢١"));
  CHECK_FALSE(has_right_to_left(""));
}

TEST_CASE("kinds of characters") {
  CHECK(kind_of(U'a') == CharacterKind::letter);
  CHECK(kind_of(U'ب') == CharacterKind::letter);
  CHECK(kind_of(0x064B) == CharacterKind::mark);
  CHECK(kind_of(0x200D) == CharacterKind::mark);
  CHECK(kind_of(U'٣') == CharacterKind::digit);
  CHECK(kind_of(U'\n') == CharacterKind::space);
  CHECK(kind_of(0x3000) == CharacterKind::space);
  CHECK(kind_of(0x07) == CharacterKind::control);
  CHECK(kind_of(U'،') == CharacterKind::symbol);
  CHECK(kind_of(0xE000) == CharacterKind::unassigned);
  CHECK(kind_of(0xFFFD) == CharacterKind::unassigned);
  CHECK(to_lower(U'É') == U'é');
  CHECK(to_lower(U'ب') == U'ب');
}

TEST_CASE("legacy encodings are decoded, and what can't be is replaced and counted") {
  const auto check = [](std::string_view bytes, const char* encoding, std::string_view text, std::size_t num_replaced) {
    const std::optional<Decoded> decoded = decode_from(bytes, encoding);
    CAPTURE(encoding);
    REQUIRE(decoded);
    CHECK(decoded->text == text);
    CHECK(decoded->num_replaced == num_replaced);
  };
  check("\xD3\xE1\xC7\xE3", "windows-1256", "سلام", 0);
  check("\xD3\xE4\xC7\xE5", "ISO-8859-6", "سلام", 0);
  check("\xF0\xD2\xC9\xD7\xC5\xD4", "KOI8-R", "Привет", 0);
  check("\x93\xFA\x96\x7B", "Shift_JIS", "日本", 0);
  check("\x1B$BF|K\\\x1B(B", "ISO-2022-JP", "日本", 0);
  check("\xD6\xD0\x81\x30\x84\x36", "gb18030", "中¥", 0);
  check(std::string_view("\x3D\xD8\x00\xDE\x41\x00", 6), "UTF-16LE", "😀A", 0);
  check(std::string_view("\x3D\xD8\x41\x00", 4), "UTF-16LE", bad + "A", 1);
  check(
      "A\xFF"
      "B",
      "Shift_JIS", "A" + bad + "B", 1);
  CHECK_FALSE(decode_from("a", "no-such-encoding"));
}

TEST_CASE("a surrogate pair across the decoder's buffer stays one character") {
  for (std::size_t before = 4090; before < 4100; ++before) {
    std::string bytes;
    for (std::size_t i = 0; i < before; ++i) bytes += std::string_view("a\0", 2);
    bytes += std::string_view("\x3D\xD8\x00\xDE", 4);
    const std::optional<Decoded> decoded = decode_from(bytes, "UTF-16LE");
    REQUIRE(decoded);
    CAPTURE(before);
    CHECK(decoded->text == std::string(before, 'a') + "😀");
    CHECK(decoded->num_replaced == 0);
  }
}

TEST_CASE("detection offers an encoding that decodes the text") {
  std::string bytes;
  for (int i = 0; i < 20; ++i)
    bytes += "\xCF\xD2\xC9\xD7\xC5\xD4 \xCB\xC1\xCB \xC4\xC5\xCC\xC1, \xD7\xD3\xA3 \xC8\xCF\xD2\xCF\xDB\xCF. ";
  EncodingGuess guesses[8];
  const std::size_t found = detect_encoding(bytes, guesses, 8);
  REQUIRE(found >= 1);
  CHECK(guesses[0].encoding == "KOI8-R");
  CHECK(guesses[0].language == "ru");
  CHECK(guesses[0].confidence > 0);
  CHECK(detect_encoding(bytes, guesses, 1) == 1);
}

TEST_CASE("a text on its own is read from the right by its first letter or Arabic digit") {
  CHECK(reads_right_to_left("٥/٣/٢٠٢١"));
  CHECK(reads_right_to_left("(٢١٫٥٪)"));
  CHECK(reads_right_to_left("12 شباط"));
  CHECK_FALSE(reads_right_to_left("A/RES/٧٥"));
  CHECK_FALSE(reads_right_to_left("5/3/2021"));
  CHECK_FALSE(reads_right_to_left("۱۴۰۲"));
  CHECK_FALSE(reads_right_to_left(""));
  CHECK(direction_of(U'%') == CharacterDirection::neutral);
  CHECK(direction_of(U'٬') == CharacterDirection::arabic_number);
}
