// Entry point: LongClosing. Test: tests/match/long_closing_test.cpp.
//
//   blocks that may go ─▶ the rarest of their shingles: a block of which 60 % are to be found has one of these
//   blocks set aside ─▶ shingles that go with them, shingles that come where what was before and after them meets
#include "match/long_closing.h"

#include "match/sorted_sets.h"

namespace nuskha {
namespace {

std::size_t count(std::span<const std::uint32_t> sorted, std::uint32_t shingle) {
  const auto [begin, end] = std::equal_range(sorted.begin(), sorted.end(), shingle);
  return static_cast<std::size_t>(end - begin);
}

}  // namespace

void LongClosing::set_text(std::span<const WordId> words, std::span<const Block> blocks) {
  words_.clear();
  blocks_.clear();
  for (const Block& block : blocks) {
    const auto begin = static_cast<std::uint32_t>(words_.size());
    const auto own = words.subspan(block.begin, block.end - block.begin);
    words_.insert(words_.end(), own.begin(), own.end());
    if (!own.empty()) blocks_.push_back({begin, static_cast<std::uint32_t>(words_.size()), block.may_go});
  }
  const std::span<const std::uint32_t> all = shingles_.all(words_);
  in_order_.assign(all.begin(), all.end());
  sorted_ = in_order_;
  std::sort(sorted_.begin(), sorted_.end());
  set_marks();
}

/// Of a block with d distinct shingles, of which at least c must be found, any d - c + 1 hold one that is.
void LongClosing::set_marks() {
  std::vector<Mark> all;
  for (std::uint32_t block = 0; block < blocks_.size(); ++block) {
    if (!blocks_[block].may_go) continue;
    for (const std::uint32_t shingle : shingles_.distinct(words_of(block))) all.push_back({shingle, block});
  }
  std::sort(all.begin(), all.end());
  struct Ranked {
    std::uint32_t block, num_blocks, shingle;
  };
  std::vector<Ranked> ranked;
  ranked.reserve(all.size());
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].shingle == all[begin].shingle) ++end;
    for (std::size_t i = begin; i < end; ++i)
      ranked.push_back({all[i].block, static_cast<std::uint32_t>(end - begin), all[i].shingle});
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& x, const Ranked& y) {
    if (x.block != y.block) return x.block < y.block;
    return x.num_blocks != y.num_blocks ? x.num_blocks < y.num_blocks : x.shingle < y.shingle;
  });
  marks_.clear();
  for (std::size_t begin = 0, end = 0; begin < ranked.size(); begin = end) {
    while (end < ranked.size() && ranked[end].block == ranked[begin].block) ++end;
    const auto least = static_cast<std::size_t>(least_common_of_block * static_cast<double>(end - begin));
    const std::size_t last = end - std::max<std::size_t>(least, 1) + 1;
    for (std::size_t i = begin; i < last; ++i) marks_.push_back({ranked[i].shingle, ranked[i].block});
  }
  std::sort(marks_.begin(), marks_.end());
}

void LongClosing::find_candidates(std::span<const std::uint32_t> close) {
  aside_.clear();
  for (const std::uint32_t shingle : close)
    for (auto mark = std::lower_bound(marks_.begin(), marks_.end(), Mark{shingle, 0});
         mark != marks_.end() && mark->shingle == shingle; ++mark)
      aside_.push_back(mark->block);
  sort_unique(aside_);
}

/// Sets what the blocks in aside_ change.
void LongClosing::find_changes() {
  gone_.clear();
  come_.clear();
  std::vector<Range> gaps;
  num_words_ = words_.size();
  for (const std::uint32_t i : aside_) {
    const Block& block = blocks_[i];
    num_words_ -= block.end - block.begin;
    if (!gaps.empty() && gaps.back().end == block.begin)
      gaps.back().end = block.end;
    else
      gaps.push_back({block.begin, block.end});
  }
  is_short_ = num_words_ < shingle_words_;
  if (is_short_) {
    shingle_what_remains();
    return;
  }
  std::size_t next = 0;  // shingle that isn't among those gone
  for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
    const std::size_t before = shingle_words_ - 1;  // words of a shingle that begins before the gap and touches it
    next = std::max(next, gaps[gap].begin - std::min(gaps[gap].begin, before));
    for (; next < std::min(gaps[gap].end, in_order_.size()); ++next) gone_.push_back(in_order_[next]);
    find_shingles_across(gaps, gap);
  }
  std::sort(gone_.begin(), gone_.end());
  std::sort(come_.begin(), come_.end());
}

/// Adds to come_ the shingles that begin before a gap and end behind it.
void LongClosing::find_shingles_across(std::span<const Range> gaps, std::size_t gap) {
  std::vector<WordId> around;
  std::size_t at = gaps[gap].begin;
  for (std::size_t i = gap; around.size() + 1 < shingle_words_;) {
    const std::size_t begin = i == 0 ? 0 : gaps[i - 1].end;
    while (at > begin && around.size() + 1 < shingle_words_) around.push_back(words_[--at]);
    if (i == 0) break;
    at = gaps[--i].begin;
  }
  std::reverse(around.begin(), around.end());
  const std::size_t num_before = around.size();
  at = gaps[gap].end;
  for (std::size_t i = gap + 1; around.size() - num_before + 1 < shingle_words_; ++i) {
    const std::size_t end = i == gaps.size() ? words_.size() : gaps[i].begin;
    while (at < end && around.size() - num_before + 1 < shingle_words_) around.push_back(words_[at++]);
    if (i == gaps.size()) break;
    at = gaps[i].end;
  }
  if (around.size() < shingle_words_) return;
  const std::span<const std::uint32_t> across = shingles_.all(around);
  come_.insert(come_.end(), across.begin(), across.end());
}

void LongClosing::shingle_what_remains() {
  std::vector<WordId> rest;
  std::size_t at = 0;
  for (std::uint32_t block = 0; block < blocks_.size(); ++block) {
    if (at < aside_.size() && aside_[at] == block) {
      ++at;
      continue;
    }
    const std::span<const WordId> words = words_of(block);
    rest.insert(rest.end(), words.begin(), words.end());
  }
  const std::span<const std::uint32_t> all = shingles_.all(rest);
  come_.assign(all.begin(), all.end());
  std::sort(come_.begin(), come_.end());
}

std::uint32_t LongClosing::count_common(std::span<const std::uint32_t> shingles, std::uint32_t enough) {
  std::uint32_t common = 0;
  for (const std::uint32_t shingle : shingles) {
    const bool remains = !is_short_ && count(sorted_, shingle) > count(gone_, shingle);
    if (!remains && !std::binary_search(come_.begin(), come_.end(), shingle)) continue;
    if (++common >= enough) break;
  }
  return common;
}

}  // namespace nuskha
