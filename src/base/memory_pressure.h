// Where long loops pause so that memory can be given back. base/page_store.h has the memory.
#pragma once

#include <atomic>

namespace nuskha {

namespace detail {
extern std::atomic<unsigned> num_stores_on_disk;  // PageStores of this process that map pages of a file
void ease_stores();
}  // namespace detail

/// Drops mapped pages if this process holds more than a PageStore may. Called by parallel_for between ranges: a thread
/// that reads here and there in mapped arrays fills a gigabyte faster than another thread is sure to be woken. Costs an
/// atomic load where no store is on disk, else a microsecond or two. Thread-safe.
inline void ease_memory() {
  if (detail::num_stores_on_disk.load(std::memory_order_relaxed) != 0) [[unlikely]]
    detail::ease_stores();
}

/// For a loop on one thread over what may lie anywhere on disk: eases memory at each 256th step.
class Pause {
 public:
  void step() {
    if (++num_steps_ % 256 == 0) ease_memory();
  }

 private:
  unsigned num_steps_ = 0;
};

}  // namespace nuskha
