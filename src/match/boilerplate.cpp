// Entry point: find_boilerplate. Test: tests/match/boilerplate_test.cpp.
//
//   texts by family ─▶ selected shingles and short blocks, each once a family ─▶ counter
//   texts ─▶ the same again ─▶ those that count enough ─▶ runs of them ─▶ passages; a block that is nearly covered is
//   covered
#include "match/boilerplate.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <numeric>

#include "base/hash.h"
#include "base/parallel.h"
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
constexpr std::size_t share_of_tail = 4;        // a quarter of the text at most
constexpr std::size_t fewer_in_tail = 1;        // families that a passage must stand in than elsewhere
constexpr std::size_t least_words_of_run = 12;  // a run of selected shingles that is boilerplate inside a block
constexpr double least_cover_of_block = 0.75;   // from here on, the whole block is

constexpr std::ptrdiff_t most_words_of_edge = 6;  // uncovered, of a block that is most of the text

constexpr std::size_t prefetched = 8;  // hashes ahead, whose counters are far apart in memory

void keep_distinct(std::vector<std::uint64_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

/// Hashes that come many times each, kept in little room. One a thread.
struct KnownHashes {
  std::vector<std::uint64_t> hashes;
  std::size_t limit = 1 << 16;  // from here on, those that are there twice are taken out

  void add(std::uint64_t hash) {
    hashes.push_back(hash);
    if (hashes.size() < limit) return;
    keep_distinct(hashes);
    limit = std::max(limit, 2 * hashes.size());
  }
};

/// A selected shingle, or a short block beside one of its neighbours.
struct Item {
  std::uint64_t hash;
  std::uint32_t begin, end;  // words
  bool in_tail = false;
};

std::uint64_t tail_hash(std::uint64_t hash) { return hash64_seeded(hash, 1); }

/// The items of a text, in order of their begins. Holds scratch: one a thread.
class ItemReader {
 public:
  std::span<const Item> read(const MatchText& text) {
    items_.clear();
    words_.resize(text.words.size());
    std::transform(text.words.begin(), text.words.end(), words_.begin(), masked);
    find_rows(text);
    add_short_blocks(text);
    if (words_.size() >= shingle_words) select_shingles(text);
    const std::size_t tail = begin_of_tail(text);
    for (Item& item : items_) item.in_tail = item.begin >= tail;
    return items_;
  }

 private:
  /// The tail begins with a block, if that leaves half of the text before it.
  static std::size_t begin_of_tail(const MatchText& text) {
    const std::size_t size = text.words.size();
    const std::size_t begin = size - std::min(most_words_of_tail, size / share_of_tail);
    const auto next = std::upper_bound(text.block_ends.begin(), text.block_ends.end(), begin);
    const std::size_t begin_of_block = next == text.block_ends.begin() ? 0 : *std::prev(next);
    return 2 * begin_of_block >= size ? begin_of_block : begin;
  }

  /// Which blocks are rows of a table: short ones beside another that begins with the same two words, one of them a
  /// number.
  void find_rows(const MatchText& text) {
    is_row_.assign(text.block_ends.size(), 0);
    const auto begin_of = [&](std::size_t block) { return block == 0 ? 0 : text.block_ends[block - 1]; };
    const auto may_be_row = [&](std::size_t block) {
      const std::uint32_t length = text.block_ends[block] - begin_of(block);
      const WordId* const words = &words_[begin_of(block)];
      return length >= 2 && length <= most_words_of_row && (words[0] == any_number || words[1] == any_number);
    };
    for (std::size_t block = 1; block < is_row_.size(); ++block) {
      if (!may_be_row(block - 1) || !may_be_row(block)) continue;
      if (std::equal(&words_[begin_of(block)], &words_[begin_of(block)] + 2, &words_[begin_of(block - 1)]))
        is_row_[block - 1] = is_row_[block] = 1;
    }
  }

  /// Whether words from a block up to `end` are of a row.
  bool touches_row(const MatchText& text, std::size_t block, std::size_t end) const {
    for (; block < is_row_.size(); ++block) {
      if (is_row_[block] != 0) return true;
      if (text.block_ends[block] >= end) break;
    }
    return false;
  }

  /// A short block counts together with a neighbour: the last words of the block before it, or the first of the one
  /// after it, or an end of the text. On its own it might be a row of a table, which is in company of other rows
  /// wherever it stands.
  void add_short_blocks(const MatchText& text) {
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
        items_.push_back(
            {hash64_seeded(own, ~hash64(&words_[begin] + (end - begin), (end_after - end) * sizeof(WordId))), begin,
             end, false});
      }
      begin_before = begin;
      begin = end;
    }
  }

  void select_shingles(const MatchText& text) {
    std::size_t block = 0;  // the one that holds the first word of the shingle
    const std::size_t count = words_.size() - shingle_words + 1;
    hashes_.resize(count);
    for (std::size_t i = 0; i < count; ++i) hashes_[i] = hash64(&words_[i], shingle_words * sizeof(WordId));
    select_least();
    for (const std::uint32_t begin : selected_) {
      const std::uint32_t end = begin + shingle_words;
      if (is_mostly_numbers(std::span<const WordId, shingle_words>(&words_[begin], shingle_words))) continue;
      while (block < text.block_ends.size() && text.block_ends[block] <= begin) ++block;
      if (!touches_row(text, block, end)) items_.push_back({hashes_[begin], begin, end, false});
    }
  }

  /// Sets selected_ to the positions of the least hash of each window; of equal ones the last, so that a run of one
  /// word selects few.
  void select_least() {
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

  std::vector<WordId> words_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> selected_;  // positions in hashes_
  std::vector<Item> items_;
  std::vector<std::uint8_t> is_row_;  // by block
};

