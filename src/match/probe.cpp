// Measuring one text against many. Entry points: Probe::set_text, Probe::measure; the free functions measure and
// lcs_length.
//
// LCS: Hyyrö, Bit-parallel LCS-length computation revisited, AWOCA 2004. The text's positions are the bits of a number
// V, all set at first; for each word of the other text V ← (V + (V & M)) | (V & ~M), M marking the word's positions;
// zeros of V at the end count the LCS. In a long text a word touches only the blocks of 64 positions that hold it:
// where M is 0 a block changes by a carry alone, and a carry stops at the first zero bit. Test:
// tests/match/probe_test.cpp compares with the quadratic table on all small inputs.
#include "match/probe.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "nuskha/sketch.h"

namespace nuskha {
namespace {

// The bag of words: 8 KiB, so that it stays in the first-level cache.
constexpr std::size_t bag_mask = 4095;
constexpr std::size_t most_bag_words = 32767;  // counts are 16 bits wide
constexpr std::size_t least_words_to_copy_bag = 256;

// Blocks of 64 positions: a text of more is long. Its words stand in few of its blocks.
constexpr std::size_t most_blocks_at_once = 16;

constexpr std::uint64_t all_ones = ~std::uint64_t{0};

std::size_t slot_of(WordId word, std::size_t mask) { return (word * std::uint64_t{0x9E3779B97F4A7C15}) >> 32 & mask; }

/// Elements that two sorted sequences without repetitions share.
template <class T>
std::size_t count_common(std::span<const T> a, std::span<const T> b) {
  constexpr std::size_t much_longer = 32;
  if (a.size() < b.size()) std::swap(a, b);
  std::size_t common = 0;
  if (a.size() / much_longer > b.size()) {
    for (const T& element : b) common += std::binary_search(a.begin(), a.end(), element);
    return common;
  }
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j];
    const bool forward_i = a[i] <= b[j];
    const bool forward_j = b[j] <= a[i];
    i += forward_i;
    j += forward_j;
  }
  return common;
}

