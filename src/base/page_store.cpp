// Entry point: PageStore. Blocks go to disk by pwrite and come back by page faults: MAP_FIXED puts the file in the
// place of the memory in one step. Test: tests/base/page_store_test.cpp.
#include "base/page_store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <system_error>
#include <vector>

#include "base/memory_pressure.h"

namespace nuskha {
namespace {

// Of one write. From 6.16 on Linux keeps what one write brought in pages as large as that, up to 2 MiB, and a read of a
// byte maps the whole of such a page: 1.7 MB for each text that is read here and there.
constexpr std::size_t most_bytes_at_once = std::size_t{64} << 10;
constexpr std::size_t bytes_between_looks = std::size_t{64} << 20;  // at the resident set
constexpr std::uint64_t least_mapped_bytes = std::uint64_t{48} << 20;
constexpr std::uint64_t least_working_bytes = std::uint64_t{16} << 20;

// All stores of the process, for ease_memory: what is resident is the process's.
std::mutex registry_mutex;
std::vector<PageStore*> registry;

/// Maps a file in the place of memory that holds the same bytes, which others may be reading.
void* map_over(void* address, std::size_t bytes, int file, off_t offset) {
#if defined(__SANITIZE_THREAD__)
  // ThreadSanitizer takes mmap for a write of all the bytes.
  return std::bit_cast<void*>(syscall(SYS_mmap, address, bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, offset));
#else
  return mmap(address, bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, offset);
#endif
}

std::size_t page_bytes() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

bool is_folder(const char* path) {
  struct stat info {};
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode) && access(path, W_OK) == 0;
}

}  // namespace

std::string temporary_folder() {
  if (const char* named = std::getenv("TMPDIR"); named != nullptr && *named != '\0') return named;
  return is_folder("/var/tmp") ? "/var/tmp" : "/tmp";
}

std::atomic<unsigned> detail::num_stores_on_disk{0};

void detail::ease_stores() {
  const std::lock_guard lock(registry_mutex);
  for (PageStore* const store : registry) store->ease();
}

Residence residence() {
  static const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  std::array<char, 128> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  if (size <= 0) return {};
  // In pages: all addresses, what is resident, what of it is of files.
  const char* const end = text.data() + size;
  std::array<std::uint64_t, 3> pages{};
  const char* begin = text.data();
  for (std::uint64_t& number : pages) {
    begin = std::from_chars(begin, end, number).ptr;
    begin += begin < end;
  }
  return {pages[1] * page_bytes(), pages[2] * page_bytes()};
}

PageStore::PageStore(std::uint64_t budget_bytes, std::string folder)
    : budget_(budget_bytes), low_mark_(budget_bytes - budget_bytes / 16), folder_(std::move(folder)) {
  {
    const std::lock_guard lock(registry_mutex);
    registry.push_back(this);
  }
  try {
    watcher_ = std::thread([this] { watch(); });
  } catch (const std::system_error&) {
    // Without a thread of its own the store looks whenever something is allocated.
  }
}

PageStore::~PageStore() {
  {
    const std::lock_guard lock(registry_mutex);
    std::erase(registry, this);
  }
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  stop_.notify_all();
  if (watcher_.joinable()) watcher_.join();
  for (const auto& [address, block] : blocks_) munmap(address, block.bytes);
  if (file_ < 0) return;
  --detail::num_stores_on_disk;
  close(file_);
}

std::byte* PageStore::allocate(std::size_t bytes) {
  bytes = (bytes + page_bytes() - 1) / page_bytes() * page_bytes();
  const std::lock_guard lock(mutex_);
  // Open blocks may not have been written to yet, so that they may not be resident either.
  const auto is_over = [&] { return resident_bytes() + open_bytes_ + bytes > budget_; };
  bool on_disk = false;
  std::uint64_t offset = 0;
  if (is_over()) {
    if (bytes > budget_ / 16) {
      make_room_for(open_bytes_ + bytes);
    } else if (resident_bytes() > low_mark_) {
      relieve_locked();
    }
    on_disk = is_over() && reserve_on_disk(bytes, offset);
  }
  void* const found = on_disk
                          ? mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_, static_cast<off_t>(offset))
                          : mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (found == MAP_FAILED) throw std::bad_alloc();
  auto* const address = static_cast<std::byte*>(found);
  blocks_.emplace(address, Block{bytes, on_disk ? State::on_disk : State::open, offset});
  if (!on_disk) open_bytes_ += bytes;
  return address;
}

