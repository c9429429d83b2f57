#include "family/date_order.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Parents = std::vector<std::uint32_t>;

/// The rule as it is said, with the way to the root gone for each question.
Parents in_order(const std::vector<std::string_view>& dates, const std::vector<Arc>& arcs, Parents parent) {
  const auto any_above = [&](std::uint32_t version, auto&& holds) {
    for (;; version = parent[version]) {
      if (holds(version)) return true;
      if (parent[version] == version) return false;
    }
  };
  for (std::uint32_t version = 1; version < dates.size(); ++version) {
    const auto is_later_one = [&](std::uint32_t other) {
      return !dates[other].empty() && is_later(dates[other], dates[version]);
    };
    if (dates[version].empty() || !any_above(parent[version], is_later_one)) continue;
    const Arc* best = nullptr;
    for (const Arc& arc : arcs) {
      if (arc.to != version || any_above(arc.from, is_later_one)) continue;
      if (any_above(arc.from, [&](std::uint32_t other) { return other == version; })) continue;
      if (best == nullptr || arc.cost < best->cost) best = &arc;
    }
    if (best != nullptr) parent[version] = best->from;
  }
  return parent;
}

}  // namespace

TEST_CASE("a date is later than another unless it may be the same day") {
  CHECK(is_later("2021-04-02", "2021-04-01"));
  CHECK(is_later("2021-04", "2021-03-31"));
  CHECK_FALSE(is_later("2021-04-02", "2021-04"));
  CHECK_FALSE(is_later("2021-04", "2021-04-02"));
  CHECK_FALSE(is_later("2021-04-01", "2021-04-01"));
}

TEST_CASE("an earlier version behind undated ones is hung from the nearest that is no later") {
  // 0 (2020) ─ 3 (2022) ─ 4 (undated) ─ 1 (2021); 1 might hang from 0, too, which is farther.
  const std::vector<std::string_view> dates = {"2020", "2021", "2021", "2022", ""};
  const std::vector<Arc> arcs = {{0, 1, 9}, {2, 1, 5}, {4, 1, 1}, {0, 2, 7}, {0, 3, 1}, {3, 4, 1}};
  Parents parent = {0, 4, 0, 0, 3};
  keep_dates_in_order(dates, arcs, parent);
  CHECK(parent == Parents{0, 2, 0, 0, 3});
}

TEST_CASE("trees, dates and arcs of all kinds are hung anew as the rule says") {
  const std::array<std::string_view, 9> days = {"",           "",           "2019",       "2020-01", "2020-01-05",
                                                "2020-01-09", "2020-02-01", "2021-07-07", "2021"};
  std::mt19937_64 random(61);
  std::size_t changed = 0;
  for (int trial = 0; trial < reference::trials(3000); ++trial) {
    const auto count = static_cast<std::uint32_t>(2 + random() % 40);
    std::vector<std::string_view> dates(count);
    for (std::string_view& date : dates) date = days[random() % days.size()];
    if (trial % 2 == 0)
      std::sort(dates.begin(), dates.end(), [](std::string_view x, std::string_view y) {
        return std::tuple(x.empty(), x) < std::tuple(y.empty(), y);
      });
    // A random tree, a chain in random order, or a star.
    Parents order(count);
    for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
    std::shuffle(order.begin() + 1, order.end(), random);
    Parents parent(count);
    const std::uint64_t shape = random() % 3;
    for (std::uint32_t i = 1; i < count; ++i)
      parent[order[i]] = shape == 0 ? order[random() % i] : shape == 1 ? order[i - 1] : 0;
    std::vector<Arc> arcs;
    for (std::uint32_t from = 0; from < count; ++from)
      for (std::uint32_t to = 1; to < count; ++to)
        if (from != to && random() % 3 != 0) arcs.push_back({from, to, static_cast<double>(random() % 8)});
    std::sort(arcs.begin(), arcs.end(),
              [](const Arc& x, const Arc& y) { return std::pair(x.to, x.from) < std::pair(y.to, y.from); });
    const Parents expected = in_order(dates, arcs, parent);
    changed += expected != parent;
    CAPTURE(trial, count, shape);
    keep_dates_in_order(dates, arcs, parent);
    CHECK(parent == expected);
  }
  CHECK(changed > (reference::sanitized ? 50u : 500u));
}

TEST_CASE("a chain as long as a large family is gone through once") {
  // Would take 10^11 steps if each version went its way to the root.
  constexpr std::uint32_t count = 500'000;
  std::vector<std::string> days;
  for (int day = 0; day < 1000; ++day) days.push_back(std::to_string(1000 + day));
  std::vector<std::string_view> dates(count);
  Parents parent(count);
  std::vector<Arc> arcs;
  for (std::uint32_t i = 0; i < count; ++i) {
    dates[i] = days[std::size_t{i} * days.size() / count];
    parent[i] = i == 0 ? 0 : i - 1;
    if (i > 0) arcs.push_back({i - 1, i, 1});
  }
  const Parents before = parent;
  keep_dates_in_order(dates, arcs, parent);
  CHECK(parent == before);
}
