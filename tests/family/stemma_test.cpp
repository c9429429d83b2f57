#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "nuskha/family.h"
#include "nuskha/match.h"
#include "support/catch.h"
#include "support/reference.h"
#include "support/tradition.h"

using namespace nuskha;
using test::Words;

namespace {

using Parents = std::vector<std::uint32_t>;

/// All pairs, by their similarity.
std::vector<FamilyEdge> edges_between(const std::vector<Words>& texts) {
  std::vector<FamilyEdge> out;
  for (std::uint32_t a = 0; a < texts.size(); ++a)
    for (std::uint32_t b = a + 1; b < texts.size(); ++b)
      out.push_back({a, b,
                     2 * static_cast<double>(lcs_length(texts[a], texts[b])) /
                         static_cast<double>(texts[a].size() + texts[b].size())});
  return out;
}

Stemma arrange(const std::vector<Words>& texts, const std::vector<std::string>& dates = {}) {
  std::vector<VersionText> versions;
  for (std::size_t i = 0; i < texts.size(); ++i)
    versions.push_back({texts[i], i < dates.size() ? std::string_view(dates[i]) : std::string_view()});
  return make_stemma(versions, edges_between(texts));
}

/// A text of different words, and copies of it with some of them replaced.
class Text {
 public:
  Text() : words_(100) { std::iota(words_.begin(), words_.end(), WordId{1000}); }
  Text with(std::initializer_list<std::size_t> places) const {
    Text out = *this;
    for (const std::size_t place : places) out.words_[place] = next_++;
    return out;
  }
  operator Words() const { return words_; }

 private:
  Words words_;
  static inline WordId next_ = 5000;
};

struct Score {
  double right = 0;
  double edges = 0;
  double share() const { return right / edges; }
  void add(const Parents& parent, const test::EdgeSet& truth) {
    for (const auto& edge : test::edges_of(parent)) right += static_cast<double>(truth.count(edge));
    edges += static_cast<double>(truth.size());
  }
};

}  // namespace

TEST_CASE("one version is the root, the second of two hangs from the first") {
  CHECK(arrange({{1, 2}}).parent == Parents{0});
  CHECK(arrange({{1, 2}, {1, 3}}).parent == Parents{0, 0});
}

TEST_CASE("versions each made from the last are a chain") {
  const Text a;
  const Text b = a.with({3, 50});
  const Text c = b.with({20});
  const Text d = c.with({70, 71, 90});
  CHECK(arrange({a, b, c, d}).parent == Parents{0, 0, 1, 2});
  CHECK(arrange({a, d, b, c}).parent == Parents{0, 3, 0, 2});
}

TEST_CASE("versions each made from the first are a star") {
  const Text a;
  CHECK(arrange({a, a.with({3, 50}), a.with({20}), a.with({70, 71, 90})}).parent == Parents{0, 0, 0, 0});
}

TEST_CASE("two branches are told apart by the readings that each has in common") {
  const Text a;
  const Text b = a.with({10, 20, 30});
  const Text c = a.with({40, 50, 60});
  const Text b1 = b.with({1, 2});
  const Text b2 = b.with({3, 4});
  const Text c1 = c.with({5, 6});
  CHECK(arrange({a, b, c, b1, b2, c1}).parent == Parents{0, 0, 0, 1, 1, 2});
}

TEST_CASE("a copy that lacks a third of the text still hangs from the one it was made from") {
  const Text a;
  const Text b = a.with({10, 20, 90});
  const Text c = a.with({15, 80, 95});
  Words damaged = b.with({5, 99});
  damaged.erase(damaged.begin() + 30, damaged.begin() + 65);
  CHECK(arrange({a, b, c, damaged}).parent == Parents{0, 0, 0, 1});
}

