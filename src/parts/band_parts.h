// LSH on parts of an archive: band keys are dealt out, and texts with one key meet. Together these functions find what
// lsh_join finds.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/result.h"
#include "nuskha/sketch.h"
#include "parts/blobs.h"
#include "parts/part_texts.h"

namespace nuskha {

/// LSH as a scan does it.
struct BandPlan {
  Bands bands;
  std::uint64_t splits = 1;      ///< Shards of a band.
  std::size_t max_bucket = 128;  ///< Texts; all pairs of a bucket are formed up to here.

  std::uint64_t shard_of(std::uint64_t band, std::uint32_t key) const { return band * splits + key % splits; }
};

/// Two texts by their ids, a < b.
struct TextPair {
  std::uint64_t a;
  std::uint64_t b;
  friend auto operator<=>(const TextPair&, const TextPair&) = default;
};

/// For each shard the texts that are in it, in blobs of u64 the least id, then for each text u32 key, u32 id less that
/// one: one blob for all whose ids are within 2^32 of one another. Texts without words have no keys.
Blobs deal_bands(const PartTexts& texts, const BandPlan& plan);

/// The keys of some texts (places of `texts`), in all bands: u32 each, none for a text without words.
std::vector<std::vector<std::uint32_t>> band_keys_of(const PartTexts& texts, std::span<const std::uint32_t> places,
                                                     Bands bands);

/// A bucket over the limit. Its number is band << 32 | key.
struct HotBucket {
  std::uint64_t number;
  std::vector<std::uint64_t> texts;  ///< Ascending.
};

/// What meets in one shard.
struct BandBuckets {
  std::vector<TextPair> pairs;  ///< Of all buckets up to the limit; sorted, without repetitions.
  std::vector<HotBucket> hot;   ///< By number.
};

/// A text in hot buckets, and the one that stands for it: itself if none does.
struct CutText {
  std::uint64_t id;
  std::uint64_t leader;
  friend auto operator<=>(const CutText&, const CutText&) = default;
};

/// Forms the pairs of a shard. `blobs` are those that deal_bands gave for it, in any order; `cut` (sorted) says of the
/// texts in hot buckets who stands for them: two that have one leader form no pair here. Fails with malformed for torn
/// blobs.
Result<BandBuckets> join_bands(std::uint64_t shard, std::span<const std::string_view> blobs,
                               std::span<const CutText> cut, const BandPlan& plan);

/// Texts in hot buckets to the shards that hold them: u64 id, u64 leader each. `keys_of` are the keys of each.
Blobs deal_cut_texts(std::span<const CutText> cut, std::span<const std::vector<std::uint32_t>> keys_of,
                     const BandPlan& plan);

/// What stands for hot buckets that hang together.
struct HotLinks {
  std::vector<TextPair> pairs;  ///< Texts with their leaders, and each text's nearest of those with its leader.
  std::vector<CutText> cut;     ///< Every text in these buckets, sorted.
};

/// Links the texts of hot buckets to leaders. `buckets` are all that share texts with one another, directly or by
/// others, in any order; `keys_of` are the keys, in all bands, of each of `ids` (ascending), which are their texts.
HotLinks link_hot_buckets(std::vector<HotBucket> buckets, std::span<const std::uint64_t> ids,
                          std::span<const std::vector<std::uint32_t>> keys_of, const BandPlan& plan);

}  // namespace nuskha
