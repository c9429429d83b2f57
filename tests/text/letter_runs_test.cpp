// Cyrillic and Hebrew letters eight at a time against the fold table, and against the plain forms.
#include "text/letter_runs.h"

#include <array>
#include <random>
#include <string>

#include "base/fold.h"
#include "base/unicode.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Run = std::size_t (*)(const char*, char*, char*);

struct Script {
  const char* letters;  // 16 bytes
  char32_t first;       // a stretch around its letters
  std::size_t num_taken;
  Run run, plain;
};
constexpr std::array scripts = {
    Script{"ТЕКСТыиз", 0x0400, 62, &copy_cyrillic_run, &copy_cyrillic_run_plain},
    Script{"אבגדהוםץ", 0x05C0, 27, &copy_hebrew_run, &copy_hebrew_run_plain},
};

struct Copied {
  std::size_t length;
  std::string text, spelling;
  bool operator==(const Copied&) const = default;
};

Copied copy(Run run, const std::string& source) {
  std::string text(letter_run_bytes, '\0');
  std::string spelling(letter_run_bytes, '\0');
  const std::size_t length = run(source.data(), text.data(), spelling.data());
  return {length, text.substr(0, length), spelling.substr(0, length)};
}

}  // namespace

TEST_CASE("a run of letters takes a letter as the fold table has it, or not at all") {
  for (const Script& script : scripts) {
    std::size_t num_taken = 0;
    for (char32_t c = 0; c < 0x800; ++c) {
      std::string source;
      append_utf8(c, source);
      source.resize(letter_run_bytes, ' ');
      const Copied copied = copy(script.run, source);
      if (copied.length == 0) continue;
      ++num_taken;
      CAPTURE(static_cast<unsigned>(c));
      const FoldEntry& entry = fold_entry(c);
      REQUIRE(copied.length == 2);
      CHECK(entry.kind == FoldKind::letter);
      CHECK((entry.flags & FoldEntry::layout_flags) == 0);
      CHECK(entry.first_class == 0);
      CHECK(entry.last_class == 0);
      CHECK(copied.text == std::string(entry.text, entry.text_length));
      CHECK(copied.spelling == std::string(entry.spelling, entry.spelling_length));
    }
    CHECK(num_taken == script.num_taken);
  }
}

TEST_CASE("a run of letters ends where its plain form does") {
  for (const Script& script : scripts) {
    const std::string letters = script.letters;
    REQUIRE(letters.size() == letter_run_bytes);
    REQUIRE(copy(script.plain, letters).length == letter_run_bytes);
    for (unsigned lead = 0; lead < 256; ++lead) {
      for (unsigned trail = 0; trail < 256; ++trail) {
        for (std::size_t at = 0; at < letter_run_bytes; at += 2) {
          std::string source = letters;
          source[at] = static_cast<char>(lead);
          source[at + 1] = static_cast<char>(trail);
          if (copy(script.run, source) != copy(script.plain, source)) FAIL(lead << ", " << trail << " at " << at);
        }
      }
    }
    std::mt19937_64 random(43);
    for (int i = 0; i < reference::trials(20000); ++i) {
      std::string source;
      while (source.size() < letter_run_bytes)
        append_utf8(script.first + static_cast<char32_t>(random() % 0x60), source);
      if (copy(script.run, source) != copy(script.plain, source)) FAIL(source);
    }
  }
}
