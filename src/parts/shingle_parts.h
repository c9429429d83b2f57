// Which shingles few texts of an archive hold, counted on its parts: what passage_join_known needs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/result.h"
#include "parts/key_counts.h"
#include "parts/part_texts.h"

namespace nuskha {

/// Shingles as they are counted: 32 bits of the hash of so many words.
struct ShingleCounting {
  unsigned shingle_words;
  std::uint64_t num_shards;
};

/// To each shard its shingles of these texts, and in how many of them each stands. Cost: 100 ns a word.
Blobs count_shingles(const PartTexts& texts, const ShingleCounting& counting);

/// The least count, for reached_keys, of a shingle that more texts hold than a rare one may.
std::uint32_t least_texts_of_common_shingle(unsigned shingle_words);

/// For each text a bit for each of its shingles in order, the first the lowest of the first byte: set unless shards
/// answered that it is common. Fails with malformed.
Result<std::vector<std::string>> find_rare_shingles(const PartTexts& texts, unsigned shingle_words,
                                                    std::span<const std::string_view> answers);

}  // namespace nuskha
