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

#include "match/sorted_sets.h"

namespace nuskha {
namespace {

// The bag of words: 8 KiB, so that it stays in the first-level cache.
constexpr std::size_t bag_mask = 4095;
constexpr std::size_t most_bag_words = 32767;  // counts are 16 bits wide
constexpr std::size_t least_words_to_copy_bag = 256;
constexpr std::size_t bag_words_at_once = 32;  // between looks at the sum

// Blocks of 64 positions: a text of more is long. Its words stand in few of its blocks.
constexpr std::size_t most_blocks_at_once = 16;
constexpr std::size_t most_blocks_of_bits = 64;
constexpr std::size_t rows_at_once = 32;
constexpr std::size_t least_columns_of_band = 128;

constexpr std::size_t least_words_of_huge = 1 << 20;  // to give back what isn't needed

// A longer text has far fewer different words than words: its table of words begins with room for so many, and grows.
constexpr std::size_t most_words_of_whole_table = 1 << 16;

constexpr std::uint64_t all_ones = ~std::uint64_t{0};

std::size_t slot_of(WordId word, std::size_t mask) { return (word * std::uint64_t{0x9E3779B97F4A7C15}) >> 32 & mask; }

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
  if (text.words.size() > least_words_of_huge) out.shrink_to_fit();
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void Probe::set_text(const MatchText& text) {
  whole_ = text;
  text_ = text.words;
  rows_known_ = false;
  bag_ready_ = false;
  words_ready_ = false;
  shingles_ready_ = false;
  numbers_ready_ = false;
}

void Probe::prepare_bag() {
  bag_ready_ = true;
  bag_.assign(bag_mask + 1, 0);
  for (const WordId word : text_) ++bag_[word & bag_mask];
}

/// The table of words and their positions. Many texts are told apart without it.
void Probe::prepare_words() {
  words_ready_ = true;
  num_left_.assign(1, 0);
  row_at_.resize(text_.size());
  // Few words share a slot with another: that a look-up ends at once can be foreseen.
  slots_.assign(std::bit_ceil(4 * std::min(text_.size(), most_words_of_whole_table) + 2), {0, 0});
  slot_mask_ = slots_.size() - 1;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    std::size_t slot = slot_of(text_[i], slot_mask_);
    while (slots_[slot].row != 0 && slots_[slot].word != text_[i]) slot = (slot + 1) & slot_mask_;
    row_at_[i] = slots_[slot].row;
    if (row_at_[i] == 0) {
      row_at_[i] = static_cast<std::uint32_t>(num_left_.size());
      slots_[slot] = {text_[i], row_at_[i]};
      num_left_.push_back(0);
      if (4 * num_left_.size() > slots_.size()) widen_slots();
    }
    ++num_left_[row_at_[i]];
  }
  num_blocks_ = (text_.size() + 63) / 64;
  if (has_bits()) {
    prepare_bits();
  } else {
    prepare_masks();
  }
}

void Probe::widen_slots() {
  const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size(), Slot{0, 0}));
  slot_mask_ = slots_.size() - 1;
  for (const Slot& one : before) {
    if (one.row == 0) continue;
    std::size_t slot = slot_of(one.word, slot_mask_);
    while (slots_[slot].row != 0) slot = (slot + 1) & slot_mask_;
    slots_[slot] = one;
  }
}

/// True unless the text is long.
bool Probe::has_bits() const { return num_blocks_ <= most_blocks_of_bits; }

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

/// The first `prefix` and the last `suffix` words are known to be those of the text.
void Probe::find_rows(std::span<const WordId> other, std::size_t prefix, std::size_t suffix) {
  rows_known_ = true;
  if (!words_ready_) prepare_words();
  row_in_other_.resize(other.size());
  std::copy_n(row_at_.begin(), prefix, row_in_other_.begin());
  const auto first = static_cast<std::ptrdiff_t>(prefix);
  const auto last = static_cast<std::ptrdiff_t>(suffix);
  std::transform(other.begin() + first, other.end() - last, row_in_other_.begin() + first,
                 [&](WordId word) { return find(word); });
  std::copy(row_at_.end() - last, row_at_.end(), row_in_other_.end() - last);
}

