// Families from verified edges. Entry point: group_families. The rule and its reasons: docs/algorithm.md, "Families".
// Test: tests/family/group_test.cpp.
#include <algorithm>
#include <unordered_map>

#include "nuskha/family.h"

namespace nuskha {
namespace {

/// An edge at least this strong joins a text on its own to any group; a weaker one (an excerpt's) only if the text has
/// edges to more than half of it, and joins two texts on their own only if neither has an edge to a third.
constexpr double least_strength_alone = 0.5;

class Groups {
 public:
  Groups(std::size_t num_texts, std::span<const std::uint32_t> partly_compared)
      : parent_(num_texts), size_(num_texts, 1), least_(num_texts), partly_compared_(num_texts), links_(num_texts) {
    for (std::uint32_t i = 0; i < num_texts; ++i) parent_[i] = least_[i] = i;
    for (const std::uint32_t text : partly_compared) partly_compared_[text] = true;
  }

  void add_link(const FamilyEdge& edge) {
    links_[edge.a][edge.b].add(edge.strength);
    links_[edge.b][edge.a].add(edge.strength);
  }

  std::uint32_t find(std::uint32_t text) {
    while (parent_[text] != text) text = parent_[text] = parent_[parent_[text]];
    return text;
  }
  std::uint32_t least_of(std::uint32_t text) { return least_[find(text)]; }

  bool may_merge(std::uint32_t a, std::uint32_t b, double strength, double least_mean) const {
    const Link& link = links_[a].at(b);
    const double num_pairs = static_cast<double>(size_[a]) * static_cast<double>(size_[b]);
    if (size_[a] == 1 && size_[b] == 1)
      return strength >= least_strength_alone || (links_[a].size() == 1 && links_[b].size() == 1);
    if (size_[a] == 1 || size_[b] == 1)
      return strength >= least_strength_alone || 2 * static_cast<double>(link.count) > num_pairs;
    const bool partly = partly_compared_[a] && partly_compared_[b];
    return link.sum >= least_mean * (partly ? static_cast<double>(link.count) : num_pairs);
  }

  void merge(std::uint32_t a, std::uint32_t b) {
    if (links_[a].size() < links_[b].size()) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
    least_[a] = std::min(least_[a], least_[b]);
    partly_compared_[a] = partly_compared_[a] && partly_compared_[b];
    for (const auto& [other, link] : links_[b]) {
      links_[other].erase(b);
      if (other == a) continue;
      links_[a][other].add(link);
      links_[other][a] = links_[a][other];
    }
    links_[b].clear();
  }

 private:
  /// All edges between two groups.
  struct Link {
    double sum = 0;
    std::size_t count = 0;
    void add(double strength) { sum += strength, ++count; }
    void add(const Link& link) { sum += link.sum, count += link.count; }
  };
  std::vector<std::uint32_t> parent_;
  std::vector<std::size_t> size_;
  std::vector<std::uint32_t> least_;
  std::vector<bool> partly_compared_;
  std::vector<std::unordered_map<std::uint32_t, Link>> links_;
};

}  // namespace

std::vector<std::uint32_t> group_families(std::size_t num_texts, std::span<const FamilyEdge> edges,
                                          std::span<const std::uint32_t> partly_compared, double least_mean) {
  std::vector<FamilyEdge> strongest_first(edges.begin(), edges.end());
  std::sort(strongest_first.begin(), strongest_first.end(), [](const FamilyEdge& x, const FamilyEdge& y) {
    if (x.strength != y.strength) return x.strength > y.strength;
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  Groups groups(num_texts, partly_compared);
  for (const FamilyEdge& edge : strongest_first) groups.add_link(edge);
  for (const FamilyEdge& edge : strongest_first) {
    const std::uint32_t a = groups.find(edge.a);
    const std::uint32_t b = groups.find(edge.b);
    if (a != b && groups.may_merge(a, b, edge.strength, least_mean)) groups.merge(a, b);
  }
  std::vector<std::uint32_t> out(num_texts);
  for (std::uint32_t i = 0; i < num_texts; ++i) out[i] = groups.least_of(i);
  return out;
}

}  // namespace nuskha