/// Counts of hashes up to a limit, in two rows of counters that hashes share by chance. A counter is half a byte.
class RecurrenceCounter {
 public:
  static constexpr std::size_t limit = 15;

  explicit RecurrenceCounter(std::size_t num_items)
      : mask_(std::bit_ceil(std::clamp<std::size_t>(4 * num_items, 1 << 12, std::size_t{1} << 26)) - 1),
        bytes_(mask_ + 1) {}

  /// Brings the counters of a hash near.
  void prefetch(std::uint64_t hash) const {
    for (const std::size_t counter : counters(hash)) __builtin_prefetch(&bytes_[counter / 2]);
  }

  /// Safe from many threads at once; the counts don't depend on their order.
  void add(std::uint64_t hash) {
    for (const std::size_t counter : counters(hash)) {
      std::uint8_t before = bytes_[counter / 2].load(std::memory_order_relaxed);
      while (half(before, counter) < limit &&
             !bytes_[counter / 2].compare_exchange_weak(
                 before, static_cast<std::uint8_t>(before + (counter % 2 == 0 ? 1 : 16)), std::memory_order_relaxed)) {
      }
    }
  }

  std::size_t count(std::uint64_t hash) const {
    const auto [first, second] = counters(hash);
    return std::min(half(bytes_[first / 2].load(std::memory_order_relaxed), first),
                    half(bytes_[second / 2].load(std::memory_order_relaxed), second));
  }

 private:
  static std::size_t half(std::uint8_t byte, std::size_t counter) { return counter % 2 == 0 ? byte & 15 : byte >> 4; }

  std::array<std::size_t, 2> counters(std::uint64_t hash) const {
    return {hash & mask_, mask_ + 1 + (hash >> 32 & mask_)};
  }

  std::size_t mask_;
  std::vector<std::atomic<std::uint8_t>> bytes_;
};

/// Hashes, each once. Holds a table: one a thread.
class DistinctHashes {
 public:
  /// Empties it and makes room for so many; more may come.
  void clear(std::size_t num_expected) {
    slots_.assign(std::bit_ceil(2 * num_expected + 2), 0);
    hashes_.clear();
  }
  void insert(std::uint64_t hash) {
    hash |= hash == 0;  // 0 marks a free slot
    std::uint64_t& slot = slots_[find(hash)];
    if (slot == hash) return;
    slot = hash;
    hashes_.push_back(hash);
    if (2 * hashes_.size() <= slots_.size()) return;
    slots_.assign(2 * slots_.size(), 0);
    for (const std::uint64_t other : hashes_) slots_[find(other)] = other;
  }
  std::span<const std::uint64_t> hashes() const { return hashes_; }

 private:
  std::size_t find(std::uint64_t hash) const {
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != 0 && slots_[slot] != hash) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  std::vector<std::uint64_t> slots_;  // open addressing
  std::vector<std::uint64_t> hashes_;
};

