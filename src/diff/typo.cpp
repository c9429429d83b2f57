// Entry point: is_typo. Test: tests/diff/change_type_test.cpp.
#include "diff/typo.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t most_words = 3;
constexpr std::size_t least_letters = 4;         // of the shorter word
constexpr std::size_t least_letters_of_two = 8;  // … if two letters may differ
constexpr std::size_t most_letters = 40;

std::u32string letters_of(std::string_view word) {
  const std::string spelling = spelling_of(word);
  std::u32string out;
  for (std::size_t i = 0; i < spelling.size();) {
    const CodePoint c = decode_utf8(std::string_view(spelling).substr(i, 8));
    out += c.value;
    i += c.length;
  }
  return out;
}

bool is_slip(std::string_view x, std::string_view y) {
  const std::u32string a = letters_of(x), b = letters_of(y);
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter < least_letters || std::max(a.size(), b.size()) > most_letters || a[0] != b[0]) return false;
  const std::size_t most = shorter >= least_letters_of_two ? 2 : 1;
  return edit_distance(a, b, most) <= most;
}

std::vector<const Token*> words_of(const TokenText& text, const TokenRange& range) {
  std::vector<const Token*> out;
  for (std::uint32_t i = range.begin; i < range.end; ++i)
    if (text.tokens[i].is_word()) out.push_back(&text.tokens[i]);
  return out;
}

}  // namespace

std::size_t edit_distance(std::u32string_view a, std::u32string_view b, std::size_t most) {
  if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return std::min(row[b.size()], most + 1);
}

bool is_typo(const TokenText& a, const TokenRange& range_a, const TokenText& b, const TokenRange& range_b) {
  if (range_a.size() > 2 * most_words + 2 || range_b.size() > 2 * most_words + 2) return false;
  const std::vector<const Token*> words_a = words_of(a, range_a), words_b = words_of(b, range_b);
  if (words_a.empty() || words_a.size() != words_b.size() || words_a.size() > most_words) return false;
  for (std::size_t i = 0; i < words_a.size(); ++i) {
    if (words_a[i]->kind == TokenKind::number || words_b[i]->kind == TokenKind::number) return false;
    if (words_a[i]->key != words_b[i]->key && !is_slip(a.bytes(*words_a[i]), b.bytes(*words_b[i]))) return false;
  }
  return true;
}

}  // namespace nuskha
