// Entry point: DateWindow::read. Test: tests/text/dates_test.cpp.
#include "text/date_window.h"

#include <algorithm>

#include "base/fold.h"
#include "base/month_names.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

enum class Kind : std::uint8_t { digit, letter, space, mark, nothing };

Kind kind_of_character(char32_t c, int& digit) {
  if (c < 0x80) {
    digit = static_cast<int>(c) - '0';
    if (digit >= 0 && digit <= 9) return Kind::digit;
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') return Kind::letter;
    return c == ' ' || (c >= 0x09 && c <= 0x0D) ? Kind::space : Kind::mark;
  }
  const FoldEntry& entry = fold_entry(c);
  if ((entry.flags & FoldEntry::white_space) != 0) return Kind::space;
  if ((entry.flags & FoldEntry::layout_ignorable) != 0) return Kind::nothing;
  switch (entry.kind) {
    case FoldKind::separator: return Kind::mark;
    case FoldKind::ignorable: return Kind::nothing;
    case FoldKind::letter:
      if (entry.text_length == 1 && entry.text[0] >= '0' && entry.text[0] <= '9') {
        digit = decimal_digit(c);
        return digit >= 0 ? Kind::digit : Kind::mark;  // ² and ① are no digits of a date
      }
      return Kind::letter;
    default: return Kind::letter;
  }
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

}  // namespace

void DateWindow::read(std::string_view text, std::size_t begin, std::size_t end, bool is_start) {
  text_ = text;
  size_ = 0;
  end = std::min(end, text.size());
  bool is_cut = !is_start;  // until something that is no part of a word has been seen
  while (begin < end && begin > 0 && is_continuation(text[begin])) ++begin;
  DateGap gap;
  Kind open = Kind::nothing;
  const auto close = [&](std::size_t at) {
    if (open == Kind::nothing) return;
    tokens_[size_].end = at;
    is_folded_[size_] = false;
    ++size_;
    open = Kind::nothing;
  };
  std::size_t i = begin;
  while (i < end && size_ < most_tokens) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const CodePoint c = byte < 0x80 ? CodePoint{byte, 1} : decode_utf8(text.substr(i, 8));
    int digit = 0;
    const Kind kind = kind_of_character(c.value, digit);
    if (kind == Kind::nothing) {
      i += c.length;
      continue;
    }
    if (kind == Kind::digit || kind == Kind::letter) {
      if (is_cut) {
        i += c.length;
        continue;
      }
      if (kind != open) {
        close(i);
        if (size_ == most_tokens) break;
        DateToken& token = tokens_[size_];
        token = {};
        token.begin = i;
        token.before = gap;
        token.is_capital = byte >= 'A' && byte <= 'Z';
        gap = {};
        open = kind;
      }
      if (kind == Kind::digit) {
        DateToken& token = tokens_[size_];
        if (token.num_digits < 9) token.value = token.value * 10 + static_cast<std::uint32_t>(digit);
        token.num_digits = static_cast<std::uint8_t>(std::min(token.num_digits + 1, 100));
      }
    } else {
      is_cut = false;
      close(i);
      if (kind == Kind::space) {
        (gap.num_marks == 0 ? gap.space_before : gap.space_after) = true;
      } else {
        if (gap.num_marks == 0) gap.mark = c.value;
        if (gap.num_marks == 1) gap.second = c.value;
        gap.num_marks = static_cast<std::uint8_t>(std::min(gap.num_marks + 1, 100));
        gap.space_after = false;
      }
    }
    i += c.length;
  }
  // What ends with the window may go on behind it.
  if (size_ < most_tokens && (i >= text.size() || text[i] == '\n')) close(i);
}

const std::string& DateWindow::folded(std::size_t i) {
  std::string& out = folded_[i];
  if (is_folded_[i]) return out;
  is_folded_[i] = true;
  out.clear();
  for (std::size_t at = tokens_[i].begin; at < tokens_[i].end;) {
    const CodePoint c = decode_utf8(text_.substr(at, 8));
    const FoldEntry& entry = fold_entry(c.value);
    if (entry.kind == FoldKind::context)
      return out = fold_name_words(text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin));
    out.append(entry.spelling, entry.spelling_length);
    at += c.length;
  }
  return out;
}

}  // namespace nuskha
