// Running a job of the library for Python: on a thread of its own, while the thread that called looks after signals,
// progress and, if there is one, the iterable that the documents come from. Only that thread takes the GIL, so an
// iterator is always asked by the thread that owns it (a cursor of sqlite3 wants that).
#pragma once

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha::python {

namespace nb = nanobind;

/// An Error on its way to Python, where it becomes a nuskha.Error.
struct Failure {
  Error error;
};

template <class T>
T take(Result<T> result) {
  if (!result) throw Failure{std::move(result.error())};
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// A call of this module that lets the GIL go at times; for all of such a call. A thread that asks for the GIL while
/// the interpreter ends is ended by it, in the midst of its C++ functions, and that ends the process. So calls are
/// waited for before that: those of other threads, which can only be daemons by then, are stopped. Throws
/// Failure{stopped} for one that comes later.
class Call {
 public:
  Call();
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Throws Failure{stopped} if the interpreter is about to end and this isn't the thread that ends it.
  static void throw_if_ending();
  /// With the GIL, when the interpreter is about to end: waits until the calls of other threads are over; a second for
  /// one that isn't told by then, as it stands in an iterator that waits for something, ten for others.
  static void end_all();
};

/// A call that lets the GIL go as long as this lives.
class WithoutGil {
  Call call_;
  nb::gil_scoped_release released_;
};

/// Looks after Python while a job runs: signals 20 times a second, the progress callback 10 times.
class Watch {
 public:
  Watch(const ScanProgress& progress, const std::atomic<bool>& has_ended, nb::object callback)
      : progress_(progress), has_ended_(has_ended), callback_(std::move(callback)) {}

  /// With the GIL held. Throws python_error for a signal handler or a callback that raises, such as KeyboardInterrupt,
  /// and as Call::throw_if_ending.
  void tick();
  /// True once the job has ended, be it with an error: nothing more is of use to it.
  bool has_ended() const { return has_ended_; }
  /// The last call, once all is done.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void call();

  const ScanProgress& progress_;
  const std::atomic<bool>& has_ended_;
  const nb::object callback_;
  Clock::time_point looked_ = Clock::now();
  Clock::time_point called_ = Clock::now();
};

/// Calls `work(progress)` on another thread, without the GIL, and gives what it gives. `feed`, if given, runs here
/// meanwhile and hands documents over; `end_feed` is called when it is done or fails. What it or the callback throws
/// stops the job, and is thrown again when that has ended.
template <class T>
T run_job(const nb::object& callback, const std::function<Result<T>(ScanProgress&)>& work,
          const std::function<void(Watch&)>& feed = {}, const std::function<void()>& end_feed = {}) {
  constexpr std::chrono::milliseconds frame{20};
  const Call call;
  ScanProgress progress;
  std::optional<Result<T>> result;
  std::exception_ptr thrown;
  std::mutex mutex;
  std::condition_variable ending;
  std::atomic<bool> has_ended{false};
  std::thread worker([&] {
    try {
      result.emplace(work(progress));
    } catch (...) {
      thrown = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    has_ended = true;
    ending.notify_all();
  });
  Watch watch(progress, has_ended, callback);
  const auto wait_a_frame = [&] {
    const nb::gil_scoped_release released;
    std::unique_lock lock(mutex);
    return ending.wait_for(lock, frame, [&] { return has_ended.load(); });
  };
  const auto join = [&] {
    const nb::gil_scoped_release released;
    worker.join();
  };
  try {
    if (feed) feed(watch);
    if (end_feed) end_feed();
    while (!wait_a_frame()) watch.tick();
  } catch (...) {
    progress.stop = true;
    if (end_feed) end_feed();
    join();
    throw;
  }
  join();
  if (thrown) std::rethrow_exception(thrown);
  T out = take(*std::move(result));
  watch.finish();
  return out;
}

}  // namespace nuskha::python
