// A stream, a file or memory behind one interface. Entry points: open_forward_input, open_seekable_input. Test:
// tests/input/libarchive_reader_test.cpp.
#include "input/archive_input.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "input/container_budget.h"
#include "input/problem_codes.h"
#include "input/read_file.h"

namespace nuskha {

std::int64_t ArchiveInput::seek(std::int64_t, int) { return -1; }

namespace {

constexpr std::size_t piece_bytes = 128 << 10;

class ForwardInput : public ArchiveInput {
 public:
  ForwardInput(std::unique_ptr<ByteStream> stream, const InputLimits& limits)
      : stream_(std::move(stream)), limits_(limits), buffer_(piece_bytes) {}

  std::string_view next_piece() override {
    if (too_large_.code != nullptr) return {};
    const std::size_t got = stream_->read(buffer_.data(), buffer_.size());
    taken_ += got;
    if (taken_ <= most_container_bytes(limits_, stream_->source_bytes())) return {buffer_.data(), got};
    too_large_ = {problem_code::too_large,
                  fmt::format("It unpacks to more than {} MiB, {} times its size or more; the rest of it was not read. "
                              "If that is meant, raise --max-expansion, or unpack it and name the result.",
                              taken_ >> 20, taken_ / std::max<std::uint64_t>(stream_->source_bytes(), 1))};
    return {};
  }
  const StreamError& error() const override { return too_large_.code != nullptr ? too_large_ : stream_->error(); }
  std::uint64_t source_bytes() const override { return stream_->source_bytes(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  InputLimits limits_;
  std::vector<char> buffer_;
  std::uint64_t taken_ = 0;
  StreamError too_large_;
};

class FileInput : public ArchiveInput {
 public:
  explicit FileInput(const std::string& path) : fd_(open_for_reading(path)), buffer_(piece_bytes) {
    struct stat info;
    if (fd_ < 0 || fstat(fd_, &info) != 0) {
      error_ = error_of_errno(errno);
    } else if (!S_ISREG(info.st_mode)) {
      error_ = {problem_code::special_file, "It is no regular file and was not read."};
    } else {
      size_ = static_cast<std::uint64_t>(std::max<off_t>(info.st_size, 0));
    }
  }
  ~FileInput() override {
    if (fd_ >= 0) close(fd_);
  }
  FileInput(const FileInput&) = delete;
  FileInput& operator=(const FileInput&) = delete;

  std::string_view next_piece() override {
    if (error_.code != nullptr) return {};
    ssize_t got = 0;
    do {
      got = ::read(fd_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) error_ = error_of_errno(errno);
    return {buffer_.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }
  bool can_seek() const override { return true; }
  std::int64_t seek(std::int64_t offset, int origin) override { return lseek(fd_, offset, origin); }
  const StreamError& error() const override { return error_; }
  std::uint64_t source_bytes() const override { return size_; }

 private:
  int fd_;
  std::vector<char> buffer_;
  std::uint64_t size_ = 0;
  StreamError error_;
};

class MemoryInput : public ArchiveInput {
 public:
  MemoryInput(std::unique_ptr<ByteStream> stream, const InputLimits& limits) {
    std::size_t size = 0;
    for (;;) {
      if (size == bytes_.size()) bytes_.resize(size + std::max(size / 2, piece_bytes));
      const std::size_t got = stream->read(bytes_.data() + size, bytes_.size() - size);
      if (got == 0) break;
      size += got;
      source_bytes_ = stream->source_bytes();
      if (size <= most_container_bytes(limits, source_bytes_)) continue;
      error_ = {problem_code::too_large,
                fmt::format("It is in another archive or compressed, must be unpacked as a whole to be read, and takes "
                            "more than {} MiB then. Unpack it and name the result.",
                            size >> 20)};
      bytes_ = {};
      return;
    }
    bytes_.resize(size);
    error_ = stream->error();
  }

  std::string_view next_piece() override {
    const std::string_view rest = std::string_view(bytes_).substr(position_);
    position_ = bytes_.size();
    return rest;
  }
  bool can_seek() const override { return true; }
  std::int64_t seek(std::int64_t offset, int origin) override {
    const auto size = static_cast<std::int64_t>(bytes_.size());
    const std::int64_t from = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? static_cast<std::int64_t>(position_) : size;
    if (offset < -from || offset > size - from) return -1;
    position_ = static_cast<std::size_t>(from + offset);
    return from + offset;
  }
  const StreamError& error() const override { return error_; }
  std::uint64_t source_bytes() const override { return source_bytes_; }

 private:
  std::string bytes_;
  std::size_t position_ = 0;
  std::uint64_t source_bytes_ = 0;
  StreamError error_;
};

}  // namespace

std::unique_ptr<ArchiveInput> open_forward_input(ContainerBytes bytes, const InputLimits& limits) {
  return std::make_unique<ForwardInput>(std::move(bytes.stream), limits);
}

std::unique_ptr<ArchiveInput> open_seekable_input(ContainerBytes bytes, const InputLimits& limits) {
  if (!bytes.path.empty()) return std::make_unique<FileInput>(bytes.path);
  return std::make_unique<MemoryInput>(std::move(bytes.stream), limits);
}

}  // namespace nuskha
