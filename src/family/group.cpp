// Families from verified edges. Entry point: group_families. The rule and its reasons: docs/algorithm.md, "Families".
// Test: tests/family/group_test.cpp.
#include <algorithm>
#include <bit>
#include <numeric>

#include "nuskha/family.h"

namespace nuskha {
namespace {

/// An edge at least this strong joins a text on its own to any group; a weaker one (an excerpt's) only if the text has
/// edges to more than half of it, and joins two texts on their own only if neither has an edge to a third.
constexpr double least_strength_alone = 0.5;

/// All edges between two groups.
struct Link {
  double sum = 0;
  std::size_t count = 0;
  void add(double strength) { sum += strength, ++count; }
  void add(const Link& link) { sum += link.sum, count += link.count; }
};

/// Links by the two groups that they are between. Of a group that is merged into another they stay, and are never asked
/// for again.
class Links {
 public:
  explicit Links(std::size_t num_expected) : slots_(std::bit_ceil(2 * num_expected + 2)) {}

  /// The link of two groups; one without edges if there is none yet. Valid until the next call.
  Link& at(std::uint32_t a, std::uint32_t b) {
    if (2 * size_ > slots_.size()) grow();
    Slot& slot = slots_[find(key_of(a, b))];
    size_ += slot.key == free;
    slot.key = key_of(a, b);
    return slot.link;
  }

 private:
  static constexpr std::uint64_t free = 0;  // no key: its two groups would be one
  struct Slot {
    std::uint64_t key = free;
    Link link;
  };
  static std::uint64_t key_of(std::uint32_t a, std::uint32_t b) {
    return std::uint64_t{std::min(a, b)} << 32 | std::max(a, b);
  }
  std::size_t find(std::uint64_t key) const {
    std::size_t slot = (key * 0x9E3779B97F4A7C15) >> 32 & (slots_.size() - 1);
    while (slots_[slot].key != free && slots_[slot].key != key) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  void grow() {
    std::vector<Slot> before(2 * slots_.size());
    before.swap(slots_);
    for (const Slot& slot : before)
      if (slot.key != free) slots_[find(slot.key)] = slot;
  }

  std::vector<Slot> slots_;  // open addressing, a power of two
  std::size_t size_ = 0;
};

class Groups {
 public:
  Groups(std::size_t num_texts, std::size_t num_edges, std::span<const std::uint32_t> partly_compared)
      : parent_(num_texts),
        size_(num_texts, 1),
        least_(num_texts),
        partly_compared_(num_texts),
        links_(num_edges),
        neighbours_(num_texts),
        num_neighbours_(num_texts) {
    for (std::uint32_t i = 0; i < num_texts; ++i) parent_[i] = least_[i] = i;
    for (const std::uint32_t text : partly_compared) partly_compared_[text] = true;
  }

  void add_link(const FamilyEdge& edge) {
    Link& link = links_.at(edge.a, edge.b);
    if (link.count == 0) {
      add_neighbour(edge.a, edge.b);
      add_neighbour(edge.b, edge.a);
    }
    link.add(edge.strength);
  }

  std::uint32_t find(std::uint32_t text) {
    while (parent_[text] != text) text = parent_[text] = parent_[parent_[text]];
    return text;
  }
  std::uint32_t least_of(std::uint32_t text) { return least_[find(text)]; }

  bool may_merge(std::uint32_t a, std::uint32_t b, double strength, double least_mean) {
    if (size_[a] == 1 && size_[b] == 1)
      return strength >= least_strength_alone || (num_neighbours_[a] == 1 && num_neighbours_[b] == 1);
    if ((size_[a] == 1 || size_[b] == 1) && strength >= least_strength_alone) return true;
    const Link& link = links_.at(a, b);
    const double num_pairs = static_cast<double>(size_[a]) * static_cast<double>(size_[b]);
    if (size_[a] == 1 || size_[b] == 1) return 2 * static_cast<double>(link.count) > num_pairs;
    const bool partly = partly_compared_[a] && partly_compared_[b];
    return link.sum >= least_mean * (partly ? static_cast<double>(link.count) : num_pairs);
  }

  void merge(std::uint32_t a, std::uint32_t b) {
    if (num_neighbours_[a] < num_neighbours_[b]) std::swap(a, b);
    parent_[b] = a;
    size_[a] += size_[b];
    least_[a] = std::min(least_[a], least_[b]);
    partly_compared_[a] = partly_compared_[a] && partly_compared_[b];
    for (const std::uint32_t other : neighbours_[b]) {
      if (parent_[other] != other) continue;
      --num_neighbours_[other];
      if (other == a) continue;
      const Link link = links_.at(b, other);
      Link& joined = links_.at(a, other);
      if (joined.count == 0) {
        add_neighbour(a, other);
        add_neighbour(other, a);
      }
      joined.add(link);
    }
    neighbours_[b] = {};
  }

 private:
  void add_neighbour(std::uint32_t group, std::uint32_t other) {
    neighbours_[group].push_back(other);
    ++num_neighbours_[group];
  }

  std::vector<std::uint32_t> parent_;
  std::vector<std::size_t> size_;
  std::vector<std::uint32_t> least_;
  std::vector<bool> partly_compared_;
  Links links_;
  std::vector<std::vector<std::uint32_t>> neighbours_;  // groups it has links to, and those that they were merged from
  std::vector<std::uint32_t> num_neighbours_;           // of them that are groups still
};

std::vector<std::uint32_t> texts_with_edges(std::span<const FamilyEdge> edges) {
  std::vector<std::uint32_t> out;
  out.reserve(2 * edges.size());
  for (const FamilyEdge& edge : edges) {
    out.push_back(edge.a);
    out.push_back(edge.b);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

std::vector<std::uint32_t> group_families(std::size_t num_texts, std::span<const FamilyEdge> edges,
                                          std::span<const std::uint32_t> partly_compared, double least_mean) {
  // Most texts have no edge: those that have one are numbered among themselves, in the same order.
  const std::vector<std::uint32_t> texts = texts_with_edges(edges);
  const auto number_of = [&](std::uint32_t text) {
    return static_cast<std::uint32_t>(std::lower_bound(texts.begin(), texts.end(), text) - texts.begin());
  };
  std::vector<FamilyEdge> strongest_first;
  strongest_first.reserve(edges.size());
  for (const FamilyEdge& edge : edges) strongest_first.push_back({number_of(edge.a), number_of(edge.b), edge.strength});
  std::sort(strongest_first.begin(), strongest_first.end(), [](const FamilyEdge& x, const FamilyEdge& y) {
    if (x.strength != y.strength) return x.strength > y.strength;
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  std::vector<std::uint32_t> partly;
  for (const std::uint32_t text : partly_compared)
    if (const std::uint32_t number = number_of(text); number < texts.size() && texts[number] == text)
      partly.push_back(number);
  Groups groups(texts.size(), edges.size(), partly);
  for (const FamilyEdge& edge : strongest_first) groups.add_link(edge);
  for (const FamilyEdge& edge : strongest_first) {
    const std::uint32_t a = groups.find(edge.a);
    const std::uint32_t b = groups.find(edge.b);
    if (a != b && groups.may_merge(a, b, edge.strength, least_mean)) groups.merge(a, b);
  }
  std::vector<std::uint32_t> out(num_texts);
  std::iota(out.begin(), out.end(), 0u);
  for (std::uint32_t i = 0; i < texts.size(); ++i) out[texts[i]] = texts[groups.least_of(i)];
  return out;
}

}  // namespace nuskha
