#include "match/text_groups.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

/// A document by the number of its bytes, layout, text and spelling.
TextIdentity document(std::uint64_t source, std::uint64_t layout, std::uint64_t text, std::uint64_t spelling,
                      bool has_words = true) {
  return {{source, 1}, {layout, 2}, {text, 3}, {spelling, 4}, has_words};
}

using Groups = PageLists<std::uint32_t>;

/// Identities in which equality at a level implies equality at all weaker ones, as of real documents.
std::vector<TextIdentity> random_documents(std::mt19937_64& random, std::size_t count) {
  std::vector<TextIdentity> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t source = random() % 24;
    const std::uint64_t layout = source / 2, text = layout / 2, spelling = text / 2;
    out.push_back(spelling == 0 ? document(source, layout, 0, 0, false) : document(source, layout, text, spelling));
  }
  return out;
}

}  // namespace

TEST_CASE("two documents are equal at the strictest level that holds") {
  const TextIdentity a = document(1, 1, 1, 1);
  CHECK(equality_level(a, document(1, 1, 1, 1)) == Level::bytes);
  CHECK(equality_level(a, document(2, 1, 1, 1)) == Level::layout);
  CHECK(equality_level(a, document(2, 2, 1, 1)) == Level::text);
  CHECK(equality_level(a, document(2, 2, 2, 1)) == Level::spelling);
  CHECK_FALSE(equality_level(a, document(2, 2, 2, 2)));
}

TEST_CASE("documents without words are equal by bytes and layout only") {
  const TextIdentity a = document(1, 1, 0, 0, false);
  CHECK(equality_level(a, document(1, 1, 0, 0, false)) == Level::bytes);
  CHECK(equality_level(a, document(2, 1, 0, 0, false)) == Level::layout);
  CHECK_FALSE(equality_level(a, document(2, 2, 0, 0, false)));
  CHECK_FALSE(equality_level(a, document(2, 2, 0, 0, true)));
  CHECK(group_equal_texts(std::vector{a, document(2, 2, 0, 0, false), document(3, 1, 0, 0, false)}, Level::spelling) ==
        Groups{{0, 2}, {1}});
}

TEST_CASE("documents are grouped by what the level of matching compares") {
  const std::vector<TextIdentity> documents = {document(1, 1, 1, 1), document(2, 2, 2, 2), document(3, 1, 1, 1),
                                               document(4, 4, 1, 1), document(5, 5, 5, 1)};
  CHECK(group_equal_texts(documents, Level::layout) == Groups{{0, 2}, {1}, {3}, {4}});
  CHECK(group_equal_texts(documents, Level::text) == Groups{{0, 2, 3}, {1}, {4}});
  CHECK(group_equal_texts(documents, Level::spelling) == Groups{{0, 2, 3, 4}, {1}});
  CHECK(group_equal_texts({}, Level::text).empty());
}

TEST_CASE("groups partition random documents, in order, by equality") {
  std::mt19937_64 random(61);
  for (int trial = 0; trial < 200; ++trial) {
    const std::vector<TextIdentity> documents = random_documents(random, random() % 40);
    for (const Level level : {Level::layout, Level::text, Level::spelling}) {
      const Groups groups = group_equal_texts(documents, level);
      std::vector<std::size_t> group_of(documents.size(), documents.size());
      std::size_t count = 0;
      for (std::size_t g = 0; g < groups.size(); ++g) {
        CHECK(std::is_sorted(groups[g].begin(), groups[g].end()));
        if (g > 0) CHECK(groups[g - 1].front() < groups[g].front());
        for (const std::uint32_t d : groups[g]) group_of[d] = g;
        count += groups[g].size();
      }
      CHECK(count == documents.size());
      std::size_t wrong = 0;
      for (std::size_t a = 0; a < documents.size(); ++a)
        for (std::size_t b = 0; b < documents.size(); ++b) {
          const auto equal = equality_level(documents[a], documents[b]);
          wrong += (group_of[a] == group_of[b]) != (equal && *equal <= level);
        }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("n documents are linked by n - 1 pairs that connect them, each at its strictest level") {
  std::mt19937_64 random(62);
  for (int trial = 0; trial < 300; ++trial) {
    const std::vector<TextIdentity> documents = random_documents(random, 1 + random() % 30);
    for (const auto& group : group_equal_texts(documents, Level::spelling)) {
      const std::vector<EqualPair> pairs = link_equal_texts(documents, group);
      REQUIRE(pairs.size() == group.size() - 1);
      std::vector<std::uint32_t> component(documents.size());
      std::iota(component.begin(), component.end(), 0u);
      for (const EqualPair& pair : pairs) {
        CHECK(pair.a < pair.b);
        CHECK(equality_level(documents[pair.a], documents[pair.b]) == pair.level);
        const std::uint32_t from = component[pair.b], to = component[pair.a];
        std::replace(component.begin(), component.end(), from, to);
      }
      for (const std::uint32_t d : group) CHECK(component[d] == component[group.front()]);
      // No pair could be told at a stricter level: each document that has an equal before it at a level is linked at
      // that or a stricter one.
      for (const std::uint32_t d : group) {
        std::optional<Level> best;
        for (const std::uint32_t before : group)
          if (before < d)
            if (const auto level = equality_level(documents[before], documents[d]); level && (!best || *level < *best))
              best = level;
        if (!best) continue;
        const auto link = std::find_if(pairs.begin(), pairs.end(), [&](const EqualPair& p) { return p.b == d; });
        REQUIRE(link != pairs.end());
        CHECK(link->level == *best);
      }
    }
  }
}
