// Large arrays that may lie on disk, so that a job takes no more memory than it was given.
//
// A block is anonymous memory as long as there is room. Once the process holds more than its budget, blocks that were
// sealed are written to an unlinked temporary file, which is mapped in their place: addresses and bytes stay what they
// are, also for threads that are reading at that moment. What is mapped from the file is dropped from memory whenever
// there is too much of it, and comes back by being read. docs/decisions/scan-memory.md has the reasons.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "nuskha/result.h"

namespace nuskha {

/// Where temporary files go: TMPDIR if it is set, else /var/tmp, or /tmp where there is none. /var/tmp comes first as
/// /tmp often lies in memory.
std::string temporary_folder();

/// Bytes of memory that this process holds at the moment.
struct Residence {
  std::uint64_t all = 0;     ///< The resident set.
  std::uint64_t mapped = 0;  ///< What of it is of files.
};
/// Cost some microseconds.
Residence residence();
inline std::uint64_t resident_bytes() { return residence().all; }

/// Thread-safe.
class PageStore {
 public:
  /// Bound on the resident set of the process that is asked for, and the folder for temporary files. Nothing is
  /// written, nor the folder looked at, until there is need.
  PageStore(std::uint64_t budget_bytes, std::string folder);
  ~PageStore();
  PageStore(const PageStore&) = delete;
  PageStore& operator=(const PageStore&) = delete;

  /// A block that begins at a page. Its bytes are 0. Throws std::bad_alloc. Where no room is left for it in memory it
  /// lies on disk from the start, and may be dropped from memory although it isn't sealed.
  std::byte* allocate(std::size_t bytes);
  /// To be called with what allocate gave.
  void release(std::byte* block);
  /// From now on the block is only read. `block` is what allocate gave.
  void seal(const void* block);

  /// Writes to disk what isn't mapped; gives its place, or nothing if that failed.
  std::optional<std::uint64_t> append(const void* from, std::size_t bytes);
  /// Reads what append wrote, or some of it. False if that failed.
  bool read(std::uint64_t offset, void* to, std::size_t bytes);
  /// Gives the room of what append wrote back to the file system, where that can.
  void discard(std::uint64_t offset, std::size_t bytes);

  /// Brings the process below its budget as far as that can be done now; cheap if it is already.
  void relieve();
  /// Drops mapped pages, if there are too many; cheap if not. ease_memory calls it.
  void ease();

  std::uint64_t budget_bytes() const { return budget_; }
  /// A share of the budget that a stage may take for a time, beside what the process holds whatever happens.
  std::uint64_t working_bytes() const;
  /// Written to disk so far.
  std::uint64_t bytes_on_disk() const { return bytes_on_disk_.load(std::memory_order_relaxed); }
  /// The first failure to write. After one, blocks stay in memory, and the job should end.
  std::optional<Error> failure() const;
  bool has_failed() const { return has_failed_.load(std::memory_order_relaxed); }

 private:
  enum class State : std::uint8_t { open, sealed, on_disk };
  struct Block {
    std::size_t bytes;
    State state;
    std::uint64_t offset;  // in the file
  };

  bool must_drop_pages() const;
  bool open_file();
  bool reserve_on_disk(std::size_t bytes, std::uint64_t& offset);
  int write(const std::byte* from, std::size_t bytes, std::uint64_t offset);  // gives errno
  void move_to_disk(std::byte* address, Block& block);
  void make_room_for(std::uint64_t bytes);
  void drop_pages();
  void drop_pages_above(std::uint64_t mark);
  void drop_and_make_room();
  void move_sealed_above(std::uint64_t mark);
  void relieve_locked();
  void fail_with(int error_number, const char* doing);
  void watch();

  const std::uint64_t budget_;
  const std::uint64_t low_mark_;  // relieved down to here
  const std::string folder_;
  mutable std::mutex mutex_;
  std::map<std::byte*, Block> blocks_;
  std::deque<std::byte*> sealed_;  // oldest first; those released since are still in it
  std::uint64_t open_bytes_ = 0;   // of open blocks in memory
  int file_ = -1;
  std::uint64_t file_end_ = 0;
  std::atomic<std::uint64_t> bytes_on_disk_{0};
  std::optional<Error> failure_;
  std::atomic<bool> has_failed_{false};
  bool is_stopping_ = false;
  std::condition_variable stop_;
  std::thread watcher_;
};

/// Allocates large arrays from a PageStore, and small ones (or all, without a store) from the heap. Elements made
/// without a value are not initialized.
template <class T>
class PageAllocator {
 public:
  using value_type = T;
  using propagate_on_container_copy_assignment = std::true_type;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;

  PageAllocator(PageStore* store = nullptr) : store_(store) {}
  template <class U>
  PageAllocator(const PageAllocator<U>& other) : store_(other.store()) {}

  T* allocate(std::size_t count) {
    if (!is_large(count)) return std::allocator<T>().allocate(count);
    return static_cast<T*>(static_cast<void*>(store_->allocate(count * sizeof(T))));
  }
  void deallocate(T* items, std::size_t count) {
    if (!is_large(count)) return std::allocator<T>().deallocate(items, count);
    store_->release(static_cast<std::byte*>(static_cast<void*>(items)));
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    if constexpr (sizeof...(Arguments) == 0) {
      ::new (static_cast<void*>(place)) U;
    } else {
      ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
    }
  }

  PageStore* store() const { return store_; }
  bool is_large(std::size_t count) const { return store_ != nullptr && count >= least_bytes / sizeof(T); }
  friend bool operator==(const PageAllocator& a, const PageAllocator& b) { return a.store_ == b.store_; }

 private:
  static constexpr std::size_t least_bytes = std::size_t{1} << 16;
  PageStore* store_;
};

template <class T>
using PageVector = std::vector<T, PageAllocator<T>>;

/// From now on the elements are only read.
template <class T>
void seal(const PageVector<T>& items) {
  if (items.get_allocator().is_large(items.capacity())) items.get_allocator().store()->seal(items.data());
}

}  // namespace nuskha
