// One text held ready to be measured against many others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "match/match_text.h"
#include "nuskha/match.h"

namespace nuskha {

/// Measures one text, set once, against any number of others. Holds tables: use one per thread.
class Probe {
 public:
  /// The shingles of a text of more than `most_shingles_of_table` are sorted, 8 bytes each, where a table takes 64 to
  /// 128; what is measured is the same.
  explicit Probe(unsigned shingle_words, std::size_t most_shingles_of_table = std::size_t{1} << 23)
      : shingle_words_(shingle_words), most_shingles_of_table_(most_shingles_of_table) {}

  /// Takes the text that others are measured against. The words must stay where they are. What is made ready of it is
  /// when it is first needed.
  void set_text(const MatchText& text);

  /// An upper bound of the number of words of the other text that also stand in this one, repetitions counted, and so
  /// of the LCS. Cost O(|other|), a nanosecond or two a word. Where the bound is less than `least`, any such number is
  /// given, as soon as that is known.
  std::size_t common_words_bound(std::span<const WordId> other, std::size_t least = 0);

  /// Length of the LCS. Cost O(|other|) table look-ups plus the blocks of 64 positions in which its words occur here.
  std::size_t lcs_length(std::span<const WordId> other) { return lcs_length(other, 0).value_or(0); }
  /// The same, or nothing if it is less than `least`: the more that is, the sooner it is known.
  std::optional<std::size_t> lcs_length(std::span<const WordId> other, std::size_t least);

  /// Number of distinct shingles of a text. Cost O(n log n): worth keeping where a text is measured more than once.
  std::size_t count_shingles(std::span<const WordId> words);

  /// All measurements but rare_shingles; this text is a, the other b. `other_shingles` is count_shingles of the other.
  Measurements measure(const MatchText& other, std::size_t other_shingles) {
    return measure(other, other_shingles, lcs_length(other.words), true);
  }
  /// The same where lcs_length of the other was asked last, and gave `lcs`; common_bag is counted or left at that.
  Measurements measure(const MatchText& other, std::size_t other_shingles, std::size_t lcs, bool with_bag);

 private:
  /// Where a word of the text stands: row 0 is that of all words that aren't there.
  struct Slot {
    WordId word;
    std::uint32_t row;  // 0: free
  };
  /// Of a long text: occurrences of a word, as bits of 64-position blocks.
  struct MaskRange {
    std::uint32_t begin;  // into masks_
    std::uint32_t end;
  };
  struct Mask {
    std::uint32_t block;
    std::uint64_t bits;
  };

  /// Positions of the text that are to be matched.
  struct Columns {
    std::size_t begin, end;
    std::size_t size() const { return end - begin; }
  };
  struct Matched {
    std::size_t length;  // of a common subsequence of so many rows
    std::size_t rows;
  };

  std::uint32_t find(WordId word) const;
  void find_rows(std::span<const WordId> other, std::size_t prefix, std::size_t suffix);
  void prepare_bag();
  void prepare_words();
  void widen_slots();
  void prepare_bits();
  void prepare_masks();
  bool has_bits() const;
  void reset_state(Columns columns);
  std::size_t count_matched(Columns columns) const;
  template <std::size_t num_blocks>
  void match_blocks(std::span<const std::uint32_t> rows, const std::uint64_t* bits, std::uint64_t* state,
                    std::uint8_t* carries) const;
  std::size_t match_window(std::span<const std::uint32_t> rows, std::size_t first_block, std::size_t end_block);
  Matched match_band(Columns columns, std::size_t least);
  std::size_t match_bits(Columns columns, std::size_t least);
  std::size_t match_masks(Columns columns);
  std::size_t end_of_next(std::uint32_t row, std::size_t from) const;
  std::optional<std::size_t> match_all_but(std::size_t most_left_out, std::size_t begin, std::size_t end);
  /// Of a long text: length of the LCS of rows_ and its words in [begin, end); nothing where masks are likely cheaper.
  std::optional<std::size_t> match_long(std::size_t begin, std::size_t end);
  void prepare_shingles();
  std::size_t find_shingle(std::uint64_t value) const;
  template <class Note>
  std::size_t insert_shingles(std::vector<std::uint64_t>& table, Note&& note);
  std::size_t count_common_shingles(std::span<const WordId> other);
  std::size_t count_common_bag();

  unsigned shingle_words_;
  std::size_t most_shingles_of_table_;
  MatchText whole_;
  std::span<const WordId> text_;       // words of the text
  std::vector<std::uint32_t> row_at_;  // of each position
  std::vector<Slot> slots_;            // open addressing
  std::size_t slot_mask_ = 0;
  std::vector<std::int32_t> num_left_;  // by row: occurrences that a comparison has not taken yet
  std::vector<std::uint64_t> bits_;     // of a text that isn't long: its positions, num_blocks_ numbers a row
  std::size_t num_blocks_ = 0;
  std::vector<MaskRange> ranges_;  // of a long text, by row
  std::vector<Mask> masks_;
  std::vector<std::uint32_t> row_in_other_;  // of each position of the other text
  bool rows_known_ = false;
  std::vector<std::uint32_t> rows_;  // scratch: of the words to be matched
  std::vector<std::uint64_t> state_;
  std::vector<std::uint64_t> counted_;           // scratch of count_shingles
  std::vector<std::uint64_t> shingles_;          // scratch
  std::vector<std::uint64_t> sorted_shingles_;   // of a very long text, each once; empty: shingle_table_ has them
  std::vector<std::uint64_t> shingle_table_;     // open addressing: distinct shingles of the text; 0 = free
  std::vector<std::uint32_t> shingle_seen_;      // by slot: the last comparison that met it
  std::vector<std::uint32_t> place_of_shingle_;  // by slot: where in the text it stands
  std::vector<std::uint32_t> slot_at_;           // of the shingle that begins at each position
  std::size_t shingle_mask_ = 0;
  std::size_t num_shingles_ = 0;
  std::uint32_t comparison_ = 0;
  bool bag_ready_ = false;
  bool words_ready_ = false;
  bool shingles_ready_ = false;
  bool numbers_ready_ = false;
  std::vector<WordId> numbers_;  // distinct, sorted
  std::vector<WordId> other_numbers_;
  std::vector<std::int16_t> bag_;       // occurrences by the low bits of word ids; texts of up to most_bag_words words
  std::vector<std::int16_t> bag_left_;  // scratch
};

}  // namespace nuskha
