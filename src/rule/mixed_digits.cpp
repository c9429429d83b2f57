// Numbers in Arabic-Indic (٢٠٢١), extended Arabic-Indic (۲۰۲۱) and Latin digits (2021) in one document. Latin digits
// count only where Arabic letters stand around them, and not in addresses, codes and telephone numbers. Entry point:
// find_mixed_digits. Test: tests/rule/mixed_digits_test.cpp.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/unicode.h"
#include "rule/character_places.h"
#include "rule/finding_list.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

enum DigitKind : std::uint8_t { latin, arabic_indic, extended };
constexpr std::size_t num_kinds = 3;
constexpr std::array<char32_t, num_kinds> zeros = {'0', 0x0660, 0x06F0};
constexpr std::array<std::string_view, num_kinds> kind_names = {"Latin digits (2021)", "Arabic-Indic digits (٢٠٢١)",
                                                                "extended Arabic-Indic digits (۲۰۲۱)"};
constexpr std::size_t least_phone_digits = 7;

std::optional<DigitKind> digit_kind(char32_t c) {
  for (const DigitKind kind : {latin, arabic_indic, extended})
    if (c >= zeros[kind] && c < zeros[kind] + 10) return kind;
  return std::nullopt;
}

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_latin_letter(char32_t c) { return is_ascii_letter(c) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7); }
bool is_arabic_letter(char32_t c) {
  return (c >= 0x620 && c <= 0x64A) || (c >= 0x671 && c <= 0x6D3) || c == 0x6D5 || (c >= 0xFB50 && c <= 0xFDFB) ||
         (c >= 0xFE70 && c <= 0xFEFC);
}
bool is_hyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011 || c == '_'; }
bool is_space(char32_t c) { return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000; }
bool is_line_end(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

/// A run of digits of one kind.
struct Number {
  DigitKind kind = latin;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// What stands between two spaces.
struct Token {
  std::vector<Number> numbers;
  std::size_t num_digits = 0;
  bool has_latin_letter = false;
  bool is_code = false;  ///< A letter, a hyphen, a digit: كوفيد-19.
  bool has_letter = false;
  bool is_international = false;  ///< Begins with + or 00.
};

Token read_token(std::string_view text, std::uint64_t begin, std::uint64_t end) {
  Token token;
  char32_t before = 0;
  char32_t before_that = 0;
  for (std::uint64_t i = begin; i < end;) {
    const CodePoint c = decode_utf8(text.substr(i, end - i));
    if (const std::optional<DigitKind> kind = digit_kind(c.value)) {
      ++token.num_digits;
      if (!token.numbers.empty() && token.numbers.back().end == i && token.numbers.back().kind == *kind) {
        token.numbers.back().end = i + c.length;
      } else {
        token.numbers.push_back({*kind, i, i + c.length});
      }
      if (is_hyphen(before) && is_arabic_letter(before_that)) token.is_code = true;
    } else if (is_latin_letter(c.value)) {
      token.has_latin_letter = true;
    } else if (is_arabic_letter(c.value)) {
      token.has_letter = true;
    } else if (c.value == '+' && token.num_digits == 0) {
      token.is_international = true;
    }
    before_that = before;
    before = c.value;
    i += c.length;
  }
  if (!token.numbers.empty()) {
    const Number& first = token.numbers.front();
    if (token.num_digits >= least_phone_digits && text.substr(first.begin, first.end - first.begin).starts_with("00"))
      token.is_international = true;
  }
  return token;
}

/// Collects the numbers of a text that its writer could have written with other digits.
class NumberCollector {
 public:
  explicit NumberCollector(std::string_view text) : text_(text) {}

  std::vector<Number> run() {
    std::uint64_t token_begin = 0;
    for (std::uint64_t i = 0; i < text_.size();) {
      const CodePoint c = decode_utf8(text_.substr(i, 4));
      if (is_space(c.value) || is_line_end(c.value)) {
        end_token(token_begin, i);
        token_begin = i + c.length;
        if (is_line_end(c.value)) end_line();
      }
      num_latin_ += is_latin_letter(c.value) ? 1U : 0U;
      num_arabic_ += is_arabic_letter(c.value) ? 1U : 0U;
      i += c.length;
    }
    end_token(token_begin, text_.size());
    end_line();
    return std::move(numbers_);
  }

 private:
  void end_token(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return;
    const Token token = read_token(text_, begin, end);
    if (token.is_international) {
      in_phone_ = true;
    } else if (token.has_latin_letter || token.has_letter) {
      in_phone_ = false;
    }
    const bool is_exempt = token.has_latin_letter || token.is_code || in_phone_;
    for (const Number& number : token.numbers)
      if (number.kind != latin || !is_exempt) line_.push_back(number);
  }

  void end_line() {
    if (num_latin_ + num_arabic_ > 0) is_arabic_ = num_arabic_ > num_latin_;
    for (const Number& number : line_)
      if (number.kind != latin || is_arabic_) numbers_.push_back(number);
    line_.clear();
    num_latin_ = num_arabic_ = 0;
    in_phone_ = false;
  }

  std::string_view text_;
  std::vector<Number> numbers_;
  std::vector<Number> line_;
  std::size_t num_latin_ = 0;   // letters on this line
  std::size_t num_arabic_ = 0;  // and these
  bool is_arabic_ = true;       // of a line without letters: as the one before it
  bool in_phone_ = false;
};

std::string respell(std::string_view digits, DigitKind from, DigitKind to) {
  std::string out;
  for (std::size_t i = 0; i < digits.size();) {
    const CodePoint c = decode_utf8(digits.substr(i));
    append_utf8(c.value - zeros[from] + zeros[to], out);
    i += c.length;
  }
  return out;
}

/// Where the numbers of a kind stand.
std::vector<CharacterPlace> places_of(const std::vector<Number>& numbers, DigitKind kind) {
  std::vector<CharacterPlace> places;
  for (const Number& number : numbers)
    if (number.kind == kind) places.push_back({zeros[kind], 0, 0, number.begin, number.end});
  return places;
}

}  // namespace

void find_mixed_digits(const RuleInput& input, FindingList& out) {
  const std::string_view text = input.document.text;
  const std::vector<Number> numbers = NumberCollector(text).run();
  std::array<std::size_t, num_kinds> counts{};
  for (const Number& number : numbers) ++counts[number.kind];
  // The kind of most numbers; of two with as many, the one that comes first.
  std::optional<DigitKind> main;
  for (const Number& number : numbers)
    if (!main || counts[number.kind] > counts[*main]) main = number.kind;
  if (!main) return;
  for (const DigitKind kind : {latin, arabic_indic, extended}) {
    if (kind == *main || counts[kind] == 0) continue;
    const std::vector<CharacterPlace> places = places_of(numbers, kind);
    const CharacterPlace& first = places.front();
    const std::string_view digits = text.substr(first.begin, first.end - first.begin);
    const std::string others = counts[kind] == 1   ? ""
                               : counts[kind] == 2 ? ", and so the other one"
                                                   : fmt::format(", and so the other {}", counts[kind] - 1);
    out.add({first.begin,
             first.end,
             fmt::format("{} in {}, here {}; {} in {}.", kind_names[kind],
                         count_of_things(counts[kind], "number", "numbers"), quote(digits), kind_names[*main],
                         count_of_things(counts[*main], "number", "numbers")),
             fmt::format("Write {}{}.", quote(respell(digits, kind, *main)), others),
             subject_of_places(input.analysis, code_point_name(zeros[kind]), places),
             {},
             {},
             ranges_after_first(places)});
  }
}

}  // namespace nuskha
