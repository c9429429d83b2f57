// Records of a part of an archive: pairs and families of documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/text.h"
#include "parts/blobs.h"
#include "parts/part_pairs.h"
#include "parts/part_texts.h"

namespace nuskha {

/// A document of an archive that is dealt out.
struct DocumentRow {
  std::uint64_t number;
  std::string_view digest;  ///< Words or not.
};

/// For each shard the documents whose texts may be equal to one another's: u64 number, u32 size, then the digest
/// without words. Fails with malformed for what encode_document hasn't written.
Result<Blobs> deal_documents(std::span<const DocumentRow> documents, Level level, std::uint64_t num_shards);

/// The documents that have one text: `facts` has for each, by number, u64 number, u32 size, digest without words.
struct DocumentsOfText {
  std::vector<std::uint64_t> numbers;  ///< Ascending; the first one is the text's id.
  std::string facts;
};

/// The texts of a shard, by id. Fails with malformed for torn blobs.
Result<std::vector<DocumentsOfText>> group_documents(std::span<const std::string_view> blobs, Level level);

/// Of a text's facts those of the first documents, so many that add_verified_pairs does with them what it would with
/// all. Fails with malformed for torn facts.
Result<std::string> first_facts(std::string_view facts);

/// Pairs and families of copies, with the text of each family.
struct CopiesReport {
  Report report;
  std::vector<std::uint64_t> texts;  ///< Of report.families.
};

/// Pairs and families of the documents that have one text. `texts` has the facts of several texts, each with several
/// documents; those whose ids are in `in_families` (sorted) are in families with other texts, which aren't given here.
Result<CopiesReport> report_copies(std::span<const TextRow> texts, std::span<const std::uint64_t> in_families);

/// Verified pairs of texts as pairs of documents. `texts` has the facts of all of them.
Result<Report> report_pairs(std::span<const TextRow> texts, std::span<const PartPair> pairs);

/// The family that all of `texts` are, with the facts of each; `pairs` are all those within it.
Result<Report> report_family(const PartTexts& texts, std::span<const TextRow> facts, std::span<const PartPair> pairs);

}  // namespace nuskha
