// The hot path against the definition by ICU: every code point, alone and among letters, and random strings.
#include <random>
#include <string>
#include <vector>

#include "base/fold.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "support/catch.h"
#include "support/random_text.h"
#include "text/layout.h"

using namespace nuskha;

namespace {

/// What the analysis must say of the hashes of a text, by the slow path.
struct Expected {
  std::vector<std::uint64_t> text, spelling;
  explicit Expected(std::string_view source) {
    std::vector<FoldedWord> words;
    fold_words(source, words);
    for (const FoldedWord& w : words) {
      text.push_back(hash64(w.text));
      if (!w.spelling.empty()) spelling.push_back(hash64(w.spelling));
    }
  }
};

Hash128 hash_of(const std::vector<std::uint64_t>& words) { return hash128(words.data(), words.size() * 8); }

/// True when the hot path and the slow path agree on a text; says where they don't.
bool agrees(Analyzer& analyzer, Analysis& out, const std::string& source) {
  analyzer.analyze(source, out);
  const Expected expected(source);
  if (out.text_hash != hash_of(expected.text)) return false;
  if (out.spelling_hash != hash_of(expected.spelling)) return false;
  if (out.words.size() != expected.spelling.size()) return false;
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
  for (int i = 0; i < 60000; ++i) {
    const std::string source = test::random_text(random, 1 + random() % 60);
    if (!agrees(analyzer, out, source)) {
      CAPTURE(i, source, normalize(source, Level::spelling), normalize_layout(source));
      FAIL_CHECK("differs");
      break;
    }
  }
  SUCCEED();
}
