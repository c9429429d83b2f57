// Documents of equal text, collapsed before anything is compared.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "nuskha/hash.h"
#include "nuskha/text.h"

namespace nuskha {

/// By what a document's equality with others is told.
struct TextIdentity {
  Hash128 source, layout, text, spelling;
  bool has_words = true;  ///< A document without words equals others at levels bytes and layout only.
};

/// What two documents must share to be equal at a level: this, and whether they have words.
Hash128 identity_key(const TextIdentity& document, Level level);

/// The strictest level at which two documents are equal, if any.
std::optional<Level> equality_level(const TextIdentity& a, const TextIdentity& b);

/// Groups of documents that are equal at `level` (layout, text or spelling). Each group is sorted; groups are sorted by
/// their first document; every document is in exactly one. They lie in `pages` or on the heap. Cost O(n log n).
PageLists<std::uint32_t> group_equal_texts(std::span<const TextIdentity> documents, Level level,
                                           PageStore* pages = nullptr);

/// Pairs that connect a group, each at the strictest level possible: copies are linked to the first of their kind, and
/// the first of each kind to the first of the wider kind. A group of n gives n − 1 pairs, a < b.
struct EqualPair {
  std::uint32_t a;
  std::uint32_t b;
  Level level;
};
std::vector<EqualPair> link_equal_texts(std::span<const TextIdentity> documents, std::span<const std::uint32_t> group);

}  // namespace nuskha
