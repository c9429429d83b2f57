// group_passages on parts of an archive: which pieces stand together and which wordings are equal is found in shards,
// families of wordings in one place, from the distinct wordings only.
//
//   part: pieces ─▶ shard of hashes: documents that hold each ─▶ part: wordings ─▶ shard of hashes: distinct wordings
//   ─▶ one place: families ─▶ shard of hashes: who holds them ─▶ shard of families: variants
//
// Only pieces travel between these, each with its words: of a text that has none, nothing.
#pragma once

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

/// Where a wording stands, in an archive.
struct PartPlace {
  std::uint64_t text = 0;
  Passage words;
  bool is_part = false;  ///< As PassagePlace::is_part.
  friend auto operator<=>(const PartPlace&, const PartPlace&) = default;
};

/// One wording of a passage, of those that PassageVariant has in a scan.
struct PartVariant {
  PartPlace example;
  std::uint64_t documents = 0;
  std::string first;  ///< Earliest date of a document; empty if none has any.
  std::string last;   ///< Latest.
};

struct PartFamily {
  std::uint64_t family = 0;  ///< Its number.
  std::uint64_t documents = 0;
  std::vector<PartVariant> variants;  ///< In the report's order.
};

/// The texts of a part, what their wordings are counted by, and the passages that are to be grouped.
struct PartPassages {
  const PartTexts& texts;
  std::span<const HolderFacts> holders;
  std::span<const std::uint64_t> sources;
  const PageLists<Passage>& passages;
};

/// What a part keeps of its passages, and what it sends.
struct CutPassages {
  /// For collect_wordings. Of each text with pieces: text, documents, source, u64; first and last date; pieces, u32 how
  /// many, with begin and end, u32, u8 is_part, u8 follows, hash, u64, and words, masked, as ByteWriter::numbers.
  std::vector<std::string> pieces;
  /// To shards: for each hash of a piece in how many documents it stands, and the same for pairs of neighbours. First
  /// the number of the former, u32, with hash and documents, u64, of each; then the latter.
  Blobs counts;
};
CutPassages cut_passages(const PartPassages& part, std::uint64_t num_shards);

/// In a shard: to each message the same keys with the documents of all. Fails with malformed.
Result<std::vector<std::string>> total_pieces(std::span<const std::string_view> messages);

/// What a part sends of its wordings.
struct PartWordings {
  /// To shards of hashes, for each: hash, u64; documents, u64; the first place; its words, masked, as
  /// ByteWriter::numbers.
  Blobs wordings;
  /// To the same: hash, u64; the texts that hold it, u32 how many, with number and documents, u64, of each; first and
  /// last date; sources of these texts, u32 how many, u64 each, no more than are needed to tell `least_sources`.
  Blobs held;
};

/// From what a part kept, and the totals of what it sent. Fails with malformed.
Result<PartWordings> collect_wordings(std::span<const std::string_view> pieces,
                                      std::span<const std::string_view> totals, std::size_t least_sources,
                                      std::uint64_t num_shards);

/// In a shard: the wordings of all parts, in the same form, each once. Fails with malformed.
Result<std::vector<std::string>> merge_wordings(std::span<const std::string_view> messages);

/// In one place, from all distinct wordings: which are a family.
struct PlacedWordings {
  /// To shards of hashes, for each wording: hash, family, u64; variant, u32.
  Blobs placed;
  /// To shards of families: family, u64; variant, u32; the place that stands for it.
  Blobs variants;
};
Result<PlacedWordings> place_wordings(std::span<const std::string_view> messages, std::uint64_t num_shards);

/// In a shard of hashes: who holds a wording, to shards of families; as `held`, but for family, u64, and variant, u32,
/// in place of the hash. Fails with malformed.
Result<Blobs> deal_holders(std::span<const std::string_view> held, std::span<const std::string_view> placed,
                           std::uint64_t num_shards);

/// In a shard of families: those that texts of enough sources hold. Fails with malformed.
Result<std::vector<PartFamily>> join_families(std::span<const std::string_view> variants,
                                              std::span<const std::string_view> holders, std::size_t least_sources);

// A family as bytes: its number and documents, u64; variants, u32 how many, of each the example, documents, u64, and
// first and last date. A place is its text, u64; begin and end, u32; u8 is_part.
std::string encode_family(const PartFamily& family);
Result<PartFamily> decode_family(std::string_view bytes);

/// Passages of a document's text to be quoted: words from begin to end. Its raw text is analyzed as a scan does; what
/// isn't there any more gives nothing.
std::vector<std::string> quote_passages(std::string_view raw_text, Level level, std::span<const Passage> passages);

}  // namespace nuskha