std::size_t Probe::common_words_bound(std::span<const WordId> other, std::size_t least) {
  if (text_.size() > most_bag_words || other.size() > most_bag_words) return std::min(text_.size(), other.size());
  if (!bag_ready_) prepare_bag();
  // Each word of the other text takes one occurrence out of the bag; words that share a slot can only make the bound
  // larger.
  // To copy the bag is cheaper than to put many words back.
  const bool is_copied = other.size() > least_words_to_copy_bag;
  if (is_copied) bag_left_ = bag_;
  std::int16_t* const bag = (is_copied ? bag_left_ : bag_).data();
  std::size_t common = 0;
  std::size_t end = 0;
  while (end < other.size() && common + (other.size() - end) >= least) {
    const std::size_t begin = end;
    end = std::min(other.size(), begin + bag_words_at_once);
    for (const WordId word : other.subspan(begin, end - begin)) {
      std::int16_t& left = bag[word & bag_mask];
      common += left > 0;
      --left;
    }
  }
  if (!is_copied)
    for (const WordId word : other.first(end)) ++bag[word & bag_mask];
  return common;
}

std::optional<std::size_t> Probe::lcs_length(std::span<const WordId> other, std::size_t least) {
  rows_known_ = false;
  const auto if_enough = [&](std::size_t length) {
    return length >= least ? std::optional<std::size_t>(length) : std::nullopt;
  };
  // Common ends belong to every longest common subsequence.
  std::size_t prefix = 0;
  const std::size_t shorter = std::min(text_.size(), other.size());
  while (prefix < shorter && text_[prefix] == other[prefix]) ++prefix;
  if (prefix == shorter) return if_enough(prefix);
  std::size_t suffix = 0;
  while (suffix < shorter - prefix && text_[text_.size() - 1 - suffix] == other[other.size() - 1 - suffix]) ++suffix;
  if (prefix + suffix == shorter) return if_enough(shorter);
  find_rows(other, prefix, suffix);
  rows_.resize(other.size());
  std::size_t num_rows = 0;  // of words that stand in the text; without a branch, which nothing could foresee
  for (std::size_t i = prefix; i < other.size() - suffix; ++i) {
    rows_[num_rows] = row_in_other_[i];
    num_rows += row_in_other_[i] != 0;
  }
  rows_.resize(num_rows);

  const Columns columns{prefix, text_.size() - suffix};
  const std::size_t least_between = least - std::min(least, prefix + suffix);
  if (std::min(num_rows, columns.size()) < least_between) return std::nullopt;
  if (!has_bits())
    if (const auto matched = match_long(columns.begin, columns.end)) return if_enough(prefix + suffix + *matched);
  return if_enough(prefix + suffix + (has_bits() ? match_bits(columns, least_between) : match_masks(columns)));
}

/// Sets all positions but those before the columns, which are matched.
void Probe::reset_state(Columns columns) {
  // The zeros of the first n bits count the LCS with the first n words, so the text may simply be taken to end before
  // its last ones.
  state_.assign((columns.end + 63) / 64 + 1, all_ones);
  std::fill_n(state_.begin(), columns.begin / 64, std::uint64_t{0});
  if (columns.begin % 64 != 0) state_[columns.begin / 64] = all_ones << (columns.begin % 64);
}

/// Positions in the columns that are matched.
std::size_t Probe::count_matched(Columns columns) const {
  std::size_t ones = 0;
  for (std::size_t block = columns.begin / 64; 64 * block < columns.end; ++block) {
    std::uint64_t v = state_[block];
    if (columns.end - 64 * block < 64) v &= (std::uint64_t{1} << (columns.end - 64 * block)) - 1;
    ones += static_cast<std::size_t>(std::popcount(v));
  }
  return columns.size() - ones;
}

/// Matches rows with so many blocks from the first of `bits` and `state` on. `carries` are those of each row: from the
/// blocks before, and then into those that follow.
template <std::size_t num_blocks>
void Probe::match_blocks(std::span<const std::uint32_t> rows, const std::uint64_t* bits, std::uint64_t* state_begin,
                         std::uint8_t* carries) const {
  std::array<std::uint64_t, num_blocks> state;
  std::copy_n(state_begin, num_blocks, state.begin());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint64_t* const mask = bits + rows[i] * num_blocks_;
    std::uint64_t carry = carries[i];
    for (std::size_t block = 0; block < num_blocks; ++block) {
      const std::uint64_t v = state[block];
      const std::uint64_t u = v & mask[block];
      const std::uint64_t sum = v + u;
      const std::uint64_t total = sum + carry;
      carry = static_cast<std::uint64_t>(sum < v) | static_cast<std::uint64_t>(total < sum);
      state[block] = total | (v - u);
    }
    carries[i] = static_cast<std::uint8_t>(carry);
  }
  std::copy_n(state.begin(), num_blocks, state_begin);
}

