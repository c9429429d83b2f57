// See the header.
#include "support/reference.h"

#include <algorithm>
#include <map>

namespace nuskha::reference {

std::size_t lcs_length(std::span<const WordId> a, std::span<const WordId> b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : std::max(table[i][j + 1], table[i + 1][j]);
  return table[a.size()][b.size()];
}

std::size_t common_words(std::span<const WordId> a, std::span<const WordId> b) {
  std::map<WordId, std::size_t> bag;
  for (const WordId word : a) ++bag[word];
  std::size_t common = 0;
  for (const WordId word : b) {
    if (bag[word] == 0) continue;
    --bag[word];
    ++common;
  }
  return common;
}

ShingleSet shingles(std::span<const WordId> words, std::size_t width) {
  ShingleSet out;
  if (words.empty()) return out;
  if (words.size() <= width) return {std::vector<WordId>(words.begin(), words.end())};
  for (std::size_t i = 0; i + width <= words.size(); ++i) {
    const std::span<const WordId> run = words.subspan(i, width);
    out.emplace(run.begin(), run.end());
  }
  return out;
}

std::size_t num_common(const ShingleSet& a, const ShingleSet& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const auto& shingle) { return b.count(shingle) != 0; }));
}

std::set<WordId> numbers(std::span<const WordId> words, std::size_t skip_begin, std::size_t skip_end) {
  std::set<WordId> out;
  for (std::size_t i = 0; i < words.size(); ++i)
    if ((i < skip_begin || i >= skip_end) && words[i] >= 0x80000000u) out.insert(words[i]);
  return out;
}

namespace {

/// The finalizer of MurmurHash3 over a multiplied sum: a decent hash function for each seed.
std::uint64_t mix(std::uint64_t x, std::uint64_t seed) {
  x = (x + seed * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
  x ^= x >> 33;
  x *= 0xFF51AFD7ED558CCDu;
  x ^= x >> 33;
  x *= 0xC4CEB9FE1A85EC53u;
  return x ^ x >> 33;
}

}  // namespace

std::vector<std::uint64_t> k_permutations(std::span<const std::uint64_t> set, std::size_t k, std::uint64_t seed) {
  std::vector<std::uint64_t> out(k, ~std::uint64_t{0});
  for (std::size_t i = 0; i < k; ++i)
    for (const std::uint64_t element : set) out[i] = std::min(out[i], mix(element, seed + i));
  return out;
}

std::vector<std::uint32_t> group_families(std::size_t num_texts, std::span<const FamilyEdge> edges,
                                          const std::set<std::uint32_t>& partly_compared, double least_mean) {
  std::vector<std::vector<double>> strength(num_texts, std::vector<double>(num_texts, 0));  // 0 = no edge
  for (const FamilyEdge& edge : edges) strength[edge.a][edge.b] = strength[edge.b][edge.a] = edge.strength;
  std::vector<FamilyEdge> order(edges.begin(), edges.end());
  std::stable_sort(order.begin(), order.end(), [](const FamilyEdge& x, const FamilyEdge& y) {
    return x.strength > y.strength || (x.strength == y.strength && (x.a < y.a || (x.a == y.a && x.b < y.b)));
  });
  std::vector<std::uint32_t> group(num_texts);
  for (std::uint32_t i = 0; i < num_texts; ++i) group[i] = i;
  const auto members_of = [&](std::uint32_t g) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < num_texts; ++i)
      if (group[i] == g) out.push_back(i);
    return out;
  };
  for (const FamilyEdge& edge : order) {
    if (group[edge.a] == group[edge.b]) continue;
    const std::vector<std::uint32_t> a = members_of(group[edge.a]);
    const std::vector<std::uint32_t> b = members_of(group[edge.b]);
    double sum = 0;
    double with_edge = 0;
    bool partly = true;
    for (const std::uint32_t x : a)
      for (const std::uint32_t y : b) {
        sum += strength[x][y];
        with_edge += strength[x][y] > 0 ? 1 : 0;
      }
    for (const std::uint32_t x : a) partly = partly && partly_compared.count(x) != 0;
    for (const std::uint32_t y : b) partly = partly && partly_compared.count(y) != 0;
    const auto pairs = static_cast<double>(a.size() * b.size());
    // How many groups each has edges to: of two texts on their own, the other and no third.
    const auto groups_linked = [&](const std::vector<std::uint32_t>& members) {
      std::set<std::uint32_t> groups;
      for (const std::uint32_t x : members)
        for (std::uint32_t y = 0; y < num_texts; ++y)
          if (strength[x][y] > 0 && group[y] != group[x]) groups.insert(group[y]);
      return groups.size();
    };
    const bool both_single = a.size() == 1 && b.size() == 1;
    const bool merge = both_single ? edge.strength >= 0.5 || (groups_linked(a) == 1 && groups_linked(b) == 1)
                       : a.size() == 1 || b.size() == 1 ? edge.strength >= 0.5 || with_edge > pairs / 2
                                                        : sum / (partly ? with_edge : pairs) >= least_mean;
    if (!merge) continue;
    const std::uint32_t least = std::min(a.front(), b.front());
    for (const std::uint32_t x : a) group[x] = least;
    for (const std::uint32_t y : b) group[y] = least;
  }
  return group;
}

std::pair<std::vector<std::uint64_t>, std::vector<std::uint64_t>> sets_in_common(std::mt19937_64& random, std::size_t n,
                                                                                 std::size_t common) {
  std::vector<std::uint64_t> a(n);
  for (std::uint64_t& element : a) element = random();
  std::vector<std::uint64_t> b = a;
  for (std::size_t i = common; i < n; ++i) b[i] = random();
  return {std::move(a), std::move(b)};
}

std::vector<WordId> fresh_words(WordId& next, std::size_t count) {
  std::vector<WordId> out(count);
  for (WordId& word : out) word = next++;
  return out;
}

}  // namespace nuskha::reference
