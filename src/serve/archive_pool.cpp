// Entry point: ArchivePool::lease. Test: tests/serve/archive_pool_test.cpp.
#include "serve/archive_pool.h"

#include <sys/stat.h>

#include "base/hash.h"

namespace nuskha::serve {
namespace {

// Of each connection: what finds the relatives of a draft takes about 0.4 kB a document, read at random.
constexpr std::size_t cache_bytes = 64 << 20;

/// Which file a path names now: another one that is moved into its place has another number.
std::uint64_t file_at(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return 0;
  const std::uint64_t numbers[] = {static_cast<std::uint64_t>(info.st_dev), static_cast<std::uint64_t>(info.st_ino)};
  return hash64(numbers, sizeof numbers);
}

}  // namespace

Result<ArchivePool::Lease> ArchivePool::lease() {
  const std::uint64_t file = file_at(path_);
  std::optional<Archive> archive;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(idle_, [&](const auto& one) { return one.second != file; });
    if (!idle_.empty()) {
      archive.emplace(std::move(idle_.back().first));
      idle_.pop_back();
    }
  }
  if (!archive) {
    Result<Archive> opened = Archive::open(path_, cache_bytes);
    if (!opened) return tl::unexpected(opened.error());
    return Lease(*this, *std::move(opened), file);
  }
  if (const Result<void> refreshed = archive->refresh(); !refreshed) return tl::unexpected(refreshed.error());
  return Lease(*this, *std::move(archive), file);
}

void ArchivePool::give_back(Archive archive, std::uint64_t file) {
  archive.rest();
  const std::lock_guard lock(mutex_);
  idle_.emplace_back(std::move(archive), file);
}

template <class Thing, class Read>
Result<std::shared_ptr<const Thing>> ArchivePool::keep(Kept<Thing>& kept, const Lease& lease, Read read) {
  const std::lock_guard lock(kept.mutex);
  const auto is_of = [&] {
    if constexpr (requires { kept.thing->generation(); }) {
      return kept.thing->generation() == lease->generation();
    } else {
      return kept.thing->generation == lease->generation();
    }
  };
  if (kept.thing != nullptr && kept.file == lease.file_ && is_of()) return kept.thing;
  Result<std::shared_ptr<const Thing>> now = read(*lease);
  if (!now) return now;
  kept.thing = *now;
  kept.file = lease.file_;
  return now;
}

Result<std::shared_ptr<const ArchiveHabits>> ArchivePool::habits(const Lease& lease) {
  return keep(habits_, lease, [](const Archive& archive) { return read_habits(archive); });
}

Result<std::shared_ptr<const HeldBoilerplate>> ArchivePool::boilerplate(const Lease& lease) {
  return keep(boilerplate_, lease, [](const Archive& archive) { return HeldBoilerplate::read(archive); });
}

Result<std::shared_ptr<const ArchiveView>> ArchivePool::view(const Lease& lease) {
  return keep(view_, lease, [](const Archive& archive) { return ArchiveView::read(archive); });
}

}  // namespace nuskha::serve
