// Ending a long job from outside, at the next place where it looks. Test: tests/base/parallel_test.cpp.
#pragma once

#include <atomic>

namespace nuskha {

/// Thrown where a job is to end before it is done. Never leaves the library.
struct Stopped {};

namespace detail {
inline thread_local const std::atomic<bool>* stop_flag = nullptr;
}  // namespace detail

/// The flag that this thread's job looks at; nullptr: it can't be stopped.
inline const std::atomic<bool>* current_stop_flag() { return detail::stop_flag; }

/// While it lives, what this thread does ends once the flag is set, and so does what run_threads starts from it.
class StopScope {
 public:
  explicit StopScope(const std::atomic<bool>* flag) : before_(detail::stop_flag) { detail::stop_flag = flag; }
  ~StopScope() { detail::stop_flag = before_; }
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;

 private:
  const std::atomic<bool>* before_;
};

inline bool is_stopped() { return detail::stop_flag != nullptr && detail::stop_flag->load(std::memory_order_relaxed); }

/// Called by parallel_for between ranges, and by long loops that it doesn't run. Costs a load.
inline void throw_if_stopped() {
  if (is_stopped()) [[unlikely]]
    throw Stopped();
}

}  // namespace nuskha
