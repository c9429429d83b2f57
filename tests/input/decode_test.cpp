#include "input/decode.h"

#include <string>

#include "base/unicode.h"
#include "input/encode.h"
#include "input/encoding_labels.h"
#include "support/catch.h"

using nuskha::decode_labelled;
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

namespace {

// A page of one paragraph: markup, then what is beyond ASCII.
std::string page(std::string_view text) { return "<html><body><p>" + std::string(text) + "</p></body></html>\n"; }

const std::string arabic =
    "\u0623\u0639\u0644\u0646\u062A \u0627\u0644\u0648\u0632\u0627\u0631\u0629 \u0623\u0633\u0639\u0627\u0631 "
    "\u0627\u0644\u063A\u0630\u0627\u0621";

}  // namespace

TEST_CASE("every label means an encoding that can be decoded from") {
  struct Known {
    const char* label;
    const char* encoding;
  };
  for (const Known& known : {Known{"utf8", "UTF-8"},
                             Known{"latin1", "windows-1252"},
                             Known{"ISO-8859-1", "windows-1252"},
                             Known{"us-ascii", "windows-1252"},
                             Known{" 'Windows-1256' ", "windows-1256"},
                             Known{"x-cp1256", "windows-1256"},
                             Known{"x-sjis", "Shift_JIS"},
                             Known{"MS_Kanji", "Shift_JIS"},
                             Known{"gb2312", "GB18030"},
                             Known{"gbk", "GB18030"},
                             Known{"tis-620", "windows-874"},
                             Known{"iso-8859-11", "windows-874"},
                             Known{"iso-8859-9", "windows-1254"},
                             Known{"ks_c_5601-1987", "windows-949"},
                             Known{"koi", "KOI8-R"},
                             Known{"866", "IBM866"},
                             Known{"logical", "windows-1255"},
                             Known{"visual", "ISO-8859-8"},
                             Known{"utf-16", "UTF-16LE"},
                             Known{"Big5-HKSCS", "Big5-HKSCS"},
                             Known{"asmo-708", "ISO-8859-6"},
                             Known{"mac", "macintosh"},
                             Known{"x-mac-ukrainian", "x-mac-cyrillic"},
                             Known{"dos-720", "DOS-720"},
                             Known{"cp437", "IBM437"},
                             Known{"cp850", "IBM850"},
                             Known{"cp852", "IBM852"},
                             Known{"cp864", "IBM864"},
                             Known{"hz-gb-2312", "HZ"},
                             Known{"iso-2022-kr", "ISO-2022-KR"},
                             Known{"iso-2022-cn", "ISO-2022-CN"},
                             Known{"csISO2022JP", "ISO-2022-JP"},
                             Known{"utf-7", "UTF-7"},
                             Known{"euc-jp", "EUC-JP"},
                             Known{"latin2", "ISO-8859-2"},
                             Known{"l3", "ISO-8859-3"},
                             Known{"latin4", "ISO-8859-4"},
                             Known{"cyrillic", "ISO-8859-5"},
                             Known{"greek", "ISO-8859-7"},
                             Known{"l6", "ISO-8859-10"},
                             Known{"iso-8859-13", "ISO-8859-13"},
                             Known{"iso-8859-14", "ISO-8859-14"},
                             Known{"l9", "ISO-8859-15"},
                             Known{"cp1250", "windows-1250"},
                             Known{"cp1251", "windows-1251"},
                             Known{"cp1253", "windows-1253"},
                             Known{"cp1257", "windows-1257"},
                             Known{"cp1258", "windows-1258"},
                             Known{"koi8-u", "KOI8-U"},
                             Known{"utf-16be", "UTF-16BE"},
                             Known{"utf-32be", "UTF-32BE"},
                             Known{"utf-32", "UTF-32LE"}}) {
    INFO(known.label);
    CHECK(nuskha::encoding_of_label(known.label) == known.encoding);
    CHECK(nuskha::decode_from("abcd", known.encoding).has_value());
  }
  for (const char* unknown : {"", " ", "x-unknown", "unknown-8bit", "8bit", "windows", "1256", "utf-8 utf-16", "iso"}) {
    INFO(unknown);
    CHECK(nuskha::encoding_of_label(unknown).empty());
  }
}

