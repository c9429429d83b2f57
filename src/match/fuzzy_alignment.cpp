// Entry point: FuzzyAligner::align. Anchors are those of patience sorting (a longest increasing subsequence of the
// words that stand once in both); gaps are aligned as Needleman and Wunsch do (1970), with two moves more for words
// joined and split. Test: tests/match/fuzzy_alignment_test.cpp.
#include "match/fuzzy_alignment.h"

#include <algorithm>
#include <bit>

#include "match/near_word.h"

namespace nuskha {
namespace {

// Cells of all gaps: of texts of up to 64 words the whole table, of longer ones what gaps of 32 words make.
constexpr std::size_t cells_of_any = std::size_t{1} << 12;
constexpr std::size_t cells_per_word = 24;

constexpr std::size_t most_cells_of_gap = std::size_t{1} << 10;  // a larger one is divided
constexpr unsigned most_divisions = 8;

// Scores: by the words covered; of alignments that cover the same, the one with the fewest edits is the best.
constexpr int score_of_word = 16;
constexpr int price_of_edit = 2;
constexpr int price_of_joining = 3;

constexpr std::uint32_t least_letters_of_joined = 4;
constexpr std::uint32_t most_letters_of_joined = 64;

// What the cell of the table was reached by.
enum Move : std::uint8_t { skip_a, skip_b, equal, near, join_a, join_b };

/// A bound by the letters alone. Digits may be misread letters (l and 1), but one number is never read for another.
bool may_be_near(std::uint64_t set_a, std::uint64_t set_b, std::size_t edits) {
  if ((set_a & set_b & has_digits) != 0) return false;
  return static_cast<std::size_t>(std::popcount((set_a ^ set_b) & ~has_digits)) <= 2 * edits;
}

/// Words that stand once, as word << 32 | position, sorted. Positions begin with `first`.
void collect_single_words(std::span<const WordId> words, std::size_t first, std::vector<std::uint64_t>& out) {
  out.clear();
  for (std::size_t i = 0; i < words.size(); ++i) out.push_back(std::uint64_t{words[i]} << 32 | (first + i));
  std::sort(out.begin(), out.end());
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < out.size();) {
    std::size_t end = begin + 1;
    while (end < out.size() && out[end] >> 32 == out[begin] >> 32) ++end;
    if (end == begin + 1) out[kept++] = out[begin];
    begin = end;
  }
  out.resize(kept);
}

}  // namespace

void FuzzyAligner::set_side(const FuzzyText& text, Side& side) {
  side.text = text;
  side.shapes.resize(text.words.size());
  for (std::size_t i = 0; i < side.shapes.size(); ++i) {
    const std::span<const char32_t> word = text.letters->word(i);
    side.shapes[i] = {letter_set(word), static_cast<std::uint32_t>(word.size())};
  }
}

void FuzzyAligner::set(const FuzzyText& a, const FuzzyText& b) {
  set_side(a, a_);
  set_side(b, b_);
  matches_.clear();
  anchors_.clear();
  most_cells_ = cells_of_any + cells_per_word * (a.words.size() + b.words.size());
}

const std::vector<WordMatch>& FuzzyAligner::align(const FuzzyText& a, const FuzzyText& b, std::size_t least_matched) {
  set(a, b);
  find_anchors();
  if (count_cells() > most_cells_) return matches_;
  Range rest_a{0, static_cast<std::uint32_t>(a.words.size())};
  Range rest_b{0, static_cast<std::uint32_t>(b.words.size())};
  std::size_t num_matched = 0;
  for (const WordMatch& anchor : anchors_) {
    num_matched += align_gap({rest_a.begin, anchor.a}, {rest_b.begin, anchor.b}) + 2;
    matches_.push_back(anchor);
    rest_a.begin = anchor.a + 1;
    rest_b.begin = anchor.b + 1;
    // Of what follows, no word of the shorter rest can stand for more than two.
    const std::size_t left_a = rest_a.end - rest_a.begin;
    const std::size_t left_b = rest_b.end - rest_b.begin;
    if (num_matched + std::min(left_a + left_b, 3 * std::min(left_a, left_b)) < least_matched) {
      matches_.clear();
      return matches_;
    }
  }
  align_gap(rest_a, rest_b);
  return matches_;
}

int FuzzyAligner::score_without_anchors(const FuzzyText& a, const FuzzyText& b) {
  set(a, b);
  last_score_ = 0;
  align_gap({0, static_cast<std::uint32_t>(a.words.size())}, {0, static_cast<std::uint32_t>(b.words.size())});
  return last_score_;
}

