// Threads that work off requests, with a bounded queue before them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nuskha::serve {

/// Thread-safe. The destructor drops what waits and waits for what runs.
class WorkQueue {
 public:
  /// `most_waiting` tasks may wait besides those that run.
  WorkQueue(unsigned threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  ~WorkQueue() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
      waiting_.clear();
    }
    changed_.notify_all();
  }
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  /// False if too many wait. `task` throws nothing.
  bool post(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      if (is_closed_ || waiting_.size() >= most_waiting_) return false;
      waiting_.push_back(std::move(task));
    }
    changed_.notify_one();
    return true;
  }

 private:
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
        if (is_closed_) return;
        task = std::move(waiting_.front());
        waiting_.pop_front();
      }
      task();
    }
  }

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool is_closed_ = false;
  std::vector<std::jthread> threads_;  // last: they end before the rest goes
};

}  // namespace nuskha::serve
