// Families of a part of an archive: of texts that hang together by verified pairs, and by nothing with others.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "match/form.h"
#include "nuskha/result.h"
#include "parts/band_parts.h"
#include "parts/part_pairs.h"
#include "parts/part_texts.h"
#include "scan/byte_codec.h"

namespace nuskha {

/// A verified pair that says "one document", by the ids of its texts.
struct TextEdge {
  std::uint64_t a;
  std::uint64_t b;
  double strength;
};

/// A text of a family of two or more.
struct TextOfFamily {
  std::uint64_t id;
  std::uint64_t family;  ///< The least of its texts.
  std::uint32_t size;    ///< In texts.
};

/// group_families of texts by their ids. `cut` (sorted) are texts of hot buckets. Sorted by id; texts that are alone
/// are left out.
std::vector<TextOfFamily> group_part(std::span<const TextEdge> edges, std::span<const std::uint64_t> cut);

/// What the texts of one family fill into their form, by ids; nothing if it has none. `pairs` are those within the
/// family that say "one document".
struct FilledText {
  std::uint64_t id;
  Filling filling;
};
Result<std::vector<FilledText>> fill_form_of(const PartTexts& texts, std::span<const TextPair> pairs);

/// Bytes of a filling: u64 form, u64 texts, u64 notices, u8 whether slots have a hash and u64 that, then u32 count and
/// u32s of the facts, and the same of their holders.
void encode_filling(const Filling& filling, ByteWriter& out);
Result<Filling> decode_filling(std::string_view bytes);

/// mark_forms and mark_reissues for pairs of which it is known what their texts fill into forms (`filled`, sorted by
/// id) and which have the same bodies (sorted).
void mark_pairs(std::span<const FilledText> filled, std::span<const TextPair> same_bodies,
                std::vector<PartPair>& pairs);

}  // namespace nuskha
