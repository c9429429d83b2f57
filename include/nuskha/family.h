// Families: which texts are one document, from verified pairs only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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
                                          std::span<const std::uint32_t> partly_compared = {}, double least_mean = 0.5);

/// Arranges the members of one family as a tree: the root is member 0, and every other member hangs from the neighbour
/// it resembles most (the maximum spanning tree; ties: the edge between earlier members). `edges` are between positions
/// 0 … num_members − 1 and must connect them. Returns each member's parent; the root is its own. Cost O(E log E).
std::vector<std::uint32_t> arrange_versions(std::size_t num_members, std::span<const FamilyEdge> edges);

}  // namespace nuskha
