// The stages of group_passages, each on its own: for the texts of an archive, or of a part of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <tuple>
#include <vector>

#include "base/page_lists.h"
#include "match/match_text.h"
#include "match/passage.h"
#include "match/passage_families.h"

namespace nuskha {

/// Words that stand in one block, or in several that follow one another.
struct Piece {
  PassagePlace place;
  std::uint64_t hash = 0;  ///< Of its words, numbers masked.
  bool follows = false;    ///< The piece before it, within one passage.
};

/// Passages cut at the ends of blocks, in the order of texts and words. Of a block a few words are left out. Cost: a
/// hash of the words in passages.
std::vector<Piece> cut_at_blocks(std::span<const MatchText> texts, const PageLists<Passage>& passages);

/// What two pieces that stand side by side are counted by.
std::uint64_t pair_hash(const Piece& before, const Piece& piece);

/// Whether two pieces are one passage wherever they stand, from the number of documents that hold both side by side,
/// and of those that hold either.
bool stand_together(std::uint64_t together, std::uint64_t before, std::uint64_t after);

/// Puts pieces together which follow one another and of which `are_one(before, piece)` says so; parts of blocks stay
/// alone.
std::vector<Piece> join_neighbours(std::span<const MatchText> texts, std::span<const Piece> pieces,
                                   const std::function<bool(const Piece&, const Piece&)>& are_one);

/// Words with numbers masked.
std::vector<WordId> masked_words(std::span<const WordId> words);

/// Wordings that differ by where they end in a block only, by their indices.
struct FoldedWordings {
  std::vector<std::uint32_t> wordings;
  std::uint32_t example = 0;  ///< The one that stands for all: the longest, but for rare exceptions.
};

/// Distinct wordings, most common first, and how each is got by its index.
struct WordingList {
  std::size_t size = 0;
  std::function<std::vector<WordId>(std::uint32_t)> words;  ///< Numbers masked.
  std::function<bool(std::uint32_t)> is_part;               ///< Of a block.
};

/// Groups wordings that are nearly the same (group_passages says when), and folds those of a family that are.
std::vector<std::vector<FoldedWordings>> group_wordings(const WordingList& list);

/// The order that wordings must come in: `documents`, `num_words` and `example` of each.
template <class Wording>
bool most_common_first(const Wording& x, const Wording& y) {
  return std::tie(y.documents, y.num_words, x.example) < std::tie(x.documents, x.num_words, y.example);
}

/// The order of variants in a family, and of families by their first variants' examples.
template <class Variant>
bool most_documents_first(const Variant& x, const Variant& y) {
  return std::tie(y.documents, x.example) < std::tie(x.documents, y.example);
}

}  // namespace nuskha
