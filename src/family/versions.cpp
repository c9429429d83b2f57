// The tree of versions in a family. Entry point: arrange_versions. Test: tests/family/versions_test.cpp.
#include <algorithm>
#include <numeric>

#include "nuskha/family.h"

namespace nuskha {
namespace {

std::uint32_t find(std::vector<std::uint32_t>& parent, std::uint32_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

}  // namespace

std::vector<std::uint32_t> arrange_versions(std::size_t num_members, std::span<const FamilyEdge> edges) {
  std::vector<FamilyEdge> strongest_first(edges.begin(), edges.end());
  for (FamilyEdge& edge : strongest_first)
    if (edge.a > edge.b) std::swap(edge.a, edge.b);
  std::sort(strongest_first.begin(), strongest_first.end(), [](const FamilyEdge& x, const FamilyEdge& y) {
    if (x.strength != y.strength) return x.strength > y.strength;
    return x.b != y.b ? x.b < y.b : x.a < y.a;
  });
  std::vector<std::uint32_t> component(num_members);
  std::iota(component.begin(), component.end(), 0u);
  std::vector<std::vector<std::uint32_t>> neighbours(num_members);
  for (const FamilyEdge& edge : strongest_first) {
    const std::uint32_t a = find(component, edge.a);
    const std::uint32_t b = find(component, edge.b);
    if (a == b) continue;
    component[b] = a;
    neighbours[edge.a].push_back(edge.b);
    neighbours[edge.b].push_back(edge.a);
  }
  std::vector<std::uint32_t> parent(num_members);
  std::iota(parent.begin(), parent.end(), 0u);
  std::vector<std::uint32_t> open = {0};
  while (!open.empty()) {
    const std::uint32_t member = open.back();
    open.pop_back();
    for (const std::uint32_t next : neighbours[member]) {
      if (next == 0 || parent[next] != next || parent[member] == next) continue;
      parent[next] = member;
      open.push_back(next);
    }
  }
  return parent;
}

}  // namespace nuskha
