#include "input/mail_words.h"

#include "base/unicode.h"
#include "input/encode.h"
#include "support/catch.h"

namespace {

std::string decode(std::string_view header) { return nuskha::decode_words(header, ""); }

}  // namespace

TEST_CASE("words in base64 and quoted-printable") {
  CHECK(decode("=?windows-1256?B?x93KysfN?=") == "افتتاح");
  CHECK(decode("=?UTF-8?q?caf=C3=A9_=E2=80=93?= x") == "café – x");
  CHECK(decode("Re: =?iso-8859-1*fr?Q?d=E9j=E0?= vu") == "Re: déjà vu");
  CHECK(decode("\"=?utf-8?B?2LnZhNmF?=.csv\"") == "\"علم.csv\"");
}

TEST_CASE("blanks between words go, others stay") {
  CHECK(decode("=?utf-8?Q?a?= =?utf-8?Q?b?=") == "ab");
  CHECK(decode("=?utf-8?Q?a?=   =?iso-8859-6?B?xw==?=") == "aا");
  CHECK(decode("=?utf-8?Q?a?= and =?utf-8?Q?b?= ") == "a and b ");
  CHECK(decode("x=?utf-8?Q?a?=y") == "xay");
}

TEST_CASE("every word has base64 of its own, though characters go on from one to the next") {
  CHECK(decode("=?utf-8?B?YQ==?= =?utf-8?B?IGI=?= =?UTF-8?B?Yw==?=") == "a bc");
  CHECK(decode("=?utf-8?B?2A==?= =?utf-8?Q?=B9?=") == "ع");
}

TEST_CASE("charsets that are wrong, unknown or not named") {
  const std::string utf8 = "=?iso-8859-1?B?2LnZhNmF?=";
  CHECK(decode(utf8) == "علم");
  CHECK(decode("=?no-such?B?2LnZhNmF?=") == "علم");
  CHECK(nuskha::decode_words(nuskha_test::encode("علم ونور", "windows-1256"), "windows-1256") == "علم ونور");
}

TEST_CASE("what is no word stays") {
  for (const std::string text : {"", "=?", "=?utf-8", "=?utf-8?", "=?utf-8?B", "=?utf-8?B?",
                                 "=?utf-8?X?YQ==?=", "=?utf-8?Q?open", "a =? b ?=", "=??Q?a?=", "1 =?= 2"})
    CHECK(decode(text) == text);
  CHECK(decode("=?utf-8?Q?=4?=") == "=4");
  CHECK(decode("=? =?utf-8?Q?a?=") == "=? a");
}
