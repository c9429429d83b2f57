// Entry point: ShingleIndex. Test: tests/match/join_test.cpp, through exact_join.
//
//   texts ─▶ shingle << 32 | text, in parts by shingle ─▶ those with company, sorted ─▶ posting lists
//         ─▶ entry << 32 | rank, in blocks by rank ─▶ the entries of each text
//
// Each arrow is a round of all threads, in which a part or a block is one thread's alone and lies in its cache.
#include "match/shingle_index.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <numeric>

#include "base/parallel.h"
#include "base/radix_sort.h"
#include "nuskha/sketch.h"

namespace nuskha {
namespace {

constexpr std::size_t words_of_part = std::size_t{1} << 15;
constexpr std::size_t most_parts = 256;
constexpr std::size_t most_blocks = 64;

using Items = std::vector<std::uint64_t>;

std::size_t num_shingles(const MatchText& text, unsigned shingle_words) {
  const std::size_t size = text.words.size();
  return size <= shingle_words ? size != 0 : size - shingle_words + 1;
}

/// The shingles of all texts, by thread and part. The first bits of a shingle say its part.
std::vector<std::vector<Items>> collect_shingles(std::span<const MatchText> texts, unsigned shingle_words,
                                                 std::size_t num_parts, std::size_t num_words, unsigned threads) {
  std::vector<std::vector<Items>> out(threads, std::vector<Items>(num_parts));
  std::vector<std::vector<std::uint64_t>> scratch(threads);
  const auto part_bits = static_cast<unsigned>(std::countr_zero(num_parts));
  parallel_for(threads, texts.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<Items>& parts = out[thread];
    if (parts.front().capacity() == 0) {
      for (Items& part : parts) part.reserve(num_words / num_parts / threads + num_words / num_parts / 8);
    }
    for (std::size_t text = begin; text < end; ++text) {
      shingle(texts[text].words, shingle_words, scratch[thread]);
      for (const std::uint64_t s : scratch[thread]) {
        const std::uint64_t key = s & 0xFFFFFFFF;
        parts[key << part_bits >> 32].push_back(key << 32 | text);
      }
    }
  });
  return out;
}

/// Takes a part of what the threads collected, without most of what stands in one text only. That is counted first, in
/// a small table in which some shingles share a place, and only those whose place has company are kept.
void take_company(std::span<std::vector<Items>> parts_of_thread, std::size_t part, Items& out,
                  std::vector<std::uint8_t>& counts) {
  std::size_t size = 0;
  for (const std::vector<Items>& parts : parts_of_thread) size += parts[part].size();
  const std::uint64_t mask = std::bit_ceil(4 * size + 1) - 1;
  counts.assign(mask + 1, 0);
  for (const std::vector<Items>& parts : parts_of_thread) {
    for (const std::uint64_t item : parts[part]) {
      std::uint8_t& count = counts[item >> 32 & mask];
      count = static_cast<std::uint8_t>(count + (count < 2));
    }
  }
  out.resize(size);
  std::size_t kept = 0;
  for (std::vector<Items>& parts : parts_of_thread) {
    for (const std::uint64_t item : parts[part]) {
      out[kept] = item;
      kept += counts[item >> 32 & mask] > 1;
    }
    parts[part] = {};
  }
  out.resize(kept);
}

}  // namespace

/// What the texts share of a part of all shingles.
struct ShingleIndex::Part {
  std::vector<std::uint32_t> texts;     // of one list after the other
  std::vector<std::uint32_t> lengths;   // of the lists
  std::vector<std::uint32_t> repeated;  // a text for each time that it holds a shingle again
  struct Run {
    std::uint32_t length;
    std::uint32_t count;           // of lists of this length
    std::uint32_t next_list = 0;   // numbers and postings that they get
    std::uint64_t next_begin = 0;  // in postings_
  };
  std::vector<Run> runs;  // by length

