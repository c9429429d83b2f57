// Entry point: EditScript::find. Test: tests/diff/edit_script_test.cpp, against the quadratic table.
#include "diff/edit_script.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"
#include "base/stop.h"

namespace nuskha {
namespace {

constexpr std::int32_t unreached_forward = -1;
constexpr std::int32_t unreached_backward = std::numeric_limits<std::int32_t>::max();
constexpr std::size_t anchor_width = 3;

struct Anchor {
  std::uint64_t hash;
  std::int32_t at;
};

/// The runs of `anchor_width` elements that stand in a sequence once, by hash.
std::vector<Anchor> unique_runs(std::span<const std::uint32_t> keys) {
  std::vector<Anchor> all;
  for (std::size_t i = 0; i + anchor_width <= keys.size(); ++i)
    all.push_back({hash64(&keys[i], anchor_width * sizeof(std::uint32_t)), static_cast<std::int32_t>(i)});
  std::sort(all.begin(), all.end(), [](const Anchor& x, const Anchor& y) { return x.hash < y.hash; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i + 1;
    while (end < all.size() && all[end].hash == all[i].hash) ++end;
    if (end == i + 1) all[kept++] = all[i];
    i = end;
  }
  all.resize(kept);
  return all;
}

}  // namespace

bool EditScript::find(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, std::uint32_t num_keys,
                      std::span<std::uint8_t> changed_a, std::span<std::uint8_t> changed_b) {
  is_minimal_ = true;
  set_aside(a, b, num_keys, changed_a, changed_b);
  changed_a_ = changed_a;
  changed_b_ = changed_b;
  const auto size_a = static_cast<std::int32_t>(a_.size());
  const auto size_b = static_cast<std::int32_t>(b_.size());
  offset_ = size_b + 1;
  forward_.resize(a_.size() + b_.size() + 3);
  backward_.resize(forward_.size());
  Point from{0, 0};
  if (a_.size() + b_.size() > limits_.most_without_anchors) {
    for (const Point& anchor : find_anchors()) {
      if (anchor.a < from.a || anchor.b < from.b) continue;  // overlaps the one before it on one side only
      compare({from.a, anchor.a, from.b, anchor.b});
      from = {anchor.a + 1, anchor.b + 1};
    }
  }
  compare({from.a, size_a, from.b, size_b});
  return is_minimal_;
}

void EditScript::set_aside(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, std::uint32_t num_keys,
                           std::span<std::uint8_t> changed_a, std::span<std::uint8_t> changed_b) {
  if (counts_.size() < num_keys) counts_.resize(num_keys);
  const auto keep_common = [this](std::span<const std::uint32_t> keys, std::span<const std::uint32_t> others,
                                  std::span<std::uint8_t> changed, std::vector<std::uint32_t>& kept,
                                  std::vector<std::uint32_t>& at) {
    kept.clear();
    at.clear();
    for (const std::uint32_t key : others) counts_[key] = 1;
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
      if (counts_[keys[i]] == 0) {
        changed[i] = 1;
      } else {
        kept.push_back(keys[i]);
        at.push_back(i);
      }
    }
    for (const std::uint32_t key : others) counts_[key] = 0;
  };
  keep_common(a, b, changed_a, a_, a_at_);
  keep_common(b, a, changed_b, b_, b_at_);
}

/// First elements of runs that stand once in each sequence: the longest chain of them that ascends in both.
std::vector<EditScript::Point> EditScript::find_anchors() const {
  const std::vector<Anchor> runs_a = unique_runs(a_);
  const std::vector<Anchor> runs_b = unique_runs(b_);
  std::vector<Point> common;
  for (std::size_t i = 0, j = 0; i < runs_a.size() && j < runs_b.size();) {
    if (runs_a[i].hash == runs_b[j].hash) {
      const Point point{runs_a[i++].at, runs_b[j++].at};
      if (a_[static_cast<std::size_t>(point.a)] == b_[static_cast<std::size_t>(point.b)]) common.push_back(point);
    } else {
      ++(runs_a[i].hash < runs_b[j].hash ? i : j);
    }
  }
  std::sort(common.begin(), common.end(), [](const Point& x, const Point& y) { return x.a < y.a; });
  // The longest increasing subsequence: for each length, the chain that ends lowest in b.
  std::vector<std::size_t> ends;
  std::vector<std::size_t> before(common.size(), common.size());
  for (std::size_t i = 0; i < common.size(); ++i) {
    const auto at = std::lower_bound(ends.begin(), ends.end(), common[i].b,
                                     [&](std::size_t end, std::int32_t b) { return common[end].b < b; });
    if (at != ends.begin()) before[i] = *(at - 1);
    if (at == ends.end())
      ends.push_back(i);
    else
      *at = i;
  }
  std::vector<Point> chain;
  for (std::size_t i = ends.empty() ? common.size() : ends.back(); i < common.size(); i = before[i])
    chain.push_back(common[i]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

void EditScript::compare(Box whole) {
  pending_.assign(1, whole);
  while (!pending_.empty()) {
    throw_if_stopped();
    Box box = pending_.back();
    pending_.pop_back();
    const auto equal = [this](std::int32_t a, std::int32_t b) {
      return a_[static_cast<std::size_t>(a)] == b_[static_cast<std::size_t>(b)];
    };
    while (box.a_begin < box.a_end && box.b_begin < box.b_end && equal(box.a_begin, box.b_begin))
      ++box.a_begin, ++box.b_begin;
    while (box.a_begin < box.a_end && box.b_begin < box.b_end && equal(box.a_end - 1, box.b_end - 1))
      --box.a_end, --box.b_end;
    if (box.a_begin == box.a_end || box.b_begin == box.b_end) {
      for (std::int32_t i = box.a_begin; i < box.a_end; ++i) changed_a_[a_at_[static_cast<std::size_t>(i)]] = 1;
      for (std::int32_t j = box.b_begin; j < box.b_end; ++j) changed_b_[b_at_[static_cast<std::size_t>(j)]] = 1;
      continue;
    }
    const Point point = split(box);
    pending_.push_back({point.a, box.a_end, point.b, box.b_end});
    pending_.push_back({box.a_begin, point.a, box.b_begin, point.b});
  }
}

/// A point that an optimal path passes, strictly inside of a box whose corners differ: where the furthest paths from
/// both ends meet. Diagonal d holds the points with a - b = d.
EditScript::Point EditScript::split(const Box& box) {
  const std::int32_t lowest = box.a_begin - box.b_end;
  const std::int32_t highest = box.a_end - box.b_begin;
  const std::int32_t first = box.a_begin - box.b_begin;
  const std::int32_t last = box.a_end - box.b_end;
  const bool meets_forward = ((first - last) & 1) != 0;  // an odd number of edits: the forward path arrives last
  std::int32_t f_low = first, f_high = first, b_low = last, b_high = last;
  forward(first) = box.a_begin;
  backward(last) = box.a_end;
  for (std::uint32_t edits = 1;; ++edits) {
    // Beyond the edge of the box there is no path: such diagonals are left out, and the band narrows again.
    if (f_low > lowest)
      forward(--f_low - 1) = unreached_forward;
    else
      ++f_low;
    if (f_high < highest)
      forward(++f_high + 1) = unreached_forward;
    else
      --f_high;
    for (std::int32_t d = f_high; d >= f_low; d -= 2) {
      std::int32_t a = std::max(forward(d - 1) + 1, forward(d + 1));
      std::int32_t b = a - d;
      while (a < box.a_end && b < box.b_end && a_[static_cast<std::size_t>(a)] == b_[static_cast<std::size_t>(b)])
        ++a, ++b;
      forward(d) = a;
      if (meets_forward && b_low <= d && d <= b_high && backward(d) <= a) return {a, b};
    }
    if (b_low > lowest)
      backward(--b_low - 1) = unreached_backward;
    else
      ++b_low;
    if (b_high < highest)
      backward(++b_high + 1) = unreached_backward;
    else
      --b_high;
    for (std::int32_t d = b_high; d >= b_low; d -= 2) {
      std::int32_t a = std::min(backward(d - 1), backward(d + 1) - 1);
      std::int32_t b = a - d;
      while (a > box.a_begin && b > box.b_begin &&
             a_[static_cast<std::size_t>(a - 1)] == b_[static_cast<std::size_t>(b - 1)])
        --a, --b;
      backward(d) = a;
      if (!meets_forward && f_low <= d && d <= f_high && a <= forward(d)) return {a, b};
    }
    if (edits >= limits_.most_edits) {
      is_minimal_ = false;
      return furthest(box, f_low, f_high, b_low, b_high);
    }
  }
}

/// The point that paths from either end have come furthest to.
EditScript::Point EditScript::furthest(const Box& box, std::int32_t f_low, std::int32_t f_high, std::int32_t b_low,
                                       std::int32_t b_high) const {
  Point best{box.a_begin, box.b_begin};
  std::int32_t most = 0;  // elements of both sequences that are behind
  for (std::int32_t d = f_low; d <= f_high; d += 2) {
    const std::int32_t a = std::min(forward_[place_of(d)], box.a_end);
    const std::int32_t b = a - d;
    if (b < box.b_begin || b > box.b_end || a < box.a_begin) continue;
    const std::int32_t behind = a - box.a_begin + b - box.b_begin;
    if (behind > most) most = behind, best = {a, b};
  }
  for (std::int32_t d = b_low; d <= b_high; d += 2) {
    const std::int32_t a = std::max(backward_[place_of(d)], box.a_begin);
    const std::int32_t b = a - d;
    if (b < box.b_begin || b > box.b_end || a > box.a_end) continue;
    const std::int32_t behind = box.a_end - a + box.b_end - b;
    if (behind > most) most = behind, best = {a, b};
  }
  return best;
}

}  // namespace nuskha
