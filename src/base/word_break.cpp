// Entry point: find_word_breaks. Lines of the characters below U+0800 and general punctuation, where a word never needs
// a dictionary, are divided here by the rules of UAX #29; the others by ICU, several times as slow. A line end divides
// whatever stands around it, so that each line may go its way. Test: tests/base/word_break_test.cpp compares the two.
#include "base/word_break.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <array>
#include <memory>
#include <utility>

#include "base/unicode.h"

namespace nuskha {
namespace {

/// Word_Break of a character, as far as it matters here.
enum class Class : std::uint8_t {
  other,
  newline,
  space,
  extend,
  letter,
  hebrew,
  numeric,
  extend_num,
  mid_letter,
  mid_num,
  mid_both,
  single_quote,
  double_quote,
  complex,  ///< Not for these rules.
};

/// Characters that are never part of a word here: the Arabic comma, which UAX #29 takes for a part of a number, and two
/// that CLDR's versions treat differently.
bool is_divider(char32_t c) { return c == 0x060C || c == U':' || c == U'@'; }

Class class_by_icu(char32_t c) {
  if (is_divider(c)) return Class::other;
  switch (u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_WORD_BREAK)) {
    case U_WB_OTHER: return Class::other;
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE: return Class::newline;
    case U_WB_WSEGSPACE: return Class::space;
    case U_WB_EXTEND:
    case U_WB_FORMAT: return Class::extend;
    case U_WB_ALETTER: return Class::letter;
    case U_WB_HEBREW_LETTER: return Class::hebrew;
    case U_WB_NUMERIC: return Class::numeric;
    case U_WB_EXTENDNUMLET: return Class::extend_num;
    case U_WB_MIDLETTER: return Class::mid_letter;
    case U_WB_MIDNUM: return Class::mid_num;
    case U_WB_MIDNUMLET: return Class::mid_both;
    case U_WB_SINGLE_QUOTE: return Class::single_quote;
    case U_WB_DOUBLE_QUOTE: return Class::double_quote;
    default: return Class::complex;
  }
}

/// The classes of U+0000 … U+07FF, then of U+2000 … U+206F.
class ClassTable {
 public:
  ClassTable() {
    for (char32_t c = 0; c < first_part; ++c) classes_[c] = class_by_icu(c);
    for (char32_t c = 0; c < second_part; ++c) classes_[first_part + c] = class_by_icu(0x2000 + c);
  }
  Class operator[](char32_t c) const {
    if (c < first_part) return classes_[c];
    const char32_t punctuation = c - 0x2000;
    return punctuation < second_part ? classes_[first_part + punctuation] : Class::complex;
  }

 private:
  static constexpr std::size_t first_part = 0x800;
  static constexpr std::size_t second_part = 0x70;
  std::array<Class, first_part + second_part> classes_;
};

const ClassTable& class_table() {
  static const ClassTable table;
  return table;
}

bool is_letter(Class c) { return c == Class::letter || c == Class::hebrew; }
bool is_mid_both(Class c) { return c == Class::mid_both || c == Class::single_quote; }

/// Whether a character of two bytes, U+0080 … U+07FF, stands there.
bool is_pair(std::string_view utf8, std::size_t at) {
  const auto first = static_cast<unsigned char>(utf8[at]);
  return first >= 0xC2 && first < 0xE0 && at + 1 < utf8.size() &&
         (static_cast<unsigned char>(utf8[at + 1]) & 0xC0u) == 0x80u;
}

/// Divides a line by rules.
class SimpleLine {
 public:
  SimpleLine(std::string_view utf8, std::uint32_t begin, std::uint32_t end)
      : table_(class_table()), utf8_(utf8), at_(begin), end_(end) {
    read();
  }

  /// Appends the ends of its segments.
  void divide(std::vector<std::uint32_t>& ends) {
    while (at_ < end_) {
      Class before = class_;
      const bool is_return = utf8_[at_] == '\r';
      advance();
      if (before == Class::newline) {
        if (is_return && at_ < end_ && utf8_[at_] == '\n') advance();
      } else {
        while (before == Class::space && class_ == Class::space) advance();  // WB3d
        for (; at_ < end_ && continues(before); advance())
          if (class_ != Class::extend) before = class_;
      }
      ends.push_back(at_);
    }
  }

 private:
  void read() {
    if (at_ >= end_) {
      class_ = Class::other;
      length_ = 0;
      return;
    }
    const CodePoint c = decode(at_);
    class_ = table_[c.value];
    length_ = static_cast<std::uint32_t>(c.length);
  }
  void advance() {
    at_ += length_;
    read();
  }
  CodePoint decode(std::uint32_t at) const {
    const auto byte = static_cast<unsigned char>(utf8_[at]);
    if (byte < 0x80) return {byte, 1};
    if (is_pair(utf8_, at)) return {(byte & 0x1Fu) << 6 | (static_cast<unsigned char>(utf8_[at + 1]) & 0x3Fu), 2};
    return decode_utf8(utf8_.substr(at, 8));
  }
  /// Class of what follows the character at hand, marks apart.
  Class class_after() const {
    for (std::uint32_t at = at_ + length_; at < end_;) {
      const CodePoint c = decode(at);
      const Class found = table_[c.value];
      if (found != Class::extend) return found;
      at += static_cast<std::uint32_t>(c.length);
    }
    return Class::other;
  }

