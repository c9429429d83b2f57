// Labels of encodings. Entry point: encoding_of_label. Test: tests/input/decode_test.cpp.
#include "input/encoding_labels.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace nuskha {
namespace {

struct Labels {
  std::string_view encoding;
  std::string_view labels;  // between spaces
};

// The first part is the Encoding Standard's table. Where two encodings differ by what one lacks, the wider stands:
// GB18030 for GBK, windows-1255 for ISO-8859-8-I.
constexpr Labels table[] = {
    {"UTF-8", " unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 "},
    {"IBM866", " 866 cp866 csibm866 ibm866 "},
    {"ISO-8859-2",
     " csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 latin-2 "},
    {"ISO-8859-3", " csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 "},
    {"ISO-8859-4", " csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 "},
    {"ISO-8859-5", " csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 "},
    {"ISO-8859-6",
     " arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i "
     "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "},
    {"ISO-8859-7",
     " csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "iso_8859-7:1987 sun_eu_greek "},
    {"ISO-8859-8",
     " csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
     "iso_8859-8:1988 visual "},
    {"windows-1255", " csiso88598i iso-8859-8-i logical cp1255 windows-1255 x-cp1255 "},
    {"ISO-8859-10", " csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    {"ISO-8859-13", " iso-8859-13 iso8859-13 iso885913 "},
    {"ISO-8859-14", " iso-8859-14 iso8859-14 iso885914 "},
    {"ISO-8859-15", " csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin9 latin-9 "},
    {"KOI8-R", " cskoi8r koi koi8 koi8-r koi8_r "},
    {"KOI8-U", " koi8-ru koi8-u "},
    {"macintosh", " csmacintosh mac macintosh x-mac-roman "},
    {"windows-874", " dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620 windows-874 cp874 "},
    {"windows-1250", " cp1250 windows-1250 x-cp1250 "},
    {"windows-1251", " cp1251 windows-1251 x-cp1251 "},
    {"windows-1252",
     " ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 latin-1 us-ascii windows-1252 x-cp1252 x-user-defined "},
    {"windows-1253", " cp1253 windows-1253 x-cp1253 "},
    {"windows-1254",
     " cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 "
     "x-cp1254 "},
    {"windows-1256", " cp1256 windows-1256 x-cp1256 "},
    {"windows-1257", " cp1257 windows-1257 x-cp1257 "},
    {"windows-1258", " cp1258 windows-1258 x-cp1258 "},
    {"x-mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian "},
    {"GB18030",
     " chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 cp936 ms936 euc-cn "
     "x-euc-cn windows-936 "},
    {"Big5", " big5 cn-big5 csbig5 x-x-big5 cp950 windows-950 "},
    {"Big5-HKSCS", " big5-hkscs "},
    {"EUC-JP", " cseucpkdfmtjapanese euc-jp x-euc-jp eucjp "},
    {"ISO-2022-JP", " csiso2022jp iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 "},
    {"Shift_JIS", " csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932 windows-932 "},
    {"windows-949",
     " cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 "
     "uhc "},
    {"UTF-16BE", " unicodefffe utf-16be "},
    {"UTF-16LE", " csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le "},
    // Not the Web's any more, but mail's and old pages'.
    {"HZ", " hz-gb-2312 "},
    {"ISO-2022-KR", " csiso2022kr iso-2022-kr "},
    {"ISO-2022-CN", " iso-2022-cn iso-2022-cn-ext "},
    {"UTF-7", " utf-7 unicode-1-1-utf-7 "},
    {"UTF-32BE", " utf-32be "},
    {"UTF-32LE", " utf-32 utf-32le "},
    {"IBM437", " cp437 ibm437 437 "},
    {"IBM850", " cp850 ibm850 850 "},
    {"IBM852", " cp852 ibm852 852 "},
    {"IBM864", " cp864 ibm864 864 "},
    {"DOS-720", " dos-720 cp720 "},
};

}  // namespace

std::string_view encoding_of_label(std::string_view label) {
  static constexpr std::string_view around = " \t\n\f\r\"'";
  const std::size_t begin = label.find_first_not_of(around);
  if (begin == label.npos) return {};
  label = label.substr(begin, label.find_last_not_of(around) - begin + 1);
  static constexpr std::size_t longest_label = 24;
  if (label.size() > longest_label || label.find(' ') != label.npos) return {};
  std::string key = " " + std::string(label) + " ";
  std::transform(key.begin(), key.end(), key.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const Labels& row : table)
    if (row.labels.find(key) != row.labels.npos) return row.encoding;
  return {};
}

}  // namespace nuskha
