// Recurring passages: how often is enough, what counts, and where a passage ends.
#include "match/boilerplate.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;
using Passages = std::vector<Passage>;

/// Texts made of blocks.
class Archive {
 public:
  /// Adds a text of a family of its own, or of the family of text `like`.
  std::uint32_t add(const std::vector<Words>& blocks) { return add(blocks, static_cast<std::uint32_t>(words_.size())); }
  std::uint32_t add(const std::vector<Words>& blocks, std::uint32_t family) {
    Words text;
    std::vector<std::uint32_t> ends;
    for (const Words& block : blocks) {
      text.insert(text.end(), block.begin(), block.end());
      ends.push_back(static_cast<std::uint32_t>(text.size()));
    }
    words_.push_back(std::move(text));
    ends_.push_back(std::move(ends));
    families_.push_back(family);
    return static_cast<std::uint32_t>(words_.size() - 1);
  }
  Words body(std::size_t count) { return reference::fresh_words(next_, count); }

  std::vector<Passages> find(unsigned threads = 1, BoilerplateOptions options = {}) const {
    std::vector<MatchText> texts;
    for (std::size_t i = 0; i < words_.size(); ++i) texts.push_back({words_[i], 0, 0, ends_[i], dates_});
    std::vector<std::uint64_t> recurring;
    const PageLists<Passage> found = find_boilerplate(texts, families_, options, threads, &recurring);
    // Who remembers the items that recur finds the same passages without counting.
    CHECK(find_known_boilerplate(texts, [&](std::uint64_t item) {
            return std::binary_search(recurring.begin(), recurring.end(), item);
          }) == found);
    std::vector<Passages> out;
    for (const std::span<const Passage> list : found) out.emplace_back(list.begin(), list.end());
    return out;
  }
  std::size_t size() const { return words_.size(); }
  /// Where every text has a date: begin, end, …
  void set_dates(std::vector<std::uint32_t> dates) { dates_ = std::move(dates); }

 private:
  WordId next_ = 1000;
  std::vector<Words> words_;
  std::vector<std::vector<std::uint32_t>> ends_;
  std::vector<std::uint32_t> families_;
  std::vector<std::uint32_t> dates_;
};

Words range(WordId first, std::size_t count) {
  Words out(count);
  std::iota(out.begin(), out.end(), first);
  return out;
}

const Words footer = range(1, 30);

WordId number(std::uint32_t n) { return number_bit | n; }

}  // namespace

TEST_CASE("nothing comes of nothing") {
  CHECK(find_boilerplate({}, {}, {}, 2).empty());
  Archive archive;
  archive.add({});
  archive.add({});
  archive.add({});
  CHECK(archive.find() == std::vector<Passages>(3));
}

TEST_CASE("a paragraph that stands in three families is boilerplate, in two it isn't") {
  Archive archive;
  for (int i = 0; i < 2; ++i) archive.add({archive.body(50), footer, archive.body(200)});
  CHECK(archive.find() == std::vector<Passages>(2));
  archive.add({archive.body(50), footer, archive.body(200)});
  CHECK(archive.find() == std::vector<Passages>(3, {{50, 80}}));
}

TEST_CASE("at the end of a text two families are enough") {
  Archive archive;
  for (int i = 0; i < 2; ++i) archive.add({archive.body(200), footer});
  CHECK(archive.find() == std::vector<Passages>(2, {{200, 230}}));
}

TEST_CASE("two families don't make boilerplate of what is most of the text") {
  Archive archive;
  for (int i = 0; i < 2; ++i) archive.add({archive.body(20), range(1, 60)});
  for (const Passages& passages : archive.find())
    for (const Passage& passage : passages) CHECK(passage.end - passage.begin < 40);
}

TEST_CASE("versions of one document count once") {
  Archive archive;
  for (int i = 0; i < 10; ++i) archive.add({footer, archive.body(100)}, 0);
  CHECK(archive.find() == std::vector<Passages>(10));
  archive.add({footer, archive.body(100)});
  CHECK(archive.find() == std::vector<Passages>(11));
  archive.add({footer, archive.body(100)});
  CHECK(archive.find() == std::vector<Passages>(12, {{0, 30}}));
}

TEST_CASE("numbers count as one word") {
  Archive archive;
  for (std::uint32_t i = 0; i < 3; ++i) {
    Words block = footer;
    block[7] = number(i);
    block[20] = number(100 + i);
    archive.add({block, archive.body(100)});
  }
  CHECK(archive.find() == std::vector<Passages>(3, {{0, 30}}));
}