/// Matches at most rows_at_once rows with some of the blocks, in a loop for each number of blocks: what they hold stays
/// in registers. Returns how many rows lengthened the LCS; those beyond the columns may be among them.
std::size_t Probe::match_window(std::span<const std::uint32_t> rows, std::size_t first_block, std::size_t end_block) {
  using Matcher =
      void (Probe::*)(std::span<const std::uint32_t>, const std::uint64_t*, std::uint64_t*, std::uint8_t*) const;
  static constexpr auto matchers = []<std::size_t... i>(std::index_sequence<i...>) {
    return std::array<Matcher, sizeof...(i)>{&Probe::match_blocks<i + 1>...};
  }
  (std::make_index_sequence<most_blocks_at_once>());
  std::array<std::uint8_t, rows_at_once> carries{};
  while (first_block < end_block) {
    const std::size_t count = std::min(end_block - first_block, most_blocks_at_once);
    (this->*matchers[count - 1])(rows, bits_.data() + first_block, &state_[first_block], carries.data());
    first_block += count;
  }
  // A carry out of the last block is a position more that is matched.
  std::size_t matched = 0;
  for (const std::uint8_t carry : carries) matched += carry;
  return matched;
}

/// Matches rows_ with the columns, but only where a common subsequence of `least` words can pass: so many words before
/// row i and column j, and after, that `least` are left. Where the LCS has so many words, this finds it; else it gives
/// up once that is certain, or finds a shorter one.
Probe::Matched Probe::match_band(Columns columns, std::size_t least) {
  reset_state(columns);
  const std::size_t rows_to_spare = rows_.size() - least;
  const std::size_t columns_to_spare = columns.size() - least;
  std::size_t matched = 0;
  for (std::size_t begin = 0; begin < rows_.size(); begin += rows_at_once) {
    const std::size_t end = std::min(rows_.size(), begin + rows_at_once);
    const std::size_t first_column = columns.begin + begin - std::min(begin, rows_to_spare);
    const std::size_t end_column = std::min(columns.end, columns.begin + end + columns_to_spare);
    matched += match_window(std::span(rows_).subspan(begin, end - begin), first_column / 64, (end_column + 63) / 64);
    if (matched + rows_.size() - end < least) return {count_matched(columns), end};
  }
  return {count_matched(columns), rows_.size()};
}

/// The LCS of rows_ and the columns; a smaller number than `least` if that isn't reached. What is expected at first
/// makes a narrow band: texts that are much alike are matched along it, and others soon are seen not to be.
std::size_t Probe::match_bits(Columns columns, std::size_t least) {
  const std::size_t most = std::min(rows_.size(), columns.size());
  std::size_t expected = least;
  if (columns.size() > least_columns_of_band) expected = std::max(least, most - most / 10);
  for (unsigned attempt = 1;; ++attempt) {
    const Matched found = match_band(columns, expected);
    if (found.rows == rows_.size() && found.length >= expected) return found.length;
    if (expected == least) return 0;
    // What was found of some rows is found of all.
    const std::size_t at_least = std::max(least, found.length);
    const std::size_t likely = found.length * rows_.size() / found.rows * 7 / 8;
    expected = attempt == 1 ? std::clamp(likely, at_least, expected) : at_least;
  }
}

/// The LCS of rows_ and the columns, by masks.
std::size_t Probe::match_masks(Columns columns) {
  reset_state(columns);
  const std::size_t num_blocks = (columns.end + 63) / 64;
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
  return count_matched(columns);
}

/// Words that both hold, repetitions counted.
std::size_t Probe::count_common_bag() {
  std::size_t common = 0;
  for (const std::uint32_t row : row_in_other_) common += num_left_[row]-- > 0;
  for (const std::uint32_t row : row_in_other_) ++num_left_[row];
  return common;
}

Measurements Probe::measure(const MatchText& other_text, std::size_t other_shingles, std::size_t lcs, bool with_bag) {
  const std::span<const WordId> other = other_text.words;
  Measurements out;
  out.words_a = text_.size();
  out.words_b = other.size();
  out.common_words = lcs;
  const bool all_in_order = out.common_words == std::min(text_.size(), other.size());
  if (!rows_known_) find_rows(other, 0, 0);
  out.common_bag = with_bag && !all_in_order ? count_common_bag() : out.common_words;
  out.similarity = share(2 * out.common_words, text_.size() + other.size());

  if (!shingles_ready_) prepare_shingles();
  const std::size_t common = count_common_shingles(other);
  out.shingles_a = num_shingles_;
  out.shingles_b = other_shingles;
  out.jaccard = share(common, num_shingles_ + other_shingles - common);
  out.containment_a = share(common, num_shingles_);
  out.containment_b = share(common, other_shingles);

  if (!numbers_ready_) collect_numbers(whole_, numbers_);
  numbers_ready_ = true;
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
