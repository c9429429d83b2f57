// The laws of diffs: applying gives the second text, equal texts have none, and as few words change as can be.
#include "nuskha/diff.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "base/stop.h"
#include "diff/tokens.h"
#include "support/catch.h"
#include "support/random_text.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

std::string slice(std::string_view text, const SourceRange& range) {
  return std::string(text.substr(range.begin, range.end - range.begin));
}

/// What must be true of every diff.
void check_laws(const std::string& a, const std::string& b, const DiffOptions& options = {}) {
  const Result<TextDiff> diff = diff_texts(a, b, options);
  REQUIRE(diff);
  REQUIRE(apply_changes(a, b, diff->changes) == b);
  SourceRange at_a, at_b;
  for (const Change& change : diff->changes) {
    REQUIRE(change.a.begin >= at_a.end);
    REQUIRE(change.b.begin >= at_b.end);
    REQUIRE(slice(a, {at_a.end, change.a.begin}) == slice(b, {at_b.end, change.b.begin}));
    REQUIRE(change.a.begin + change.b.begin <= change.a.end + change.b.end);
    REQUIRE((change.type == ChangeType::block_moved) == change.move.has_value());
    at_a = change.a;
    at_b = change.b;
  }
  for (const Move& move : diff->moves) {
    // Inside a moved block the law holds, too.
    std::vector<Change> inner = move.changes;
    for (Change& change : inner) {
      change.a = {change.a.begin - move.a.begin, change.a.end - move.a.begin};
      change.b = {change.b.begin - move.b.begin, change.b.end - move.b.begin};
    }
    REQUIRE(apply_changes(slice(a, move.a), slice(b, move.b), inner) == slice(b, move.b));
  }
  REQUIRE(diff->common_words <= std::min(diff->words_a, diff->words_b));
}

std::vector<WordId> keys_of(const TokenText& text) {
  std::vector<WordId> out;
  for (const Token& token : text.tokens) out.push_back(token.key);
  return out;
}

/// A text of paragraphs made of few words, so that much is alike.
std::string random_document(std::mt19937_64& random, std::size_t num_paragraphs) {
  static const std::vector<std::string> words = {
      "the",          "minister", "said", "Water", "plants", "2021",        "15 April 2021", "in",
      "وزارة",        "الوزاره",  "ودعا", "انا",   "أنا",    "١٥",          "水道",          "局は",
      "press@un.org", "café",     "cafe", "don't", "don’t",  "👩‍👧", "e\u0301t\u00e9"};
  static const std::vector<std::string> gaps = {" ", " ", " ", ", ", ". ", "، ", "\n", "", "  ", " – ", ".\n\n"};
  std::string out;
  for (std::size_t p = 0; p < num_paragraphs; ++p) {
    for (std::uint64_t n = 1 + random() % 12; n > 0; --n)
      out += words[random() % words.size()] + gaps[random() % gaps.size()];
    out += random() % 8 == 0 ? "\r\n\r\n" : "\n\n";
  }
  return out;
}

std::string edited(std::mt19937_64& random, const std::string& text) {
  std::string out = text;
  for (std::uint64_t n = random() % 6; n > 0; --n) {
    const std::size_t at = random() % (out.size() + 1);
    const std::size_t length = random() % 30;
    switch (random() % 4) {
      case 0: out.erase(at, length); break;
      case 1: out.insert(at, random_document(random, 1)); break;
      case 2: out.insert(at, out.substr(random() % (out.size() + 1), length)); break;
      default: {  // move a stretch
        const std::string piece = out.substr(at, 5 * length);
        out.erase(at, 5 * length);
        out.insert(random() % (out.size() + 1), piece);
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a comparison ends once it is told to") {
  const std::atomic<bool> stop{true};
  const StopScope scope(&stop);
  CHECK_THROWS_AS(diff_texts("one two\n\nthree four", "one 2\n\nfive four"), Stopped);
}

TEST_CASE("applying the diff of random documents gives the second") {
  std::mt19937_64 random(20260201);
  for (int trial = 0; trial < reference::trials(1500); ++trial) {
    const std::string a = random_document(random, random() % 8);
    const std::string b = trial % 5 == 0 ? random_document(random, random() % 8) : edited(random, a);
    INFO(a << "\n=======\n" << b);
    check_laws(a, b);
    check_laws(a, b, {.clean_up = false});
  }
}

TEST_CASE("applying the diff of random Unicode and of random bytes gives the second") {
  std::mt19937_64 random(20260202);
  for (int trial = 0; trial < reference::trials(500); ++trial) {
    std::string a = test::random_text(random, random() % 200);
    std::string b = trial % 3 == 0 ? test::random_text(random, random() % 200) : edited(random, a);
    if (trial % 2 == 0)
      for (std::string* text : {&a, &b})
        for (int i = 0; i < 10 && !text->empty(); ++i)
          (*text)[random() % text->size()] = static_cast<char>(random() % 256);
    INFO(a << "\n=======\n" << b);
    check_laws(a, b);
    check_laws(b, a);
  }
}

TEST_CASE("a text has no difference from itself") {
  std::mt19937_64 random(20260203);
  for (int trial = 0; trial < reference::trials(200); ++trial) {
    const std::string a = trial % 2 == 0 ? random_document(random, 5) : test::random_text(random, 100);
    const Result<TextDiff> diff = diff_texts(a, a);
    REQUIRE(diff);
    CHECK(diff->changes.empty());
    CHECK(diff->moves.empty());
    CHECK(diff->unchanged() == 1);
    CHECK(summarize(*diff) == "no change");
  }
  CHECK(diff_texts("", "")->changes.empty());
}

TEST_CASE("before it is cleaned up, as few words of a paragraph change as can be") {
  std::mt19937_64 random(20260204);
  static const std::vector<std::string> words = {"a", "b", "c", "d", "the", ",", "."};
  for (int trial = 0; trial < reference::trials(2000); ++trial) {
    std::string texts[2];
    for (std::string& text : texts)
      for (std::uint64_t n = random() % 14; n > 0; --n) text += words[random() % words.size()] + " ";
    Tokenizer tokenizer;
    const std::vector<WordId> a = keys_of(tokenizer.tokenize(texts[0]));
    const std::vector<WordId> b = keys_of(tokenizer.tokenize(texts[1]));
    const Result<TextDiff> diff = diff_texts(texts[0], texts[1], {.clean_up = false});
    REQUIRE(diff);
    REQUIRE(diff->is_minimal);
    std::size_t changed = 0;
    for (const Change& change : diff->changes) {
      Tokenizer again;
      changed += again.tokenize(std::string_view(texts[0]).substr(change.a.begin, change.a.end - change.a.begin))
                     .tokens.size();
      changed += again.tokenize(std::string_view(texts[1]).substr(change.b.begin, change.b.end - change.b.begin))
                     .tokens.size();
    }
    INFO(texts[0] << "|" << texts[1]);
    REQUIRE(changed == a.size() + b.size() - 2 * reference::lcs_length(a, b));
  }
}

TEST_CASE("applying the diffs of the fixtures' documents gives the second") {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(NUSKHA_FIXTURES) + "/archive")) {
    if (!entry.is_regular_file()) continue;
    std::ostringstream bytes;
    bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    texts.push_back(std::move(bytes).str());
  }
  std::sort(texts.begin(), texts.end());
  REQUIRE(texts.size() > 100);
  std::mt19937_64 random(20260205);
  for (int trial = 0; trial < reference::trials(400); ++trial)
    check_laws(texts[random() % texts.size()], texts[random() % texts.size()]);
}
