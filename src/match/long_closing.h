// A long text that shares passages with many short ones: made ready once, then each of them costs its own length.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/shingle_set.h"
#include "nuskha/text.h"

namespace nuskha {

constexpr double least_common_of_block = 0.6;  // shingles of a closing block that stand at the close of the other text

/// What remains of a text when closing blocks are set aside which the close of another text holds too. set_text costs
/// O(n log n) of its n words; each other text then O(m log n), m being its own words and those of blocks that are set
/// aside. Holds tables: one a thread.
class LongClosing {
 public:
  struct Block {
    std::uint32_t begin, end;  ///< Words.
    bool may_go;               ///< A closing block.
  };

  explicit LongClosing(unsigned shingle_words) : shingle_words_(shingle_words), shingles_(shingle_words) {}

  /// `blocks` of the text, in order; words outside them are set aside for good.
  void set_text(std::span<const WordId> words, std::span<const Block> blocks);

  /// Sets aside, until the next call, the blocks that may go and of which `stands_in_close(words)` says so. It is asked
  /// of those only that may have least_common_of_block of their distinct shingles in `close`: the distinct shingles of
  /// the close of the other text.
  template <class StandsInClose>
  void set_aside(std::span<const std::uint32_t> close, StandsInClose&& stands_in_close) {
    find_candidates(close);
    std::erase_if(aside_, [&](std::uint32_t block) { return !stands_in_close(words_of(block)); });
    find_changes();
  }

  /// Words that remain.
  std::size_t num_words() const { return num_words_; }

  /// How many of the distinct `shingles` stand in what remains; counts no further than `enough`.
  std::uint32_t count_common(std::span<const std::uint32_t> shingles, std::uint32_t enough);

 private:
  /// A shingle that tells of a block.
  struct Mark {
    std::uint32_t shingle, block;
    friend bool operator<(const Mark& x, const Mark& y) {
      return x.shingle != y.shingle ? x.shingle < y.shingle : x.block < y.block;
    }
  };
  struct Range {
    std::size_t begin, end;
  };

  std::span<const WordId> words_of(std::uint32_t block) const {
    return std::span(words_).subspan(blocks_[block].begin, blocks_[block].end - blocks_[block].begin);
  }
  void set_marks();
  void find_candidates(std::span<const std::uint32_t> close);
  void find_changes();
  void find_shingles_across(std::span<const Range> gaps, std::size_t gap);
  void shingle_what_remains();

  unsigned shingle_words_;
  TextShingles shingles_;
  std::vector<WordId> words_;                     // of all blocks, one after the other
  std::vector<Block> blocks_;                     // in words_
  std::vector<std::uint32_t> in_order_, sorted_;  // shingles of words_
  std::vector<Mark> marks_;
  // Of the last set_aside:
  std::vector<std::uint32_t> aside_;        // blocks
  std::size_t num_words_ = 0;               // that remain
  bool is_short_ = false;                   // fewer than a shingle remain, and come_ has what they are
  std::vector<std::uint32_t> gone_, come_;  // shingles: each occurrence that touches a block set aside; across the gaps
};

}  // namespace nuskha
