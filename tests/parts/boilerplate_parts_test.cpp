// Boilerplate counted on parts, against find_boilerplate on the whole.
#include "parts/boilerplate_parts.h"

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "match/boilerplate.h"
#include "support/catch.h"
#include "support/part_archive.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

/// The sources of texts from `begin` up to `end`; `source_of` has places.
TextSources sources_of(const test::PartArchive& archive, const std::vector<std::uint32_t>& source_of, std::size_t begin,
                       std::size_t end) {
  std::map<std::uint32_t, int> count;
  for (const std::uint32_t source : source_of) ++count[source];
  TextSources out;
  for (std::size_t text = begin; text < end; ++text) {
    out.of_text.push_back(archive.ids()[source_of[text]]);
    out.is_shared.push_back(count[source_of[text]] > 1);
  }
  return out;
}

}  // namespace

TEST_CASE("parts find the boilerplate that the whole archive has") {
  std::mt19937_64 random(5);
  std::size_t num_found = 0;
  for (int trial = 0; trial < reference::trials(60); ++trial) {
    const test::PartArchive archive(random, 10 + random() % 600);
    std::vector<std::uint32_t> source_of;
    for (std::uint32_t text = 0; text < archive.size(); ++text)
      source_of.push_back(random() % 3 == 0 && text > 0 ? source_of[random() % text] : text);
    std::uint64_t num_sources = 0;
    for (std::uint32_t text = 0; text < archive.size(); ++text) num_sources += source_of[text] == text;
    const std::vector<MatchText> texts = archive.texts();
    const PageLists<Passage> truth = find_boilerplate(texts, source_of, {}, 1);

    const std::size_t in_part = 1 + random() % 50;
    const ItemCounting counting(archive.num_words(), 1 + random() % 5);
    test::Deal counters;
    test::Deal items;
    for (std::size_t begin = 0; begin < archive.size(); begin += in_part) {
      const std::size_t end = std::min(begin + in_part, archive.size());
      const CountedItems counted =
          count_items(archive.part(begin, end), sources_of(archive, source_of, begin, end), counting);
      counters.send(begin, counted.counters);
      items.send(begin, counted.items);
    }
    test::Deal raised;
    items.for_each([&](std::uint64_t shard, const auto&, const auto& blobs) {
      const Result<Blobs> found = count_shared_items(blobs, counting);
      REQUIRE(found);
      raised.send(shard, *found);
    });
    const RecurrenceBounds bounds = recurrence_bounds(least_recurrences(num_sources));
    test::Deal answers;
    counters.for_each([&](std::uint64_t shard, const auto& from, auto blobs) {
      const std::size_t num_asking = blobs.size();
      for (const std::string_view blob : raised.at(shard)) blobs.push_back(blob);
      const auto answered = reached_keys(blobs, num_asking, static_cast<std::uint32_t>(bounds.in_tail));
      REQUIRE(answered);
      for (std::size_t i = 0; i < num_asking; ++i) answers.send(shard, from[i], (*answered)[i]);
    });
    for (std::size_t begin = 0; begin < archive.size(); begin += in_part) {
      const std::size_t end = std::min(begin + in_part, archive.size());
      const auto found = find_counted_boilerplate(archive.part(begin, end), counting, answers.at(begin), num_sources);
      REQUIRE(found);
      REQUIRE(found->size() == end - begin);
      for (std::size_t text = begin; text < end; ++text) {
        const std::vector<Passage> own((*found)[text - begin].begin(), (*found)[text - begin].end());
        CHECK(own == std::vector<Passage>(truth[text].begin(), truth[text].end()));
        num_found += own.size();
      }
    }
  }
  CHECK(num_found > 1000);
}

TEST_CASE("torn items are told") {
  const ItemCounting counting(100, 2);
  const std::vector<std::string_view> torn = {"12345"};
  CHECK(count_shared_items(torn, counting).error().code == ErrorCode::malformed);
}
