// Entry point: collate. Texts are merged into one row of columns one by one, the longest first. A text is laid along
// the columns by the shortest edit script (Myers, An O(ND) difference algorithm and its variations, Algorithmica 1,
// 1986). Where that is long, by the words that stand once in both, as many of them as run in the same order (the
// anchors of "patience" diffs), and between two of these by Myers. Words left on both sides between two matches replace
// one another in order. Test: tests/family/collate_test.cpp.
#include "family/collate.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace nuskha {
namespace {

/// Texts with no more differences than this are laid along one another as they are, without anchors.
constexpr std::ptrdiff_t most_differences_unanchored = 64;

/// Whether there may be as few is looked into when there are more than this.
constexpr std::ptrdiff_t few_differences = 12;

/// Between two anchors: a piece with more differences than this is taken to be rewritten, but for its ends.
constexpr std::ptrdiff_t most_differences = 512;

struct Match {
  std::size_t column;
  std::size_t word;
};

class Columns {
 public:
  explicit Columns(std::size_t num_texts) : places_(num_texts) {}

  void add(std::size_t text, std::span<const WordId> words) {
    matches_.clear();
    align(words);
    matches_.push_back({columns_.size(), words.size()});
    std::vector<std::uint32_t> merged;
    merged.reserve(columns_.size() + words.size());
    std::vector<std::uint32_t>& places = places_[text];
    places.resize(words.size());
    std::size_t column = 0;
    std::size_t word = 0;
    const auto take_column = [&] { merged.push_back(columns_[column++]); };
    for (const Match& match : matches_) {
      for (; column < match.column && word < match.word; take_column()) {
        places[word] = columns_[column];
        add_reading(column, words[word++]);
      }
      while (column < match.column) take_column();
      while (word < match.word) {
        places[word] = static_cast<std::uint32_t>(readings_.size());
        readings_.push_back({words[word++], none});
        merged.push_back(places[word - 1]);
      }
      if (column == columns_.size()) break;
      places[word++] = columns_[column];  // which holds the word
      take_column();
    }
    columns_ = std::move(merged);
  }

  /// To be called when all texts are added.
  void number() {
    std::vector<std::uint32_t> number_of(readings_.size());
    for (std::uint32_t column = 0; column < columns_.size(); ++column) number_of[columns_[column]] = column;
    for (std::vector<std::uint32_t>& places : places_)
      for (std::uint32_t& place : places) place = number_of[place];
  }

  std::size_t size() const { return columns_.size(); }
  /// Column of each word of a text, once numbered.
  std::span<const std::uint32_t> places(std::size_t text) const { return places_[text]; }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  /// A word that some text has in a column, and the next such.
  struct ColumnWord {
    WordId word;
    std::uint32_t next;
  };
  /// A word of the text in hand, and how many columns hold it.
  struct WordCount {
    WordId word;
    std::uint32_t in_text;  // 0: free
    std::uint32_t in_columns;
    std::uint32_t column;  // the last
    std::uint32_t place;   // in the text, the last
  };

  bool holds(std::size_t column, WordId word) const {
    for (std::uint32_t i = columns_[column]; i != none; i = readings_[i].next)
      if (readings_[i].word == word) return true;
    return false;
  }

  void add_reading(std::size_t column, WordId word) {
    if (holds(column, word)) return;
    const std::uint32_t first = columns_[column];
    readings_.push_back({word, readings_[first].next});
    readings_[first].next = static_cast<std::uint32_t>(readings_.size() - 1);
  }

