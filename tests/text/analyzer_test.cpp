// The hot path against the definition by ICU: every code point, alone and among letters, and random strings.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/fold.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "support/catch.h"
#include "support/random_text.h"
#include "support/reference.h"
#include "text/layout.h"

using namespace nuskha;

namespace {

/// What the analysis must say of the hashes of a text, by the slow path.
struct Expected {
  std::string text, spelling;
  std::size_t num_words = 0;
  explicit Expected(std::string_view source) {
    std::vector<FoldedWord> words;
    fold_words(source, words);
    for (const FoldedWord& w : words) {
      text += w.text + " ";
      if (w.spelling.empty()) continue;
      spelling += w.spelling + " ";
      ++num_words;
    }
  }
};

/// True when the hot path and the slow path agree on a text; says where they don't.
bool agrees(Analyzer& analyzer, Analysis& out, const std::string& source) {
  analyzer.analyze(source, out);
  const Expected expected(source);
  if (out.text_hash != hash128(expected.text)) return false;
  if (out.spelling_hash != hash128(expected.spelling)) return false;
  if (out.words.size() != expected.num_words) return false;
  return out.layout_hash == hash128(normalize_layout(source));
}

std::string utf8(char32_t c) {
  std::string s;
  append_utf8(c, s);
  return s;
}

}  // namespace

TEST_CASE("the hot path equals ICU for every code point, alone and between letters") {
  Analyzer analyzer;
  Analysis out;
  std::vector<char32_t> wrong;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    // Under sanitizers all of the first plane's scripts but Han and Hangul, and every 61st of the rest.
    if (reference::sanitized && c > 0x3400 && c < 0x1F300 && (c < 0xF900 || c > 0xFFFF) && c % 61 != 0) continue;
    if (reference::sanitized && c >= 0x1F700 && c % 61 != 0) continue;
    const std::string u = utf8(c);
    if (!agrees(analyzer, out, u) || !agrees(analyzer, out, "a" + u + "b" + u + " " + u + "\u0628" + u + "\u0430") ||
        !agrees(analyzer, out, u + u + "\u0301" + u + "\u0323\u4E00" + u + "\u0E01" + u))
      wrong.push_back(c);
  }
  CAPTURE(std::vector<unsigned>(wrong.begin(), wrong.begin() + std::min<std::ptrdiff_t>(10, std::ssize(wrong))));
  CHECK(wrong.size() == 0);
}

TEST_CASE("the hot path equals ICU for random strings of all scripts") {
  Analyzer analyzer;
  Analysis out;
  std::mt19937_64 random(20261122);
  for (int i = 0; i < reference::trials(60000); ++i) {
    const std::string source = test::random_text(random, 1 + random() % 60);
    const bool same = agrees(analyzer, out, source);
    CAPTURE(i, source);
    REQUIRE(same);
  }
}

namespace {

WordId id_of(std::string_view word) {
  return static_cast<WordId>(hash64(word) & 0x7FFFFFFFu) |
         (!word.empty() && word[0] >= '0' && word[0] <= '9' ? number_bit : 0u);
}

Analysis analyze(std::string_view source, Level level = Level::spelling, bool with_word_ranges = true) {
  Analyzer analyzer(level, with_word_ranges);
  Analysis out;
  analyzer.analyze(source, out);
  return out;
}

std::string_view slice(std::string_view source, const SourceRange& range) {
  return source.substr(range.begin, range.end - range.begin);
}

/// Each word in exactly one block, in order, and within the block's source; blocks don't overlap.
bool blocks_partition(const Analysis& analysis, std::size_t source_size) {
  std::uint64_t word = 0;
  std::uint64_t source = 0;
  for (const Block& block : analysis.blocks) {
    if (block.word_begin != word || block.word_end <= block.word_begin) return false;
    if (block.source_begin < source || block.source_end <= block.source_begin || block.source_end > source_size)
      return false;
    if (!analysis.word_ranges.empty()) {
      if (analysis.word_ranges[block.word_begin].begin < block.source_begin) return false;
      if (analysis.word_ranges[block.word_end - 1].end > block.source_end) return false;
    }
    word = block.word_end;
    source = block.source_end;
  }
  return word == analysis.words.size();
}

/// Like random_text, of characters that neither depend on their neighbours nor are shingled.
std::string plain_random_text(std::mt19937_64& random, std::size_t length) {
  static const std::u32string alphabet = U"abcXYZ019éÉßæøñأإآاىيةهکكیءؤ٠٣۴בםןжйёΣςﬁＡ";
  static const std::u32string between = U"  \n\n\n\t.,،-–’!\u00A0\u2028";
  std::string out;
  for (std::size_t i = 0; i < length; ++i)
    append_utf8(random() % 5 == 0 ? between[random() % between.size()] : alphabet[random() % alphabet.size()], out);
  return out;
}

}  // namespace

