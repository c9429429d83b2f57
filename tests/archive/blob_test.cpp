#include "archive/blob.h"

#include <random>
#include <string>

#include "support/catch.h"

using namespace nuskha;

namespace {

ArchiveWords random_words(std::mt19937_64& random) {
  ArchiveWords out;
  out.words.resize(random() % 300);
  const WordId least = random() % 2 == 0 ? 0 : ~WordId{0} - 200;  // many come again
  for (WordId& word : out.words) word = least + static_cast<WordId>(random() % 200);
  const auto num_words = static_cast<std::uint32_t>(out.words.size());
  for (std::uint32_t end = 0; end < num_words;)
    out.block_ends.push_back(end = std::min(num_words, end + 1 + static_cast<std::uint32_t>(random() % 9)));
  if (num_words > 4) {
    out.date_begin = 1;
    out.date_end = 3;
    out.dates = {1, 3, 3, 4};
  }
  return out;
}

}  // namespace

TEST_CASE("what was compressed comes back") {
  std::mt19937_64 random(1);
  for (const std::size_t length : {0u, 1u, 100u, 5000u, 300'000u}) {
    std::string bytes(length, '\0');
    for (char& c : bytes) c = static_cast<char>('a' + random() % 3);
    const auto back = decompress(compress(bytes));
    REQUIRE(back);
    CHECK(*back == bytes);
  }
}

TEST_CASE("a frame that is cut short or changed in any byte is refused, or says the same") {
  const std::string text = "The office keeps the records of the region and publishes a report each spring.";
  const std::string frame = compress(text);
  for (std::size_t length = 0; length < frame.size(); ++length) CHECK(!decompress(frame.substr(0, length)));
  for (std::size_t i = 0; i < frame.size(); ++i) {
    for (int change = 1; change < 256; ++change) {
      std::string other = frame;
      other[i] = static_cast<char>(other[i] ^ change);
      const auto back = decompress(other);
      CHECK((!back || *back == text));
    }
  }
}

TEST_CASE("words come back with their blocks and dates") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 200; ++round) {
    const ArchiveWords words = random_words(random);
    const auto back = unpack_words(pack_words(view_of(words)));
    REQUIRE(back);
    CHECK(*back == words);
  }
}

TEST_CASE("a word that comes again takes a bit and its place") {
  ArchiveWords words;
  words.words = {0x11223344, 0x55667788, 0x11223344, 0x11223344};
  words.block_ends = {4};
  const std::string bytes = pack_words(view_of(words));
  CHECK(bytes == std::string("\2\4\1\0\0\0\2"
                             "\4"
                             "\xC"
                             "\0\0"
                             "\x44\x33\x22\x11\x88\x77\x66\x55",
                             19));
  CHECK(unpack_words(bytes) == words);
}

TEST_CASE("words that are cut short, or whose numbers contradict one another, are refused") {
  std::mt19937_64 random(3);
  ArchiveWords words;
  while (words.words.size() < 10) words = random_words(random);
  const std::string bytes = pack_words(view_of(words));
  for (std::size_t length = 0; length < bytes.size(); ++length) CHECK(!unpack_words(bytes.substr(0, length)));
  CHECK(!unpack_words(bytes + std::string(4, '\0')));
  // Every byte changed: refused, or within bounds.
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int change = 1; change < 256; ++change) {
      std::string other = bytes;
      other[i] = static_cast<char>(other[i] ^ change);
      const auto back = unpack_words(other);
      if (!back) continue;
      CHECK(i > 0);
      CHECK(back->date_end <= back->words.size());
      CHECK((back->words.empty() || back->block_ends.back() == back->words.size()));
      CHECK((back->dates.empty() || back->dates.back() <= back->words.size()));
    }
  }
}