  /// Finds the matches of the words with the columns, in order.
  void align(std::span<const WordId> words) {
    std::size_t begin = 0;
    std::size_t column_end = columns_.size();
    std::size_t word_end = words.size();
    while (begin < column_end && begin < word_end && holds(begin, words[begin])) {
      matches_.push_back({begin, begin});
      ++begin;
    }
    while (column_end > begin && word_end > begin && holds(column_end - 1, words[word_end - 1]))
      --column_end, --word_end;
    if (!align_piece(words, begin, column_end, begin, word_end, few_differences) &&
        !align_unanchored(words, begin, column_end, word_end)) {
      find_anchors();
      std::size_t column = begin;
      std::size_t word = begin;
      for (const Match& anchor : anchors_) {
        align_piece(words, column, anchor.column, word, anchor.word, most_differences);
        matches_.push_back(anchor);
        column = anchor.column + 1;
        word = anchor.word + 1;
      }
      align_piece(words, column, column_end, word, word_end, most_differences);
    }
    for (; word_end < words.size(); ++column_end, ++word_end) matches_.push_back({column_end, word_end});
  }

  /// Aligns the words from `begin` on without anchors, unless they have too many differences for that. Then returns
  /// false, and the words are counted.
  bool align_unanchored(std::span<const WordId> words, std::size_t begin, std::size_t column_end,
                        std::size_t word_end) {
    count_words(words, begin, column_end, word_end);
    std::size_t most_matches = 0;
    for (const WordCount& count : counts_) most_matches += std::min(count.in_text, count.in_columns);
    const std::size_t least = column_end - begin + word_end - begin - 2 * most_matches;
    return least <= std::size_t{most_differences_unanchored} &&
           align_piece(words, begin, column_end, begin, word_end, most_differences_unanchored);
  }

  void count_words(std::span<const WordId> words, std::size_t begin, std::size_t column_end, std::size_t word_end) {
    const std::size_t num_slots = std::bit_ceil(2 * (word_end - begin) + 2);
    counts_.assign(num_slots, {});
    const auto count_of = [&](WordId word) -> WordCount& {
      std::size_t slot = (word * std::uint64_t{0x9E3779B97F4A7C15}) >> 32 & (num_slots - 1);
      while (counts_[slot].in_text != 0 && counts_[slot].word != word) slot = (slot + 1) & (num_slots - 1);
      return counts_[slot];
    };
    for (std::size_t place = begin; place < word_end; ++place) {
      WordCount& count = count_of(words[place]);
      count.word = words[place];
      ++count.in_text;
      count.place = static_cast<std::uint32_t>(place);
    }
    for (std::size_t column = begin; column < column_end; ++column)
      for (std::uint32_t i = columns_[column]; i != none; i = readings_[i].next) {
        WordCount& count = count_of(readings_[i].word);
        if (count.in_text == 0) continue;
        ++count.in_columns;
        count.column = static_cast<std::uint32_t>(column);
      }
  }

  /// Words that stand once among the columns and once in the text, the longest run of them in the same order.
  void find_anchors() {
    anchors_.clear();
    std::vector<Match>& common = common_;
    common.clear();
    for (const WordCount& count : counts_)
      if (count.in_text == 1 && count.in_columns == 1) common.push_back({count.column, count.place});
    // Two words of the text may have one column in common: the later one comes first, so that only one can be taken.
    std::sort(common.begin(), common.end(), [](const Match& x, const Match& y) {
      return x.column != y.column ? x.column < y.column : x.word > y.word;
    });
    keep_increasing(common);
  }

  /// The longest subsequence of `common` whose words increase, into anchors_.
  void keep_increasing(const std::vector<Match>& common) {
    std::vector<std::size_t> last_of_length;  // index of the least last element of a run of that length
    before_.resize(common.size());
    for (std::size_t i = 0; i < common.size(); ++i) {
      const auto at = std::lower_bound(last_of_length.begin(), last_of_length.end(), common[i].word,
                                       [&](std::size_t x, std::size_t word) { return common[x].word < word; });
      before_[i] = at == last_of_length.begin() ? common.size() : *(at - 1);
      if (at == last_of_length.end()) {
        last_of_length.push_back(i);
      } else {
        *at = i;
      }
    }
    if (last_of_length.empty()) return;
    for (std::size_t i = last_of_length.back(); i != common.size(); i = before_[i]) anchors_.push_back(common[i]);
    std::reverse(anchors_.begin(), anchors_.end());
  }