TEST_CASE("word ids and the three hashes of a small document are the documented ones") {
  // Computed with python-xxhash from docs/algorithm.md.
  const std::string source = "Été 2021!\r\nأنا";
  const Analysis spelling = analyze(source, Level::spelling);
  CHECK(spelling.words == std::vector<WordId>{0x3ba04ef8, 0xfd0e2b1d, 0x6b53335d});
  CHECK(analyze(source, Level::text).words == std::vector<WordId>{0x51b44352, 0xfd0e2b1d, 0x50362cc4});
  CHECK(analyze(source, Level::layout).words == std::vector<WordId>{0x1e9f4ada, 0xe168256a, 0x5bf82fdc});
  for (const Level level : {Level::layout, Level::text, Level::spelling}) {
    const Analysis analysis = analyze(source, level);
    CHECK(to_hex(analysis.layout_hash) == "8492c150c60f6baac6a4ce79d3f3dc5a");
    CHECK(to_hex(analysis.text_hash) == "f5a6d843dabba64319f5aeeb2370b478");
    CHECK(to_hex(analysis.spelling_hash) == "680c605a6a30ad545db7a29988cbd18a");
  }
  CHECK(analyze("hello second").words == std::vector<WordId>{0x5c62dcfd, 0x054b083a});
}

TEST_CASE("the example of docs/algorithm.md has the hashes that stand there") {
  const Analysis analysis = analyze("Straße, ٢٠٢١ أبريل");
  CHECK(to_hex(analysis.layout_hash) == "a1f5c04a53ae44f7ae07931c0aeef3db");
  CHECK(to_hex(analysis.text_hash) == "64f00d4bc9aa86b617e8992d56140b3a");
  CHECK(to_hex(analysis.spelling_hash) == "284a6114e0f5c6656f2ccd9ffa75450b");
  CHECK(analysis.words == std::vector<WordId>{0x6c46e30c, 0xfd0e2b1d, 0x00bffc46});
  CHECK(analyze("日本語").words == std::vector<WordId>{0x7f1a1bc0, 0x0c14600f, 0x2e143a2a});
}

