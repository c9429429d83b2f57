// Words broken at the end of a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nuskha {

/// Tells which hyphens at the ends of lines were put there to break a word, by the words that stand whole elsewhere in
/// the same document. docs/formats/pdf.md has the rule. Not thread-safe.
class LineHyphens {
 public:
  enum class Kind : unsigned char {
    none,    ///< No hyphen: a space goes between the lines.
    keep,    ///< A hyphen that belongs to the word: nothing goes between.
    remove,  ///< A hyphen of the typesetter's: it goes.
  };

  /// Takes in the words of a line. All lines must be learned before the first question.
  void learn(std::string_view line);

  /// What the end of `before` is, where the line `next` follows.
  Kind at(std::string_view before, std::string_view next) const;

 private:
  std::unordered_map<std::string, std::size_t> words_;  // lower case, with the hyphens inside them
  std::size_t num_lines_ = 0;
  std::size_t num_broken_ = 0;  // lines that end in a letter and a hyphen
};

}  // namespace nuskha
