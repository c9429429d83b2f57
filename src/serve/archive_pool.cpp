// Entry point: ArchivePool::lease. Test: tests/serve/desk_test.cpp.
#include "serve/archive_pool.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"

namespace nuskha::serve {
namespace {

// Of each connection: what finds the relatives of a draft takes about 0.4 kB a document, read at random.
constexpr std::size_t cache_bytes = 64 << 20;

// How long a change that was noticed keeps others waiting, so that its log can be merged.
constexpr std::chrono::milliseconds time_to_merge{250};

/// Which file a path names now; 0: none. A file that is open keeps its number.
std::uint64_t file_at(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return 0;
  const std::uint64_t numbers[] = {static_cast<std::uint64_t>(info.st_dev), static_cast<std::uint64_t>(info.st_ino)};
  return hash64(numbers, sizeof numbers);
}

/// The same and in which state it is: of one that isn't open, whose number may be given to another.
std::uint64_t state_at(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return 0;
  const std::uint64_t numbers[] = {
      static_cast<std::uint64_t>(info.st_dev),          static_cast<std::uint64_t>(info.st_ino),
      static_cast<std::uint64_t>(info.st_size),         static_cast<std::uint64_t>(info.st_mtim.tv_sec),
      static_cast<std::uint64_t>(info.st_mtim.tv_nsec), static_cast<std::uint64_t>(info.st_ctim.tv_sec),
      static_cast<std::uint64_t>(info.st_ctim.tv_nsec)};
  return hash64(numbers, sizeof numbers);
}

bool has_log(const std::string& path) {
  struct stat info {};
  return stat((path + "-wal").c_str(), &info) == 0 && info.st_size > 0;
}

}  // namespace

ArchivePool::ArchivePool(std::string path, std::chrono::milliseconds idle_time)
    : path_(std::move(path)),
      idle_time_(idle_time),
      closer_([this](const std::stop_token& stop) { close_unused(stop); }) {}

ArchivePool::~ArchivePool() = default;

/// Goes over to the file that is at the path now. Nothing of the one before may be open then: SQLite keeps what
/// connections share beside the file, by its name.
Result<void> ArchivePool::follow(std::unique_lock<std::mutex>& lock) {
  for (std::uint64_t file = 0; file = file_at(path_), !file_ || *file_ != file;) {
    if (num_leased_ > 0) {
      none_leased_.wait(lock);
      continue;
    }
    idle_.clear();
    if (file_ && has_log(path_))
      return fail(ErrorCode::unreadable, path_,
                  "another file has taken its place, and the log of the one before still lies beside it, in the file "
                  "that ends in -wal: remove that");
    if (file_) forget();
    file_ = file;
  }
  return {};
}

void ArchivePool::forget() {
  habits_.thing.reset();
  boilerplate_.thing.reset();
  view_.thing.reset();
  generation_ = 0;
  ++exchanges_;
}

void ArchivePool::close_all() {
  idle_.clear();
  is_merge_due_ = false;
  closed_ = state_at(path_);
}

/// What others have written lies in a log beside the archive while anyone has it open. Once a change is noticed all
/// connections are closed for a moment: the last one merges and removes the log.
void ArchivePool::note_generation(std::uint64_t generation) {
  const std::lock_guard lock(mutex_);
  if (generation > generation_ && generation_ > 0 && has_log(path_)) {
    is_merge_due_ = true;
    merge_until_ = std::chrono::steady_clock::now() + time_to_merge;
  }
  generation_ = std::max(generation_, generation);
}

Result<ArchivePool::Lease> ArchivePool::lease() {
  std::optional<Archive> archive;
  std::uint64_t exchanges = 0;
  {
    std::unique_lock lock(mutex_);
    if (is_merge_due_)
      none_leased_.wait_until(lock, merge_until_, [this] { return num_leased_ == 0 || !is_merge_due_; });
    if (is_merge_due_ && num_leased_ == 0) close_all();
    if (const Result<void> followed = follow(lock); !followed) return tl::unexpected(followed.error());
    if (closed_ && idle_.empty() && num_leased_ == 0) {
      if (*closed_ != state_at(path_)) forget();
      closed_.reset();
    }
    if (!idle_.empty()) {
      archive.emplace(std::move(idle_.back()));
      idle_.pop_back();
    }
    ++num_leased_;
    exchanges = exchanges_;
  }
  const auto give_up = [this](const Error& error) {
    const std::lock_guard lock(mutex_);
    if (--num_leased_ == 0) none_leased_.notify_all();
    return tl::unexpected(error);
  };
  if (!archive) {
    Result<Archive> opened = Archive::open(path_, cache_bytes);
    if (!opened) return give_up(opened.error());
    note_generation(opened->generation());
    return Lease(*this, *std::move(opened), exchanges);
  }
  if (const Result<void> refreshed = archive->refresh(); !refreshed) {
    archive.reset();
    return give_up(refreshed.error());
  }
  note_generation(archive->generation());
  return Lease(*this, *std::move(archive), exchanges);
}

void ArchivePool::give_back(Archive archive) {
  archive.rest();
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) idle_begins_.notify_all();
  idle_.push_back(std::move(archive));
  last_use_ = std::chrono::steady_clock::now();
  if (--num_leased_ > 0) return;
  if (is_merge_due_) close_all();
  none_leased_.notify_all();
}

void ArchivePool::close_unused(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (idle_begins_.wait(lock, stop, [this] { return !idle_.empty(); }) && !stop.stop_requested()) {
    const auto unused_at = last_use_ + idle_time_;
    if (std::chrono::steady_clock::now() < unused_at) {
      idle_begins_.wait_until(lock, stop, unused_at, [] { return false; });
    } else if (num_leased_ == 0) {
      close_all();
    } else {
      idle_.clear();
    }
  }
}

template <class Thing, class Read>
Result<std::shared_ptr<const Thing>> ArchivePool::keep(Kept<Thing>& kept, const Lease& lease, Read read) {
  const std::lock_guard lock(kept.mutex);
  if (kept.thing != nullptr && kept.state == lease.state()) return kept.thing;
  Result<std::shared_ptr<const Thing>> now = read(*lease);
  if (!now) return now;
  kept.thing = *now;
  kept.state = lease.state();
  return now;
}

Result<std::shared_ptr<const ArchiveHabits>> ArchivePool::habits(const Lease& lease) {
  return keep(habits_, lease, [](const Archive& archive) { return read_habits(archive); });
}

Result<std::shared_ptr<const HeldBoilerplate>> ArchivePool::boilerplate(const Lease& lease) {
  return keep(boilerplate_, lease, [](const Archive& archive) { return HeldBoilerplate::read(archive); });
}

Result<std::shared_ptr<const ArchiveView>> ArchivePool::view(const Lease& lease) {
  return keep(view_, lease, [&](const Archive& archive) { return ArchiveView::read(archive, lease.state()); });
}

}  // namespace nuskha::serve