  /// From sorted items, those of one text and shingle one after the other.
  void fill(std::span<const std::uint64_t> items) {
    for (std::size_t begin = 0; begin < items.size();) {
      const std::uint64_t key = items[begin] >> 32;
      const std::size_t old_size = texts.size();
      std::uint64_t last = ~items[begin];
      std::size_t end = begin;
      for (; end < items.size() && items[end] >> 32 == key; ++end) {
        const auto text = static_cast<std::uint32_t>(items[end]);
        (items[end] == last ? repeated : texts).push_back(text);
        last = items[end];
      }
      if (texts.size() - old_size > 1) {
        lengths.push_back(static_cast<std::uint32_t>(texts.size() - old_size));
      } else {
        texts.resize(old_size);
      }
      begin = end;
    }
  }

  void count_lengths() {
    std::vector<std::uint32_t> counts;
    for (const std::uint32_t length : lengths) {
      if (length >= counts.size()) counts.resize(length + 1);
      ++counts[length];
    }
    for (std::uint32_t length = 0; length < counts.size(); ++length)
      if (counts[length] != 0) runs.push_back({length, counts[length]});
  }
};

/// The entries of a range of texts: entry << 32 | rank.
struct ShingleIndex::Block {
  Items items;
};

ShingleIndex::ShingleIndex(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads) {
  std::size_t num_words = 0;
  for (const MatchText& text : texts) num_words += text.words.size();
  const std::size_t num_parts = std::bit_floor(std::clamp<std::size_t>(num_words / words_of_part, 1, most_parts));
  std::vector<Part> parts(num_parts);
  {
    std::vector<std::vector<Items>> collected = collect_shingles(texts, shingle_words, num_parts, num_words, threads);
    struct Scratch {
      Items items, sorting;
      std::vector<std::uint8_t> counts;
    };
    std::vector<Scratch> scratch_of_thread(threads);
    parallel_for(threads, num_parts, 1, [&](unsigned thread, std::size_t part, std::size_t) {
      auto& [items, sorting, counts] = scratch_of_thread[thread];
      take_company(collected, part, items, counts);
      radix_sort_by_key(items, sorting);
      parts[part].fill(items);
      parts[part].count_lengths();
    });
  }
  number_texts(texts, shingle_words, parts);
  number_lists(parts);

  const auto rank_bits = static_cast<unsigned>(std::bit_width(texts.size()));
  constexpr auto block_bits = static_cast<unsigned>(std::countr_zero(most_blocks));
  const unsigned block_shift = rank_bits - std::min(rank_bits, block_bits);
  const std::size_t num_blocks = (texts.size() >> block_shift) + 1;
  std::vector<std::vector<Block>> blocks_of_thread(threads, std::vector<Block>(num_blocks));
  parallel_for(threads, num_parts, 1, [&](unsigned thread, std::size_t part, std::size_t) {
    fill_postings(parts[part], blocks_of_thread[thread], block_shift);
    parts[part] = {};
  });
  rank_of_text_ = {};

  entries_begin_.assign(texts.size() + 1, 0);
  for (std::size_t block = 0; block < num_blocks; ++block) {
    // Where the next block begins; fill_entries does the rest.
    std::uint64_t size = 0;
    for (const std::vector<Block>& blocks : blocks_of_thread) size += blocks[block].items.size();
    const std::size_t first = block << block_shift;
    entries_begin_[std::min(texts.size(), first + (std::size_t{1} << block_shift))] = entries_begin_[first] + size;
  }
  parallel_for(threads, num_blocks, 1,
               [&](unsigned, std::size_t block, std::size_t) { fill_entries(blocks_of_thread, block, block_shift); });
}