TEST_CASE("more families are asked for in a larger archive") {
  CHECK(least_recurrences(0) == 3);
  CHECK(least_recurrences(256) == 3);
  CHECK(least_recurrences(257) == 4);
  CHECK(least_recurrences(1024) == 4);
  CHECK(least_recurrences(1025) == 5);
  CHECK(least_recurrences(1'000'000) == 9);
  Archive archive;
  for (int i = 0; i < 300; ++i) archive.add({i < 3 ? footer : archive.body(30), archive.body(100)});
  const std::vector<Passages> found = archive.find();
  CHECK(std::all_of(found.begin(), found.end(), [](const Passages& passages) { return passages.empty(); }));
  CHECK(archive.find(1, {3})[0] == Passages{{0, 30}});
}

TEST_CASE("a short line is boilerplate beside the same neighbour, and not among others") {
  Archive archive;
  const Words heading = range(1, 3);
  const Words paragraph = range(10, 20);
  for (int i = 0; i < 3; ++i) archive.add({archive.body(60), heading, paragraph, archive.body(100)});
  CHECK(archive.find() == std::vector<Passages>(3, {{60, 83}}));
  Archive rows;
  for (int i = 0; i < 3; ++i) rows.add({rows.body(60), heading, rows.body(3), rows.body(100)});
  CHECK(rows.find() == std::vector<Passages>(3));
}

TEST_CASE("a short line at the head of texts is boilerplate") {
  Archive archive;
  for (int i = 0; i < 3; ++i) archive.add({range(1, 2), archive.body(100)});
  CHECK(archive.find() == std::vector<Passages>(3, {{0, 2}}));
}

TEST_CASE("rows of a table are no boilerplate, in whatever order they recur") {
  Archive archive;
  for (std::uint32_t i = 0; i < 5; ++i) {
    std::vector<Words> blocks = {archive.body(60)};
    for (std::uint32_t row = 0; row < 8; ++row) blocks.push_back({1, number(i * 8 + row), 100 + row, 200 + row});
    blocks.push_back(archive.body(100));
    archive.add(blocks);
  }
  CHECK(archive.find() == std::vector<Passages>(5));
}

TEST_CASE("a passage inside paragraphs is found to a few words") {
  Archive archive;
  for (int i = 0; i < 4; ++i) {
    Words block = archive.body(60);
    block.insert(block.end(), footer.begin(), footer.end());
    const Words rest = archive.body(60);
    block.insert(block.end(), rest.begin(), rest.end());
    archive.add({block});
  }
  for (const Passages& passages : archive.find()) {
    REQUIRE(passages.size() == 1);
    CHECK(passages[0].begin >= 60);
    CHECK(passages[0].begin <= 63);
    CHECK(passages[0].end <= 90);
    CHECK(passages[0].end >= 87);
  }
}

TEST_CASE("a turn of phrase is no boilerplate") {
  Archive archive;
  for (int i = 0; i < 5; ++i) {
    Words block = archive.body(60);
    const Words phrase = range(1, 7);
    block.insert(block.end(), phrase.begin(), phrase.end());
    const Words rest = archive.body(100);
    block.insert(block.end(), rest.begin(), rest.end());
    archive.add({block});
  }
  CHECK(archive.find() == std::vector<Passages>(5));
}

TEST_CASE("a paragraph of which nearly all recurs is boilerplate as a whole") {
  Archive archive;
  for (int i = 0; i < 3; ++i) {
    Words block = range(1, 40);
    const Words tail = archive.body(5);
    block.insert(block.end(), tail.begin(), tail.end());
    archive.add({archive.body(50), block, archive.body(200)});
  }
  CHECK(archive.find() == std::vector<Passages>(3, {{50, 95}}));
}

TEST_CASE("texts without anything in common have no boilerplate") {
  Archive archive;
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::vector<Words> blocks;
    for (std::size_t block = 0; block < 6; ++block) blocks.push_back(archive.body(3 + random() % 60));
    archive.add(blocks);
  }
  std::size_t words = 0;
  for (const Passages& passages : archive.find())
    for (const Passage& passage : passages) words += passage.end - passage.begin;
  CHECK(words < 2000);  // of 400,000, taken wrongly because hashes share counters
}

