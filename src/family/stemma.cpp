// The stemma of a family: which version hangs from which, by the readings they share. Entry point: make_stemma.
//
//   collate ─▶ variants ─▶ distances ─▶ cheapest tree that respects the dates ─▶ lost sources
//
// The method and its reasons: docs/algorithm.md, "Families and versions". Test: tests/family/stemma_test.cpp.
#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>

#include "family/arborescence.h"
#include "family/collate.h"
#include "family/date_order.h"
#include "nuskha/family.h"

namespace nuskha {
namespace {

/// Longest text times texts, up to which a family is collated.
constexpr std::size_t most_collated_words = 4'000'000;

/// Columns of the family's mean difference that are added to what two texts were seen to differ in, so that two short
/// fragments which happen to agree don't come out as nearer than two whole texts.
constexpr double prior_columns = 50;

/// What decides between texts that are equally far: the similarity of the pair, then how near they stand in the order
/// of versions. Both are small against the least difference of one word.
constexpr double weight_of_similarity = 1e-3;
constexpr double weight_of_order = 1e-6;

/// Of an arc against the order of dates: taken only where nothing else connects.
constexpr double cost_of_wrong_date = 1e9;

// A lost source is asserted when the readings that a version has against two neighbours and their branches weigh at
// least so much, and at least this share of all in which it and the nearer neighbour differ.
constexpr double least_own_readings = 5;
constexpr double least_own_share = 0.35;

/// Square matrix of the distances between texts: the weight of the variants in which they differ, as if neither had a
/// gap.
std::vector<double> measure_distances(const Collation& collation) {
  const std::size_t n = collation.num_texts;
  std::vector<double> distance(n * n);
  for (std::size_t i = 0; i < collation.num_variants(); ++i) {
    const std::span<const Reading> reading = collation.variant(i);
    for (std::size_t a = 0; a < n; ++a) {
      if (reading[a] == in_gap) continue;
      for (std::size_t b = a + 1; b < n; ++b)
        if (reading[b] != in_gap && reading[a] != reading[b]) distance[a * n + b] += collation.weights[i];
    }
  }
  double sum = 0;
  double columns = 0;
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b) {
      sum += distance[a * n + b];
      columns += collation.both_present[a * n + b];
    }
  const double mean = columns > 0 ? sum / columns : 1;
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b) {
      double& d = distance[a * n + b];
      d = (d + prior_columns * mean) / (collation.both_present[a * n + b] + prior_columns) *
          static_cast<double>(collation.num_columns);
      distance[b * n + a] = d;
    }
  return distance;
}

bool has_dates_to_order(std::span<const VersionText> texts) {
  const std::string_view first = texts.front().date;
  return std::any_of(texts.begin(), texts.end(), [&](const VersionText& text) {
    return !text.date.empty() && (is_later(text.date, first) || is_later(first, text.date));
  });
}

std::vector<std::string_view> dates_of(std::span<const VersionText> texts) {
  std::vector<std::string_view> out;
  out.reserve(texts.size());
  for (const VersionText& text : texts) out.push_back(text.date);
  return out;
}

/// The tree seen from one version: in which neighbour's branch each version stands.
std::vector<std::uint32_t> branches_of(const std::vector<std::vector<std::uint32_t>>& neighbours,
                                       std::uint32_t version) {
  std::vector<std::uint32_t> branch(neighbours.size(), version);
  std::vector<std::uint32_t> open;
  for (const std::uint32_t neighbour : neighbours[version]) {
    branch[neighbour] = neighbour;
    open.push_back(neighbour);
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::uint32_t next : neighbours[at]) {
        if (next == version || branch[next] == neighbour) continue;
        branch[next] = neighbour;
        open.push_back(next);
      }
    }
  }
  return branch;
}

/// Whether two neighbours of `version` in the tree share a source with it that isn't here: they agree against readings
/// of its own, which stand nowhere in their branches.
bool share_lost_source(const Collation& collation, std::span<const std::uint32_t> branch, std::uint32_t version,
                       std::uint32_t x, std::uint32_t y) {
  double own = 0;
  double to_x = 0;
  double to_y = 0;
  for (std::size_t i = 0; i < collation.num_variants(); ++i) {
    const std::span<const Reading> reading = collation.variant(i);
    const Reading here = reading[version];
    if (here == in_gap) continue;
    const double weight = collation.weights[i];
    if (reading[x] != in_gap && reading[x] != here) to_x += weight;
    if (reading[y] != in_gap && reading[y] != here) to_y += weight;
    if (reading[x] == in_gap || reading[x] != reading[y] || reading[x] == here) continue;
    bool elsewhere = false;
    for (std::size_t text = 0; text < reading.size(); ++text)
      elsewhere |= reading[text] == here && (branch[text] == x || branch[text] == y);
    if (!elsewhere) own += weight;
  }
  return own >= least_own_readings && own >= least_own_share * std::min(to_x, to_y);
}