  /// Matches [column, column_end) with [word, word_end), unless, apart from their common ends, they have more than
  /// `most` differences. Then returns false; the common ends are matched all the same if that was the last resort.
  bool align_piece(std::span<const WordId> words, std::size_t column, std::size_t column_end, std::size_t word,
                   std::size_t word_end, std::ptrdiff_t most) {
    const std::size_t first = matches_.size();
    while (column < column_end && word < word_end && holds(column, words[word])) matches_.push_back({column++, word++});
    std::size_t num_last = 0;
    while (column < column_end - num_last && word < word_end - num_last &&
           holds(column_end - 1 - num_last, words[word_end - 1 - num_last]))
      ++num_last;
    const auto rows = static_cast<std::ptrdiff_t>(column_end - num_last - column);
    const auto cols = static_cast<std::ptrdiff_t>(word_end - num_last - word);
    const bool found = rows == 0 || cols == 0 || align_middle(words, column, rows, word, cols, most);
    if (!found && most < most_differences) {
      matches_.resize(first);
      return false;
    }
    for (; num_last > 0; --num_last) matches_.push_back({column_end - num_last, word_end - num_last});
    return found;
  }

  /// Myers' greedy algorithm. furthest_ keeps the state after each number of differences d: 2d + 1 diagonals.
  bool align_middle(std::span<const WordId> words, std::size_t column, std::ptrdiff_t rows, std::size_t word,
                    std::ptrdiff_t cols, std::ptrdiff_t most) {
    if (std::abs(rows - cols) > most) return false;
    const auto state = [&](std::ptrdiff_t d, std::ptrdiff_t k) -> std::int32_t& {
      return furthest_[static_cast<std::size_t>(d * d + d + k)];  // d² values belong to fewer differences
    };
    // The row from which d differences reach diagonal k: by a word of the text (no row), or by a column left out.
    const auto goes_down = [&](std::ptrdiff_t d, std::ptrdiff_t k) {
      return k == -d || (k != d && state(d - 1, k - 1) < state(d - 1, k + 1));
    };
    furthest_.clear();
    std::ptrdiff_t d = 0;
    for (bool done = false; !done; ++d) {
      if (d > most) return false;
      furthest_.resize(static_cast<std::size_t>((d + 1) * (d + 1)));
      for (std::ptrdiff_t k = -d; k <= d && !done; k += 2) {
        std::ptrdiff_t x = 0;
        if (d > 0) x = goes_down(d, k) ? state(d - 1, k + 1) : state(d - 1, k - 1) + 1;
        std::ptrdiff_t y = x - k;
        // Diagonals that have left the table stay outside of it.
        while (x < rows && y < cols && y >= 0 &&
               holds(column + static_cast<std::size_t>(x), words[word + static_cast<std::size_t>(y)]))
          ++x, ++y;
        state(d, k) = static_cast<std::int32_t>(x);
        done = x >= rows && y >= cols;
      }
    }
    const std::size_t first = matches_.size();
    std::ptrdiff_t x = rows;
    std::ptrdiff_t y = cols;
    for (--d; d >= 0; --d) {
      const std::ptrdiff_t k = x - y;
      std::ptrdiff_t from = 0;
      bool down = false;
      if (d > 0) {
        down = goes_down(d, k);
        from = down ? state(d - 1, k + 1) : state(d - 1, k - 1) + 1;
      }
      for (; x > from; --x, --y)
        matches_.push_back({column + static_cast<std::size_t>(x - 1), word + static_cast<std::size_t>(y - 1)});
      if (d > 0) (down ? y : x) -= 1;
    }
    std::reverse(matches_.begin() + static_cast<std::ptrdiff_t>(first), matches_.end());
    return true;
  }