TEST_CASE("versions that agree against the one next to them have a lost source in common") {
  const Text a;
  const Text lost = a.with({1, 11, 21, 31, 41, 51});
  const Text b = lost.with({3, 5, 7, 9, 13, 15, 17});
  const Text c = lost.with({61, 63, 65, 67, 69, 73, 75, 77});
  const Stemma undated = arrange({a, b, c});
  CHECK(undated.parent == Parents{0, 0, 0});
  REQUIRE(undated.lost.size() == 1);
  CHECK_FALSE(undated.lost[0].parent);
  CHECK(undated.lost[0].members == std::vector<std::uint32_t>{0, 1, 2});  // the first may be a copy, too

  const Stemma dated = arrange({a, b, c}, {"2020-01-01", "2021-01-01", "2021-02-01"});
  REQUIRE(dated.lost.size() == 1);
  CHECK(dated.lost[0].parent == 0u);
  CHECK(dated.lost[0].members == std::vector<std::uint32_t>{1, 2});

  // The version nearest to the lost one stands between the other two.
  const Text near = lost.with({3, 5, 7, 9, 13});
  const Stemma between = arrange({a, near, c}, {"2020-01-01"});
  CHECK(between.parent == Parents{0, 0, 1});
  REQUIRE(between.lost.size() == 1);
  CHECK(between.lost[0].parent == 0u);
  CHECK(between.lost[0].members == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("no source is called lost when every version is there") {
  test::Scriptorium scriptorium(21);
  for (int trial = 0; trial < reference::trials(100); ++trial) {
    const auto tradition = test::copy_at_random(scriptorium, 3 + scriptorium.below(8), 300, {.replaced = 0.02});
    CHECK(arrange(tradition.texts).lost.empty());
  }
}

TEST_CASE("no version hangs from a later one") {
  const Text a;
  const Text b = a.with({1, 2});
  const Text c = b.with({3, 4});
  // By the text a – b – c; by the dates a, c, b. Each version hangs from the nearest that is not later.
  CHECK(arrange({a, c, b}, {"2020-01-01", "2020-02-01", "2020-03-01"}).parent == Parents{0, 0, 1});
  CHECK(arrange({a, c, b}, {"2020-01-01", "2020-02-01"}).parent == Parents{0, 2, 0});  // b may be from January
  // An undated version may not carry a date past an earlier one.
  const Text d = c.with({5, 6});
  const Text e = d.with({7, 8});
  CHECK(arrange({a, c, e, d}, {"2020-01-01", "2020-02-01", "2020-03-01"}).parent == Parents{0, 0, 3, 1});
  CHECK(arrange({a, e, c, d}, {"2020-01-01", "2020-02-01", "2020-03-01"}).parent == Parents{0, 0, 0, 2});
}

TEST_CASE("random dates are kept in order, and the tree hangs together") {
  test::Scriptorium scriptorium(31);
  for (int trial = 0; trial < reference::trials(300); ++trial) {
    const auto tradition = test::copy_at_random(scriptorium, 3 + scriptorium.below(8), 60, {.replaced = 0.05});
    const std::size_t n = tradition.texts.size();
    std::vector<std::string> dates;
    for (std::size_t i = 0; i < n; ++i) dates.push_back("202" + std::to_string(scriptorium.below(4)));
    std::sort(dates.begin(), dates.end());
    for (std::size_t i = 1; i < n; ++i)
      if (scriptorium.chance(0.3)) dates[i].clear();
    std::stable_partition(dates.begin(), dates.end(), [](const std::string& date) { return !date.empty(); });
    const Parents parent = arrange(tradition.texts, dates).parent;
    CHECK(parent[0] == 0);
    for (std::uint32_t i = 1; i < n; ++i) {
      std::uint32_t at = i;
      for (std::size_t steps = 0; at != 0 && steps <= n; ++steps) {
        at = parent[at];
        if (!dates[i].empty() && !dates[at].empty()) CHECK(dates[at] <= dates[i]);
      }
      CHECK(at == 0);
    }
  }
}

TEST_CASE("the tree is the same whatever the order of the versions") {
  test::Scriptorium scriptorium(41);
  for (int trial = 0; trial < reference::trials(100); ++trial) {
    const auto tradition =
        test::copy_at_random(scriptorium, 3 + scriptorium.below(10), 300, {.replaced = 0.03, .rewritten = 0.3});
    const std::size_t n = tradition.texts.size();
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0u);
    std::shuffle(order.begin() + 1, order.end(), scriptorium.random());  // the first stays the root
    std::vector<Words> shuffled;
    for (const std::uint32_t i : order) shuffled.push_back(tradition.texts[i]);
    const Parents parent = arrange(tradition.texts).parent;
    const Parents other = arrange(shuffled).parent;
    for (std::uint32_t i = 0; i < n; ++i) CHECK(order[other[i]] == parent[order[i]]);
  }
}

TEST_CASE("the order of the edges and of their ends changes nothing") {
  test::Scriptorium scriptorium(51);
  const auto tradition = test::copy_at_random(scriptorium, 12, 300, {});
  std::vector<FamilyEdge> edges = edges_between(tradition.texts);
  std::vector<VersionText> versions;
  for (const Words& text : tradition.texts) versions.push_back({text, {}});
  const Parents parent = make_stemma(versions, edges).parent;
  for (int trial = 0; trial < 20; ++trial) {
    std::shuffle(edges.begin(), edges.end(), scriptorium.random());
    for (FamilyEdge& edge : edges)
      if (scriptorium.chance(0.5)) std::swap(edge.a, edge.b);
    CHECK(make_stemma(versions, edges).parent == parent);
  }
}

TEST_CASE("the tree uses the edges that are given, and no others") {
  const Text a;
  const Text b = a.with({1});
  const Text c = b.with({2});
  const Words texts[] = {a, b, c};
  const std::vector<VersionText> versions = {{texts[0], {}}, {texts[1], {}}, {texts[2], {}}};
  const std::vector<FamilyEdge> edges = {{0, 1, 0.99}, {0, 2, 0.98}};
  CHECK(make_stemma(versions, edges).parent == Parents{0, 0, 0});
}

TEST_CASE("a family too large to be collated is a spanning tree, and says so") {
  const std::size_t n = 65;
  std::vector<VersionText> versions;
  std::vector<FamilyEdge> edges;
  const Words words = {1, 2, 3};
  for (std::uint32_t i = 0; i < n; ++i) {
    versions.push_back({words, {}});
    if (i > 0) edges.push_back({i - 1, i, 0.9});
  }
  const Stemma large = make_stemma(versions, edges);
  CHECK_FALSE(large.collated);
  for (std::uint32_t i = 1; i < n; ++i) CHECK(large.parent[i] == i - 1);
  versions.pop_back();
  edges.pop_back();
  CHECK(make_stemma(versions, edges).collated);

  const Words endless(2'000'000, 7);
  versions = {{endless, {}}, {words, {}}, {words, {}}};
  edges = {{0, 1, 0.5}, {1, 2, 0.9}};
  const Stemma long_texts = make_stemma(versions, edges);
  CHECK_FALSE(long_texts.collated);
  CHECK(long_texts.parent == Parents{0, 0, 1});
}

// The floors stand a little below what was measured: docs/accuracy.md has the figures.
TEST_CASE("artificial traditions: nearly all edges are found again") {
  struct Setting {
    const char* name;
    std::size_t texts;
    std::size_t words;
    test::Copyist copyist;
    double damaged;  ///< Share of the texts of which a fifth to a half is lost once they have been copied.
    double floor;
  };
  const Setting settings[] = {
      {"careful copyists", 12, 400, {}, 0, 0.99},
      {"careless copyists", 12, 300, {.replaced = 0.05, .confused = 0.5, .left_out = 0.01, .added = 0.01}, 0, 0.99},
      {"mistakes that anyone makes", 12, 400, {.replaced = 0.02, .confused = 0.8}, 0, 0.99},
      {"passages written anew", 10, 400, {.rewritten = 0.7}, 0, 0.99},
      {"few differences", 12, 200, {.replaced = 0.008}, 0, 0.92},
      {"damaged copies", 12, 400, {}, 0.25, 0.92},
      {"many copies, some damaged", 40, 400, {}, 0.1, 0.93},
  };
  for (const Setting& setting : settings) {
    Score found;
    Score by_similarity;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      test::Scriptorium scriptorium(1000 + seed);
      auto tradition = test::copy_at_random(scriptorium, setting.texts, setting.words, setting.copyist);
      for (Words& text : tradition.texts)
        if (setting.damaged > 0 && scriptorium.chance(setting.damaged))
          scriptorium.damage(text, 0.2 + 0.01 * static_cast<double>(scriptorium.below(30)));
      const test::EdgeSet truth = test::edges_of(tradition.parent);
      found.add(arrange(tradition.texts).parent, truth);
      by_similarity.add(arrange_versions(tradition.texts.size(), edges_between(tradition.texts)), truth);
    }
    INFO(setting.name << ": " << found.share() << ", by similarity alone " << by_similarity.share());
    CHECK(found.share() >= setting.floor);
    if (setting.damaged > 0) CHECK(found.share() > by_similarity.share() + 0.05);
  }
}

