// Counts of keys: there and back, and summed up by shard.
#include "parts/key_counts.h"

#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"
#include "support/part_archive.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

std::vector<KeyCount> read(std::string_view bytes, bool& is_good) {
  std::vector<KeyCount> out;
  KeyCountReader reader(bytes);
  for (KeyCount entry{}; reader.next(entry);) out.push_back(entry);
  is_good = reader.is_good();
  return out;
}

}  // namespace

TEST_CASE("counts come back, the largest keys among them, and no byte is too many") {
  KeyCountWriter writer(40);
  const std::vector<KeyCount> all = {{0, 1},   {1, 2},        {3, 0},          {200, 254},     {201, 255},
                                     {202, 1}, {1u << 31, 1}, {0xFFFFFFFE, 3}, {0xFFFFFFFF, 1}};
  for (const KeyCount& entry : all) writer.add(entry);
  std::vector<KeyCount> got;
  for (const std::string& bytes : writer.take()) {
    bool is_good = false;
    for (const KeyCount& entry : read(bytes, is_good)) got.push_back(entry);
    CHECK(is_good);
    CHECK(bytes.size() < 50);
  }
  REQUIRE(got.size() == all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(got[i].key == all[i].key);
    CHECK(got[i].count == all[i].count);
  }
  KeyCountWriter other;
  other.add({5, 300});  // more than 255 are 255
  bool is_good = false;
  CHECK(read(other.take().front(), is_good).front().count == 255);
  CHECK(other.take().empty());
}

TEST_CASE("what is torn is told") {
  bool is_good = true;
  CHECK(read("\xff", is_good).empty());
  CHECK_FALSE(is_good);
  CHECK(read("\x03", is_good).empty());  // a count is missing
  CHECK_FALSE(is_good);
  read("\xff\xff\xff\xff\xff\xff\x01", is_good);
  CHECK_FALSE(is_good);
  const std::vector<std::string_view> torn = {std::string_view("\xff", 1)};
  CHECK(reached_keys(torn, 1, 1).error().code == ErrorCode::malformed);
  CHECK(read_reached_keys(torn).error().code == ErrorCode::malformed);
}

TEST_CASE("shards say of each key whether all parts together count it often enough") {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < reference::trials(40); ++trial) {
    const std::uint64_t num_keys = std::uint64_t{1} << (4 + random() % 29);
    const std::uint64_t num_shards = 1 + random() % 5;
    const auto least = static_cast<std::uint32_t>(1 + random() % 4);
    const std::size_t num_parts = 1 + random() % 6;
    std::map<std::uint32_t, std::uint32_t> truth;
    std::vector<std::set<std::uint32_t>> wanted(num_parts);
    test::Deal sent;
    for (std::size_t part = 0; part < num_parts; ++part) {
      std::vector<std::uint32_t> counted;
      std::vector<std::uint32_t> asked;
      const std::uint64_t range = std::min<std::uint64_t>(num_keys, 1 + random() % 300);
      for (std::size_t i = 0; i < random() % 300; ++i) {
        const auto key = static_cast<std::uint32_t>(num_keys - 1 - random() % range);
        const auto other = static_cast<std::uint32_t>(random() % num_keys);
        counted.push_back(key);
        ++truth[key];
        asked.push_back(other);
        wanted[part].insert({key, other});
      }
      sent.send(part, deal_key_counts(counted, asked, num_keys, num_shards));
    }
    std::vector<std::vector<std::string>> answers(num_parts);
    sent.for_each([&](std::uint64_t, const auto& from, const auto& blobs) {
      const auto answered = reached_keys(blobs, blobs.size(), least);
      REQUIRE(answered);
      REQUIRE(answered->size() == blobs.size());
      for (std::size_t i = 0; i < blobs.size(); ++i) answers[from[i]].push_back((*answered)[i]);
    });
    for (std::size_t part = 0; part < num_parts; ++part) {
      const std::vector<std::string_view> views(answers[part].begin(), answers[part].end());
      const auto table = read_reached_keys(views);
      REQUIRE(table);
      for (const std::uint32_t key : wanted[part]) {
        const std::uint32_t count = truth.contains(key) ? truth[key] : 0;
        CHECK(table->at(key) == (count >= least ? std::min<std::uint32_t>(count, 255) : 0));
      }
    }
  }
}
