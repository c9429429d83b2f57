// The levels by example, and the laws that hold between them.
#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/fold.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "support/catch.h"
#include "support/random_text.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

constexpr std::array<Level, 4> levels = {Level::bytes, Level::layout, Level::text, Level::spelling};

/// The strictest level at which two texts are equal.
std::optional<Level> equal_at(std::string_view a, std::string_view b) {
  for (const Level level : levels)
    if (normalize(a, level) == normalize(b, level)) return level;
  return std::nullopt;
}

struct Example {
  std::string a, b;
};

}  // namespace

TEST_CASE("texts equal at level layout") {
  const Example e = GENERATE(values<Example>({
      {"caf\u00E9", "cafe\u0301"},                         // NFC and NFD
      {"\u0439", "\u0438\u0306"},                          // й
      {"\u0623\u0646\u0627", "\u0627\u0654\u0646\u0627"},  // أنا
      {"one\r\ntwo", "one\ntwo"},
      {"one\rtwo", "one\ntwo"},
      {"one\n\n  two\t", "one two"},
      {"one\u00A0two", "one two"},
      {"一\u3000二", "一 二"},
      {"ab", "a\u200Db"},            // zero-width joiner
      {"می\u200Cخواهم", "میخواهم"},  // zero-width non-joiner
      {"ab", "a\u00AD\u200B\u2060\uFEFFb"},
      {"قال", "\u202Bقال\u202C"},  // bidi controls
      {"قال 5", "\u2067قال\u2069 \u200F5\u061C"},
  }));
  CAPTURE(e.a, e.b);
  CHECK(equal_at(e.a, e.b) == Level::layout);
}

TEST_CASE("texts equal at level text") {
  const Example e = GENERATE(values<Example>({
      {"٢٠٢١", "2021"},      {"۱۲۳", "123"},
      {"๑๒", "12"},          {"１２", "12"},
      {"كتـــاب", "كتاب"},  // tatweel
      {"كِتَابٌ", "كتاب"},     // harakat
      {"شدّة", "شدة"},        {"كوفيد - 19", "كوفيد-19"},
      {"- 19", "-19"},       {"قال ، ثم", "قال، ثم"},
      {"قال، ثم", "قال ثم"}, {"ﻻ", "لا"},
      {"ﷲ", "الله"},         {"ﺳﻼم", "سلام"},
      {"Straße", "strasse"}, {"ISTANBUL", "istanbul"},
      {"ΟΔΟΣ", "οδος"},      {"σοφος", "σοφοσ"},  // final sigma
      {"ＡＢＣ", "abc"},     {"ﬁn", "fin"},
      {"Ⅳ", "iv"},           {"½", "1 2"},
      {"don’t", "don't"},    {"donʼt", "don't"},  // modifier letter apostrophe
      {"שָׁלוֹם", "שלום"},                           // niqqud
      {"Привет", "привет"},  {"ｶﾞ", "ガ"},
      {"\"A\" (b)…", "a b"},
  }));
  CAPTURE(e.a, e.b);
  CHECK(equal_at(e.a, e.b) == Level::text);
}

TEST_CASE("texts equal at level spelling") {
  const Example e = GENERATE(values<Example>({
      {"المتخذه", "المتخذة"},
      {"انا", "أنا"},
      {"إلى", "الي"},
      {"آخر", "اخر"},
      {"ٱلكتاب", "الكتاب"},
      {"مسؤول", "مسوول"},
      {"سائل", "سايل"},
      {"شيء", "شي"},
      {"کتاب", "كتاب"},  // Persian kaf
      {"علی", "علي"},    // Persian yeh
      {"ہم", "هم"},      // Urdu heh
      {"ھم", "هم"},
      {"é", "e"},
      {"naïve façade", "NAIVE FACADE"},
      {"İstanbul", "istanbul"},
      {"ısı", "isi"},
      {"ё", "е"},
      {"άλφα", "αλφα"},
      {"æther", "aether"},
      {"œuvre", "oeuvre"},
      {"Øre", "ore"},
      {"Łódź", "lodz"},
      {"đón", "don"},
      {"Þór", "thor"},
      {"שלום", "שלומ"},  // final mem
      {"ארץ", "ארצ"},
      {"Việt Nam", "viet nam"},
  }));
  CAPTURE(e.a, e.b);
  CHECK(equal_at(e.a, e.b) == Level::spelling);
}

TEST_CASE("texts that stay different at every level") {
  const Example e = GENERATE(values<Example>({
      {"й", "и"},
      {"ў", "у"},
      {"ї", "і"},
      {"г", "ґ"},
      {"dont", "don't"},
      {"19 20", "1920"},
      {"one two", "onetwo"},
      {"が", "か"},
      {"ب", "ت"},
      {"ر", "ز"},
      {"कि", "की"},
      {"่", "้"},
      {"中", "国"},
      {"2021", "2012"},
  }));
  CAPTURE(e.a, e.b);
  CHECK_FALSE(equal_at(e.a, e.b));
}

