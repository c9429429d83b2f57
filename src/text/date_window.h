// The words and numbers around a place in a text, and what stands between them: what date_finder.cpp reads dates from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nuskha {

/// What stands between two tokens.
struct DateGap {
  char32_t mark = 0;    ///< The first character that is no white space, 0 if there is none.
  char32_t second = 0;  ///< The second, 0 if there is none.
  std::uint8_t num_marks = 0;
  bool space_before = false;  ///< White space before the first mark (or at all, if there is none).
  bool space_after = false;   ///< … after the last mark.

  bool empty() const { return num_marks == 0 && !space_before; }
};

/// A run of digits or of letters. A number that touches letters ("15th") is two.
struct DateToken {
  std::size_t begin = 0;  ///< Half-open range of bytes of the text.
  std::size_t end = 0;
  DateGap before;
  std::uint32_t value = 0;  ///< Of a number of at most 9 digits.
  std::uint8_t num_digits = 0;
  bool is_capital = false;  ///< A word that begins with an ASCII capital.

  bool is_number() const { return num_digits > 0; }
};

/// Tokens of a short stretch of text. Holds scratch: reuse one.
class DateWindow {
 public:
  static constexpr std::size_t most_tokens = 64;

  /// Reads text[begin, end), which may cut characters and words; tokens that are cut are left out. `is_start`: what is
  /// before `begin` doesn't matter.
  void read(std::string_view text, std::size_t begin, std::size_t end, bool is_start);

  std::size_t size() const { return size_; }
  const DateToken& operator[](std::size_t i) const { return tokens_[i]; }
  /// The word at level spelling, one run of letters however many words that would be there.
  const std::string& folded(std::size_t i);

 private:
  std::string_view text_;
  std::array<DateToken, most_tokens> tokens_;
  std::array<std::string, most_tokens> folded_;
  std::array<bool, most_tokens> is_folded_{};
  std::size_t size_ = 0;
};

}  // namespace nuskha