void ShingleIndex::number_texts(std::span<const MatchText> texts, unsigned shingle_words, std::span<const Part> parts) {
  const std::size_t count = texts.size();
  Items sizes(count);  // size << 32 | text
  for (std::size_t text = 0; text < count; ++text)
    sizes[text] = std::uint64_t{num_shingles(texts[text], shingle_words)} << 32 | text;
  for (const Part& part : parts)
    for (const std::uint32_t text : part.repeated) sizes[text] -= std::uint64_t{1} << 32;
  Items scratch;
  radix_sort_by_key(sizes, scratch);
  text_of_rank_.resize(count);
  rank_of_text_.resize(count);
  size_of_rank_.resize(count);
  for (std::size_t rank = 0; rank < count; ++rank) {
    text_of_rank_[rank] = static_cast<std::uint32_t>(sizes[rank]);
    size_of_rank_[rank] = static_cast<std::uint32_t>(sizes[rank] >> 32);
    rank_of_text_[text_of_rank_[rank]] = static_cast<std::uint32_t>(rank);
  }
}

void ShingleIndex::number_lists(std::span<Part> parts) {
  std::vector<Part::Run*> runs;
  for (Part& part : parts)
    for (Part::Run& run : part.runs) runs.push_back(&run);
  std::stable_sort(runs.begin(), runs.end(),
                   [](const Part::Run* x, const Part::Run* y) { return x->length < y->length; });
  std::uint32_t list = 0;
  std::uint64_t begin = 0;
  for (Part::Run* const run : runs) {
    run->next_list = std::exchange(list, list + run->count);
    const std::uint64_t num_entries = std::uint64_t{run->length} * run->count;
    run->next_begin = std::exchange(begin, begin + num_entries);
    half_of_lengths_ += run->length / 2 * num_entries;
  }
  postings_begin_.resize(list + std::size_t{1});
  postings_begin_.back() = begin;
  postings_ = std::make_unique_for_overwrite<std::uint32_t[]>(begin);
  entries_ = std::make_unique_for_overwrite<std::uint32_t[]>(begin);
}

void ShingleIndex::fill_postings(Part& part, std::vector<Block>& blocks, unsigned block_shift) {
  std::vector<std::uint32_t> run_of_length(part.runs.empty() ? 0 : part.runs.back().length + 1);
  for (std::size_t i = 0; i < part.runs.size(); ++i) run_of_length[part.runs[i].length] = static_cast<std::uint32_t>(i);
  const std::uint32_t* text = part.texts.data();
  for (const std::uint32_t length : part.lengths) {
    Part::Run& run = part.runs[run_of_length[length]];
    const std::uint32_t list = run.next_list++;
    postings_begin_[list] = run.next_begin;
    std::uint32_t* const ranks = postings_.get() + run.next_begin;
    run.next_begin += length;
    for (std::uint32_t i = 0; i < length; ++i) ranks[i] = rank_of_text_[text[i]];
    if (length == 2) {  // most are
      if (ranks[1] < ranks[0]) std::swap(ranks[0], ranks[1]);
    } else {
      std::sort(ranks, ranks + length);
    }
    for (std::uint32_t i = 0; i < length; ++i) {
      const std::uint64_t entry = std::uint64_t{list} << 1 | std::uint64_t{i + 1 == length};
      blocks[ranks[i] >> block_shift].items.push_back(entry << 32 | ranks[i]);
    }
    text += length;
  }
}

void ShingleIndex::fill_entries(std::span<std::vector<Block>> blocks_of_thread, std::size_t block,
                                unsigned block_shift) {
  const std::size_t first = block << block_shift;
  const std::size_t last = std::min(num_texts(), first + (std::size_t{1} << block_shift));
  if (first >= last) return;
  std::vector<std::uint64_t> next(last - first);
  for (const std::vector<Block>& blocks : blocks_of_thread)
    for (const std::uint64_t item : blocks[block].items) ++next[static_cast<std::uint32_t>(item) - first];
  std::uint64_t begin = entries_begin_[first];
  for (std::size_t rank = first; rank < last; ++rank) {
    if (rank != first) entries_begin_[rank] = begin;
    begin += std::exchange(next[rank - first], begin);
  }
  for (std::vector<Block>& blocks : blocks_of_thread) {
    for (const std::uint64_t item : blocks[block].items)
      entries_[next[static_cast<std::uint32_t>(item) - first]++] = static_cast<std::uint32_t>(item >> 32);
    blocks[block].items = {};
  }
}

}  // namespace nuskha
