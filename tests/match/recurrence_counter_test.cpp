// Counts of hashes in shared counters, collected by threads, against counters that are raised one by one.
#include "match/recurrence_counter.h"

#include <map>
#include <random>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

TEST_CASE("a hash recurs if its counter in both rows says so, for every number of threads and of batches") {
  const std::size_t num_items = GENERATE(0u, 20'000u, 700'000u);  // the last: several parts
  const unsigned threads = GENERATE(1u, 3u);
  const std::size_t in_row = num_items == 0 ? 4096 : num_items == 20'000 ? 131'072 : 4'194'304;
  std::mt19937_64 random(num_items + threads);
  std::vector<std::uint64_t> hashes(5000);
  for (std::uint64_t& hash : hashes) hash = random();

  RecurrenceCounter counter(num_items);
  std::map<std::size_t, unsigned> count_of;  // by counter
  for (int batch = 0; batch < 4; ++batch) {
    std::vector<RecurrenceCounter::Counts> counts(threads, counter.no_counts());
    for (int i = 0; i < 6000; ++i) {
      // Squared, so that some come often, beyond the limit.
      const double share = static_cast<double>(random() % 1000) / 1000;
      const std::uint64_t hash = hashes[static_cast<std::size_t>(share * share * share * 4999)];
      counter.count(hash, counts[random() % threads]);
      ++count_of[hash % in_row];
      ++count_of[in_row + (hash >> 32) % in_row];
    }
    counter.add(counts, threads);
    for (const auto& of_thread : counts)
      for (const auto& of_part : of_thread) CHECK(of_part.empty());
  }
  for (const unsigned least : {1u, 2u, 3u, 7u, 15u}) {
    const RecurringHashes recurring = counter.recurring(least, threads);
    std::size_t num_wrong = 0;
    std::size_t num_recurring = 0;
    for (const std::uint64_t hash : hashes) {
      const bool expected = count_of[hash % in_row] >= least && count_of[in_row + (hash >> 32) % in_row] >= least;
      num_wrong += recurring.holds(hash) != expected;
      num_recurring += expected;
    }
    CAPTURE(num_items, threads, least);
    CHECK(num_wrong == 0);
    CHECK(num_recurring > 0);
    CHECK(num_recurring < hashes.size());
  }
}

TEST_CASE("counters are enough for as many items as ten million documents hold") {
  for (const std::size_t num_items :
       std::initializer_list<std::size_t>{0, 1000, 30'000'000, 200'000'000, 1'600'000'000, 4'000'000'000}) {
    const std::size_t in_row = RecurrenceCounter::counters_in_row(num_items);
    CAPTURE(num_items, in_row);
    CHECK((in_row & (in_row - 1)) == 0);
    CHECK(num_items <= 2 * in_row);  // less than 3 fall into one counter on average, where 8 or more are asked for
    CHECK(in_row <= std::max<std::size_t>(4 * num_items, 4096) * 2);
  }
  CHECK(RecurrenceCounter::counters_in_row(100'000'000'000) == std::size_t{1} << 31);
}
