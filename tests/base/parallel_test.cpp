#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

TEST_CASE("every index is worked on exactly once") {
  for (unsigned threads = 1; threads <= 8; ++threads) {
    for (const std::size_t count : {0u, 1u, 2u, 7u, 64u, 1000u}) {
      for (const std::size_t grain : {1u, 3u, 64u, 5000u}) {
        std::vector<std::atomic<int>> visits(count);
        std::atomic<int> wrong{0};
        parallel_for(threads, count, grain, [&](unsigned thread, std::size_t begin, std::size_t end) {
          wrong += thread >= threads || begin >= end || end - begin > grain || end > count;
          for (std::size_t i = begin; i < end; ++i) ++visits[i];
        });
        CAPTURE(threads, count, grain);
        CHECK(wrong == 0);
        CHECK(std::all_of(visits.begin(), visits.end(), [](const auto& v) { return v == 1; }));
      }
    }
  }
}

TEST_CASE("each thread has an index of its own, the caller's is 0") {
  for (unsigned threads = 1; threads <= 8; ++threads) {
    std::vector<std::atomic<int>> runs(threads);
    std::atomic<bool> caller_is_first{false};
    const auto caller = std::this_thread::get_id();
    run_threads(threads, [&](unsigned index) {
      ++runs.at(index);
      if (std::this_thread::get_id() == caller) caller_is_first = index == 0;
    });
    CHECK(std::all_of(runs.begin(), runs.end(), [](const auto& r) { return r == 1; }));
    CHECK(caller_is_first);
  }
}

TEST_CASE("an exception of any thread reaches the caller after all have ended") {
  for (unsigned threads = 1; threads <= 8; ++threads) {
    for (unsigned thrower = 0; thrower < threads; ++thrower) {
      std::atomic<unsigned> ended{0};
      const auto run = [&] {
        run_threads(threads, [&](unsigned index) {
          if (index == thrower) throw std::runtime_error("from a thread");
          ++ended;
        });
      };
      CHECK_THROWS_AS(run(), std::runtime_error);
      CHECK(ended == threads - 1);
    }
  }
  CHECK_THROWS_AS(parallel_for(4, 100, 1, [](unsigned, std::size_t, std::size_t) { throw std::logic_error("all"); }),
                  std::logic_error);
}

TEST_CASE("zero jobs means at least one thread") {
  CHECK(num_threads(0) >= 1);
  CHECK(num_threads(5) == 5);
}

TEST_CASE("a job that is stopped ends at the next range, on every thread, and is itself again afterwards") {
  for (unsigned threads = 1; threads <= 4; ++threads) {
    std::atomic<bool> stop{false};
    std::atomic<int> num_ranges{0};
    const auto work = [&](unsigned, std::size_t begin, std::size_t) {
      ++num_ranges;
      if (begin == 10) stop = true;
    };
    {
      const StopScope scope(&stop);
      CHECK_THROWS_AS(parallel_for(threads, 1'000'000, 1, work), Stopped);
      CHECK(num_ranges < 1'000'000);
      CHECK_THROWS_AS(throw_if_stopped(), Stopped);
    }
    CHECK_NOTHROW(throw_if_stopped());
    num_ranges = 0;
    parallel_for(threads, 100, 1, work);
    CHECK(num_ranges == 100);
  }
}
