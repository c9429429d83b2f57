#include "base/bidi.h"

#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include <random>
#include <string>

#include "base/unicode.h"
#include "support/catch.h"

using nuskha::fold_presentation_forms;
using nuskha::logical_order;

namespace {

/// The line as a browser would draw it: the forward algorithm.
std::string drawn(const std::string& logical, bool right_to_left) {
  const auto text = icu::UnicodeString::fromUTF8(logical);
  UErrorCode error = U_ZERO_ERROR;
  UBiDi* bidi = ubidi_open();
  ubidi_setPara(bidi, text.getBuffer(), text.length(), right_to_left ? UBIDI_RTL : UBIDI_LTR, nullptr, &error);
  icu::UnicodeString out;
  const int32_t length = ubidi_writeReordered(bidi, out.getBuffer(text.length() + 1), text.length() + 1,
                                              UBIDI_DO_MIRRORING | UBIDI_KEEP_BASE_COMBINING, &error);
  out.releaseBuffer(length);
  ubidi_close(bidi);
  REQUIRE(U_SUCCESS(error));
  std::string bytes;
  return out.toUTF8String(bytes);
}

}  // namespace

TEST_CASE("lines are read as they were written, numbers and Latin words among Arabic and Hebrew included") {
  for (const std::string line :
       {"قلمار، 14 حزيران/يونيو 2022 – أعلنت شركة UN-Habitat تشغيل (60) ميغاواط.", "بنسبة 4.5 % وبكلفة 1,450 ديناراً",
        "שלום 3.1 סנט (לקילוואט) press@talmar.example", "من الساعة 8:00 إلى 20:30", "في ٣ خزانات سعة ٤٠ متراً",
        "العلاقات الإعلامية: press@talmar-energy.example", "شغّل المشروعَ", "في COVID 19 عام 2020",
        "Qalmar, 14 June 2022", ""}) {
    CAPTURE(line);
    CHECK(logical_order(drawn(line, true), true) == line);
  }
  CHECK(logical_order(drawn("The word سلام means peace.", false), false) == "The word سلام means peace.");
  CHECK(logical_order("abc", true) == "abc");
}

TEST_CASE("brackets are mirrored if their names are those of the drawn shapes") {
  CHECK(logical_order("(ראניד) 5", true) == "5 (דינאר)");
  CHECK(logical_order(")ראניד( 5", true, false) == "5 (דינאר)");
}

TEST_CASE("random lines of words and numbers come back, or another that is drawn alike") {
  const std::string words[] = {"سلام", "قمح",  "2022", "٤٠",  "12.5", "UN-Habitat", "(", ")", "،",
                               "-",    "שלום", ":",    "3/4", "%",    "ً",           "a", " "};
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string line;
    for (auto n = random() % 9; n > 0; --n) line += words[random() % std::size(words)] + (random() % 3 != 0 ? " " : "");
    const bool right_to_left = random() % 2 != 0;
    const std::string back = logical_order(drawn(line, right_to_left), right_to_left);
    CAPTURE(line, back);
    REQUIRE(nuskha::find_invalid_utf8(back) == std::string::npos);
    REQUIRE(back.size() == line.size());
  }
}

TEST_CASE("presentation forms become letters, and nothing else changes") {
  CHECK(fold_presentation_forms("\uFE93\uFEFB\uFEF7\uFDF2") == "ةلالأالله");
  CHECK(fold_presentation_forms("\uFE70\uFC60") == "\u064B\u064E\u0651");
  CHECK(fold_presentation_forms("o\uFB03ce \uFB2A") == "office \u05E9\u05C1");
  CHECK(fold_presentation_forms("ＡＢ ½ ﴾ ـ ﷼ x²") == fold_presentation_forms("ＡＢ ½ ﴾ ـ ﷼ x²"));
  CHECK(fold_presentation_forms("ＡＢ ½ ـ x²") == "ＡＢ ½ ـ x²");
  CHECK(fold_presentation_forms("a\xFF") == "a\xFF");
}
