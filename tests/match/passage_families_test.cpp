// Passages put together: wordings, families, what is counted.
#include "match/passage_families.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;

Words range(WordId first, std::size_t count) {
  Words out(count);
  std::iota(out.begin(), out.end(), first);
  return out;
}

/// Texts of which given blocks are passages.
struct Archive {
  std::vector<Words> words;
  std::vector<std::vector<std::uint32_t>> ends;
  std::vector<std::vector<Passage>> passages;
  std::vector<std::vector<std::uint32_t>> holders;
  std::vector<std::uint32_t> family_of;
  std::uint32_t num_documents = 0;

  /// `is_passage` tells of each block whether it is one; neighbouring ones make one passage.
  void add(const std::vector<Words>& blocks, const std::vector<bool>& is_passage, std::uint32_t copies = 1) {
    Words text;
    std::vector<std::uint32_t> block_ends;
    std::vector<Passage> found;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const auto begin = static_cast<std::uint32_t>(text.size());
      text.insert(text.end(), blocks[i].begin(), blocks[i].end());
      const auto end = static_cast<std::uint32_t>(text.size());
      block_ends.push_back(end);
      if (!is_passage[i]) continue;
      if (!found.empty() && found.back().end == begin)
        found.back().end = end;
      else
        found.push_back({begin, end});
    }
    std::vector<std::uint32_t> documents;
    for (std::uint32_t i = 0; i < copies; ++i) documents.push_back(num_documents++);
    family_of.push_back(static_cast<std::uint32_t>(words.size()));
    words.push_back(std::move(text));
    ends.push_back(std::move(block_ends));
    passages.push_back(std::move(found));
    holders.push_back(std::move(documents));
  }

  std::vector<PassageFamily> group(std::size_t least_families = 1) const {
    std::vector<MatchText> texts;
    for (std::size_t i = 0; i < words.size(); ++i) texts.push_back({words[i], 0, 0, ends[i]});
    return group_passages({texts, passages, holders, family_of, least_families});
  }
};

WordId number(std::uint32_t n) { return number_bit | n; }

}  // namespace

TEST_CASE("no passages make no families") {
  CHECK(group_passages({{}, {}, {}, {}}).empty());
  Archive archive;
  archive.add({range(1, 20)}, {false});
  CHECK(archive.group().empty());
}

TEST_CASE("equal passages are one wording, numbers apart, and copies of a text count as documents") {
  Archive archive;
  Words first = range(1, 20), second = first;
  first[4] = number(7);
  second[4] = number(8);
  archive.add({range(100, 30), first}, {false, true}, 3);
  archive.add({second, range(200, 30)}, {true, false});
  const auto families = archive.group();
  REQUIRE(families.size() == 1);
  CHECK(families[0].documents == 4);
  REQUIRE(families[0].variants.size() == 1);
  const PassageVariant& variant = families[0].variants[0];
  CHECK(variant.documents == 4);
  CHECK(variant.places == std::vector<PassagePlace>{{0, {30, 50}, false}, {1, {0, 20}, false}});
  CHECK(variant.example == variant.places[0]);
}

TEST_CASE("a reworded footer is the same family, another footer isn't") {
  Archive archive;
  Words reworded = range(1, 30);
  reworded[10] = 500;
  reworded[11] = 501;
  for (int i = 0; i < 3; ++i) archive.add({range(1, 30)}, {true});
  for (int i = 0; i < 2; ++i) archive.add({reworded}, {true});
  archive.add({range(300, 30)}, {true});
  const auto families = archive.group();
  REQUIRE(families.size() == 2);
  CHECK(families[0].documents == 5);
  REQUIRE(families[0].variants.size() == 2);
  CHECK(families[0].variants[0].documents == 3);
  CHECK(families[0].variants[1].documents == 2);
  CHECK(families[1].documents == 1);
}

TEST_CASE("a part of a passage that stands alone is of its family") {
  Archive archive;
  for (int i = 0; i < 4; ++i) archive.add({range(1, 30)}, {true});
  archive.add({range(5, 12)}, {true});
  REQUIRE(archive.group().size() == 1);
  CHECK(archive.group()[0].variants.size() == 2);
}

TEST_CASE("blocks that follow one another wherever they stand are one passage") {
  Archive archive;
  const Words heading = range(1, 3), text = range(10, 20), other = range(60, 9);
  for (WordId i = 0; i < 4; ++i) archive.add({heading, text, range(1000 + 100 * i, 40)}, {true, true, false});
  for (WordId i = 0; i < 4; ++i) archive.add({heading, text, other}, {true, true, true});
  const auto families = archive.group();
  REQUIRE(families.size() == 2);
  CHECK(families[0].documents == 8);
  CHECK(families[0].variants[0].example.words == Passage{0, 23});
  CHECK(families[1].documents == 4);
  CHECK(families[1].variants[0].example.words == Passage{23, 32});
}

TEST_CASE("parts of blocks that differ by their length are one wording") {
  Archive archive;
  const Words whole = range(1, 60);
  for (std::uint32_t i = 0; i < 3; ++i) {
    archive.add({whole}, {false});
    archive.passages.back() = {{10 + i, 40 + i}};
  }
  const auto families = archive.group();
  REQUIRE(families.size() == 1);
  std::uint64_t documents = 0;
  for (const PassageVariant& variant : families[0].variants) documents += variant.documents;
  CHECK(documents == 3);
  Archive nested;
  for (std::uint32_t i = 0; i < 3; ++i) {
    nested.add({whole}, {false});
    nested.passages.back() = {{10 + i, 40}};
  }
  REQUIRE(nested.group().size() == 1);
  REQUIRE(nested.group()[0].variants.size() == 1);
  CHECK(nested.group()[0].variants[0].example == PassagePlace{0, {10, 40}, true});
  CHECK(nested.group()[0].variants[0].documents == 3);
}

TEST_CASE("families of passages in too few families of texts are left out") {
  Archive archive;
  for (int i = 0; i < 5; ++i) archive.add({range(1, 30)}, {true});
  archive.family_of = {0, 0, 0, 0, 4};
  CHECK(archive.group(2).size() == 1);
  CHECK(archive.group(3).empty());
}

TEST_CASE("a common phrase ties no two footers together") {
  Archive archive;
  const Words phrase = range(1, 10);
  for (WordId kind = 0; kind < 5; ++kind) {
    Words footer = range(1000 * (kind + 1), 30);
    footer.insert(footer.end(), phrase.begin(), phrase.begin() + 6);
    for (int i = 0; i < 3; ++i) archive.add({footer}, {true});
  }
  CHECK(archive.group().size() == 5);
}
