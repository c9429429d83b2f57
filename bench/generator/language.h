// Made-up languages: words by Zipf's law out of a vocabulary without an end, and how they are spelled and set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generator/random.h"

namespace nuskha::bench {

enum class Script : std::uint8_t { latin, accents, arabic, cyrillic, hebrew, thai, han };
inline constexpr std::size_t num_scripts = 7;
inline constexpr std::array<std::string_view, num_scripts> script_names = {"latin",  "accents", "arabic", "cyrillic",
                                                                           "hebrew", "thai",    "han"};

/// A word is a number: below `num_common` one of the few hundred that every text is full of, at `first_number` and
/// above a number in digits, between them a word of some subject.
using Word = std::uint64_t;
inline constexpr Word num_common = 1024;
inline constexpr Word first_number = Word{1} << 62;

/// One letter in UTF-8.
struct Letter {
  std::array<char, 4> bytes{};
  std::uint8_t length = 0;
};

class Language {
 public:
  explicit Language(Script script);

  /// `count` words. Half are common ones, of which never three stand together, three tenths are words of the subject
  /// `topic` (4,092 words by Zipf's law), the rest are drawn from all words of the language, of which there are the
  /// more, the more is drawn: n^0.66 different ones among n (Heaps' law).
  void draw(Random& random, std::uint64_t topic, std::size_t count, std::vector<Word>& out) const;

  /// The words as a text: sentences of 18 words, paragraphs of four sentences, the last one ended by a line end.
  /// `line_end` stands for each line end: "\n", or "\\n" inside JSON.
  void append_text(std::span<const Word> words, std::string_view line_end, std::string& out) const;

  /// The words alone, in lower case with a space between two of them: every program divides that into the same words.
  void append_plain(std::span<const Word> words, std::string& out) const;

  void append_word(Word word, std::string& out) const;

 private:
  Word draw_word(Random& random, std::uint64_t topic, int& num_common_before) const;
  void append_spelling(Word word, std::size_t count, std::string& out) const;

  Script script_;
  static constexpr std::size_t num_letters = 64;
  std::array<Letter, num_letters> letters_;  // frequent ones more than once; not for Han
  std::vector<std::string> common_words_;    // spelled
  std::vector<std::uint16_t> common_table_;  // a word has as many places as its frequency says
};

}  // namespace nuskha::bench