std::vector<LostSource> find_lost_sources(const Collation& collation, std::span<const VersionText> texts,
                                          std::span<const std::uint32_t> parent) {
  std::vector<std::vector<std::uint32_t>> neighbours(texts.size());
  for (std::uint32_t version = 0; version < texts.size(); ++version) {
    if (parent[version] == version) continue;
    neighbours[version].push_back(parent[version]);
    neighbours[parent[version]].push_back(version);
  }
  std::vector<LostSource> out;
  for (std::uint32_t version = 0; version < texts.size(); ++version) {
    std::vector<std::uint32_t>& list = neighbours[version];
    std::sort(list.begin(), list.end());
    if (list.size() < 2) continue;
    const std::vector<std::uint32_t> branch = branches_of(neighbours, version);
    std::vector<std::size_t> group(list.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        if (group[i] == group[j] || !share_lost_source(collation, branch, version, list[i], list[j])) continue;
        const std::size_t joined = group[j];
        std::replace(group.begin(), group.end(), joined, group[i]);
      }
    for (std::size_t g = 0; g < list.size(); ++g) {
      if (std::count(group.begin(), group.end(), g) < 2) continue;
      LostSource source;
      // The version itself comes from the source too, unless it is known to be the oldest.
      const bool is_root = parent[version] == version;
      const bool is_oldest = is_root && !texts[version].date.empty();
      bool has_parent = false;
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (group[i] != g) continue;
        if (list[i] == parent[version]) {
          has_parent = true;
        } else {
          source.members.push_back(list[i]);
        }
      }
      if (has_parent) source.parent = parent[version];
      if (!has_parent && (is_oldest || !is_root)) source.parent = version;
      if (has_parent || (is_root && !is_oldest)) source.members.push_back(version);
      std::sort(source.members.begin(), source.members.end());
      if (source.members.size() > 1) out.push_back(std::move(source));
    }
  }
  return out;
}

std::vector<Arc> both_ways(std::span<const VersionText> texts, std::span<const FamilyEdge> edges,
                           const std::vector<double>& distance) {
  const std::size_t n = texts.size();
  std::vector<Arc> arcs;
  for (const FamilyEdge& edge : edges) {
    const double order = edge.a < edge.b ? edge.b - edge.a : edge.a - edge.b;
    const double cost = (distance.empty() ? 0 : distance[edge.a * n + edge.b]) +
                        weight_of_similarity * (1 - edge.strength) + weight_of_order * order / static_cast<double>(n);
    for (const auto& [from, to] : {std::pair(edge.a, edge.b), std::pair(edge.b, edge.a)}) {
      const bool wrong =
          !texts[to].date.empty() && !texts[from].date.empty() && is_later(texts[from].date, texts[to].date);
      arcs.push_back({from, to, cost + (wrong ? cost_of_wrong_date : 0)});
    }
  }
  std::sort(arcs.begin(), arcs.end(),
            [](const Arc& x, const Arc& y) { return std::pair(x.to, x.from) < std::pair(y.to, y.from); });
  return arcs;
}

}  // namespace

Stemma make_stemma(std::span<const VersionText> texts, std::span<const FamilyEdge> edges) {
  const std::size_t n = texts.size();
  Stemma out;
  out.parent.assign(n, 0);
  if (n < 3) return out;
  std::size_t longest = 0;
  for (const VersionText& text : texts) longest = std::max(longest, text.words.size());
  out.collated = n <= most_collated_texts && longest * n <= most_collated_words;
  if (!out.collated) {
    out.parent = arrange_versions(n, edges);
    if (has_dates_to_order(texts)) keep_dates_in_order(dates_of(texts), both_ways(texts, edges, {}), out.parent);
    return out;
  }
  std::vector<std::span<const WordId>> words;
  for (const VersionText& text : texts) words.push_back(text.words);
  const Collation collation = collate(words);
  const std::vector<Arc> arcs = both_ways(texts, edges, measure_distances(collation));
  out.parent = cheapest_arborescence(n, 0, arcs);
  if (has_dates_to_order(texts)) keep_dates_in_order(dates_of(texts), arcs, out.parent);
  out.lost = find_lost_sources(collation, texts, out.parent);
  return out;
}

}  // namespace nuskha