/// Anchors of the whole, then of the gaps between them that are still large, where more words stand once.
void FuzzyAligner::find_anchors() {
  struct Gap {
    Range a, b;
    unsigned depth;
  };
  std::vector<Gap> gaps = {{{0, static_cast<std::uint32_t>(a_.text.words.size())},
                            {0, static_cast<std::uint32_t>(b_.text.words.size())},
                            0}};
  while (!gaps.empty()) {
    Gap gap = gaps.back();
    gaps.pop_back();
    const std::size_t cells = std::size_t{gap.a.end - gap.a.begin} * (gap.b.end - gap.b.begin);
    if (cells <= most_cells_of_gap || gap.depth == most_divisions) continue;
    const std::size_t first = anchors_.size();
    add_anchors(gap.a, gap.b);
    if (anchors_.size() == first) continue;
    for (std::size_t i = first; i < anchors_.size(); ++i) {
      gaps.push_back({{gap.a.begin, anchors_[i].a}, {gap.b.begin, anchors_[i].b}, gap.depth + 1});
      gap.a.begin = anchors_[i].a + 1;
      gap.b.begin = anchors_[i].b + 1;
    }
    gaps.push_back({gap.a, gap.b, gap.depth + 1});
  }
  std::sort(anchors_.begin(), anchors_.end(), [](const WordMatch& x, const WordMatch& y) { return x.a < y.a; });
}

/// Adds the words that stand once in both ranges and run in the same order, in that order.
void FuzzyAligner::add_anchors(Range a, Range b) {
  collect_single_words(a_.text.words.subspan(a.begin, a.end - a.begin), a.begin, sorted_a_);
  collect_single_words(b_.text.words.subspan(b.begin, b.end - b.begin), b.begin, sorted_b_);
  std::vector<WordMatch>& common = matches_;  // scratch until the alignment begins
  for (std::size_t i = 0, j = 0; i < sorted_a_.size() && j < sorted_b_.size();) {
    const std::uint64_t x = sorted_a_[i] >> 32;
    const std::uint64_t y = sorted_b_[j] >> 32;
    if (x == y)
      common.push_back(
          {static_cast<std::uint32_t>(sorted_a_[i]), static_cast<std::uint32_t>(sorted_b_[j]), 1, 1, true});
    i += x <= y;
    j += y <= x;
  }
  std::sort(common.begin(), common.end(), [](const WordMatch& x, const WordMatch& y) { return x.a < y.a; });
  // tails_[n]: the match with the least b that ends a chain of n + 1.
  constexpr std::uint32_t none = ~std::uint32_t{0};
  const std::size_t first = anchors_.size();
  tails_.clear();
  before_.assign(common.size(), none);
  for (std::uint32_t i = 0; i < common.size(); ++i) {
    const auto tail = std::lower_bound(tails_.begin(), tails_.end(), common[i].b,
                                       [&](std::uint32_t t, std::uint32_t place) { return common[t].b < place; });
    if (tail != tails_.begin()) before_[i] = *(tail - 1);
    if (tail == tails_.end()) {
      tails_.push_back(i);
    } else {
      *tail = i;
    }
  }
  for (std::uint32_t i = tails_.empty() ? none : tails_.back(); i != none; i = before_[i])
    anchors_.push_back(common[i]);
  std::reverse(anchors_.begin() + static_cast<std::ptrdiff_t>(first), anchors_.end());
  common.clear();
}

/// Cells of the tables between the anchors, or a number beyond what is allowed.
std::size_t FuzzyAligner::count_cells() const {
  std::size_t cells = 0;
  std::size_t a = 0;
  std::size_t b = 0;
  for (const WordMatch& anchor : anchors_) {
    cells += (anchor.a - a) * (anchor.b - b);
    a = anchor.a + 1;
    b = anchor.b + 1;
  }
  return cells + (a_.text.words.size() - a) * (b_.text.words.size() - b);
}

/// Score of a word of each text as near words; 0 if they aren't.
int FuzzyAligner::near_score(std::size_t i, std::size_t j) const {
  const Shape& a = a_.shapes[i];
  const Shape& b = b_.shapes[j];
  const auto [shorter, longer] = std::minmax(a.length, b.length);
  const std::size_t edits = most_edits(longer);
  if (edits == 0 || shorter == 0 || longer - shorter > edits || !may_be_near(a.letters, b.letters, edits)) return 0;
  const std::size_t distance = edit_distance(a_.letters_of(i), b_.letters_of(j));
  return distance > edits ? 0 : 2 * score_of_word - price_of_edit * static_cast<int>(distance);
}