TEST_CASE("artificial traditions: lost sources are found again, and rarely invented") {
  double lost_found = 0;
  double lost_all = 0;
  double claims = 0;
  double claims_right = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    test::Scriptorium scriptorium(7000 + seed);
    const auto tradition = test::copy_at_random(scriptorium, 12, 400, {.replaced = 0.02});
    // One version that was copied twice or more is taken away.
    std::vector<std::vector<std::uint32_t>> copies(12);
    for (std::uint32_t i = 1; i < 12; ++i) copies[tradition.parent[i]].push_back(i);
    std::uint32_t lost = 1;
    while (lost < 12 && copies[lost].size() < 2) ++lost;
    if (lost == 12) continue;
    std::vector<Words> texts = tradition.texts;
    texts.erase(texts.begin() + lost);
    const Stemma stemma = arrange(texts, {"2020-01-01"});
    const auto number = [&](std::uint32_t position) { return position + (position >= lost); };
    ++lost_all;
    bool found = false;
    for (const LostSource& source : stemma.lost) {
      ++claims;
      const bool right = std::all_of(source.members.begin(), source.members.end(),
                                     [&](std::uint32_t member) { return tradition.parent[number(member)] == lost; });
      claims_right += right;
      found |= right;
    }
    lost_found += found;
  }
  INFO(lost_found << " of " << lost_all << ", " << claims_right << " of " << claims);
  CHECK(lost_found / lost_all >= 0.7);
  CHECK(claims_right / claims >= 0.85);
}
