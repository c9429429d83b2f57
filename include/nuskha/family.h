// Families: which texts are one document, from verified pairs only, and which version comes from which.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// A verified pair of texts that are one document, and how strongly.
struct FamilyEdge {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  double strength = 0;  ///< Similarity, in (0, 1].
};

/// Groups `num_texts` texts by verified edges, which are taken strongest first (ties: lower a, then lower b). Two
/// groups that both have two members or more merge only when the mean strength over all pairs between them, counting
/// pairs without an edge as 0, is at least `least_mean`. A text on its own joins a group by one edge of at least 0.5,
/// or by a weaker one if it has edges to more than half of the group (and, two texts on their own, if neither has an
/// edge to a third). So no chain of weak links makes a family. Each pair of texts has at most one edge.
/// `partly_compared` (sorted) names texts that were not compared with all of their likes; between two groups made of
/// such texts only, the mean is taken over the pairs that have an edge. Returns for each text the lowest text of its
/// group. Cost O(E log E). Deterministic.
std::vector<std::uint32_t> group_families(std::size_t num_texts, std::span<const FamilyEdge> edges,
                                          std::span<const std::uint32_t> partly_compared = {}, double least_mean = 0.4);

/// Arranges the members of one family as a tree: the root is member 0, and every other member hangs from the neighbour
/// it resembles most (the maximum spanning tree; ties: the edge between earlier members). `edges` are between positions
/// 0 … num_members − 1 and must connect them. Returns each member's parent; the root is its own. Cost O(E log E).
std::vector<std::uint32_t> arrange_versions(std::size_t num_members, std::span<const FamilyEdge> edges);

/// One version of a family. Views: whoever made it keeps the words and the date.
struct VersionText {
  std::span<const WordId> words;
  std::string_view date;  ///< YYYY-MM-DD, or a beginning of it; empty: none.
};

/// A version that isn't in the archive, but which those that are point to: they agree, by its readings, against the
/// version next to them.
struct LostSource {
  std::optional<std::uint32_t> parent;  ///< What it comes from itself; nothing: unknown.
  std::vector<std::uint32_t> members;   ///< Two or more that come from it; ascending.
};

/// The tree of the versions of a family.
struct Stemma {
  std::vector<std::uint32_t> parent;  ///< The root is its own.
  std::vector<LostSource> lost;       ///< In the order of the version next to them.
  bool collated = true;               ///< False: too large to be compared word by word, so arranged by similarity.
};

/// Arranges the versions of one family, given by date (those without one last) and then in any order that serves as a
/// last resort; the first is the root. `edges` are between positions in `texts`, each pair at most once, and must
/// connect them; only they become edges of the tree. No version hangs from a later one, if the edges leave a choice.
/// The method: docs/algorithm.md, "Families and versions". Cost O(texts · words + texts · edges) for texts that are
/// much alike; a family of more than 64 texts, or of more than 4 million words counting each as long as the longest,
/// is arranged by arrange_versions. Thread-safe.
Stemma make_stemma(std::span<const VersionText> texts, std::span<const FamilyEdge> edges);

}  // namespace nuskha