TEST_CASE("a text of many megabytes has the hashes of its pieces in one") {
  // Longer than what the streams keep: hashed as it comes, with marks out of order and white space to normalize.
  for (const std::string_view unit :
       {"plain words of ascii ", "كتاب أحمد شدَّة  والسَّلام\n", "Été e\u0323\u0301 x\u0301\u0323 ﬁn. ", "中文字กขคง"}) {
    std::string source;
    while (source.size() < 300'000) source += unit;
    Analyzer analyzer;
    Analysis out;
    CAPTURE(std::string(unit));
    CHECK(agrees(analyzer, out, source));
  }
}

TEST_CASE("an empty text has no words, and the hash of nothing") {
  for (const Level level : {Level::layout, Level::text, Level::spelling}) {
    const Analysis analysis = analyze("", level);
    CHECK(analysis.words.empty());
    CHECK(analysis.blocks.empty());
    CHECK(to_hex(analysis.text_hash) == "99aa06d3014798d86001c324468d497f");
    CHECK(to_hex(analysis.layout_hash) == "99aa06d3014798d86001c324468d497f");
  }
}

TEST_CASE("only words that begin with a digit are numbers") {
  for (const char* source : {"2021", "٢٠٢١", "۱۴۰۰", "15th", "３"}) {
    CAPTURE(source);
    REQUIRE(analyze(source).words.size() == 1);
    CHECK(is_number(analyze(source).words[0]));
  }
  for (const char* source : {"a1", "Ⅳ", "中", "x", "👍"}) {
    CAPTURE(source);
    REQUIRE(analyze(source).words.size() >= 1);
    CHECK_FALSE(is_number(analyze(source).words[0]));
  }
  CHECK(analyze("3.14").words.size() == 2);
}

TEST_CASE("a Chinese character's id covers its successor in the block") {
  CHECK(analyze("中文字").words == std::vector<WordId>{0x632cdda6, 0x71999349, 0x2883c2c1});
  CHECK(analyze("中文字", Level::text).words == analyze("中文字").words);
  // Spaces and punctuation don't part characters; the end of a block does, and so does a word.
  CHECK(analyze("中， 文字").words == analyze("中文字").words);
  CHECK(analyze("中文\n\n字").words[1] != analyze("中文字").words[1]);
  CHECK(analyze("中文\n\n字").words[1] == analyze("文").words[0]);
  CHECK(analyze("中文a字").words == std::vector<WordId>{0x632cdda6, analyze("文").words[0], id_of("a"), 0x2883c2c1});
}

TEST_CASE("a Thai character's id covers its two successors in the block") {
  CHECK(analyze("กขคง").words == std::vector<WordId>{0x18402e96, 0x0a77b234, 0x0274fe6c, 0x7e454909});
  CHECK(analyze("กขคง", Level::text).words == analyze("กขคง").words);
  CHECK(analyze("กขค\n\nง").words[1] == analyze("ขค").words[0]);
  // Scripts of different widths don't cover one another.
  CHECK(analyze("ก中").words == std::vector<WordId>{analyze("ก").words[0], analyze("中").words[0]});
}

TEST_CASE("word ranges point at the source of each word") {
  std::mt19937_64 random(31);
  for (const Level level : {Level::text, Level::spelling}) {
    for (int i = 0; i < reference::trials(20000); ++i) {
      const std::string source = plain_random_text(random, random() % 80);
      const Analysis analysis = analyze(source, level);
      REQUIRE(analysis.word_ranges.size() == analysis.words.size());
      std::uint64_t last = 0;
      bool right = true;
      for (std::size_t w = 0; w < analysis.words.size(); ++w) {
        const SourceRange& range = analysis.word_ranges[w];
        right = right && range.begin >= last && range.end <= source.size() && range.begin < range.end &&
                id_of(normalize(slice(source, range), level)) == analysis.words[w];
        last = range.end;
      }
      CAPTURE(source);
      if (!right) FAIL("a range that isn't its word");
    }
  }
}

TEST_CASE("word ranges at level layout are what stands between white space") {
  const std::string source = " «Été»\r\n\r\n٢٠٢١، \u200Fend.\n";
  const Analysis analysis = analyze(source, Level::layout);
  REQUIRE(analysis.words.size() == 3);
  CHECK(slice(source, analysis.word_ranges[0]) == "«Été»");
  CHECK(slice(source, analysis.word_ranges[1]) == "٢٠٢١،");
  CHECK(analysis.words[2] == id_of("end."));
  CHECK(analysis.blocks.size() == 2);
}

TEST_CASE("words at level layout are those of the normalized text") {
  std::mt19937_64 random(32);
  for (int i = 0; i < reference::trials(10000); ++i) {
    const std::string source = test::random_text(random, 1 + random() % 60);
    const std::string layout = normalize_layout(source);
    std::vector<WordId> expected;
    for (std::size_t begin = 0; begin < layout.size();) {
      const std::size_t end = std::min(layout.find(' ', begin), layout.size());
      if (end > begin) expected.push_back(id_of(layout.substr(begin, end - begin)));
      begin = end + 1;
    }
    const Analysis analysis = analyze(source, Level::layout);
    CAPTURE(source);
    if (analysis.words != expected) FAIL("other words");
  }
}

TEST_CASE("every word is in exactly one block") {
  std::mt19937_64 random(33);
  for (const Level level : {Level::layout, Level::text, Level::spelling}) {
    for (int i = 0; i < reference::trials(10000); ++i) {
      const std::string source =
          random() % 2 == 0 ? test::random_text(random, random() % 200) : plain_random_text(random, random() % 400);
      const Analysis analysis = analyze(source, level, i % 2 == 0);
      CAPTURE(source, to_string(level));
      if (!blocks_partition(analysis, source.size())) FAIL("blocks don't partition the words");
    }
  }
}

TEST_CASE("asking for ranges changes nothing else, and an analyzer can be used again") {
  std::mt19937_64 random(34);
  Analyzer used(Level::spelling, false);
  Analysis reused;
  for (int i = 0; i < reference::trials(5000); ++i) {
    const std::string source = test::random_text(random, random() % 100);
    used.analyze(source, reused);
    const Analysis fresh = analyze(source);
    const bool same = reused.words == fresh.words && reused.layout_hash == fresh.layout_hash &&
                      reused.text_hash == fresh.text_hash && reused.spelling_hash == fresh.spelling_hash &&
                      reused.blocks.size() == fresh.blocks.size() && reused.word_ranges.empty();
    CAPTURE(source);
    if (!same) FAIL("differs");
  }
}

TEST_CASE("a word of three megabytes is one word") {
  for (const std::string_view letter : {"a", "ب", "é", "e\u0301"}) {
    std::string source;
    while (source.size() < 3'000'000) source += letter;
    const Analysis analysis = analyze(source);
    CAPTURE(letter);
    REQUIRE(analysis.words.size() == 1);
    CHECK(analysis.words[0] == id_of(normalize(source, Level::spelling)));
    CHECK(analysis.word_ranges[0].end == source.size());
    CHECK(analysis.layout_hash == hash128(normalize_layout(source)));
  }
}

TEST_CASE("a line of three megabytes is one block") {
  std::string source;
  while (source.size() < 3'000'000) source += "كلمة word 中文 ";
  const Analysis analysis = analyze(source);
  REQUIRE(analysis.blocks.size() == 1);
  CHECK(analysis.blocks[0].word_end == analysis.words.size());
  CHECK(analysis.words.size() % 4 == 0);
  CHECK(analysis.words.size() > 400'000);
}

TEST_CASE("an invalid byte anywhere counts as U+FFFD") {
  const std::string source = "ab é ـكِتاب\n\n中文 กขค 2٠21 e\u0301\u0323 \u200Fx, 😀 end";
  for (const std::string_view invalid : {"\xFF", "\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xED\xA0\x80"}) {
    for (std::size_t i = 0; i <= source.size(); ++i) {
      const std::string with_bytes = source.substr(0, i) + std::string(invalid) + source.substr(i);
      const std::string replaced = replace_invalid_utf8(with_bytes);
      for (const Level level : {Level::layout, Level::text, Level::spelling}) {
        const Analysis a = analyze(with_bytes, level);
        const Analysis b = analyze(replaced, level);
        CAPTURE(i, with_bytes, to_string(level));
        if (a.words != b.words || a.layout_hash != b.layout_hash || a.text_hash != b.text_hash ||
            a.spelling_hash != b.spelling_hash)
          FAIL("differs from the text with U+FFFD");
      }
    }
  }
}

TEST_CASE("random bytes are analysed like their repaired text") {
  std::mt19937_64 random(35);
  for (int i = 0; i < reference::trials(20000); ++i) {
    std::string source(random() % 40, ' ');
    for (char& c : source) c = static_cast<char>(random() % 3 == 0 ? random() % 256 : 0x80 + random() % 0x80);
    const Analysis a = analyze(source);
    const Analysis b = analyze(replace_invalid_utf8(source));
    if (a.words != b.words || a.layout_hash != b.layout_hash || a.text_hash != b.text_hash) FAIL("differs");
  }
}

namespace {

/// The words of a text with their ids, hashes included, by the slow path. Not for scripts without spaces.
bool equals_slow_path(Analyzer& analyzer, Analysis& out, const std::string& source, Level level) {
  analyzer.analyze(source, out);
  const Expected hashed(source);
  if (out.text_hash != hash128(hashed.text) || out.spelling_hash != hash128(hashed.spelling) ||
      out.layout_hash != hash128(normalize_layout(source)))
    return false;
  std::vector<FoldedWord> folded;
  fold_words(source, folded);
  std::vector<WordId> expected;
  for (const FoldedWord& word : folded) {
    const std::string& at_level = level == Level::text ? word.text : word.spelling;
    if (!at_level.empty()) expected.push_back(id_of(at_level));
  }
  return out.words == expected && (out.word_ranges.empty() || out.word_ranges.size() == expected.size());
}

/// What runs of words end at or are interrupted by.
const std::vector<std::string> interruptions = {
    "",     " ",    "  ",    "\n",     "\r\n",     ". ",       "-",      "\t ",    "\0",
    "é",    "é ",   "É",     "\u0301", "e\u0301",  "\u064E",   "\u0640", "ب",      "ة ",
    "أ",    "،",    "«",     "\u00A0", "’",        "\u200F",   "ß",      "ﬁ",      "\xC3",
    "\x80", "\xD8", "\xD8 ", "\xFF",   "\xE2\x80", "\xC0\xA0", "й",      "\u0660", "0"};

}  // namespace

TEST_CASE("an interruption anywhere in a run of words changes nothing else") {
  const std::string ascii = "The Quick brown fox, 2021 jumps over-the lazy dog's back;  and a Word of 17 letters here.";
  const std::string arabic = "كلمات على المدرسة الجديدة فى أول السنة";
  const std::string french = "été où l'élève à Noël";
  Analysis out;
  for (const std::string& run :
       {ascii + " " + ascii, arabic, french + " " + ascii.substr(0, 40), ascii.substr(0, 30) + arabic}) {
    for (const std::string& what : interruptions) {
      Analyzer spelling(Level::spelling, true);
      for (std::size_t at = 0; at <= run.size(); ++at) {
        if (reference::sanitized && at % 3 != 0) continue;
        const std::string source = run.substr(0, at) + what + run.substr(at);
        // Bytes are cut out of characters too: both paths take what isn't valid for U+FFFD.
        CAPTURE(source, at);
        if (!equals_slow_path(spelling, out, source, Level::spelling)) FAIL("differs");
      }
    }
  }
}

TEST_CASE("a text that ends anywhere has the words up to there") {
  const std::string text =
      "Words of ascii and Été, كلمات المدرسة أول, слово й, 2021 x  y\n\nlast line of the text, quite long";
  for (const Level level : {Level::text, Level::spelling}) {
    Analyzer analyzer(level, true);
    Analysis out;
    for (std::size_t begin = 0; begin <= text.size(); ++begin) {
      for (std::size_t end = begin; end <= text.size(); end += reference::sanitized ? 5 : 1) {
        const std::string source = text.substr(begin, end - begin);
        if (equals_slow_path(analyzer, out, source, level)) continue;
        CAPTURE(source, to_string(level));
        FAIL("differs");
      }
    }
  }
}

TEST_CASE("words of every length at every place of a block are themselves") {
  Analysis out;
  for (const std::string_view letter : {"w", "ب", "أ", "é", "ж", "aé"}) {
    Analyzer analyzer(Level::spelling, true);
    for (std::size_t length = 1; length <= 70; ++length) {
      std::string word;
      for (std::size_t i = 0; i < length; ++i) word += letter;
      for (std::size_t before = 0; before < 66; before += reference::sanitized ? 7 : 1) {
        const std::string source = std::string(before, before % 2 == 0 ? '-' : 'b') + " " + word + " x " + word;
        if (equals_slow_path(analyzer, out, source, Level::spelling)) continue;
        CAPTURE(source);
        FAIL("differs");
      }
    }
  }
}

TEST_CASE("random words of ASCII, Latin, Arabic and Cyrillic letters are those of the slow path") {
  static const std::u32string letters[] = {U"abcdefgXYZ019",  U"abcdeéèàçÉß",
                                           U"ابتثجحخدلمنهوي", U"اأإآةىئؤءكی٣\u064E\u0651\u0640",
                                           U"абвйёЖЯ",        U"a\u0301b\u0323"};
  static const std::u32string between = U"      \n\t.,،-'’\u00A0";
  std::mt19937_64 random(36);
  for (const Level level : {Level::text, Level::spelling}) {
    Analyzer analyzer(level, true);
    Analysis out;
    for (int i = 0; i < reference::trials(20000); ++i) {
      std::string source;
      for (std::size_t word = random() % 40; word > 0; --word) {
        const std::u32string& alphabet = letters[random() % (random() % 2 == 0 ? 1 : std::size(letters))];
        for (std::size_t k = random() % (random() % 10 == 0 ? 40 : 9); k > 0; --k)
          append_utf8(alphabet[random() % alphabet.size()], source);
        append_utf8(between[random() % between.size()], source);
      }
      if (equals_slow_path(analyzer, out, source, level)) continue;
      CAPTURE(source, to_string(level));
      FAIL("differs");
    }
  }
}

TEST_CASE("characters of scripts without spaces are hashed with those that follow, wherever a run is cut") {
  // The definition, character by character: runs of one width up to the end of the line, which here is a block.
  const std::u32string alphabet = U"กขคง\u0E48\u0E38中文字書\U00020000かな a1";
  const auto width_of = [](char32_t c) { return c < 0x80 ? 0u : c < 0x3000 ? 3u : 2u; };
  std::mt19937_64 random(37);
  Analyzer analyzer(Level::spelling, true);
  Analysis out;
  for (int i = 0; i < reference::trials(5000); ++i) {
    std::string source;
    std::vector<WordId> expected;
    for (std::size_t line = 1 + random() % 3; line > 0; --line) {
      std::u32string characters;
      for (std::size_t k = random() % (random() % 4 == 0 ? 200 : 12); k > 0; --k) {
        const char32_t c = alphabet[random() % (random() % 3 == 0 ? alphabet.size() : 4)];
        // Marks in canonical order only: others change places.
        if (c == 0x0E38 && !characters.empty() && (characters.back() == 0x0E48 || characters.back() < 0x80)) continue;
        characters += c;
      }
      std::u32string words;  // without spaces; a run of ASCII letters is one
      for (std::size_t k = 0; k < characters.size(); ++k) {
        append_utf8(characters[k], source);
        if (characters[k] != ' ') words += characters[k];
        if (characters[k] == ' ') words += U' ';
      }
      for (std::size_t k = 0; k < words.size();) {
        const char32_t c = words[k];
        if (c == ' ') {
          ++k;
          continue;
        }
        std::string word;
        if (width_of(c) == 0) {
          while (k < words.size() && words[k] != ' ' && width_of(words[k]) == 0) append_utf8(words[k++], word);
          expected.push_back(id_of(word));
          continue;
        }
        std::size_t count = 0;
        for (std::size_t n = k; n < words.size() && count < width_of(c); ++n) {
          if (words[n] == ' ') continue;
          if (width_of(words[n]) != width_of(c)) break;
          append_utf8(words[n], word);
          ++count;
        }
        expected.push_back(static_cast<WordId>(hash64(word) & 0x7FFFFFFFu));
        ++k;
      }
      source += "\n\n";
    }
    analyzer.analyze(source, out);
    CAPTURE(source);
    if (out.words != expected || !agrees(analyzer, out, source)) FAIL("differs");
  }
}
