// Line by line, and within a line by what stands between spaces. Entry point: find_written_numbers. Test:
// tests/rule/mixed_digits_test.cpp.
#include "rule/written_numbers.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t least_phone_digits = 7;

/// What a telephone number stands after, besides what begins so; with the article and "and", too.
constexpr std::string_view phone_words[] = {"هاتف", "تلفون", "تليفون", "تلفن",  "فاكس",
                                            "فکس",  "جوال",  "موبايل", "واتساب"};

std::optional<DigitKind> digit_kind(char32_t c) {
  for (const DigitKind kind : {latin, arabic_indic, extended})
    if (c >= zero_of(kind) && c < zero_of(kind) + 10) return kind;
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
/// Of decimals and thousands.
bool is_number_sign(char32_t c) { return c == '.' || c == ',' || c == 0x066B || c == 0x066C; }

/// What stands between two spaces.
struct Token {
  std::vector<WrittenNumber> numbers;
  std::vector<std::size_t> groups;  ///< Sizes of its runs of digits.
  std::size_t num_digits = 0;
  std::size_t num_leading_zeros = 0;  ///< Of its first run of digits.
  bool has_plus = false;              ///< Before the first digit.
  bool has_latin_letter = false;
  bool ends_with_latin_letter = false;
  bool has_letter = false;
  bool is_code = false;  ///< A letter, a hyphen, a digit: كوفيد-19.

  /// The digit at [begin, end). `after_sign`: a point or comma stands before it, and a digit of its kind before that.
  void add_digit(DigitKind kind, bool is_zero, bool after_sign, std::uint64_t begin, std::uint64_t end) {
    const bool is_same_kind = !numbers.empty() && numbers.back().kind == kind;
    const bool goes_on = is_same_kind && numbers.back().end == begin;
    if (is_zero && num_leading_zeros == num_digits && (goes_on || num_digits == 0)) ++num_leading_zeros;
    ++num_digits;
    if (!goes_on) groups.push_back(0);
    ++groups.back();
    if (goes_on || (is_same_kind && after_sign)) {
      numbers.back().end = end;
    } else {
      numbers.push_back({kind, begin, end});
    }
  }
};

Token read_token(std::string_view text, std::uint64_t begin, std::uint64_t end) {
  Token token;
  char32_t before = 0;
  char32_t before_that = 0;
  for (std::uint64_t i = begin; i < end;) {
    const CodePoint c = decode_utf8(text.substr(i, end - i));
    const std::uint64_t next = i + c.length;
    token.ends_with_latin_letter = is_latin_letter(c.value);
    if (const std::optional<DigitKind> kind = digit_kind(c.value)) {
      const bool is_after_sign = is_number_sign(before) && digit_kind(before_that) == kind;
      token.add_digit(*kind, c.value == zero_of(*kind), is_after_sign, i, next);
      if (is_hyphen(before) && is_arabic_letter(before_that)) token.is_code = true;
    } else if (is_latin_letter(c.value)) {
      token.has_latin_letter = true;
    } else if (is_arabic_letter(c.value)) {
      token.has_letter = true;
    } else if (c.value == '+' && token.num_digits == 0) {
      token.has_plus = true;
    }
    before_that = before;
    before = c.value;
    i = next;
  }
  return token;
}

/// +961, 00961, 0096170123456.
bool is_international(const Token& token) {
  constexpr std::size_t least_prefix = 4;
  return token.has_plus || (token.num_leading_zeros >= 2 &&
                            (token.groups.front() >= least_prefix || token.num_digits >= least_phone_digits));
}

/// 01-234567, 0501234567. Not 05/04/2021, and not 0.1234567.
bool is_national(const Token& token) {
  if (token.num_leading_zeros == 0 || token.num_digits < least_phone_digits || token.groups.front() < 2) return false;
  return !(token.groups.size() == 3 && token.groups[0] == 2 && token.groups[1] <= 2 && token.groups[2] == 4);
}

bool is_phone_word(std::string_view token) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  while (!token.empty() && is_ascii(token.front())) token.remove_prefix(1);
  while (!token.empty() && is_ascii(token.back())) token.remove_suffix(1);
  const auto is_one = [&] {
    return std::find(std::begin(phone_words), std::end(phone_words), token) != std::end(phone_words);
  };
  for (const std::string_view prefix : {"و", "ال"}) {
    if (is_one()) return true;  // before the first letter of واتساب is taken for a prefix
    if (token.starts_with(prefix)) token.remove_prefix(prefix.size());
  }
  return is_one();
}

class NumberCollector {
 public:
  explicit NumberCollector(std::string_view text) : text_(text) {}

  std::vector<WrittenNumber> run() {
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
    const bool is_word = token.has_latin_letter || token.has_letter;
    if (is_word) {
      end_stretch();
      word_ = text_.substr(begin, end - begin);
    }
    in_phone_ = in_phone_ || is_international(token);
    stretch_digits_ += is_word ? 0 : token.num_digits;
    const bool is_exempt =
        token.has_latin_letter || token.is_code || in_phone_ || is_national(token) || is_after_latin_;
    for (const WrittenNumber& number : token.numbers)
      if (number.kind != latin || !is_exempt) line_.push_back(number);
    if (is_word) stretch_begin_ = line_.size();
    is_after_latin_ = token.ends_with_latin_letter;
  }

  /// The numbers since the last word are at an end: all of them are a telephone number, if that word says so.
  void end_stretch() {
    if (stretch_digits_ >= least_phone_digits && is_phone_word(word_)) {
      const auto first = line_.begin() + static_cast<std::ptrdiff_t>(stretch_begin_);
      line_.erase(std::remove_if(first, line_.end(), [](const WrittenNumber& number) { return number.kind == latin; }),
                  line_.end());
    }
    stretch_digits_ = 0;
    in_phone_ = false;
  }

  void end_line() {
    end_stretch();
    word_ = {};
    is_after_latin_ = false;
    stretch_begin_ = 0;
    if (num_latin_ + num_arabic_ > 0) is_arabic_ = num_arabic_ > num_latin_;
    for (const WrittenNumber& number : line_)
      if (number.kind != latin || is_arabic_) numbers_.push_back(number);
    line_.clear();
    num_latin_ = num_arabic_ = 0;
  }

  std::string_view text_;
  std::vector<WrittenNumber> numbers_;
  std::vector<WrittenNumber> line_;
  std::size_t num_latin_ = 0;       // letters on this line
  std::size_t num_arabic_ = 0;      // and these
  bool is_arabic_ = true;           // of a line without letters: as the one before it
  std::string_view word_;           // the last one on this line
  std::size_t stretch_begin_ = 0;   // where what comes after it begins in line_
  std::size_t stretch_digits_ = 0;  // after it
  bool in_phone_ = false;           // since an international prefix after it
  bool is_after_latin_ = false;     // right after a Latin letter
};

}  // namespace

std::vector<WrittenNumber> find_written_numbers(std::string_view utf8) { return NumberCollector(utf8).run(); }

}  // namespace nuskha
