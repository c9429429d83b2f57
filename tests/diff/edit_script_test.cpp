#include "diff/edit_script.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <vector>

#include "base/stop.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Keys = std::vector<std::uint32_t>;

struct Script {
  std::vector<std::uint8_t> changed_a, changed_b;
  bool is_minimal;
};

Script find_script(EditScript& edits, const Keys& a, const Keys& b) {
  std::uint32_t num_keys = 0;
  for (const Keys* keys : {&a, &b})
    for (const std::uint32_t key : *keys) num_keys = std::max(num_keys, key + 1);
  Script out{std::vector<std::uint8_t>(a.size()), std::vector<std::uint8_t>(b.size()), true};
  out.is_minimal = edits.find(a, b, num_keys, out.changed_a, out.changed_b);
  return out;
}

Keys kept(const Keys& keys, const std::vector<std::uint8_t>& changed) {
  Keys out;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (changed[i] == 0) out.push_back(keys[i]);
  return out;
}

/// All sequences of up to `length` of `num_keys` keys.
std::vector<Keys> all_sequences(std::size_t length, std::uint32_t num_keys) {
  std::vector<Keys> out = {{}};
  for (std::size_t begin = 0, size = 1; size <= length; ++size) {
    const std::size_t end = out.size();
    for (std::size_t i = begin; i < end; ++i) {
      for (std::uint32_t key = 0; key < num_keys; ++key) {
        Keys longer = out[i];
        longer.push_back(key);
        out.push_back(std::move(longer));
      }
    }
    begin = end;
  }
  return out;
}

Keys random_keys(std::mt19937_64& random, std::size_t length, std::uint32_t num_keys) {
  Keys out(length);
  for (std::uint32_t& key : out) key = static_cast<std::uint32_t>(random() % num_keys);
  return out;
}

}  // namespace

TEST_CASE("the search for a script ends once it is told to") {
  const std::atomic<bool> stop{true};
  const StopScope scope(&stop);
  const std::vector<std::uint32_t> a = {0, 1, 2}, b = {2, 1, 0};
  std::vector<std::uint8_t> changed_a(a.size()), changed_b(b.size());
  EditScript script;
  CHECK_THROWS_AS(script.find(a, b, 3, changed_a, changed_b), Stopped);
}

TEST_CASE("the script of all small sequences is the least there is") {
  EditScript edits;
  std::size_t wrong = 0;
  const std::vector<Keys> sequences = all_sequences(reference::sanitized ? 4 : 5, 3);
  for (const Keys& a : sequences) {
    for (const Keys& b : sequences) {
      const Script script = find_script(edits, a, b);
      const Keys common = kept(a, script.changed_a);
      wrong +=
          common != kept(b, script.changed_b) || common.size() != reference::lcs_length(a, b) || !script.is_minimal;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("the script of random sequences is the least there is") {
  std::mt19937_64 random(20260101);
  EditScript edits;
  for (int trial = 0; trial < reference::trials(600); ++trial) {
    const std::uint32_t num_keys = 1 + static_cast<std::uint32_t>(random() % 30);
    const Keys a = random_keys(random, random() % 120, num_keys);
    Keys b = random_keys(random, random() % 120, num_keys);
    if (trial % 2 == 0) {  // alike
      b = a;
      for (std::uint64_t i = random() % 10; i > 0 && !b.empty(); --i)
        b[random() % b.size()] = static_cast<std::uint32_t>(random() % num_keys);
      if (b.size() > 5) b.erase(b.begin() + static_cast<std::ptrdiff_t>(random() % b.size()));
    }
    const Script script = find_script(edits, a, b);
    const Keys common = kept(a, script.changed_a);
    REQUIRE(common == kept(b, script.changed_b));
    REQUIRE(common.size() == reference::lcs_length(a, b));
    REQUIRE(script.is_minimal);
  }
}

TEST_CASE("a script within bounds is valid, and says when a bound was reached") {
  std::mt19937_64 random(20260102);
  std::size_t num_bounded = 0;
  for (const std::uint32_t most_edits : {1u, 2u, 7u}) {
    EditScript edits({.most_without_anchors = 0, .most_edits = most_edits});
    for (int trial = 0; trial < reference::trials(300); ++trial) {
      const std::uint32_t num_keys = 2 + static_cast<std::uint32_t>(random() % 40);
      const Keys a = random_keys(random, random() % 150, num_keys);
      const Keys b = random_keys(random, random() % 150, num_keys);
      const Script script = find_script(edits, a, b);
      const Keys common = kept(a, script.changed_a);
      REQUIRE(common == kept(b, script.changed_b));
      num_bounded += !script.is_minimal;
    }
  }
  CHECK(num_bounded > 0);
}

TEST_CASE("fixed points of long sequences leave few edits more than needed") {
  std::mt19937_64 random(20260103);
  EditScript with_anchors({.most_without_anchors = 0});
  for (int trial = 0; trial < reference::trials(30); ++trial) {
    const Keys a = random_keys(random, 600, 200);
    Keys b = a;
    for (int i = 0; i < 60; ++i) b[random() % b.size()] = static_cast<std::uint32_t>(random() % 200);
    const Script script = find_script(with_anchors, a, b);
    const Keys common = kept(a, script.changed_a);
    REQUIRE(common == kept(b, script.changed_b));
    CHECK(common.size() + 6 >= reference::lcs_length(a, b));
  }
}
