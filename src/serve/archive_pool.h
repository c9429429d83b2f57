// The archive of a desk: open connections to it, and what is kept of its present state.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/result.h"
#include "scan/check_open.h"
#include "serve/archive_view.h"
#include "serve/held_boilerplate.h"

namespace nuskha::serve {

/// Hands out an archive to one request at a time, each looking at the state of now: what another process writes, or
/// moves into its place, is seen by the next request. What is kept is made anew when the archive has changed. While
/// nobody asks, no file is open: then the archive is one file, whoever wrote it last, and may be exchanged for another.
/// Thread-safe.
class ArchivePool {
 public:
  /// Connections that nobody used for `idle_time` are closed.
  explicit ArchivePool(std::string path, std::chrono::milliseconds idle_time = std::chrono::seconds(1));
  ~ArchivePool();
  ArchivePool(const ArchivePool&) = delete;
  ArchivePool& operator=(const ArchivePool&) = delete;

  /// An open archive while it lives; then it goes back, and holds no state.
  class Lease {
   public:
    Lease(ArchivePool& pool, Archive archive, std::uint64_t exchanges)
        : pool_(&pool), archive_(std::move(archive)), exchanges_(exchanges) {}
    ~Lease() {
      if (archive_) pool_->give_back(*std::move(archive_));
    }
    Lease(Lease&& other) noexcept
        : pool_(other.pool_), archive_(std::exchange(other.archive_, std::nullopt)), exchanges_(other.exchanges_) {}
    Lease& operator=(Lease&&) = delete;
    const Archive& operator*() const { return *archive_; }
    const Archive* operator->() const { return &*archive_; }
    /// A number for the state that the archive is in: Archive::generation, until the archive is exchanged for another.
    std::uint64_t state() const { return (exchanges_ << 32) + archive_->generation(); }

   private:
    ArchivePool* pool_;
    std::optional<Archive> archive_;
    std::uint64_t exchanges_;
  };

  /// Fails as Archive::open and refresh do, and with unreadable where another file has taken the archive's place, but
  /// the log of the one before (its WAL) still lies beside it: SQLite would read that into the new one. Waits, after
  /// such an exchange, until what was leased before is back.
  Result<Lease> lease();

  /// Of the state that the leased archive looks at. The first to ask after a change reads it, others wait for it.
  Result<std::shared_ptr<const ArchiveHabits>> habits(const Lease& lease);
  Result<std::shared_ptr<const HeldBoilerplate>> boilerplate(const Lease& lease);
  Result<std::shared_ptr<const ArchiveView>> view(const Lease& lease);

  const std::string& path() const { return path_; }

 private:
  /// The last thing that was read.
  template <class Thing>
  struct Kept {
    std::mutex mutex;
    std::uint64_t state = 0;  // Lease::state
    std::shared_ptr<const Thing> thing;
  };
  template <class Thing, class Read>
  Result<std::shared_ptr<const Thing>> keep(Kept<Thing>& kept, const Lease& lease, Read read);
  void give_back(Archive archive);
  Result<void> follow(std::unique_lock<std::mutex>& lock);
  void forget();
  void close_all();
  void note_generation(std::uint64_t generation);
  void close_unused(const std::stop_token& stop);

  const std::string path_;
  const std::chrono::milliseconds idle_time_;
  std::mutex mutex_;  // of all before the kept things
  std::condition_variable none_leased_;
  std::condition_variable_any idle_begins_;
  std::optional<std::uint64_t> file_;    // which one is looked at
  std::optional<std::uint64_t> closed_;  // its state when the last connection was closed
  std::uint64_t generation_ = 0;         // the latest that was seen
  std::uint64_t exchanges_ = 0;          // of the archive for another, so far
  bool is_merge_due_ = false;
  std::chrono::steady_clock::time_point merge_until_;
  std::size_t num_leased_ = 0;
  std::vector<Archive> idle_;
  std::chrono::steady_clock::time_point last_use_;
  Kept<ArchiveHabits> habits_;
  Kept<HeldBoilerplate> boilerplate_;
  Kept<ArchiveView> view_;
  std::jthread closer_;
};

}  // namespace nuskha::serve