/// True if two words of one text may be near one of the other, by their shapes.
inline bool FuzzyAligner::may_be_joined(const Shape& first, const Shape& second, const Shape& word) {
  const std::uint32_t joined = first.length + second.length;
  const auto [shorter, longer] = std::minmax(joined, word.length);
  if (shorter < least_letters_of_joined || longer > most_letters_of_joined) return false;
  const std::size_t edits = most_edits(longer) - 1;
  return longer - shorter <= edits && first.length > 0 && second.length > 0 &&
         may_be_near(first.letters | second.letters, word.letters, edits);
}

/// Score of words i and i + 1 of one text, which may be joined, as one of the other; 0 if they aren't near it.
int FuzzyAligner::joined_score(const Side& parts, std::size_t i, const Side& whole, std::size_t j) {
  const std::uint32_t joined = parts.shapes[i].length + parts.shapes[i + 1].length;
  const std::size_t edits = most_edits(std::max(joined, whole.shapes[j].length)) - 1;
  joined_.assign(parts.letters_of(i).begin(), parts.letters_of(i).end());
  joined_.insert(joined_.end(), parts.letters_of(i + 1).begin(), parts.letters_of(i + 1).end());
  const std::size_t distance = edit_distance(joined_, whole.letters_of(j));
  return distance > edits ? 0 : 3 * score_of_word - price_of_joining - price_of_edit * static_cast<int>(distance);
}

/// Returns how many words it matched, counted on both sides.
std::size_t FuzzyAligner::align_gap(Range a, Range b) {
  const std::size_t height = a.end - a.begin;
  const std::size_t width = b.end - b.begin;
  if (height == 0 || width == 0) return 0;
  const std::size_t cells = (height + 1) * (width + 1);
  // Cell (i, j): the best of the first i words of a and the first j of b. Rows i, i − 1 and i − 2 are kept.
  moves_.assign(cells, skip_b);
  rows_.assign(3 * (width + 1), 0);
  int* row = rows_.data();
  int* above = row + width + 1;
  int* above2 = above + width + 1;
  for (std::size_t i = 1; i <= height; ++i) {
    int* const free = above2;
    above2 = above;
    above = row;
    row = free;
    row[0] = 0;
    moves_[i * (width + 1)] = skip_a;
    const std::size_t x = a.begin + i - 1;
    for (std::size_t j = 1; j <= width; ++j) {
      const std::size_t y = b.begin + j - 1;
      int best = above[j];
      Move move = skip_a;
      const auto consider = [&](int score, Move other) {
        if (score > best) {
          best = score;
          move = other;
        }
      };
      consider(row[j - 1], skip_b);
      if (a_.text.words[x] == b_.text.words[y]) {
        consider(above[j - 1] + 2 * score_of_word, equal);
      } else if (const int score = near_score(x, y); score > 0) {
        consider(above[j - 1] + score, near);
      }
      if (i >= 2 && may_be_joined(a_.shapes[x - 1], a_.shapes[x], b_.shapes[y]))
        if (const int score = joined_score(a_, x - 1, b_, y); score > 0) consider(above2[j - 1] + score, join_a);
      if (j >= 2 && may_be_joined(b_.shapes[y - 1], b_.shapes[y], a_.shapes[x]))
        if (const int score = joined_score(b_, y - 1, a_, x); score > 0) consider(above[j - 2] + score, join_b);
      row[j] = best;
      moves_[i * (width + 1) + j] = move;
    }
  }
  last_score_ = row[width];
  const std::size_t first = matches_.size();
  std::size_t num_matched = 0;
  for (std::size_t i = height, j = width; i > 0 && j > 0;) {
    const auto move = static_cast<Move>(moves_[i * (width + 1) + j]);
    const std::uint8_t words_a = move == skip_b ? 0 : move == join_a ? 2 : 1;
    const std::uint8_t words_b = move == skip_a ? 0 : move == join_b ? 2 : 1;
    i -= words_a;
    j -= words_b;
    if (words_a == 0 || words_b == 0) continue;
    matches_.push_back({static_cast<std::uint32_t>(a.begin + i), static_cast<std::uint32_t>(b.begin + j), words_a,
                        words_b, move == equal});
    num_matched += std::size_t{words_a} + words_b;
  }
  std::reverse(matches_.begin() + static_cast<std::ptrdiff_t>(first), matches_.end());
  return num_matched;
}

}  // namespace nuskha
