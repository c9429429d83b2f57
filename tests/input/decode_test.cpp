#include "input/decode.h"

#include <string>

#include "base/unicode.h"
#include "input/encode.h"
#include "support/catch.h"

using nuskha::decode_text;
using nuskha::DecodeTrouble;

namespace {
const std::string mixed = "Prices \u0623\u0633\u0639\u0627\u0631 \u4EF7\u683C \U0001F600\nend";
const std::string japanese =
    "\u4FDD\u5065\u7701\u306F\u672C\u65E5\u3001 food prices\n\u98DF\u6599\u4FA1\u683C\u304C\u4E0A\u6607";
}  // namespace

TEST_CASE("valid UTF-8 comes through as it is, without its byte order mark") {
  for (const std::string& text : {std::string(), std::string("plain"), mixed, std::string("\x1B[1mbold\x1B[0m")}) {
    CHECK(decode_text(text).text == text);
    CHECK(decode_text("\xEF\xBB\xBF" + text).text == text);
    CHECK(decode_text(text).encoding == "UTF-8");
    CHECK_FALSE(decode_text(text).is_detected);
  }
}

TEST_CASE("UTF-16 and UTF-32 are known by their byte order marks") {
  for (const char* encoding : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
    const auto decoded = decode_text(nuskha_test::encode("\uFEFF" + mixed, encoding));
    CHECK(decoded.text == mixed);
    CHECK(decoded.encoding == encoding);
    CHECK(decoded.trouble == DecodeTrouble::none);
    CHECK_FALSE(decoded.is_detected);
  }
  CHECK(decode_text("\xFF\xFE").text.empty());
}

TEST_CASE("UTF-16 without a mark is known by its spaces, NUL bytes else are binary") {
  for (const char* encoding : {"UTF-16LE", "UTF-16BE"}) {
    for (const std::string& text : {std::string("Plain English text."), mixed + mixed, japanese}) {
      const auto decoded = decode_text(nuskha_test::encode(text, encoding));
      CHECK(decoded.text == text);
      CHECK(decoded.encoding == encoding);
    }
  }
  CHECK(decode_text(std::string("ab\0cd", 5)).trouble == DecodeTrouble::binary);
  CHECK(decode_text(std::string("\0\x01\0\x02\0\x03", 6)).trouble == DecodeTrouble::binary);
}

TEST_CASE("the ISO 2022 encodings are known by their escape sequences") {
  for (const char* encoding : {"ISO-2022-JP", "ISO-2022-CN"}) {
    const std::string text = std::string(encoding) == "ISO-2022-JP" ? japanese : "\u536B\u751F\u90E8 today";
    const auto decoded = decode_text(nuskha_test::encode(text, encoding));
    CHECK(decoded.text == text);
    CHECK(decoded.encoding == encoding);
    CHECK_FALSE(decoded.is_detected);
  }
  const std::string korean = "\uBCF4\uAC74\uBD80\uB294 today\n";
  CHECK(decode_text(nuskha_test::encode(korean, "ISO-2022-KR")).text == korean);
}

TEST_CASE("UTF-8 with a broken character stays UTF-8 and the place is told") {
  const std::string line = "\u0623\u0633\u0639\u0627\u0631 \u0627\u0644\u063A\u0630\u0627\u0621\n";
  const std::string bytes = line + line + "ab\xD8 cd\n" + line;
  const auto decoded = decode_text(bytes);
  CHECK(decoded.encoding == "UTF-8");
  CHECK(decoded.trouble == DecodeTrouble::invalid_utf8);
  CHECK(decoded.num_replaced == 1);
  CHECK(decoded.first_offset == 2 * line.size() + 2);
  CHECK(decoded.first_line == 3);
  CHECK(decoded.text == line + line + "ab\uFFFD cd\n" + line);
  CHECK(decode_text("\xEF\xBB\xBFx\xFF").text == "x\uFFFD");
}

TEST_CASE("one foreign letter in ASCII text is a legacy encoding, found by statistics") {
  const auto decoded = decode_text("Un caf\xE9 au lait.");
  CHECK(decoded.text == "Un caf\u00E9 au lait.");
  CHECK(decoded.encoding == "ISO-8859-1");
  CHECK(decoded.is_detected);
  CHECK(decoded.trouble == DecodeTrouble::none);
}

TEST_CASE("bytes that the best guess can't explain are replaced and counted") {
  const std::string text = nuskha_test::encode(
      "\u4FDD\u5065\u7701\u306F\u672C\u65E5\u98DF\u6599\u4FA1\u683C\u304C\u4E0A\u6607\u3057\u305F\u3068\u767A\u8868"
      "\u3057\u307E\u3057\u305F\u3002",
      "EUC-JP");
  const auto decoded = decode_text(text + "\xFF\n" + text);
  CHECK(decoded.encoding == "EUC-JP");
  CHECK(decoded.trouble == DecodeTrouble::undecodable);
  CHECK(decoded.num_replaced >= 1);
}

TEST_CASE("whatever the bytes, the text is valid UTF-8") {
  std::uint32_t random = 12345;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    const std::uint32_t kind = random >> 29;
    for (std::uint32_t n = (random >> 8) % 40; n > 0; --n) {
      random = random * 1664525u + 1013904223u;
      const auto byte = static_cast<char>(random >> 24);
      bytes += kind < 4          ? byte
               : kind < 6        ? static_cast<char>(byte | 0x80)
               : (byte & 1) != 0 ? '\x1B'
                                 : "$B(J)C a"[(random >> 20) & 7];
    }
    random = random * 1664525u + 1013904223u;
    CHECK(nuskha::find_invalid_utf8(decode_text(bytes).text) == std::string::npos);
  }
}