void PageStore::release(std::byte* block) {
  const std::lock_guard lock(mutex_);
  const auto found = blocks_.find(block);
  if (found->second.state == State::open) open_bytes_ -= found->second.bytes;
  munmap(block, found->second.bytes);
  if (found->second.state == State::on_disk) discard(found->second.offset, found->second.bytes);
  blocks_.erase(found);
}

void PageStore::seal(const void* block) {
  const std::lock_guard lock(mutex_);
  const auto found = blocks_.find(static_cast<std::byte*>(const_cast<void*>(block)));
  if (found == blocks_.end() || found->second.state != State::open) return;
  found->second.state = State::sealed;
  open_bytes_ -= found->second.bytes;
  sealed_.push_back(found->first);
}

std::optional<std::uint64_t> PageStore::append(const void* from, std::size_t bytes) {
  std::uint64_t offset = 0;
  {
    const std::lock_guard lock(mutex_);
    if (!open_file()) return std::nullopt;
    const std::size_t rounded = (bytes + page_bytes() - 1) / page_bytes() * page_bytes();
    offset = std::exchange(file_end_, file_end_ + rounded);
  }
  const int error = write(static_cast<const std::byte*>(from), bytes, offset);
  if (error == 0) return offset;
  const std::lock_guard lock(mutex_);
  fail_with(error, "writing");
  return std::nullopt;
}

bool PageStore::read(std::uint64_t offset, void* to, std::size_t bytes) {
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t size =
        pread(file_, static_cast<std::byte*>(to) + done, bytes - done, static_cast<off_t>(offset + done));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) {
      const std::lock_guard lock(mutex_);
      fail_with(size < 0 ? errno : EIO, "reading");
      return false;
    }
    done += static_cast<std::size_t>(size);
  }
  return true;
}

void PageStore::discard(std::uint64_t offset, std::size_t bytes) {
  [[maybe_unused]] const int done = fallocate(file_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                                              static_cast<off_t>(offset), static_cast<off_t>(bytes));
}

void PageStore::relieve() {
  if (resident_bytes() <= budget_) return;
#ifdef __GLIBC__
  malloc_trim(0);  // what the last stage gave back to the heap
#endif
  const std::lock_guard lock(mutex_);
  relieve_locked();
}

void PageStore::ease() {
  if (!must_drop_pages()) return;
  const std::lock_guard lock(mutex_);
  if (must_drop_pages()) drop_and_make_room();
}

/// Where what isn't mapped fills the budget, what is mapped still has to stay small.
bool PageStore::must_drop_pages() const {
  const Residence now = residence();
  return now.all > low_mark_ && now.mapped > least_mapped_bytes;
}

std::uint64_t PageStore::working_bytes() const { return std::max(least_working_bytes, budget_ / 4); }

std::optional<Error> PageStore::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void PageStore::relieve_locked() {
  drop_pages();
  move_sealed_above(low_mark_);
}

/// For a large block: what is written to belongs in memory before what is only read.
void PageStore::make_room_for(std::uint64_t bytes) {
  const std::uint64_t mark = std::min(low_mark_, budget_ - std::min(budget_, bytes));
  drop_pages_above(mark);
  move_sealed_above(mark);
}

/// Where little is left for what is mapped, it would be dropped and read again and again: sealed blocks then make room.
void PageStore::drop_and_make_room() {
  const std::uint64_t for_mapped = budget_ / 4;
  const bool is_cramped = residence().mapped < for_mapped;
  drop_pages();
  if (is_cramped) move_sealed_above(low_mark_ - for_mapped);
}