  std::vector<std::uint32_t> columns_;  // first word of each, in readings_
  std::vector<ColumnWord> readings_;
  std::vector<std::vector<std::uint32_t>> places_;  // of each text's words: the column's first word, then its number
  std::vector<Match> matches_;
  // Scratch.
  std::vector<WordCount> counts_;  // open addressing
  std::vector<Match> common_;
  std::vector<Match> anchors_;
  std::vector<std::size_t> before_;
  std::vector<std::int32_t> furthest_;
};

/// Walks over the columns and writes down those in which texts differ.
class VariantWriter {
 public:
  VariantWriter(std::span<const std::span<const WordId>> texts, const Columns& columns)
      : texts_(texts), columns_(columns), next_(texts.size()), reading_(texts.size()), last_(texts.size()) {}

  Collation write() {
    const std::size_t n = texts_.size();
    out_.num_texts = n;
    out_.num_columns = columns_.size();
    out_.both_present.resize(n * n);
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      read_column(column);
      if (num_readings_ < 2) {
        run_ = 0;
      } else if (run_ > 0 && reading_ == last_) {
        ++run_;
        out_.weights.back() = std::sqrt(static_cast<double>(run_));
      } else {
        run_ = 1;
        last_ = reading_;
        out_.weights.push_back(1);
        out_.readings.insert(out_.readings.end(), reading_.begin(), reading_.end());
      }
    }
    count_gaps(columns_.size());
    return std::move(out_);
  }

 private:
  static constexpr std::uint64_t no_word = ~std::uint64_t{0};

  void read_column(std::size_t column) {
    std::uint64_t gaps = 0;
    num_readings_ = 0;
    for (std::size_t text = 0; text < texts_.size(); ++text) {
      const std::span<const std::uint32_t> places = columns_.places(text);
      std::size_t& next = next_[text];
      std::uint64_t word = no_word;
      if (next < places.size() && places[next] == column) {
        word = texts_[text][next++];
      } else {
        const std::size_t begin = next == 0 ? 0 : places[next - 1] + std::size_t{1};
        const std::size_t end = next == places.size() ? columns_.size() : places[next];
        if (end - begin > least_gap && column != begin) {
          gaps |= std::uint64_t{1} << text;
          reading_[text] = in_gap;
          continue;
        }
      }
      std::size_t reading = 0;
      while (reading < num_readings_ && words_[reading] != word) ++reading;
      if (reading == num_readings_) words_[num_readings_++] = word;
      reading_[text] = static_cast<Reading>(reading);
    }
    if (gaps != gaps_) {
      count_gaps(column);
      gaps_ = gaps;
      gaps_begin_ = column;
    }
  }

  /// Counts the columns [gaps_begin_, column), in which the same texts have gaps.
  void count_gaps(std::size_t column) {
    const auto count = static_cast<std::uint32_t>(column - gaps_begin_);
    const std::size_t n = texts_.size();
    for (std::size_t a = 0; a < n; ++a) {
      if ((gaps_ >> a & 1) != 0) continue;
      for (std::size_t b = 0; b < n; ++b)
        if ((gaps_ >> b & 1) == 0) out_.both_present[a * n + b] += count;
    }
  }

  std::span<const std::span<const WordId>> texts_;
  const Columns& columns_;
  std::vector<std::size_t> next_;  // word of each text
  std::vector<Reading> reading_;
  std::vector<Reading> last_;
  std::size_t run_ = 0;  // columns that differ as the last variant does, up to this one
  std::uint64_t words_[most_collated_texts] = {};
  std::size_t num_readings_ = 0;
  std::uint64_t gaps_ = 0;
  std::size_t gaps_begin_ = 0;
  Collation out_;
};

}  // namespace

Collation collate(std::span<const std::span<const WordId>> texts) {
  std::vector<std::size_t> order(texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
    if (texts[x].size() != texts[y].size()) return texts[x].size() > texts[y].size();
    return std::lexicographical_compare(texts[x].begin(), texts[x].end(), texts[y].begin(), texts[y].end());
  });
  Columns columns(texts.size());
  for (const std::size_t text : order) columns.add(text, texts[text]);
  columns.number();
  return VariantWriter(texts, columns).write();
}

}  // namespace nuskha
