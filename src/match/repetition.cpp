// Entry point: find_repetitions. Test: tests/match/repetition_test.cpp.
//
//   blocks ─▶ hash of each ─▶ for each block the first of its kind ─▶ runs that repeat an earlier run ─▶ long enough?
#include "match/repetition.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "match/number_mask.h"

namespace nuskha {
namespace {

constexpr std::size_t least_words_of_run = 12;

// A footer's lines.
constexpr std::size_t most_words_of_footer_block = 12;
constexpr std::size_t most_blocks_of_footer = 16;
constexpr std::size_t most_footer_of_text = 4;  // a quarter
constexpr std::size_t least_words_in_footer = 3;

struct BlockOfText {
  std::uint32_t begin, end;
  std::uint64_t hash;
  bool counts;  // a row of numbers repeats nothing
};

std::vector<BlockOfText> blocks_of(const MatchText& text) {
  std::vector<BlockOfText> out;
  out.reserve(text.block_ends.size());
  std::uint32_t begin = 0;
  for (const std::uint32_t end : text.block_ends) {
    const std::span<const WordId> words = text.words.subspan(begin, end - begin);
    out.push_back({begin, end, hash64(words.data(), words.size_bytes()), !is_mostly_numbers(words)});
    begin = end;
  }
  return out;
}

/// The first block of the footer; blocks.size() if there is none.
std::size_t find_footer(std::span<const BlockOfText> blocks, std::size_t num_words) {
  std::size_t first = blocks.size();
  while (first > 0 && blocks[first - 1].end - blocks[first - 1].begin <= most_words_of_footer_block) --first;
  if (first == blocks.size()) return first;
  const bool is_footer = blocks.size() - first <= most_blocks_of_footer &&
                         most_footer_of_text * (num_words - blocks[first].begin) <= num_words;
  return is_footer ? first : blocks.size();
}

}  // namespace

std::vector<Passage> find_repetitions(const MatchText& text) {
  if (text.block_ends.size() < 2) return {};
  const std::vector<BlockOfText> blocks = blocks_of(text);
  const std::size_t footer = find_footer(blocks, text.words.size());
  std::unordered_map<std::uint64_t, std::size_t> first_of_kind;
  first_of_kind.reserve(blocks.size());
  std::vector<Passage> out;
  const auto keep = [&](std::size_t begin, std::size_t end) {
    out.push_back({blocks[begin].begin, blocks[end - 1].end});
  };
  for (std::size_t i = 0; i < blocks.size();) {
    const auto [place, is_new] = first_of_kind.try_emplace(blocks[i].hash, i);
    const std::size_t before = place->second;
    if (is_new || !blocks[i].counts) {
      ++i;
      continue;
    }
    std::size_t length = 1;
    while (before + length < i && i + length < blocks.size() && blocks[i + length].counts &&
           blocks[before + length].hash == blocks[i + length].hash)
      ++length;
    const std::size_t words = blocks[i + length - 1].end - blocks[i].begin;
    if (words >= (before >= footer ? least_words_in_footer : least_words_of_run)) {
      keep(before, before + length);
      keep(i, i + length);
      i += length;
    } else {
      ++i;
    }
  }
  std::sort(out.begin(), out.end());
  // Runs that repeat one another's parts become one.
  std::vector<Passage> apart;
  for (const Passage& passage : out) {
    if (!apart.empty() && passage.begin < apart.back().end)
      apart.back().end = std::max(apart.back().end, passage.end);
    else
      apart.push_back(passage);
  }
  return apart;
}

}  // namespace nuskha
