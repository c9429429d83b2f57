// The cheapest tree whose edges have a direction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nuskha {

/// `to` may hang from `from`.
struct Arc {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  double cost = 0;
};

/// Parent of each of `num_nodes` nodes in the cheapest tree that hangs from `root`, which is its own parent; among
/// equally cheap arcs the earlier in `arcs` counts. Every node must be reachable from the root. Cost O(nodes · arcs).
std::vector<std::uint32_t> cheapest_arborescence(std::size_t num_nodes, std::uint32_t root, std::span<const Arc> arcs);

}  // namespace nuskha
