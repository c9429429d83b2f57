// Two texts laid side by side where words may differ by a few letters, be joined or be split.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nuskha/text.h"
#include "text/word_letters.h"

namespace nuskha {

/// A text that is laid beside another: its words, and their letters. A view.
struct FuzzyText {
  std::span<const WordId> words;
  const WordLetters* letters = nullptr;
};

/// Words of one text that stand for words of the other: one for one, two for one, or one for two. Positions.
struct WordMatch {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint8_t words_a = 1;
  std::uint8_t words_b = 1;
  bool is_equal = false;  ///< The same word; else near: joined, split, or by the letters (near_word.h).
  friend bool operator==(const WordMatch&, const WordMatch&) = default;
};

/// Lays texts side by side. Words that stand once in either text are anchors where they run in the same order (longest
/// increasing subsequence), and so in what lies between two anchors, up to 8 times, while that has more than 1024
/// cells, pairs of positions; between anchors the alignment is the one that covers the most words, equal words before
/// near ones (dynamic programming over all pairs of positions of the gap). Bounded: texts with so few anchors that the
/// tables of the gaps have more than 24 cells a word and 4096 besides are no copies of one another, and get no match at
/// all. Holds tables: use one per thread.
class FuzzyAligner {
 public:
  /// The matches, in order. Cost: O(n log n) and a few nanoseconds a cell of the gaps. Texts of which a third of the
  /// words is intact have gaps of a dozen words, ten cells a word. Gives up, without a match, once the words matched so
  /// far and all that follow are less than `least_matched`, counted on both sides.
  const std::vector<WordMatch>& align(const FuzzyText& a, const FuzzyText& b, std::size_t least_matched = 0);

  /// The best alignment of a and b without anchors, by its score (cover of a match, less for near ones). For tests.
  int score_without_anchors(const FuzzyText& a, const FuzzyText& b);

 private:
  struct Range {
    std::uint32_t begin, end;
  };
  /// What of a word tells most words apart.
  struct Shape {
    std::uint64_t letters;  // letter_set
    std::uint32_t length;   // 0: compared as a whole only
  };
  struct Side {
    FuzzyText text;
    std::vector<Shape> shapes;
    std::span<const char32_t> letters_of(std::size_t word) const { return text.letters->word(word); }
  };
  static void set_side(const FuzzyText& text, Side& side);
  void set(const FuzzyText& a, const FuzzyText& b);
  void find_anchors();
  void add_anchors(Range a, Range b);
  std::size_t count_cells() const;
  std::size_t align_gap(Range a, Range b);
  static bool may_be_joined(const Shape& first, const Shape& second, const Shape& word);
  int near_score(std::size_t i, std::size_t j) const;
  int joined_score(const Side& parts, std::size_t i, const Side& whole, std::size_t j);

  Side a_, b_;
  std::vector<std::uint64_t> sorted_a_, sorted_b_;
  std::vector<WordMatch> anchors_;
  std::vector<std::uint32_t> tails_, before_;
  std::vector<int> rows_;            // of the table: three rows of scores
  std::vector<std::uint8_t> moves_;  // of the table
  std::vector<char32_t> joined_;
  std::vector<WordMatch> matches_;
  std::size_t most_cells_ = 0;
  int last_score_ = 0;
};

}  // namespace nuskha
