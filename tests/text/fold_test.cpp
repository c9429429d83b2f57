// The fold table against folding by ICU, one code point at a time. tests/text/analyzer_test.cpp does whole strings.
#include "base/fold.h"

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/unicode.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::vector<FoldedWord> fold(const std::string& source) {
  std::vector<FoldedWord> out;
  fold_words(source, out);
  return out;
}

std::string utf8(char32_t c) {
  std::string out;
  append_utf8(c, out);
  return out;
}

std::string text_of(const FoldEntry& e) { return {e.text, e.text_length}; }
std::string spelling_of(const FoldEntry& e) { return {e.spelling, e.spelling_length}; }

/// What the table says of a code point on its own and after a letter, compared with ICU.
bool agrees(char32_t c) {
  const FoldEntry& entry = fold_entry(c);
  const std::vector<FoldedWord> alone = fold(utf8(c));
  const std::vector<FoldedWord> after = fold("x" + utf8(c) + "y");
  switch (entry.kind) {
    case FoldKind::separator:
      return alone.empty() && after.size() == 2 && after[0].text.starts_with("x") && after[1].text == "y";
    case FoldKind::ignorable: return alone.empty() && after.size() == 1 && after[0].text == "xy";
    case FoldKind::mark: return alone.empty() && after.size() == 1 && after[0].text == "x" + text_of(entry) + "y";
    case FoldKind::letter:
      return alone.size() == 1 && alone[0].kind == FoldKind::letter && alone[0].text == text_of(entry) &&
             alone[0].spelling == spelling_of(entry) &&
             ((entry.flags & FoldEntry::respelled) != 0) == (alone[0].text != alone[0].spelling);
    case FoldKind::character2:
    case FoldKind::character3: {
      std::string joined;
      for (const FoldedWord& word : alone) {
        if (word.kind != entry.kind) return false;
        joined += word.text;
      }
      return joined == text_of(entry) && after.size() == alone.size() + 2;
    }
    case FoldKind::context: return true;  // the hot path asks ICU
  }
  return false;
}

}  // namespace

TEST_CASE("the table equals ICU for every code point", "[exhaustive]") {
  std::vector<unsigned> wrong;
  std::map<FoldKind, int> kinds;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    ++kinds[fold_entry(c).kind];
    if (!agrees(c)) wrong.push_back(c);
  }
  CAPTURE(std::vector<unsigned>(wrong.begin(), wrong.begin() + std::min<std::ptrdiff_t>(10, std::ssize(wrong))));
  CHECK(wrong.size() == 0);
  // Asking ICU is slow: few code points may need it. And every kind is there.
  CHECK(kinds[FoldKind::context] < 2000);
  CHECK(kinds[FoldKind::separator] > 1000);
  CHECK(kinds[FoldKind::ignorable] > 300);
  CHECK(kinds[FoldKind::mark] > 500);
  CHECK(kinds[FoldKind::character2] > 50000);
  CHECK(kinds[FoldKind::character3] > 300);
}

TEST_CASE("no spelling rule changes a character of a script without spaces", "[exhaustive]") {
  std::vector<unsigned> changed;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const FoldEntry& entry = fold_entry(c);
    if ((entry.kind == FoldKind::character2 || entry.kind == FoldKind::character3) &&
        text_of(entry) != spelling_of(entry))
      changed.push_back(c);
    for (const FoldedWord& word : fold(utf8(c)))
      if (word.kind != FoldKind::letter && word.text != word.spelling) changed.push_back(c);
  }
  CAPTURE(changed);
  CHECK(changed.size() == 0);
}

TEST_CASE("kinds of code points by example") {
  const auto kind = [](char32_t c) { return fold_entry(c).kind; };
  CHECK(kind(U' ') == FoldKind::separator);
  CHECK(kind(U'،') == FoldKind::separator);
  CHECK(kind(U'$') == FoldKind::separator);
  CHECK(kind(0x2019) == FoldKind::separator);
  CHECK(kind(0x02BC) == FoldKind::separator);
  CHECK(kind(0x0640) == FoldKind::ignorable);
  CHECK(kind(0x064B) == FoldKind::ignorable);
  CHECK(kind(0x05B8) == FoldKind::ignorable);
  CHECK(kind(0x200C) == FoldKind::ignorable);
  CHECK(kind(0x0301) == FoldKind::mark);
  CHECK(kind(0x0654) == FoldKind::mark);
  CHECK(kind(U'a') == FoldKind::letter);
  CHECK(kind(U'٣') == FoldKind::letter);
  CHECK(kind(U'한') == FoldKind::letter);
  CHECK(kind(0x1F600) == FoldKind::letter);
  CHECK(kind(U'中') == FoldKind::character2);
  CHECK(kind(U'の') == FoldKind::character2);
  CHECK(kind(U'ｶ') == FoldKind::character2);
  CHECK(kind(U'ก') == FoldKind::character3);
  CHECK(kind(U'ກ') == FoldKind::character3);
  CHECK(kind(U'ក') == FoldKind::character3);
  CHECK(kind(U'က') == FoldKind::character3);
}

TEST_CASE("decimal digits of every script become ASCII digits") {
  for (const char32_t zero : {U'0', U'٠', U'۰', U'०', U'০', U'๐', U'０', char32_t{0x1D7CE}})
    for (char32_t digit = 0; digit < 10; ++digit)
      CHECK(text_of(fold_entry(zero + digit)) == std::to_string(static_cast<int>(digit)));
}

TEST_CASE("flags of layout") {
  const auto has = [](int c, std::uint8_t flag) { return (fold_entry(static_cast<char32_t>(c)).flags & flag) != 0; };
  for (const int c : {0x09, 0x0A, 0x0D, 0x20, 0x85, 0xA0, 0x2003, 0x2028, 0x3000})
    CHECK(has(c, FoldEntry::white_space));
  CHECK_FALSE(has(0x200B, FoldEntry::white_space));
  for (const int c :
       {0xAD, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF})
    CHECK(has(c, FoldEntry::layout_ignorable));
  for (const int c : {0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}) CHECK(has(c, FoldEntry::line_end));
  CHECK_FALSE(has(' ', FoldEntry::line_end));
  CHECK(has(0x0301, FoldEntry::not_composed));
  CHECK(has(0x1161, FoldEntry::not_composed));
  CHECK_FALSE(has(0xE9, FoldEntry::not_composed));
}

TEST_CASE("composition is NFC and replaces invalid bytes") {
  CHECK(compose("e\u0301") == "\u00E9");
  CHECK(compose("\u0627\u0654") == "\u0623");
  CHECK(compose("a\u0323\u0307") == compose("a\u0307\u0323"));
  CHECK(compose("\u1112\u1161\u11AB") == "\uD55C");
  CHECK(compose("a\xFF") == "a\uFFFD");
  CHECK(compose("").empty());
}

TEST_CASE("pages of the table may be made by several threads at once") {
  std::vector<std::jthread> threads;
  std::vector<std::uint64_t> sums(4);
  threads.reserve(sums.size());
  for (std::uint64_t& sum : sums)
    threads.emplace_back([&sum] {
      for (char32_t c = 0x10000; c < 0x20000; c += 16) sum += static_cast<std::uint64_t>(fold_entry(c).kind) * c;
    });
  threads.clear();
  CHECK(sums[0] != 0);
  CHECK(sums == std::vector<std::uint64_t>(4, sums[0]));
}
