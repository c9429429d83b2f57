// Work shared between threads. The result of a job never depends on the number of threads: work items write to
// places of their own, and whatever is collected per thread is sorted afterwards.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/memory_pressure.h"
#include "base/stop.h"

namespace nuskha {

/// Number of threads for `jobs` (0 = one a core).
inline unsigned num_threads(unsigned jobs) {
  return jobs != 0 ? jobs : std::max(1u, std::thread::hardware_concurrency());
}

/// Runs `work(thread_index)` on `threads` threads at once (the caller's is one of them) and waits for all. The first
/// exception thrown by any of them is thrown again here once all have ended.
template <class Work>
void run_threads(unsigned threads, Work&& work) {
  std::exception_ptr error;
  std::mutex error_mutex;
  const std::atomic<bool>* const stop_flag = current_stop_flag();
  const auto guarded = [&](unsigned index) {
    const StopScope scope(stop_flag);
    try {
      work(index);
    } catch (...) {
      const std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> pool;
    pool.reserve(threads > 0 ? threads - 1 : 0);
    try {
      for (unsigned i = 1; i < threads; ++i) pool.emplace_back(guarded, i);
    } catch (const std::system_error&) {
      // The system grants no more threads: those there are do the work.
    }
    guarded(0);
  }
  if (error) std::rethrow_exception(error);
}

/// Calls `work(thread_index, begin, end)` for consecutive ranges of at most `grain` that cover [0, count), on up to
/// `threads` threads. Ranges are claimed in order; which thread gets which is not defined. Throws Stopped between two
/// ranges where the caller's job is to end (base/stop.h).
template <class Work>
void parallel_for(unsigned threads, std::size_t count, std::size_t grain, Work&& work) {
  grain = std::max<std::size_t>(grain, 1);
  std::atomic<std::size_t> next{0};
  const auto needed = static_cast<unsigned>(std::min<std::size_t>(threads, (count + grain - 1) / grain));
  run_threads(std::max(1u, needed), [&](unsigned thread) {
    for (;;) {
      const std::size_t begin = next.fetch_add(grain, std::memory_order_relaxed);
      if (begin >= count) return;
      throw_if_stopped();
      work(thread, begin, std::min(count, begin + grain));
      ease_memory();
    }
  });
}

}  // namespace nuskha
