// What rows beside a text say of it: the documents that have it, its source, its passages.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/page_lists.h"
#include "match/passage.h"
#include "nuskha/result.h"
#include "parts/part_texts.h"

namespace nuskha {

/// Something about the text of this id.
struct PartRow {
  std::uint64_t id;
  std::string_view data;
};

/// The documents that have a text.
struct HolderFacts {
  std::uint64_t documents = 1;
  std::string_view first;  ///< Their earliest date; empty if none has any.
  std::string_view last;   ///< Their latest.
};

/// Of each text in `texts`, in their order, from its own row and, where there is one, from its row in `holders` (for
/// each document its number, u64, and what encode_document gives of it, u32 and so many bytes). Views of the rows.
/// Fails with malformed. Cost: O(documents), words are passed over.
Result<std::vector<HolderFacts>> read_holders(std::span<const TextRow> texts, std::span<const PartRow> holders);

/// What the boilerplate of each text is counted as.
struct TextSources {
  std::vector<std::uint64_t> of_text;
  std::vector<bool> is_shared;  ///< By several texts, maybe of other parts.
};

/// From rows (u64) of the texts whose source is shared; others are a source of their own.
Result<TextSources> read_sources(std::span<const std::uint64_t> texts, std::span<const PartRow> sources);

/// The passages of each text (rows: begin and end of each, u32), none if nothing is said.
Result<PageLists<Passage>> read_passages(std::span<const std::uint64_t> texts, std::span<const PartRow> passages);

}  // namespace nuskha
