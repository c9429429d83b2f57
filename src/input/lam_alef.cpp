// A linear classifier over groups of letters (make_lam_alef_costs.py). Entry point: LamAlef::mend. Test:
// tests/input/lam_alef_test.cpp.
#include "input/lam_alef.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/unicode.h"

namespace nuskha {
namespace {

struct Cost {
  std::string_view letters;
  int cost;
};

constexpr Cost costs[] = {
#include "input/lam_alef_costs.inc"
};

constexpr char32_t lam = U'ل';

bool is_alef(char32_t c) { return c == U'ا' || c == U'أ' || c == U'إ' || c == U'آ'; }
bool is_arabic_letter(char32_t c) { return c >= 0x0620 && c <= 0x06D3 && kind_of(c) == CharacterKind::letter; }
bool is_arabic_mark(char32_t c) { return (c >= 0x064B && c <= 0x065F) || c == 0x0670 || c == 0x0640; }

int cost_of(const std::string& letters) {
  const auto* found = std::ranges::lower_bound(costs, std::string_view(letters), {}, &Cost::letters);
  return found != std::end(costs) && found->letters == letters ? found->cost : 0;
}

std::string utf8(std::initializer_list<char32_t> letters) {
  std::string out;
  for (const char32_t c : letters) append_utf8(c, out);
  return out;
}

/// The letters of a line without marks, and where among its code points they stand.
struct Letters {
  std::u32string letters;  // '^' for all that isn't one
  std::vector<std::size_t> places;

  explicit Letters(const std::u32string& line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (is_arabic_mark(line[i])) continue;
      letters += is_arabic_letter(line[i]) ? line[i] : U'^';
      places.push_back(i);
    }
  }
  /// '^' from the edge of the word on.
  char32_t before(std::size_t i, std::size_t n) const {
    for (std::size_t k = 1; k <= n; ++k)
      if (i < k || letters[i - k] == U'^') return U'^';
    return letters[i - n];
  }
  char32_t after(std::size_t i, std::size_t n) const {
    for (std::size_t k = 1; k <= n; ++k)
      if (i + k >= letters.size() || letters[i + k] == U'^') return U'^';
    return letters[i + n];
  }
};

std::u32string decode(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    out += c.value;
    text.remove_prefix(c.length);
  }
  return out;
}

/// Whether alef at `i` and the lam after it were lam and alef.
bool is_turned(const Letters& line, std::size_t i) {
  const char32_t x = line.letters[i];
  const char32_t before = line.before(i, 1);
  if (before == U'ا') return true;
  const char32_t after = line.after(i, 2);
  const int sum = cost_of("<" + utf8({line.before(i, 2), before, x})) +
                  cost_of(">" + utf8({x, after, line.after(i, 3)})) + cost_of("=" + utf8({before, x, after}));
  return sum > 0;
}

}  // namespace

void LamAlef::learn(std::string_view line) {
  char32_t before = U' ';
  char32_t last = U' ';
  while (!line.empty()) {
    const CodePoint c = decode_utf8(line);
    line.remove_prefix(c.length);
    if (is_arabic_mark(c.value)) continue;
    num_turned_ += before == U'ا' && is_alef(last) && c.value == lam;
    num_right_ += last == lam && is_alef(c.value);
    before = last;
    last = c.value;
  }
}

std::string LamAlef::mend(std::string_view line) const {
  if (num_turned_ == 0 || num_turned_ < num_right_) return std::string(line);
  std::u32string text = decode(line);
  const Letters letters(text);
  for (std::size_t i = 0; i + 1 < letters.letters.size(); ++i) {
    if (!is_alef(letters.letters[i]) || letters.letters[i + 1] != lam || !is_turned(letters, i)) continue;
    std::swap(text[letters.places[i]], text[letters.places[i + 1]]);
    ++i;
  }
  std::string out;
  for (const char32_t c : text) append_utf8(c, out);
  return out;
}

}  // namespace nuskha
