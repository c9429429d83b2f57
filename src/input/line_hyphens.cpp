// Entry point: LineHyphens::at. Test: tests/input/line_hyphens_test.cpp.
#include "input/line_hyphens.h"

#include "base/unicode.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr char32_t soft_hyphen = 0xAD;
constexpr std::size_t lines_per_broken = 50;  // who hyphenates at all breaks more than one line in so many

bool is_hyphen(char32_t c) { return c == '-' || c == 0x2010; }
bool is_letter(char32_t c) {
  const CharacterKind kind = kind_of(c);
  return kind == CharacterKind::letter || kind == CharacterKind::mark;
}
bool is_lower(char32_t c) { return is_letter(c) && to_lower(c) == c; }

char32_t take_last(string_view& text) {
  std::size_t at = text.size();
  while (at > 1 && (static_cast<unsigned char>(text[at - 1]) & 0xC0) == 0x80) --at;
  const char32_t c = at == 0 ? U' ' : decode_utf8(text.substr(at - 1)).value;
  text = text.substr(0, at == 0 ? 0 : at - 1);
  return c;
}

/// The word, hyphens within it included, that `text` ends in, in lower case.
std::string last_word(string_view text) {
  std::u32string backwards;
  while (!text.empty()) {
    const char32_t c = take_last(text);
    if (!is_letter(c) && !is_hyphen(c)) break;
    backwards += is_hyphen(c) ? U'-' : to_lower(c);
  }
  std::string word;
  for (auto c = backwards.rbegin(); c != backwards.rend(); ++c) append_utf8(*c, word);
  return word;
}

/// The word that `text` begins with, likewise, up to a hyphen.
std::string first_word(string_view text) {
  std::string word;
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    if (!is_letter(c.value)) break;
    append_utf8(to_lower(c.value), word);
    text.remove_prefix(c.length);
  }
  return word;
}

}  // namespace

void LineHyphens::learn(string_view line) {
  ++num_lines_;
  std::string word;
  char32_t last = U' ';
  bool is_first = true;
  const auto close = [&](bool at_end) {
    // What a break may have made stands for nothing.
    const bool is_broken = at_end && (is_hyphen(last) || last == soft_hyphen);
    num_broken_ += is_broken && word.size() > 1;
    if (!word.empty() && !is_broken && !is_first) ++words_[word];
    word.clear();
    is_first = false;
  };
  while (!line.empty()) {
    const CodePoint c = decode_utf8(line);
    if (is_letter(c.value))
      append_utf8(to_lower(c.value), word);
    else if (is_hyphen(c.value) && !word.empty())
      word += '-';
    else if (c.value != soft_hyphen)
      close(false);
    last = c.value;
    line.remove_prefix(c.length);
  }
  close(true);
}

LineHyphens::Kind LineHyphens::at(string_view before, string_view next) const {
  string_view head = before;
  const char32_t hyphen = take_last(head);
  if (hyphen == soft_hyphen) return Kind::remove;
  if (!is_hyphen(hyphen)) return Kind::none;
  string_view rest = head;
  const char32_t letter = take_last(rest);
  if (!is_letter(letter) && decimal_digit(letter) < 0) return Kind::none;  // a dash
  const char32_t following = next.empty() ? U' ' : decode_utf8(next).value;
  if (!is_letter(following) && decimal_digit(following) < 0) return Kind::none;
  if (!is_lower(letter) || !is_lower(following)) return Kind::keep;
  const std::string left = last_word(head);
  const std::string right = first_word(next);
  if (words_.contains(left + right)) return Kind::remove;
  if (words_.contains(left + "-" + right)) return Kind::keep;
  // A compound, as far as can be known: both parts are words, or nothing else is broken.
  const bool hyphenates = num_broken_ * lines_per_broken > num_lines_ && num_broken_ > 1;
  if (!hyphenates || (words_.contains(left) && words_.contains(right))) return Kind::keep;
  return Kind::remove;
}

}  // namespace nuskha
