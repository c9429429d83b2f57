// find_boilerplate on parts of an archive: items counted in the same counters, of which each shard has some.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/page_lists.h"
#include "match/passage.h"
#include "nuskha/result.h"
#include "parts/key_counts.h"
#include "parts/part_texts.h"
#include "parts/text_rows.h"

namespace nuskha {

/// How items are counted: as RecurrenceCounter does for an archive of so many words. `num_shards` share the counters,
/// and the items of texts that have a source in common.
struct ItemCounting {
  ItemCounting(std::uint64_t num_words, std::uint64_t shards);

  std::size_t in_row;
  std::uint64_t num_shards;
  /// Of both rows.
  std::uint64_t num_counters() const { return 2 * std::uint64_t{in_row}; }
};

/// What a part sends.
struct CountedItems {
  /// To shards of counters: those of items that count here, and of all items a count of 0 at least.
  Blobs counters;
  /// To shards of hashes: items of texts with a source of several texts, which count once in all. For each source its
  /// number, u64, how many hashes follow, u32, and these, u64.
  Blobs items;
};

/// Reads the items of texts, whose sources are given. Cost: 100 ns a word.
CountedItems count_items(const PartTexts& texts, const TextSources& sources, const ItemCounting& counting);

/// In a shard of hashes: counters of the distinct items of each source, to shards of counters. Fails with malformed.
Result<Blobs> count_shared_items(std::span<const std::string_view> messages, const ItemCounting& counting);

/// The boilerplate of texts, from what the shards of counters answered (reached_keys, `least` that of tails).
/// `num_sources` is that of the archive.
Result<PageLists<Passage>> find_counted_boilerplate(const PartTexts& texts, const ItemCounting& counting,
                                                    std::span<const std::string_view> answers,
                                                    std::uint64_t num_sources);

}  // namespace nuskha