TEST_CASE("the passages don't depend on threads, room, or the order of texts") {
  std::mt19937_64 random(11);
  std::vector<Words> passages;
  for (WordId i = 0; i < 20; ++i) passages.push_back(range(1 + 50 * i, 3 + random() % 40));
  Archive archive, reversed;
  std::vector<std::vector<Words>> texts;
  for (int i = 0; i < 400; ++i) {
    std::vector<Words> blocks;
    for (std::size_t part = 0; part < 5; ++part)
      blocks.push_back(random() % 2 == 0 ? archive.body(2 + random() % 50) : passages[random() % passages.size()]);
    texts.push_back(blocks);
    archive.add(blocks);
  }
  for (auto text = texts.rbegin(); text != texts.rend(); ++text) reversed.add(*text);
  const std::vector<Passages> one = archive.find(1);
  CHECK(std::any_of(one.begin(), one.end(), [](const Passages& found) { return !found.empty(); }));
  CHECK(archive.find(2) == one);
  CHECK(archive.find(7) == one);
  // Nor on the room: family by family, some at a time, and with or without a bit for each word.
  for (const std::size_t max_bytes : {0u, 20'000u, 60'000u, 1'000'000u})
    CHECK(archive.find(3, {.max_bytes = max_bytes}) == one);
  std::vector<Passages> other = reversed.find(3);
  std::reverse(other.begin(), other.end());
  CHECK(other == one);
}

TEST_CASE("what follows a long fixed opening is no boilerplate, though most of the block is") {
  Archive archive;
  const Words opening = range(1, 40);
  for (int i = 0; i < 20; ++i) {
    Words text = opening;
    const Words own = archive.body(10);
    text.insert(text.end(), own.begin(), own.end());
    archive.add({text});
  }
  for (const Passages& found : archive.find()) {
    REQUIRE(found.size() == 1);
    CHECK(found[0].begin <= 3);  // of a window of 4 shingles one is selected
    CHECK(found[0].end >= 37);
    CHECK(found[0].end <= 40);
  }
}

TEST_CASE("a body is the text without its passages, and the date line moves with its words") {
  std::mt19937_64 random(5);
  std::vector<WordId> scratch;
  for (int round = 0; round < 2000; ++round) {
    const std::size_t size = random() % 20;
    const Words words = range(100, size);
    const std::size_t date_begin = random() % (size + 1);
    const std::size_t date_end = date_begin + random() % (size - date_begin + 1);
    std::vector<Passages> passages(1);
    std::vector<std::uint8_t> is_left_out(size);
    for (std::uint32_t begin = static_cast<std::uint32_t>(random() % 4); begin < size;) {
      const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(size, begin + 1 + random() % 5));
      passages[0].push_back({begin, end});
      std::fill(is_left_out.begin() + begin, is_left_out.begin() + end, std::uint8_t{1});
      begin = end + 1 + static_cast<std::uint32_t>(random() % 5);
    }
    Words expected, expected_date;
    for (std::size_t i = 0; i < size; ++i) {
      if (is_left_out[i] != 0) continue;
      expected.push_back(words[i]);
      if (i >= date_begin && i < date_end) expected_date.push_back(words[i]);
    }
    const std::vector<MatchText> texts = {{words, date_begin, date_end, {}, {}}};
    const PageLists<Passage> lists(passages);
    const Bodies bodies(texts, lists);
    const MatchText body = bodies.body(0, scratch);
    REQUIRE(Words(body.words.begin(), body.words.end()) == expected);
    REQUIRE(bodies.num_words(0) == expected.size());
    REQUIRE(bodies.differs(0) == !passages[0].empty());
    const auto date = body.words.subspan(body.date_begin, body.date_end - body.date_begin);
    REQUIRE(Words(date.begin(), date.end()) == expected_date);
  }
}

TEST_CASE("a date line is no boilerplate, though numbers apart it is the same all month") {
  const Words head = range(1, 30);
  const Words date = {number_bit | 1, 50, 51, number_bit | 2};
  Archive archive;
  for (int i = 0; i < 5; ++i) archive.add({head, date, archive.body(60)});
  CHECK(archive.find() == std::vector<Passages>(5, {{0, 34}}));
  archive.set_dates({30, 34});
  CHECK(archive.find() == std::vector<Passages>(5, {{0, 30}}));
  // A date that opens a paragraph is a part of it.
  archive.set_dates({30, 32});
  CHECK(archive.find() == std::vector<Passages>(5, {{0, 34}}));
}
