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

/// Groups `num_texts` texts by verified edges. Edges are taken strongest first (ties: lower a, then lower b). A text on its own joins by
/// one edge; two groups that both have two members or more merge only when the mean strength over all pairs between
/// them, counting pairs without an edge as 0, is at least `least_mean`. So no chain of weak links makes a family.
/// Returns for each text the lowest text of its group. Cost O(E log E). Deterministic.
std::vector<std::uint32_t> group_families(std::size_t num_texts, std::span<const FamilyEdge> edges, double least_mean = 0.5);

}  // namespace nuskha
