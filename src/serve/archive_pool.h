// The archive of a desk: open connections to it, and what is kept of its present state.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/result.h"
#include "scan/check_open.h"
#include "serve/archive_view.h"
#include "serve/held_boilerplate.h"

namespace nuskha::serve {

/// Hands out an archive to one request at a time, each looking at the state of now: what another process writes is seen
/// by the next request. What is kept is made anew when the archive has changed. Thread-safe.
class ArchivePool {
 public:
  explicit ArchivePool(std::string path) : path_(std::move(path)) {}

  /// An open archive while it lives; then it goes back, and holds no state.
  class Lease {
   public:
    Lease(ArchivePool& pool, Archive archive, std::uint64_t file)
        : pool_(&pool), archive_(std::move(archive)), file_(file) {}
    ~Lease() {
      if (archive_) pool_->give_back(*std::move(archive_), file_);
    }
    Lease(Lease&& other) noexcept
        : pool_(other.pool_), archive_(std::exchange(other.archive_, std::nullopt)), file_(other.file_) {}
    Lease& operator=(Lease&&) = delete;
    const Archive& operator*() const { return *archive_; }
    const Archive* operator->() const { return &*archive_; }

   private:
    friend class ArchivePool;
    ArchivePool* pool_;
    std::optional<Archive> archive_;
    std::uint64_t file_;
  };

  /// Fails as Archive::open and refresh do.
  Result<Lease> lease();

  /// Of the state that the leased archive looks at. The first to ask after a change reads it, others wait for it.
  Result<std::shared_ptr<const ArchiveHabits>> habits(const Lease& lease);
  Result<std::shared_ptr<const HeldBoilerplate>> boilerplate(const Lease& lease);
  Result<std::shared_ptr<const ArchiveView>> view(const Lease& lease);

  const std::string& path() const { return path_; }

 private:
  /// The last thing that was read, and of which state of which file it is.
  template <class Thing>
  struct Kept {
    std::mutex mutex;
    std::uint64_t file = 0;
    std::shared_ptr<const Thing> thing;
  };
  template <class Thing, class Read>
  Result<std::shared_ptr<const Thing>> keep(Kept<Thing>& kept, const Lease& lease, Read read);
  void give_back(Archive archive, std::uint64_t file);

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::pair<Archive, std::uint64_t>> idle_;  // with the file that each is of
  Kept<ArchiveHabits> habits_;
  Kept<HeldBoilerplate> boilerplate_;
  Kept<ArchiveView> view_;
};

}  // namespace nuskha::serve