TEST_CASE("each level has a written form") {
  const std::string source = "  «Été» 2٠21:\r\n\tقالـَ \u200Fأنا  ";
  CHECK(normalize(source, Level::bytes) == source);
  CHECK(normalize(source, Level::layout) == "«Été» 2٠21: قالـَ أنا");
  CHECK(normalize(source, Level::text) == "e\u0301te\u0301 2021 قال ا\u0654نا");
  CHECK(normalize(source, Level::spelling) == "ete 2021 قال انا");
}

TEST_CASE("texts without words are empty at levels text and spelling") {
  for (const char* source : {"", " ", "\n\n", "...", "—!؟", "\u200F", "ـ", "\u0301"}) {
    CAPTURE(source);
    CHECK(normalize(source, Level::text).empty());
    CHECK(normalize(source, Level::spelling).empty());
  }
  CHECK(normalize("ء", Level::text) == "ء");
  CHECK(normalize("ء", Level::spelling).empty());
  CHECK(normalize(" \u200F ", Level::layout).empty());
}

TEST_CASE("invalid bytes count as U+FFFD at every level but bytes") {
  CHECK(normalize("a\xFF"
                  "b",
                  Level::layout) == "a\uFFFDb");
  CHECK(normalize("a\xFF"
                  "b",
                  Level::text) == normalize("a\uFFFDb", Level::text));
  CHECK(normalize("a\xE2\x82", Level::spelling) == normalize("a\uFFFD", Level::spelling));
}

namespace {

/// A text that may or may not be equal to `source` at some level: a few small changes of the kinds that levels set
/// aside.
std::string vary(std::mt19937_64& random, const std::string& source) {
  static const std::vector<std::string> inserts = {" ", "\n",     "\u200D", "\u202E", "\u00AD",
                                                   "ـ", "\u064B", "\u0301", "،",      "."};
  std::string out;
  for (std::size_t i = 0; i < source.size();) {
    const CodePoint c = decode_utf8(std::string_view(source).substr(i));
    i += c.length;
    const auto dice = random() % 24;
    if (dice == 0) out += inserts[random() % inserts.size()];
    if (dice == 1)
      append_utf8(to_lower(c.value), out);
    else if (dice == 2)
      out += compose(std::string_view(source).substr(i - c.length, c.length));
    else
      append_utf8(c.value, out);
    if (dice == 3 && (c.value == ' ' || c.value == '\n')) out += random() % 2 == 0 ? "\r\n" : "\t";
  }
  return random() % 3 == 0 ? compose(out) : out;
}

}  // namespace

TEST_CASE("texts equal at a level are equal at every weaker one") {
  std::mt19937_64 random(11);
  std::array<int, 4> equal{};
  std::vector<std::string> wrong;
  for (int i = 0; i < reference::trials(60000); ++i) {
    const std::string a = test::random_text(random, 1 + random() % 12);
    const std::string b = vary(random, a);
    bool so_far = false;
    for (const Level level : levels) {
      const bool now = normalize(a, level) == normalize(b, level);
      if (so_far && !now) wrong.push_back(a + " | " + b);
      so_far = so_far || now;
      equal[static_cast<std::size_t>(level)] += now;
    }
  }
  CAPTURE(std::vector<std::string>(wrong.begin(), wrong.begin() + std::min<std::ptrdiff_t>(5, std::ssize(wrong))));
  CHECK(wrong.size() == 0);
  // The trial is worth something only if every level made some pairs equal that the one before did not.
  CHECK(equal[0] > 0);
  CHECK(equal[1] > equal[0]);
  CHECK(equal[2] > equal[1]);
  CHECK(equal[3] > equal[2]);
}

TEST_CASE("normalizing twice changes nothing") {
  std::mt19937_64 random(12);
  std::vector<std::string> wrong;
  for (int i = 0; i < reference::trials(40000); ++i) {
    const std::string source = test::random_text(random, 1 + random() % 30);
    for (const Level level : levels) {
      const std::string once = normalize(source, level);
      // A hamza that carried a mark of another script leaves the mark without a base, which is dropped the second time.
      if (level == Level::spelling && normalize(source, Level::text).find("ء") != std::string::npos) continue;
      // Marks that a dropped letter stood between may change places: compared in composed form.
      if (compose(normalize(once, level)) != compose(once)) wrong.push_back(source);
    }
  }
  CAPTURE(std::vector<std::string>(wrong.begin(), wrong.begin() + std::min<std::ptrdiff_t>(5, std::ssize(wrong))));
  CHECK(wrong.size() == 0);
}

TEST_CASE("levels are known by their names") {
  CHECK(to_string(Level::bytes) == "bytes");
  CHECK(to_string(Level::layout) == "layout");
  CHECK(to_string(Level::text) == "text");
  CHECK(to_string(Level::spelling) == "spelling");
  for (const Level level : levels) CHECK(parse_level(to_string(level)) == level);
  CHECK_FALSE(parse_level("Text"));
  CHECK_FALSE(parse_level(""));
  CHECK_FALSE(parse_level("words"));
}
