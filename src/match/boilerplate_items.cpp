// Entry point: BoilerplateItems. Test: tests/match/boilerplate_test.cpp.
#include "match/boilerplate_items.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"
#include "match/number_mask.h"

namespace nuskha {
namespace {

constexpr std::size_t shingle_words = 5;
constexpr std::size_t window = 4;                // of shingles, of which one is selected
constexpr std::size_t most_words_of_short = 12;  // a block up to here also counts as a whole
constexpr std::uint32_t neighbour_words = 5;     // of the block before or after it
constexpr std::uint32_t most_words_of_row = 24;  // a character of Japanese is a word

// The tail of a text, where footers stand.
constexpr std::size_t most_words_of_tail = 120;
constexpr std::size_t share_of_tail = 4;  // a quarter of the text at most

/// The tail begins with a block, if that leaves half of the text before it.
std::size_t begin_of_tail(const MatchText& text) {
  const std::size_t size = text.words.size();
  const std::size_t begin = size - std::min(most_words_of_tail, size / share_of_tail);
  const auto next = std::upper_bound(text.block_ends.begin(), text.block_ends.end(), begin);
  const std::size_t begin_of_block = next == text.block_ends.begin() ? 0 : *std::prev(next);
  return 2 * begin_of_block >= size ? begin_of_block : begin;
}

}  // namespace

std::uint64_t tail_hash(std::uint64_t hash) { return hash64_seeded(hash, 1); }

SelectedShingles::SelectedShingles(std::span<const MatchText> texts, std::size_t max_bytes) {
  std::size_t size = 0;
  for (const MatchText& text : texts) size += (text.words.size() + 63) / 64;
  if ((size + texts.size() + 1) * sizeof(std::uint64_t) > max_bytes) return;
  begins_.reserve(texts.size() + 1);
  begins_.push_back(0);
  for (const MatchText& text : texts) begins_.push_back(begins_.back() + (text.words.size() + 63) / 64);
  bits_.resize(size);
}

std::span<const BoilerplateItem> BoilerplateItems::read(const MatchText& text) {
  begin_text(text);
  hash_shingles();
  select_least();
  return end_text(text);
}

std::span<const BoilerplateItem> BoilerplateItems::read(const MatchText& text, std::span<std::uint64_t> selected) {
  const std::span<const BoilerplateItem> out = read(text);
  for (const std::uint32_t position : selected_) selected[position / 64] |= std::uint64_t{1} << position % 64;
  return out;
}

std::span<const BoilerplateItem> BoilerplateItems::read_again(const MatchText& text,
                                                              std::span<const std::uint64_t> selected) {
  begin_text(text);
  selected_.clear();
  for (std::size_t i = 0; i < selected.size(); ++i)
    for (std::uint64_t bits = selected[i]; bits != 0; bits &= bits - 1)
      selected_.push_back(static_cast<std::uint32_t>(64 * i + static_cast<std::size_t>(std::countr_zero(bits))));
  hashes_.resize(selected_.size());
  for (std::size_t i = 0; i < selected_.size(); ++i)
    hashes_[i] = hash64(&words_[selected_[i]], shingle_words * sizeof(WordId));
  only_selected_ = true;
  return end_text(text);
}

void BoilerplateItems::begin_text(const MatchText& text) {
  items_.clear();
  words_.resize(text.words.size());
  std::transform(text.words.begin(), text.words.end(), words_.begin(), masked);
  has_numbers_ = std::count_if(words_.begin(), words_.end(), is_number) != 0;
  find_rows(text);
  add_short_blocks(text);
}

std::span<const BoilerplateItem> BoilerplateItems::end_text(const MatchText& text) {
  add_shingles(text);
  const std::size_t tail = begin_of_tail(text);
  for (BoilerplateItem& item : items_) item.in_tail = item.begin >= tail;
  return items_;
}

/// Which blocks are rows of a table: short ones beside another that begins with the same two words, one of them a
/// number.
void BoilerplateItems::find_rows(const MatchText& text) {
  is_row_.assign(text.block_ends.size(), 0);
  has_rows_ = false;
  if (!has_numbers_) return;
  const auto begin_of = [&](std::size_t block) { return block == 0 ? 0 : text.block_ends[block - 1]; };
  const auto may_be_row = [&](std::size_t block) {
    const std::uint32_t length = text.block_ends[block] - begin_of(block);
    const WordId* const words = &words_[begin_of(block)];
    return length >= 2 && length <= most_words_of_row && (words[0] == any_number || words[1] == any_number);
  };
  for (std::size_t block = 1; block < is_row_.size(); ++block) {
    if (!may_be_row(block - 1) || !may_be_row(block)) continue;
    if (std::equal(&words_[begin_of(block)], &words_[begin_of(block)] + 2, &words_[begin_of(block - 1)])) {
      is_row_[block - 1] = is_row_[block] = 1;
      has_rows_ = true;
    }
  }
}

/// Whether words from a block up to `end` are of a row.
bool BoilerplateItems::touches_row(const MatchText& text, std::size_t block, std::size_t end) const {
  for (; block < is_row_.size(); ++block) {
    if (is_row_[block] != 0) return true;
    if (text.block_ends[block] >= end) break;
  }
  return false;
}

/// A short block counts together with a neighbour: the last words of the block before it, or the first of the one
/// after it, or an end of the text. On its own it might be a row of a table, which is in company of other rows
/// wherever it stands.
void BoilerplateItems::add_short_blocks(const MatchText& text) {
  std::uint32_t begin = 0;
  std::uint32_t begin_before = 0;
  for (std::size_t i = 0; i < text.block_ends.size(); ++i) {
    const std::uint32_t end = text.block_ends[i];
    if (end - begin <= most_words_of_short && is_row_[i] == 0 && !is_mostly_numbers({&words_[begin], end - begin})) {
      const std::uint64_t own = hash64(&words_[begin], (end - begin) * sizeof(WordId));
      const std::uint32_t before = std::max(begin_before, begin - std::min<std::uint32_t>(begin, neighbour_words));
      const std::uint32_t end_after =
          i + 1 < text.block_ends.size() ? std::min(text.block_ends[i + 1], end + neighbour_words) : end;
      items_.push_back(
          {hash64_seeded(own, hash64(&words_[before], (begin - before) * sizeof(WordId))), begin, end, false});
      items_.push_back({hash64_seeded(own, ~hash64(&words_[begin] + (end - begin), (end_after - end) * sizeof(WordId))),
                        begin, end, false});
    }
    begin_before = begin;
    begin = end;
  }
}

void BoilerplateItems::hash_shingles() {
  hashes_.resize(words_.size() - std::min(words_.size(), shingle_words - 1));
  for (std::size_t i = 0; i < hashes_.size(); ++i) hashes_[i] = hash64(&words_[i], shingle_words * sizeof(WordId));
  only_selected_ = false;
}

void BoilerplateItems::add_shingles(const MatchText& text) {
  items_.reserve(items_.size() + selected_.size());
  std::size_t block = 0;  // the one that holds the first word of the shingle
  for (std::size_t i = 0; i < selected_.size(); ++i) {
    const std::uint32_t begin = selected_[i];
    const std::uint32_t end = begin + shingle_words;
    if (has_numbers_ && is_mostly_numbers(std::span<const WordId, shingle_words>(&words_[begin], shingle_words)))
      continue;
    if (has_rows_) {
      while (block < text.block_ends.size() && text.block_ends[block] <= begin) ++block;
      if (touches_row(text, block, end)) continue;
    }
    items_.push_back({hashes_[only_selected_ ? i : begin], begin, end, false});
  }
}

/// Sets selected_ to the positions of the least hash of each window; of equal ones the last, so that a run of one
/// word selects few.
void BoilerplateItems::select_least() {
  const std::size_t count = hashes_.size();
  const std::size_t width = std::min(window, count);
  const std::uint64_t* const hash = hashes_.data();
  selected_.resize(count);
  std::size_t num_selected = 0;
  const auto take = [&](std::size_t i, bool is_least) {
    selected_[num_selected] = static_cast<std::uint32_t>(i);
    num_selected += is_least;
  };
  // A hash is selected if those around it that don't come before it leave room for a window.
  const auto take_at_edge = [&](std::size_t i) {
    std::size_t begin = i;
    std::size_t end = i + 1;
    while (begin > 0 && end - begin < width && hash[begin - 1] >= hash[i]) --begin;
    while (end < count && end - begin < width && hash[end] > hash[i]) ++end;
    take(i, end - begin == width);
  };
  // Without a branch, which nothing could foresee.
  const auto take_inside = [&](std::size_t i) {
    static_assert(window == 4);
    const std::uint64_t own = hash[i];
    const bool before1 = hash[i - 1] >= own;
    const bool before2 = before1 & (hash[i - 2] >= own);
    const bool before3 = before2 & (hash[i - 3] >= own);
    const bool after1 = hash[i + 1] > own;
    const bool after2 = after1 & (hash[i + 2] > own);
    const bool after3 = after2 & (hash[i + 3] > own);
    take(i, before3 | (before2 & after1) | (before1 & after2) | after3);
  };
  const std::size_t end_inside = count - std::min(window - 1, count);
  std::size_t i = 0;
  for (; i < std::min(window - 1, count); ++i) take_at_edge(i);
  for (; i < end_inside; ++i) take_inside(i);
  for (; i < count; ++i) take_at_edge(i);
  selected_.resize(num_selected);
}

}  // namespace nuskha
