// Verified pairs of texts, as rows that travel between machines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "match/verify.h"
#include "nuskha/result.h"
#include "parts/part_texts.h"
#include "scan/byte_codec.h"

namespace nuskha {

// A pair in bytes, all of one size: a and b, u64 ids of texts with a < b, then what encode_relation writes. A row holds
// any number of them, one after the other.
inline constexpr std::size_t bytes_of_pair = 108;

/// A pair of texts by their ids; `pair.a` and `pair.b` say nothing.
struct PartPair {
  std::uint64_t a, b;
  VerifiedPair pair;
};

void encode_pair(ByteWriter& out, std::uint64_t a, std::uint64_t b, const VerifiedPair& pair);

/// Pairs of some texts by their places, with the texts' ids.
void encode_pairs(ByteWriter& out, const PartTexts& texts, std::span<const VerifiedPair> pairs);

/// All pairs of some rows, sorted; of several of the same texts the first counts. Fails with malformed for what
/// encode_pair hasn't written.
Result<std::vector<PartPair>> decode_pairs(std::span<const std::string_view> rows);

/// The same with places of texts, all of which must be among `texts`.
Result<std::vector<VerifiedPair>> decode_pairs(std::span<const std::string_view> rows, const PartTexts& texts);

}  // namespace nuskha
