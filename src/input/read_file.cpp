// open, fstat, read to the end, fstat again. Entry point: read_file. Test: tests/input/read_file_test.cpp.
#include "input/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <new>
#include <system_error>

namespace nuskha {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

ssize_t read_some(int fd, char* data, std::size_t size) {
  ssize_t got = 0;
  do {
    got = read(fd, data, size);
  } while (got < 0 && errno == EINTR);
  return got;
}

constexpr std::size_t small_file_bytes = 64 << 10;
constexpr std::size_t largest_read_bytes = 1u << 30;  // Linux reads at most 2 GB at a time

bool same_state(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

std::int64_t nanoseconds(const struct timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileStamp stamp_of(const struct stat& state) {
  return {static_cast<std::uint64_t>(std::max<off_t>(state.st_size, 0)), static_cast<std::uint64_t>(state.st_ino),
          nanoseconds(state.st_mtim), nanoseconds(state.st_ctim)};
}

}  // namespace

std::string system_message(int error) { return std::generic_category().message(error); }

int open_for_reading(const std::string& path) {
  return open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

std::optional<std::int64_t> modification_time(const std::string& path) {
  struct stat state;
  if (stat(path.c_str(), &state) != 0) return std::nullopt;
  return static_cast<std::int64_t>(state.st_mtim.tv_sec);
}

std::optional<FileStamp> file_stamp(const std::string& path) {
  struct stat state;
  if (stat(path.c_str(), &state) != 0) return std::nullopt;
  return stamp_of(state);
}

FileState read_file(const std::string& path, std::string& contents,
                    bool (*stop)(std::string_view head, const std::string& path)) {
  contents.clear();
  FileState state;
  const Descriptor file(open_for_reading(path));
  struct stat before;
  if (file.get() < 0 || fstat(file.get(), &before) != 0) {
    state.error = errno;
    state.is_special = state.error == ENXIO;  // a socket
    if (state.is_special) state.error = 0;
    return state;
  }
  state.stamp = stamp_of(before);
  state.is_folder = S_ISDIR(before.st_mode);
  state.is_special = !state.is_folder && !S_ISREG(before.st_mode);
  if (state.is_folder || state.is_special) return state;
  const auto expected = static_cast<std::size_t>(std::max<off_t>(before.st_size, 0));
  bool at_end = false;
  if (expected < small_file_bytes || stop != nullptr) {
    // One read that asks for more than there is: what comes short ends the file, and the string gets no bytes but its
    // own.
    static thread_local std::array<char, small_file_bytes> buffer;
    const ssize_t got = read_some(file.get(), buffer.data(), buffer.size());
    if (got < 0) {
      state.error = errno;
      return state;
    }
    contents.assign(buffer.data(), static_cast<std::size_t>(got));
    at_end = static_cast<std::size_t>(got) == expected && expected > 0;
    if (!at_end && contents.size() == buffer.size() && stop != nullptr && stop(contents, path)) return state;
  }
  if (expected >= contents.max_size()) throw std::bad_alloc();
  std::size_t size = contents.size();
  while (!at_end) {
    if (contents.size() == size) contents.resize(std::max(expected + 1, size + std::max(size / 2, small_file_bytes)));
    const ssize_t got =
        read_some(file.get(), contents.data() + size, std::min(contents.size() - size, largest_read_bytes));
    if (got < 0) {
      state.error = errno;
      contents.clear();
      return state;
    }
    size += static_cast<std::size_t>(got);
    at_end = got == 0;
  }
  contents.resize(size);
  struct stat after;
  state.has_changed = fstat(file.get(), &after) == 0 && !same_state(before, after);
  return state;
}

}  // namespace nuskha