/// Texts, those of a family one after the other, and where each family begins.
struct Families {
  std::vector<std::uint32_t> texts;
  std::vector<std::size_t> begins;
};
Families by_family(std::span<const std::uint32_t> family_of) {
  Families out;
  out.texts.resize(family_of.size());
  std::iota(out.texts.begin(), out.texts.end(), 0u);
  std::stable_sort(out.texts.begin(), out.texts.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return family_of[a] < family_of[b]; });
  for (std::size_t i = 0; i < out.texts.size(); ++i)
    if (i == 0 || family_of[out.texts[i]] != family_of[out.texts[i - 1]]) out.begins.push_back(i);
  out.begins.push_back(out.texts.size());
  return out;
}

/// Runs of words covered by recurring items, as passages.
class PassageBuilder {
 public:
  template <class Recurs>
  std::vector<Passage> build(const MatchText& text, std::span<const Item> items, Recurs&& recurs) {
    covered_.assign(text.words.size(), 0);
    bool any = false;
    for (const Item& item : items) {
      if (!recurs(item)) continue;
      std::fill(covered_.begin() + item.begin, covered_.begin() + item.end, std::uint8_t{1});
      any = true;
    }
    if (!any) return {};
    drop_short_runs(text);
    cover_blocks(text);
    uncover_date_lines(text);
    std::vector<Passage> out;
    for (std::uint32_t begin = 0; begin < covered_.size();) {
      std::uint32_t end = begin;
      while (end < covered_.size() && covered_[end] != 0) ++end;
      if (end > begin) out.push_back({begin, end});
      begin = end + 1;
    }
    return out;
  }

 private:
  /// A run that is a turn of phrase, and no block.
  void drop_short_runs(const MatchText& text) {
    for (std::size_t begin = 0; begin < covered_.size();) {
      std::size_t end = begin;
      while (end < covered_.size() && covered_[end] != 0) ++end;
      if (end > begin && end - begin < least_words_of_run) {
        const auto block_end = std::upper_bound(text.block_ends.begin(), text.block_ends.end(), begin);
        const std::size_t block_begin = block_end == text.block_ends.begin() ? 0 : *std::prev(block_end);
        const bool whole = begin == block_begin && block_end != text.block_ends.end() && end >= *block_end;
        if (!whole)
          std::fill(covered_.begin() + static_cast<std::ptrdiff_t>(begin),
                    covered_.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{0});
      }
      begin = end + 1;
    }
  }

  /// Of a text that is mostly one block, what that begins or ends with may be all it has to say, as after a long fixed
  /// opening, and is covered only if short.
  void cover_blocks(const MatchText& text) {
    std::uint32_t begin = 0;
    for (const std::uint32_t end : text.block_ends) {
      const auto first = covered_.begin() + begin;
      const auto last = covered_.begin() + end;
      const auto num_covered = static_cast<double>(std::count(first, last, std::uint8_t{1}));
      if (num_covered >= least_cover_of_block * static_cast<double>(end - begin)) {
        auto from = std::find(first, last, std::uint8_t{1});
        auto to = std::find(std::reverse_iterator(last), std::reverse_iterator(from), std::uint8_t{1}).base();
        const bool is_text = 2 * static_cast<std::size_t>(end - begin) > covered_.size();
        if (!is_text || from - first <= most_words_of_edge) from = first;
        if (!is_text || last - to <= most_words_of_edge) to = last;
        std::fill(from, to, std::uint8_t{1});
      }
      begin = end;
    }
  }

  /// With its numbers as one word, the date line of each release of a month is the same.
  void uncover_date_lines(const MatchText& text) {
    const auto is_block_end = [&](std::uint32_t word) {
      return word == 0 || std::binary_search(text.block_ends.begin(), text.block_ends.end(), word);
    };
    for (std::size_t i = 0; i + 1 < text.dates.size(); i += 2)
      if (is_block_end(text.dates[i]) && is_block_end(text.dates[i + 1]))
        std::fill(covered_.begin() + text.dates[i], covered_.begin() + text.dates[i + 1], std::uint8_t{0});
  }

  std::vector<std::uint8_t> covered_;  // by word
};

}  // namespace

std::size_t least_recurrences(std::size_t num_families) {
  std::size_t out = 3;
  for (std::size_t size = 256; size < num_families; size *= 4) ++out;
  return out;
}