void sort_unique(auto& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

/// The distinct numbers of a text, its date line apart.
void collect_numbers(const MatchText& text, std::vector<WordId>& out) {
  out.resize(text.words.size());
  std::size_t count = 0;  // without a branch, which nothing could foresee
  const auto take = [&](std::span<const WordId> words) {
    for (const WordId word : words) {
      out[count] = word;
      count += is_number(word);
    }
  };
  take(text.words.first(text.date_begin));
  take(text.words.subspan(text.date_end));
  out.resize(count);
  sort_unique(out);
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void Probe::set_text(const MatchText& text) {
  text_ = text.words;
  rows_known_ = false;
  words_ready_ = false;
  shingles_ready_ = false;
  collect_numbers(text, numbers_);
  if (text_.size() <= most_bag_words) {
    bag_.assign(bag_mask + 1, 0);
    for (const WordId word : text_) ++bag_[word & bag_mask];
  }
}

/// The table of words and their positions. Many texts are told apart without it.
void Probe::prepare_words() {
  words_ready_ = true;
  num_left_.assign(1, 0);
  row_at_.resize(text_.size());
  // Few words share a slot with another: that a look-up ends at once can be foreseen.
  const std::size_t num_slots = std::bit_ceil(4 * text_.size() + 2);
  slot_mask_ = num_slots - 1;
  slots_.assign(num_slots, {0, 0});
  for (std::size_t i = 0; i < text_.size(); ++i) {
    std::size_t slot = slot_of(text_[i], slot_mask_);
    while (slots_[slot].row != 0 && slots_[slot].word != text_[i]) slot = (slot + 1) & slot_mask_;
    if (slots_[slot].row == 0) {
      slots_[slot] = {text_[i], static_cast<std::uint32_t>(num_left_.size())};
      num_left_.push_back(0);
    }
    row_at_[i] = slots_[slot].row;
    ++num_left_[row_at_[i]];
  }
  num_blocks_ = (text_.size() + 63) / 64;
  if (num_blocks_ <= most_blocks_at_once) {
    prepare_bits();
  } else {
    prepare_masks();
  }
}

void Probe::prepare_bits() {
  bits_.assign(num_left_.size() * num_blocks_, 0);
  for (std::size_t i = 0; i < text_.size(); ++i)
    bits_[row_at_[i] * num_blocks_ + i / 64] |= std::uint64_t{1} << (i % 64);
}

/// In two passes: count the blocks of each word, fill in the bits.
void Probe::prepare_masks() {
  // In the first pass `begin` counts a word's blocks, and `end` is the last of them + 1.
  ranges_.assign(num_left_.size(), {0, 0});
  for (std::size_t i = 0; i < text_.size(); ++i) {
    MaskRange& range = ranges_[row_at_[i]];
    const auto block = static_cast<std::uint32_t>(i / 64);
    range.begin += range.end != block + 1;
    range.end = block + 1;
  }
  std::uint32_t num_masks = 0;
  for (MaskRange& range : ranges_) {
    const std::uint32_t count = range.begin;
    range.begin = range.end = num_masks;
    num_masks += count;
  }
  masks_.resize(num_masks);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    MaskRange& range = ranges_[row_at_[i]];
    const auto block = static_cast<std::uint32_t>(i / 64);
    if (range.end == range.begin || masks_[range.end - 1].block != block) masks_[range.end++] = {block, 0};
    masks_[range.end - 1].bits |= std::uint64_t{1} << (i % 64);
  }
}

std::uint32_t Probe::find(WordId word) const {
  std::size_t slot = slot_of(word, slot_mask_);
  while (slots_[slot].row != 0 && slots_[slot].word != word) slot = (slot + 1) & slot_mask_;
  return slots_[slot].row;
}

void Probe::find_rows(std::span<const WordId> other) {
  rows_known_ = true;
  if (!words_ready_) prepare_words();
  row_in_other_.resize(other.size());
  std::transform(other.begin(), other.end(), row_in_other_.begin(), [&](WordId word) { return find(word); });
}

std::size_t Probe::common_words_bound(std::span<const WordId> other) {
  if (text_.size() > most_bag_words || other.size() > most_bag_words) return std::min(text_.size(), other.size());
  // Each word of the other text takes one occurrence out of the bag; words that share a slot can only make the bound
  // larger.
  // To copy the bag is cheaper than to put many words back.
  const bool is_copied = other.size() > least_words_to_copy_bag;
  if (is_copied) bag_left_ = bag_;
  std::int16_t* const bag = (is_copied ? bag_left_ : bag_).data();
  std::size_t common = 0;
  for (const WordId word : other) {
    std::int16_t& left = bag[word & bag_mask];
    common += left > 0;
    --left;
  }
  if (!is_copied)
    for (const WordId word : other) ++bag[word & bag_mask];
  return common;
}

std::size_t Probe::lcs_length(std::span<const WordId> other) {
  rows_known_ = false;
  // Common ends belong to every longest common subsequence.
  std::size_t prefix = 0;
  const std::size_t shorter = std::min(text_.size(), other.size());
  while (prefix < shorter && text_[prefix] == other[prefix]) ++prefix;
  if (prefix == shorter) return prefix;
  std::size_t suffix = 0;
  while (suffix < shorter - prefix && text_[text_.size() - 1 - suffix] == other[other.size() - 1 - suffix]) ++suffix;
  if (prefix + suffix == shorter) return shorter;
  find_rows(other);
  rows_.resize(other.size());
  std::size_t num_rows = 0;  // of words that stand in the text; without a branch, which nothing could foresee
  for (std::size_t i = prefix; i < other.size() - suffix; ++i) {
    rows_[num_rows] = row_in_other_[i];
    num_rows += row_in_other_[i] != 0;
  }
  rows_.resize(num_rows);
  if (num_blocks_ > most_blocks_at_once)
    if (const auto matched = match_long(prefix, text_.size() - suffix)) return prefix + *matched + suffix;

  // The zeros of the first n bits count the LCS with the first n words, so the text may simply be taken to end before
  // the suffix.
  const std::size_t length = text_.size() - suffix;
  const std::size_t num_blocks = (length + 63) / 64;
  state_.assign(num_blocks + 1, all_ones);
  // The common beginning is matched: its positions are zeros.
  std::fill_n(state_.begin(), prefix / 64, std::uint64_t{0});
  if (prefix % 64 != 0) state_[prefix / 64] = all_ones << (prefix % 64);
  if (num_blocks_ <= most_blocks_at_once) {
    match_bits(prefix / 64, num_blocks);
  } else {
    match_masks(num_blocks);
  }
  std::size_t ones = 0;
  for (std::size_t block = 0; block < num_blocks; ++block) {
    std::uint64_t v = state_[block];
    if (block + 1 == num_blocks && length % 64 != 0) v &= (std::uint64_t{1} << (length % 64)) - 1;
    ones += static_cast<std::size_t>(std::popcount(v));
  }
  return length - ones + suffix;
}

/// Matches rows_ with the first blocks of `bits` that are so many; state_ ends with them.
template <std::size_t num_blocks>
void Probe::match_blocks(const std::uint64_t* bits) {
  std::array<std::uint64_t, num_blocks> state;
  const auto first = state_.end() - 1 - std::ptrdiff_t{num_blocks};
  std::copy_n(first, num_blocks, state.begin());
  for (const std::uint32_t row : rows_) {
    const std::uint64_t* const mask = bits + row * num_blocks_;
    std::uint64_t carry = 0;
    for (std::size_t block = 0; block < num_blocks; ++block) {
      const std::uint64_t v = state[block];
      const std::uint64_t u = v & mask[block];
      const std::uint64_t sum = v + u;
      const std::uint64_t total = sum + carry;
      carry = static_cast<std::uint64_t>(sum < v) | static_cast<std::uint64_t>(total < sum);
      state[block] = total | (v - u);
    }
  }
  std::copy_n(state.begin(), num_blocks, first);
}

/// Matches rows_ with blocks of the text, in a loop for each number of blocks: what they hold stays in registers.
void Probe::match_bits(std::size_t first_block, std::size_t end_block) {
  using Matcher = void (Probe::*)(const std::uint64_t*);
  static constexpr auto matchers = []<std::size_t... i>(std::index_sequence<i...>) {
    return std::array<Matcher, sizeof...(i)>{&Probe::match_blocks<i + 1>...};
  }
  (std::make_index_sequence<most_blocks_at_once>());
  (this->*matchers[end_block - first_block - 1])(bits_.data() + first_block);
}

/// Matches rows_ with the text by masks.
void Probe::match_masks(std::size_t num_blocks) {
  for (const std::uint32_t row : rows_) {
    const MaskRange& range = ranges_[row];
    std::size_t carry_block = ~std::size_t{0};  // block that the carry, if any, goes into
    for (std::uint32_t m = range.begin; m < range.end; ++m) {
      const Mask& mask = masks_[m];
      if (mask.block >= num_blocks) break;
      // A carry from the block before, rippling over blocks without this word.
      std::uint64_t carry = 0;
      while (carry_block < mask.block) {
        const std::uint64_t v = state_[carry_block];
        state_[carry_block] = v | (v + 1);
        carry_block = v == all_ones ? carry_block + 1 : ~std::size_t{0};
      }
      if (carry_block == mask.block) carry = 1;
      const std::uint64_t v = state_[mask.block];
      const std::uint64_t u = v & mask.bits;
      const std::uint64_t sum = v + u;
      const std::uint64_t total = sum + carry;
      const bool overflow = sum < v || total < sum;
      state_[mask.block] = total | (v & ~mask.bits);
      carry_block = overflow ? mask.block + 1 : ~std::size_t{0};
    }
    while (carry_block < num_blocks) {
      const std::uint64_t v = state_[carry_block];
      state_[carry_block] = v | (v + 1);
      carry_block = v == all_ones ? carry_block + 1 : ~std::size_t{0};
    }
  }
}

/// Words that both hold, repetitions counted.
std::size_t Probe::count_common_bag() {
  std::size_t common = 0;
  for (const std::uint32_t row : row_in_other_) common += num_left_[row]-- > 0;
  for (const std::uint32_t row : row_in_other_) ++num_left_[row];
  return common;
}

std::size_t Probe::count_shingles(std::span<const WordId> words) {
  shingle(words, shingle_words_, shingles_);
  const std::size_t num_slots = std::bit_ceil(2 * shingles_.size() + 2);
  counted_.assign(num_slots, 0);
  return insert_shingles(counted_);
}

/// Puts shingles_ into an empty table of a power of two slots; 0 marks a free one. Returns how many are distinct.
std::size_t Probe::insert_shingles(std::vector<std::uint64_t>& table) {
  const std::size_t mask = table.size() - 1;
  std::size_t distinct = 0;
  for (std::uint64_t value : shingles_) {
    value |= value == 0;
    std::size_t slot = value & mask;
    while (table[slot] != 0 && table[slot] != value) slot = (slot + 1) & mask;
    distinct += table[slot] == 0;
    table[slot] = value;
  }
  return distinct;
}

void Probe::prepare_shingles() {
  shingles_ready_ = true;
  shingle(text_, shingle_words_, shingles_);
  const std::size_t num_slots = std::bit_ceil(4 * shingles_.size() + 2);
  shingle_mask_ = num_slots - 1;
  shingle_table_.assign(num_slots, 0);
  shingle_seen_.assign(num_slots, 0);
  comparison_ = 0;
  num_shingles_ = insert_shingles(shingle_table_);
}

/// Distinct shingles that stand in both. Only of words that all do.
std::size_t Probe::count_common_shingles(std::span<const WordId> other) {
  if (other.size() <= shingle_words_) {
    shingle(other, shingle_words_, shingles_);
  } else {
    begins_.resize(other.size());
    std::size_t count = 0;
    std::size_t run = 0;  // words up to this one that stand in the text
    for (std::size_t i = 0; i < other.size(); ++i) {
      run = row_in_other_[i] != 0 ? run + 1 : 0;
      begins_[count] = static_cast<std::uint32_t>(i + 1 - shingle_words_);
      count += run >= shingle_words_;
    }
    begins_.resize(count);
    shingle_at(other, begins_, shingle_words_, shingles_);
  }
  ++comparison_;
  std::size_t common = 0;
  for (std::uint64_t value : shingles_) {
    value |= value == 0;
    std::size_t slot = value & shingle_mask_;
    while (shingle_table_[slot] != 0 && shingle_table_[slot] != value) slot = (slot + 1) & shingle_mask_;
    // Without a branch, which nothing could foresee: a free slot is not counted, whenever it was met.
    common += static_cast<std::size_t>(shingle_table_[slot] != 0) & (shingle_seen_[slot] != comparison_);
    shingle_seen_[slot] = comparison_;
  }
  return common;
}

Measurements Probe::measure(const MatchText& other_text, std::size_t other_shingles, std::size_t lcs, bool with_bag) {
  const std::span<const WordId> other = other_text.words;
  Measurements out;
  out.words_a = text_.size();
  out.words_b = other.size();
  out.common_words = lcs;
  const bool all_in_order = out.common_words == std::min(text_.size(), other.size());
  if (!rows_known_) find_rows(other);
  out.common_bag = with_bag && !all_in_order ? count_common_bag() : out.common_words;
  out.similarity = share(2 * out.common_words, text_.size() + other.size());

  if (!shingles_ready_) prepare_shingles();
  const std::size_t common = count_common_shingles(other);
  out.shingles_a = num_shingles_;
  out.shingles_b = other_shingles;
  out.jaccard = share(common, num_shingles_ + other_shingles - common);
  out.containment_a = share(common, num_shingles_);
  out.containment_b = share(common, other_shingles);

  collect_numbers(other_text, other_numbers_);
  out.numbers_a = numbers_.size();
  out.numbers_b = other_numbers_.size();
  out.common_numbers = count_common<WordId>(numbers_, other_numbers_);
  return out;
}

Measurements measure(std::span<const WordId> a, std::span<const WordId> b, const MatchOptions& options) {
  Probe probe(options.shingle_words);
  probe.set_text({a});
  return probe.measure({b}, probe.count_shingles(b));
}

std::size_t lcs_length(std::span<const WordId> a, std::span<const WordId> b) {
  Probe probe(1);
  probe.set_text({a});
  return probe.lcs_length(b);
}

}  // namespace nuskha
