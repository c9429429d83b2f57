// Entry points: BaselineFile::accept, take_back. Test: tests/serve/parts_test.cpp.
#include "serve/baseline_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "base/stop.h"

namespace nuskha::serve {
namespace {

constexpr std::chrono::milliseconds time_between_tries{5};  // to lock

std::string reason_of(int error) { return std::generic_category().message(error); }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

/// Where a link leads, so that the link itself stays.
std::string target_of(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  return error ? path : target.string();
}

Result<Baseline> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::error_code error;
    if (!std::filesystem::exists(path, error) && !error) return Baseline{};
    return fail(ErrorCode::unreadable, path, "the baseline can't be read");
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return read_baseline(bytes.str(), path);
}

std::string folder_of_file(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// Writes a file beside `target` and puts it in its place. The folder must be locked: the name is always the same, so
/// that what a killed process left is used up.
Result<void> replace(const std::string& target, std::string_view bytes, int folder) {
  const std::string temporary = target + ".part";
  const auto failed = [&](int error) {
    ::unlink(temporary.c_str());
    return fail(ErrorCode::write_failed, target, "the baseline could not be written: " + reason_of(error));
  };
  ::unlink(temporary.c_str());
  struct stat before {};
  const bool exists = ::stat(target.c_str(), &before) == 0;
  const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.is_open()) return failed(errno);
  if (exists) ::fchmod(file.get(), before.st_mode & 07777);  // best effort
  if (!write_all(file.get(), bytes) || ::fsync(file.get()) != 0) return failed(errno);
  if (std::rename(temporary.c_str(), target.c_str()) != 0) return failed(errno);
  ::fsync(folder);
  return {};
}

}  // namespace

std::optional<BaselineFile::Stamp> BaselineFile::stamp() const {
  struct stat info {};
  if (::stat(path_.c_str(), &info) != 0) return std::nullopt;
  return Stamp{static_cast<std::uint64_t>(info.st_size), static_cast<std::uint64_t>(info.st_ino),
               static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec};
}

Result<std::shared_ptr<const Baseline>> BaselineFile::read() {
  const std::lock_guard lock(mutex_);
  const std::optional<Stamp> now = stamp();
  if (kept_ != nullptr && now == read_stamp_) return kept_;
  Result<Baseline> read = read_file(path_);
  if (!read) return tl::unexpected(read.error());
  kept_ = std::make_shared<const Baseline>(*std::move(read));
  read_stamp_ = now;
  return kept_;
}

Result<void> BaselineFile::check_writable() const {
  const std::string folder = folder_of_file(target_of(path_));
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return fail(ErrorCode::not_found, path_, "the folder that the baseline is to be in isn't there: make it");
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return fail(ErrorCode::write_failed, path_,
                "nothing can be written into the baseline's folder: " + reason_of(errno));
  return {};
}

Result<std::uint64_t> BaselineFile::rewrite(const std::function<bool(std::vector<BaselineEntry>&)>& change) {
  const std::string target = target_of(path_);
  const Descriptor folder(::open(folder_of_file(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  int locked = -1;
  while (folder.is_open() && (locked = ::flock(folder.get(), LOCK_EX | LOCK_NB)) != 0 &&
         (errno == EINTR || errno == EWOULDBLOCK)) {
    throw_if_stopped();
    std::this_thread::sleep_for(time_between_tries);
  }
  if (locked != 0)
    return fail(ErrorCode::write_failed, path_, "the baseline's folder can't be locked: " + reason_of(errno));
  Result<Baseline> baseline = read_file(target);
  if (!baseline) return tl::unexpected(baseline.error());
  if (change(baseline->entries)) {
    std::ostringstream out;
    write_baseline(*baseline, out);
    if (const Result<void> written = replace(target, out.str(), folder.get()); !written)
      return tl::unexpected(written.error());
  }
  return baseline->entries.size();
}

Result<BaselineFile::Accepted> BaselineFile::accept(const BaselineEntry& entry) {
  Accepted out{entry};
  const auto key = [](const BaselineEntry& one) { return std::tie(one.path, one.rule, one.fingerprint); };
  const Result<std::uint64_t> entries = rewrite([&](std::vector<BaselineEntry>& all) {
    const auto place = std::lower_bound(
        all.begin(), all.end(), entry, [&](const BaselineEntry& x, const BaselineEntry& y) { return key(x) < key(y); });
    if (place == all.end() || key(*place) != key(entry)) {
      all.insert(place, entry);
      return true;
    }
    out.was_there = place->count >= entry.count;
    if (!out.was_there) {
      place->count = entry.count;
      if (!place->reason)
        place->reason = entry.reason;
      else if (entry.reason && *entry.reason != *place->reason)
        *place->reason += "; " + *entry.reason;
    }
    out.entry = *place;
    return !out.was_there;
  });
  if (!entries) return tl::unexpected(entries.error());
  out.entries = *entries;
  return out;
}

Result<BaselineFile::TakenBack> BaselineFile::take_back(const std::string& rule, const Hash128& fingerprint) {
  TakenBack out;
  const Result<std::uint64_t> entries = rewrite([&](std::vector<BaselineEntry>& all) {
    std::vector<BaselineEntry> kept;
    for (BaselineEntry& entry : all)
      (entry.rule == rule && entry.fingerprint == fingerprint ? out.removed : kept).push_back(std::move(entry));
    all = std::move(kept);
    return !out.removed.empty();
  });
  if (!entries) return tl::unexpected(entries.error());
  out.entries = *entries;
  return out;
}

}  // namespace nuskha::serve