std::vector<std::vector<Passage>> find_boilerplate(std::span<const MatchText> texts,
                                                   std::span<const std::uint32_t> family_of,
                                                   const BoilerplateOptions& options, unsigned threads,
                                                   std::vector<std::uint64_t>* recurring) {
  const Families families = by_family(family_of);
  const std::size_t num_families = families.begins.size() - 1;
  const std::size_t least = options.least_families != 0 ? options.least_families : least_recurrences(num_families);
  const std::size_t least_in_tail = std::max<std::size_t>(least, 2 + fewer_in_tail) - fewer_in_tail;
  std::size_t num_words = 0;
  for (const MatchText& text : texts) num_words += text.words.size();
  RecurrenceCounter counter(num_words / 2);  // about as many items, those of tails counted twice
  std::vector<ItemReader> readers(threads);
  std::vector<DistinctHashes> hashes_of_thread(threads);
  parallel_for(threads, num_families, 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    DistinctHashes& distinct = hashes_of_thread[thread];
    for (std::size_t family = begin; family < end; ++family) {
      // The versions of a text hold little more than one of them.
      distinct.clear(texts[families.texts[families.begins[family]]].words.size());
      for (std::size_t i = families.begins[family]; i < families.begins[family + 1]; ++i) {
        for (const Item& item : readers[thread].read(texts[families.texts[i]])) {
          distinct.insert(item.hash);
          if (item.in_tail) distinct.insert(tail_hash(item.hash));
        }
      }
      const std::span<const std::uint64_t> hashes = distinct.hashes();
      for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (i + prefetched < hashes.size()) counter.prefetch(hashes[i + prefetched]);
        counter.add(hashes[i]);
      }
    }
  });
  std::vector<std::vector<Passage>> out(texts.size());
  std::vector<PassageBuilder> builders(threads);
  std::vector<KnownHashes> known_of_thread(threads);
  parallel_for(threads, texts.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text) {
      const std::span<const Item> items = readers[thread].read(texts[text]);
      for (const Item& item : items) counter.prefetch(item.hash);
      out[text] = builders[thread].build(texts[text], items, [&](const Item& item) {
        const bool everywhere = counter.count(item.hash) >= least;
        const bool in_tail = !everywhere && item.in_tail && counter.count(tail_hash(item.hash)) >= least_in_tail;
        if (recurring != nullptr && (everywhere || in_tail))
          known_of_thread[thread].add(everywhere ? item.hash : tail_hash(item.hash));
        return everywhere || in_tail;
      });
    }
  });
  if (recurring != nullptr) {
    recurring->clear();
    for (const KnownHashes& known : known_of_thread)
      recurring->insert(recurring->end(), known.hashes.begin(), known.hashes.end());
    keep_distinct(*recurring);
  }
  return out;
}

std::vector<std::vector<Passage>> find_known_boilerplate(std::span<const MatchText> texts, const KnownItems& recurs) {
  ItemReader reader;
  PassageBuilder builder;
  std::vector<std::vector<Passage>> out;
  out.reserve(texts.size());
  for (const MatchText& text : texts) {
    out.push_back(builder.build(text, reader.read(text), [&](const Item& item) {
      return recurs(item.hash) || (item.in_tail && recurs(tail_hash(item.hash)));
    }));
  }
  return out;
}

std::size_t Bodies::num_words(std::size_t text) const {
  std::size_t out = texts_[text].words.size();
  for (const Passage& passage : passages_[text]) out -= passage.end - passage.begin;
  return out;
}

MatchText Bodies::body(std::size_t text, std::vector<WordId>& scratch) const {
  const MatchText& whole = texts_[text];
  if (!differs(text)) return {whole.words, whole.date_begin, whole.date_end, {}, {}};
  scratch.clear();
  std::size_t date_begin = whole.date_begin;
  std::size_t date_end = whole.date_end;
  std::size_t at = 0;
  const auto keep_to = [&](std::size_t end) {
    const auto kept = whole.words.subspan(at, end - at);
    scratch.insert(scratch.end(), kept.begin(), kept.end());
  };
  for (const Passage& passage : passages_[text]) {
    keep_to(passage.begin);
    at = passage.end;
    const std::size_t length = passage.end - passage.begin;
    const auto words_before = [&](std::size_t date) {  // of the passage
      return std::min<std::size_t>(length, date - std::min<std::size_t>(date, passage.begin));
    };
    date_begin -= words_before(whole.date_begin);
    date_end -= words_before(whole.date_end);
  }
  keep_to(whole.words.size());
  return {scratch, date_begin, date_end, {}, {}};
}

}  // namespace nuskha
