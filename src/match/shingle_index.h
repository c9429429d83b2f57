// The distinct shingles of texts and which texts hold each: what the complete join reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "match/match_text.h"

namespace nuskha {

/// Posting lists of the shingles that at least two texts share. Texts are numbered by rank: by number of distinct
/// shingles, then by position. Lists are numbered by length. A shingle is cut to 32 bits: two of one hash make an
/// overlap look larger, never smaller.
class ShingleIndex {
 public:
  /// The same for any number of threads, but for the order of a text's lists. Memory while it is made: about 12 bytes a
  /// word; cost: 25 to 30 ns a word.
  ShingleIndex(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads);

  std::size_t num_texts() const { return text_of_rank_.size(); }
  std::uint32_t text_of(std::size_t rank) const { return text_of_rank_[rank]; }
  /// Distinct shingles, unshared ones included.
  std::uint32_t size_of(std::size_t rank) const { return size_of_rank_[rank]; }
  /// The lists that a text stands in, in no order, as 2 · list, and 1 more if it is the last text there. For the caller
  /// to do with as it likes.
  std::span<std::uint32_t> entries_of(std::size_t rank) {
    return {entries_.get() + entries_begin_[rank], entries_.get() + entries_begin_[rank + 1]};
  }
  std::span<const std::uint32_t> entries_of(std::size_t rank) const {
    return {entries_.get() + entries_begin_[rank], entries_.get() + entries_begin_[rank + 1]};
  }
  /// The texts of a list, ascending.
  std::span<const std::uint32_t> ranks_of(std::uint32_t list) const {
    return {postings_.get() + postings_begin_[list], postings_.get() + postings_begin_[list + 1]};
  }
  /// For going through many lists: brings near what comes some places behind this one.
  void prefetch(std::span<const std::uint32_t> lists, std::size_t place) const {
    constexpr std::size_t ahead = 8;
    if (place + 2 * ahead < lists.size()) __builtin_prefetch(&postings_begin_[lists[place + 2 * ahead]]);
    if (place + ahead < lists.size()) __builtin_prefetch(&postings_[postings_begin_[lists[place + ahead]]]);
  }
  std::uint64_t length_of(std::uint32_t list) const { return postings_begin_[list + 1] - postings_begin_[list]; }
  /// Half of the length of a list, rounded down, summed over the lists of all texts.
  std::uint64_t half_of_lengths() const { return half_of_lengths_; }

 private:
  struct Part;
  struct Block;

  void number_texts(std::span<const MatchText> texts, unsigned shingle_words, std::span<const Part> parts);
  void number_lists(std::span<Part> parts);
  void fill_postings(Part& part, std::vector<Block>& blocks, unsigned block_shift);
  void fill_entries(std::span<std::vector<Block>> blocks_of_thread, std::size_t block, unsigned block_shift);

  std::vector<std::uint32_t> text_of_rank_;
  std::vector<std::uint32_t> rank_of_text_;
  std::vector<std::uint32_t> size_of_rank_;
  std::vector<std::uint64_t> entries_begin_;   // by rank, into entries_
  std::vector<std::uint64_t> postings_begin_;  // by list, into postings_
  std::uint64_t half_of_lengths_ = 0;
  std::unique_ptr<std::uint32_t[]> entries_;
  std::unique_ptr<std::uint32_t[]> postings_;
};

}  // namespace nuskha
