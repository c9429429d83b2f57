// Entry point: cheapest_arborescence. Chu and Liu 1965, Edmonds 1967: every node takes its cheapest arc; a circle of
// such arcs becomes one node, and what enters it is charged with what it saves inside. Test:
// tests/family/arborescence_test.cpp, against all trees of small graphs.
#include "family/arborescence.h"

#include <cassert>

namespace nuskha {
namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};

/// Indices of the arcs chosen, one for each node but the root.
std::vector<std::size_t> choose_arcs(std::size_t num_nodes, std::uint32_t root, std::span<const Arc> arcs) {
  std::vector<std::size_t> best(num_nodes, arcs.size());
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const Arc& arc = arcs[i];
    if (arc.to == root || arc.from == arc.to) continue;
    if (best[arc.to] == arcs.size() || arc.cost < arcs[best[arc.to]].cost) best[arc.to] = i;
  }
  // Nodes of the tree to come: each circle of best arcs is one, every other node another.
  std::vector<std::uint32_t> node(num_nodes, none);
  std::vector<std::uint32_t> seen_from(num_nodes, none);
  std::uint32_t num_merged = 0;
  bool has_circle = false;
  std::vector<bool> in_circle(num_nodes);
  seen_from[root] = root;
  for (std::uint32_t start = 0; start < num_nodes; ++start) {
    std::uint32_t at = start;
    while (seen_from[at] == none) {
      seen_from[at] = start;
      assert(best[at] != arcs.size());  // else it can't be reached
      at = arcs[best[at]].from;
    }
    if (at == root || seen_from[at] != start || node[at] != none) continue;
    has_circle = true;
    for (std::uint32_t i = at; node[i] == none; i = arcs[best[i]].from) {
      node[i] = num_merged;
      in_circle[i] = true;
    }
    ++num_merged;
  }
  std::vector<std::size_t> out;
  if (!has_circle) {
    for (std::uint32_t i = 0; i < num_nodes; ++i)
      if (i != root) out.push_back(best[i]);
    return out;
  }
  for (std::uint32_t i = 0; i < num_nodes; ++i)
    if (node[i] == none) node[i] = num_merged++;

  std::vector<Arc> merged;
  std::vector<std::size_t> origin;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const Arc& arc = arcs[i];
    if (arc.to == root || node[arc.from] == node[arc.to]) continue;
    const double saved = in_circle[arc.to] ? arcs[best[arc.to]].cost : 0;
    merged.push_back({node[arc.from], node[arc.to], arc.cost - saved});
    origin.push_back(i);
  }
  std::vector<bool> entered(num_nodes);
  for (const std::size_t chosen : choose_arcs(num_merged, node[root], merged)) {
    out.push_back(origin[chosen]);
    entered[arcs[origin[chosen]].to] = true;
  }
  for (std::uint32_t i = 0; i < num_nodes; ++i)
    if (in_circle[i] && !entered[i]) out.push_back(best[i]);
  return out;
}

}  // namespace

std::vector<std::uint32_t> cheapest_arborescence(std::size_t num_nodes, std::uint32_t root, std::span<const Arc> arcs) {
  std::vector<std::uint32_t> parent(num_nodes, root);
  for (const std::size_t chosen : choose_arcs(num_nodes, root, arcs)) parent[arcs[chosen].to] = arcs[chosen].from;
  return parent;
}

}  // namespace nuskha
