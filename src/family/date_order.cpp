// Entry point: keep_dates_in_order. Of each version the latest date on the way to the root is known, so that no version
// goes that way itself: it may be as long as the family. Test: tests/family/date_order_test.cpp.
#include "family/date_order.h"

#include <algorithm>
#include <cstddef>

namespace nuskha {
namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};

/// A tree whose branches are taken off and put elsewhere, with the latest date above each version.
class DatedTree {
 public:
  DatedTree(std::span<const std::string_view> dates, std::vector<std::uint32_t>& parent)
      : parent_(parent),
        rank_(dates.size()),
        first_later_(dates.size()),
        latest_(dates.size()),
        children_(dates.size()) {
    rank_dates(dates);
    for (auto version = static_cast<std::uint32_t>(dates.size()); version-- > 0;)
      if (parent[version] != version) link(version);
    for (std::uint32_t version = 0; version < dates.size(); ++version)
      if (parent[version] == version) update(version, true);
  }

  /// A version, or one that it comes from, is later than another.
  bool comes_from_later(std::uint32_t version, std::uint32_t other) const {
    return latest_[version] >= first_later_[other];
  }

  void hang(std::uint32_t version, std::uint32_t from) {
    unlink(version);
    parent_[version] = from;
    link(version);
    update(version, false);
  }

 private:
  struct Siblings {
    std::uint32_t first_child = none, previous = none, next = none;
  };

  /// Dates as numbers: 0 for none; a version is later than another if its number is at least the other's first_later_.
  void rank_dates(std::span<const std::string_view> dates) {
    std::vector<std::string_view> sorted(dates.begin(), dates.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (!sorted.empty() && sorted.front().empty()) sorted.erase(sorted.begin());
    for (std::size_t version = 0; version < dates.size(); ++version) {
      const std::string_view date = dates[version];
      if (date.empty()) continue;
      const auto place = std::lower_bound(sorted.begin(), sorted.end(), date);
      // Dates that begin with this one follow it.
      const auto later =
          std::partition_point(place, sorted.end(), [&](std::string_view other) { return other.starts_with(date); });
      rank_[version] = static_cast<std::uint32_t>(place - sorted.begin()) + 1;
      first_later_[version] = static_cast<std::uint32_t>(later - sorted.begin()) + 1;
    }
  }

  void link(std::uint32_t version) {
    std::uint32_t& first = children_[parent_[version]].first_child;
    children_[version].previous = none;
    children_[version].next = first;
    if (first != none) children_[first].previous = version;
    first = version;
  }

  void unlink(std::uint32_t version) {
    const Siblings& siblings = children_[version];
    if (siblings.next != none) children_[siblings.next].previous = siblings.previous;
    std::uint32_t& to_next =
        siblings.previous != none ? children_[siblings.previous].next : children_[parent_[version]].first_child;
    to_next = siblings.next;
  }

  /// Sets what is the latest of a version and of what hangs from it: all of that, or as far as it changes.
  void update(std::uint32_t version, bool all) {
    open_ = {version};
    while (!open_.empty()) {
      const std::uint32_t at = open_.back();
      open_.pop_back();
      const std::uint32_t latest = parent_[at] == at ? rank_[at] : std::max(rank_[at], latest_[parent_[at]]);
      if (latest == latest_[at] && !all) continue;
      latest_[at] = latest;
      for (std::uint32_t child = children_[at].first_child; child != none; child = children_[child].next)
        open_.push_back(child);
    }
  }

  std::vector<std::uint32_t>& parent_;
  std::vector<std::uint32_t> rank_, first_later_;
  std::vector<std::uint32_t> latest_;  // rank of the latest date of a version and of all above it
  std::vector<Siblings> children_;
  std::vector<std::uint32_t> open_;  // scratch
};

}  // namespace

void keep_dates_in_order(std::span<const std::string_view> dates, std::span<const Arc> arcs,
                         std::vector<std::uint32_t>& parent) {
  DatedTree tree(dates, parent);
  auto arc = arcs.begin();
  for (std::uint32_t version = 1; version < dates.size(); ++version) {
    while (arc != arcs.end() && arc->to < version) ++arc;
    if (dates[version].empty() || !tree.comes_from_later(parent[version], version)) continue;
    // What hangs from this version comes from a later one, too.
    const Arc* best = nullptr;
    for (auto other = arc; other != arcs.end() && other->to == version; ++other)
      if (!tree.comes_from_later(other->from, version) && (best == nullptr || other->cost < best->cost)) best = &*other;
    if (best != nullptr) tree.hang(version, best->from);
  }
}

}  // namespace nuskha
