// Arabic letters eight at a time against the fold table, and against the plain form.
#include "text/arabic_run.h"

#include <array>
#include <random>
#include <string>

#include "base/fold.h"
#include "base/unicode.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

struct Copied {
  std::size_t length;
  std::string text, spelling;
  bool operator==(const Copied&) const = default;
};

Copied copy(std::size_t (*run)(const char*, char*, char*), const std::string& source) {
  std::string text(arabic::bytes_at_once, '\0');
  std::string spelling(arabic::bytes_at_once, '\0');
  const std::size_t length = run(source.data(), text.data(), spelling.data());
  return {length, text.substr(0, length), spelling.substr(0, length)};
}

}  // namespace

TEST_CASE("an Arabic run takes a letter as the fold table has it, or not at all") {
  std::size_t num_taken = 0;
  for (char32_t c = 0; c < 0x800; ++c) {
    std::string source;
    append_utf8(c, source);
    source.resize(arabic::bytes_at_once, ' ');
    const Copied copied = copy(&copy_arabic_run, source);
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
  CHECK(num_taken == 35);
}

TEST_CASE("an Arabic run ends where its plain form does") {
  for (unsigned lead = 0; lead < 256; ++lead) {
    for (unsigned trail = 0; trail < 256; ++trail) {
      for (std::size_t at = 0; at < arabic::bytes_at_once; at += 2) {
        std::string source = "كلماتعلى";
        source[at] = static_cast<char>(lead);
        source[at + 1] = static_cast<char>(trail);
        if (copy(&copy_arabic_run, source) != copy(&copy_arabic_run_plain, source))
          FAIL(lead << ", " << trail << " at " << at);
      }
    }
  }
  std::mt19937_64 random(42);
  for (int i = 0; i < reference::trials(20000); ++i) {
    std::string source;
    while (source.size() < arabic::bytes_at_once) append_utf8(static_cast<char32_t>(0x0620 + random() % 0x30), source);
    if (copy(&copy_arabic_run, source) != copy(&copy_arabic_run_plain, source)) FAIL(source);
  }
}