TEST_CASE("a label decides where the bytes leave it open") {
  struct Sample {
    std::string text;
    const char* encoding;
    const char* label;
    const char* reported;
  };
  const Sample samples[] = {
      {arabic, "windows-1256", "Windows-1256", "windows-1256"},
      {arabic, "ISO-8859-6", "arabic", "ISO-8859-6"},
      {japanese, "Shift_JIS", "x-sjis", "Shift_JIS"},
      {japanese, "EUC-JP", "euc-jp", "EUC-JP"},
      {"\u5404\u4F4D\u8BFB\u8005", "GB18030", "gb2312", "GB18030"},
      {"\u5404\u4F4D\u8B80\u8005", "Big5", "big5", "Big5"},
      {"\uBCF4\uAC74\uBD80", "windows-949", "ks_c_5601-1987", "EUC-KR"},
      {"\u05E9\u05DC\u05D5\u05DD", "windows-1255", "iso-8859-8-i", "windows-1255"},
      {"\u0E2A\u0E27\u0E31", "windows-874", "tis-620", "windows-874"},
      {"\u041F\u0440", "KOI8-R", "koi8-r", "KOI8-R"},
      {"\u041F\u0440", "ISO-8859-5", "iso-8859-5", "ISO-8859-5"},
      {"\u5404\u4F4D ~ a", "HZ", "hz-gb-2312", "HZ"},
      {"\u00E9t\u00E9", "UTF-7", "utf-7", "UTF-7"},
      {"\u00E9t\u00E9", "macintosh", "macintosh", "macintosh"},
      {arabic, "UTF-16LE", "utf-16", "UTF-16LE"},
      {arabic, "UTF-16BE", "utf-16be", "UTF-16BE"},
      {japanese, "ISO-2022-JP", "iso-2022-jp", "ISO-2022-JP"},
      {japanese, "ISO-2022-JP", "iso-8859-1", "ISO-2022-JP"},
  };
  for (const Sample& sample : samples) {
    INFO(sample.label);
    const auto decoded = decode_labelled(nuskha_test::encode(page(sample.text), sample.encoding), sample.label);
    CHECK(decoded.text == page(sample.text));
    CHECK(decoded.encoding == sample.reported);
    CHECK_FALSE(decoded.is_detected);
    CHECK(decoded.trouble == DecodeTrouble::none);
  }
}

TEST_CASE("a label that the bytes contradict loses") {
  for (const char* label : {"windows-1256", "iso-8859-1", "shift_jis", "utf-16", "big5", "hz-gb-2312", "utf-7"}) {
    INFO(label);
    CHECK(decode_labelled(page(arabic), label).text == page(arabic));                      // UTF-8
    CHECK(decode_labelled("\xEF\xBB\xBF" + page(arabic), label).text == page(arabic));     // with a mark
    CHECK(decode_labelled("plain ASCII + ~ text", label).text == "plain ASCII + ~ text");  // nothing to decide
    CHECK(decode_labelled("plain ASCII + ~ text", label).encoding == "UTF-8");
    const auto utf16 = decode_labelled(nuskha_test::encode("\uFEFF" + arabic, "UTF-16BE"), label);
    CHECK(utf16.text == arabic);
  }
  for (const char* label : {"utf-8", "euc-jp", "iso-8859-6", "iso-2022-kr", "iso-8859-1", "nonsense", ""}) {
    INFO(label);
    const std::string text = page(arabic) + page(arabic);
    const auto decoded = decode_labelled(nuskha_test::encode(text, "windows-1256"), label);
    CHECK(decoded.text == text);
    CHECK(decoded.encoding == "windows-1256");
    CHECK(decoded.is_detected);
  }
  CHECK(decode_labelled(std::string("\x89PNG\r\n\x1A\n\0\0", 10), "windows-1256").trouble == DecodeTrouble::binary);
}

TEST_CASE("a label that explains nearly all keeps its place") {
  const std::string bytes = nuskha_test::encode(page(japanese + japanese + japanese), "EUC-JP");
  const auto decoded = decode_labelled(bytes + "\xFF", "euc-jp");
  CHECK(decoded.encoding == "EUC-JP");
  CHECK(decoded.trouble == DecodeTrouble::undecodable);
  CHECK(decoded.num_replaced == 1);
  const auto slipped = decode_labelled(page(arabic) + "\xD8 ", "utf-8");
  CHECK(slipped.trouble == DecodeTrouble::invalid_utf8);
}

TEST_CASE("a label of Latin-1 is a hint") {
  const auto latin = decode_labelled(page("Le caf\xE9 de la gare"), "iso-8859-1");
  CHECK(latin.text == page("Le caf\u00E9 de la gare"));
  CHECK(decode_labelled("\xE9", "iso-8859-1").text == "\u00E9");
  CHECK(decode_labelled("\x93p\x94 \xE9", "iso-8859-1").text == "\u201Cp\u201D \u00E9");
}

TEST_CASE("whatever the bytes and their label, the text is valid UTF-8") {
  static constexpr const char* labels[] = {"utf-8",  "utf-16be",    "windows-1256", "shift_jis",  "gbk",
                                           "big5",   "euc-kr",      "iso-2022-jp",  "hz-gb-2312", "utf-7",
                                           "utf-32", "iso-2022-kr", "iso-8859-8",   "euc-jp"};
  std::uint32_t random = 1;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (std::uint32_t n = (random >> 8) % 40; n > 0; --n) {
      random = random * 1664525u + 1013904223u;
      bytes += (random & 0x10000) != 0 ? static_cast<char>(random >> 24) : "~{+-\x1B$B(a"[(random >> 20) & 7];
    }
    random = random * 1664525u + 1013904223u;
    const auto decoded = decode_labelled(bytes, labels[(random >> 16) % std::size(labels)]);
    CHECK(nuskha::find_invalid_utf8(decoded.text) == std::string::npos);
  }
}