void PageStore::move_sealed_above(std::uint64_t mark) {
  while (!sealed_.empty() && !failure_ && resident_bytes() > mark) {
    std::byte* const address = sealed_.front();
    sealed_.pop_front();
    const auto found = blocks_.find(address);
    if (found != blocks_.end() && found->second.state == State::sealed) move_to_disk(address, found->second);
  }
}

void PageStore::drop_pages() { drop_pages_above(low_mark_ - budget_ / 8); }

void PageStore::drop_pages_above(std::uint64_t mark) {
  std::size_t dropped = 0;
  for (const auto& [address, block] : blocks_) {
    if (block.state != State::on_disk) continue;
    madvise(address, block.bytes, MADV_DONTNEED);
    dropped += block.bytes;
    if (dropped < bytes_between_looks) continue;
    dropped = 0;
    if (resident_bytes() <= mark) return;
  }
}

void PageStore::move_to_disk(std::byte* address, Block& block) {
  if (!open_file()) return;
  if (const int error = write(address, block.bytes, file_end_); error != 0) return fail_with(error, "writing");
  const void* const mapped = map_over(address, block.bytes, file_, static_cast<off_t>(file_end_));
  if (mapped == MAP_FAILED) return fail_with(errno, "mapping a temporary file of");
  block.offset = std::exchange(file_end_, file_end_ + block.bytes);
  block.state = State::on_disk;
}

bool PageStore::open_file() {
  if (file_ >= 0) return true;
  if (failure_) return false;
  file_ = open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {  // a file system without O_TMPFILE
    std::string name = folder_ + "/nuskha-XXXXXX";
    file_ = mkostemp(name.data(), O_CLOEXEC);
    if (file_ >= 0) unlink(name.c_str());
  }
  if (file_ < 0) {
    fail_with(errno, "making a temporary file for");
    return false;
  }
  ++detail::num_stores_on_disk;
  return true;
}

bool PageStore::reserve_on_disk(std::size_t bytes, std::uint64_t& offset) {
  if (!open_file()) return false;
  // Asked for now: a full disk that shows only when a page is written back can't be told as an error.
  const int error = posix_fallocate(file_, static_cast<off_t>(file_end_), static_cast<off_t>(bytes));
  if (error != 0) {
    fail_with(error, "making room for");
    return false;
  }
  offset = std::exchange(file_end_, file_end_ + bytes);
  bytes_on_disk_.fetch_add(bytes, std::memory_order_relaxed);
  return true;
}

int PageStore::write(const std::byte* from, std::size_t bytes, std::uint64_t offset) {
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t written =
        pwrite(file_, from + done, std::min(bytes - done, most_bytes_at_once), static_cast<off_t>(offset + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : ENOSPC;
    done += static_cast<std::size_t>(written);
  }
  bytes_on_disk_.fetch_add(bytes, std::memory_order_relaxed);
  return 0;
}

void PageStore::fail_with(int error_number, const char* doing) {
  if (failure_) return;
  failure_ = Error{ErrorCode::write_failed, folder_,
                   std::string(doing) + " temporary data failed: " + std::generic_category().message(error_number) +
                       "; name a folder with more room by --temp-dir, or allow more memory by --memory"};
  has_failed_.store(true, std::memory_order_relaxed);
}

void PageStore::watch() {
  using std::chrono::milliseconds;
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    const Residence now = residence();
    if (must_drop_pages()) drop_and_make_room();
    if (now.all > budget_) relieve_locked();
    // The kernel maps 64 KiB around each place that is read: a gigabyte takes some 30 ms. What can't be dropped isn't
    // asked for again and again.
    const bool is_near = now.all > budget_ / 2 && (now.all <= budget_ || resident_bytes() <= budget_);
    const bool is_mapped = bytes_on_disk() != 0 && now.all > budget_ / 2;
    stop_.wait_for(lock, is_mapped ? milliseconds(1) : is_near ? milliseconds(5) : milliseconds(20));
  }
}

}  // namespace nuskha