  /// Whether the character at hand belongs to the segment whose last character, marks apart, is of class `before`.
  bool continues(Class before) {
    const Class c = class_;
    if (c == Class::extend) return true;                // WB4
    if (std::exchange(is_let_in_, false)) return true;  // WB7, WB7c, WB11
    if (is_letter(before)) {
      if (is_letter(c) || c == Class::numeric || c == Class::extend_num) return true;       // WB5, WB9, WB13a
      if (c == Class::mid_letter || is_mid_both(c)) is_let_in_ = is_letter(class_after());  // WB6
      if (c == Class::double_quote) is_let_in_ = before == Class::hebrew && class_after() == Class::hebrew;  // WB7b
      return is_let_in_ || (before == Class::hebrew && c == Class::single_quote);                            // WB7a
    }
    if (before == Class::numeric) {
      if (is_letter(c) || c == Class::numeric || c == Class::extend_num) return true;           // WB8, WB10, WB13a
      is_let_in_ = (c == Class::mid_num || is_mid_both(c)) && class_after() == Class::numeric;  // WB12
      return is_let_in_;
    }
    return before == Class::extend_num && (is_letter(c) || c == Class::numeric || c == Class::extend_num);  // WB13
  }

  const ClassTable& table_;
  std::string_view utf8_;
  std::uint32_t at_;
  std::uint32_t end_;
  Class class_ = Class::other;
  std::uint32_t length_ = 0;
  bool is_let_in_ = false;  ///< The last character was let in for the next one's sake.
};

/// Appends the ends of a segment of ICU's. Where it holds a character that CLDR's versions see differently, or the
/// Arabic comma, the rules divide it; with letters that these don't know, what stands around that character.
void add_segment(std::string_view utf8, std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& ends) {
  const std::string_view segment = utf8.substr(begin, end - begin);
  bool is_simple = true;
  bool is_open_to_doubt = false;
  for (std::size_t i = 0; segment.size() > 1 && i < segment.size();) {
    const CodePoint c = decode_utf8(segment.substr(i, 8));
    is_simple = is_simple && class_table()[c.value] != Class::complex;
    is_open_to_doubt = is_open_to_doubt || is_divider(c.value);
    i += c.length;
  }
  if (is_open_to_doubt && is_simple) {
    SimpleLine(utf8, begin, end).divide(ends);
    return;
  }
  bool after_divider = false;
  for (std::uint32_t at = begin; is_open_to_doubt && at < end;) {
    const CodePoint c = decode_utf8(utf8.substr(at, 8));
    const bool is_mark = kind_of(c.value) == CharacterKind::mark;
    if (at > begin && !is_mark && (is_divider(c.value) || after_divider) && (ends.empty() || ends.back() < at))
      ends.push_back(at);
    after_divider = is_divider(c.value) || (after_divider && is_mark);
    at += static_cast<std::uint32_t>(c.length);
  }
  ends.push_back(end);
}

/// ICU's division, made when it is first needed.
class IcuBreaks {
 public:
  void divide(std::string_view utf8, std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& ends) {
    UErrorCode status = U_ZERO_ERROR;
    if (breaks_ == nullptr) breaks_.reset(ubrk_open(UBRK_WORD, "", nullptr, 0, &status));
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, utf8.data() + begin, static_cast<std::int64_t>(end - begin), &status);
    ubrk_setUText(breaks_.get(), &text, &status);
    std::uint32_t from = begin;
    if (U_SUCCESS(status)) {
      for (std::int32_t at = ubrk_next(breaks_.get()); at != UBRK_DONE; at = ubrk_next(breaks_.get())) {
        add_segment(utf8, from, begin + static_cast<std::uint32_t>(at), ends);
        from = begin + static_cast<std::uint32_t>(at);
      }
    }
    if (from < end) ends.push_back(end);  // ICU failed for want of memory: one segment is a division, too
    utext_close(&text);
  }

 private:
  struct Close {
    void operator()(UBreakIterator* breaks) const { ubrk_close(breaks); }
  };
  std::unique_ptr<UBreakIterator, Close> breaks_;
};

/// End of the line that begins at `begin`, its line feed included, and whether the rules do for it.
std::uint32_t end_of_line(std::string_view utf8, std::uint32_t begin, bool& is_simple) {
  is_simple = true;
  std::uint32_t at = begin;
  while (at < utf8.size()) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte == '\n') return at + 1;
    if (byte < 0x80) {
      ++at;
      continue;
    }
    if (is_pair(utf8, at)) {
      at += 2;
      continue;
    }
    const CodePoint c = decode_utf8(utf8.substr(at, 8));
    is_simple = is_simple && class_table()[c.value] != Class::complex;
    at += static_cast<std::uint32_t>(c.length);
  }
  return at;
}

}  // namespace

void find_word_breaks(std::string_view utf8, std::vector<std::uint32_t>& ends) {
  ends.clear();
  ends.reserve(utf8.size() / 3);
  thread_local IcuBreaks icu;  // takes some ten microseconds to make
  const auto size = static_cast<std::uint32_t>(utf8.size());
  std::uint32_t pending = 0;  // lines from here are for ICU
  for (std::uint32_t begin = 0; begin < size;) {
    bool is_simple = true;
    const std::uint32_t end = end_of_line(utf8, begin, is_simple);
    if (is_simple) {
      if (pending < begin) icu.divide(utf8, pending, begin, ends);
      SimpleLine(utf8, begin, end).divide(ends);
      pending = end;
    }
    begin = end;
  }
  if (pending < size) icu.divide(utf8, pending, size, ends);
}

void find_word_breaks_by_icu(std::string_view utf8, std::vector<std::uint32_t>& ends) {
  ends.clear();
  if (!utf8.empty()) IcuBreaks().divide(utf8, 0, static_cast<std::uint32_t>(utf8.size()), ends);
}

}  // namespace nuskha
