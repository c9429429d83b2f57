// Plain files by read(2), compressed ones through libarchive's filters. Entry point: open_stream. The only file that
// includes libarchive. Test: tests/input/source_test.cpp.
#include "input/byte_stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "input/problem_codes.h"
#include "input/read_file.h"

namespace nuskha {
namespace {

class FileStream : public ByteStream {
 public:
  explicit FileStream(std::string path) : path_(std::move(path)) {}
  ~FileStream() override {
    if (fd_ >= 0) close(fd_);
  }
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  std::size_t read(char* data, std::size_t size) override {
    if (!is_open_ && !open()) return 0;
    ssize_t got = 0;
    do {
      got = ::read(fd_, data, std::min<std::size_t>(size, 1u << 30));
    } while (got < 0 && errno == EINTR);
    if (got < 0) error_ = error_of_errno(errno);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  const StreamError& error() const override { return error_; }

 private:
  bool open() {
    if (error_.code != nullptr) return false;
    fd_ = open_for_reading(path_);
    struct stat info;
    if (fd_ < 0 || fstat(fd_, &info) != 0) {
      error_ = error_of_errno(errno);
      return false;
    }
    if (!S_ISREG(info.st_mode)) {
      error_ = {problem_code::special_file, "It is no regular file and was not read."};
      return false;
    }
    is_open_ = true;
    return true;
  }

  std::string path_;
  int fd_ = -1;
  bool is_open_ = false;
  StreamError error_;
};

class CompressedStream : public ByteStream {
 public:
  CompressedStream(std::string path, Compression compression)
      : source_(std::move(path)), compression_(compression), buffer_(256 << 10) {}

  std::size_t read(char* data, std::size_t size) override {
    if (is_done_ || (!archive_ && !open())) return 0;
    const la_ssize_t got = archive_read_data(archive_.get(), data, size);
    if (got > 0) return static_cast<std::size_t>(got);
    is_done_ = true;
    if (got < 0) fail();
    return 0;
  }
  const StreamError& error() const override { return error_; }

 private:
  struct Free {
    void operator()(archive* a) const { archive_read_free(a); }
  };

  static la_ssize_t on_read(archive*, void* self, const void** data) {
    auto& stream = *static_cast<CompressedStream*>(self);
    *data = stream.buffer_.data();
    const std::size_t got = stream.source_.read(stream.buffer_.data(), stream.buffer_.size());
    if (std::exchange(stream.is_first_read_, false))
      stream.has_signature_ = stream.begins_right({stream.buffer_.data(), got});
    return stream.source_.error().code != nullptr ? -1 : static_cast<la_ssize_t>(got);
  }

  bool begins_right(std::string_view head) const {
    if (compression_ == Compression::gzip) return head.starts_with("\x1F\x8B");
    // A Zstandard frame, or a skippable one before it.
    return head.starts_with("\x28\xB5\x2F\xFD") ||
           (head.size() >= 4 && (head[0] & 0xF0) == 0x50 && head.substr(1, 3) == "\x2A\x4D\x18");
  }

  bool open() {
    archive_.reset(archive_read_new());
    const bool gzip = compression_ == Compression::gzip;
    if (gzip) {
      archive_read_support_filter_gzip(archive_.get());
    } else {
      archive_read_support_filter_zstd(archive_.get());
    }
    archive_read_support_format_raw(archive_.get());
    archive_read_support_format_empty(archive_.get());
    archive_entry* entry = nullptr;
    int status = archive_read_open(archive_.get(), this, nullptr, &on_read, nullptr);
    if (status == ARCHIVE_OK) status = archive_read_next_header(archive_.get(), &entry);
    if (source_.error().code == nullptr && !has_signature_) {
      is_done_ = true;
      error_ = {problem_code::malformed,
                gzip ? "It is named as gzip data but isn't any. Rename it or compress it anew."
                     : "It is named as Zstandard data but isn't any. Rename it or compress it anew."};
      return false;
    }
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return true;
    is_done_ = true;
    if (status != ARCHIVE_EOF || source_.error().code != nullptr) fail();
    return false;
  }

  void fail() {
    if (source_.error().code != nullptr) {
      error_ = source_.error();
      return;
    }
    const char* why = archive_error_string(archive_.get());
    error_ = {problem_code::malformed, "The compressed data is damaged or cut short"};
    if (why != nullptr) error_.message += std::string(" (") + why + ")";
    error_.message += ". Copy or compress the file again.";
  }

  FileStream source_;
  Compression compression_;
  std::vector<char> buffer_;
  std::unique_ptr<archive, Free> archive_;
  bool is_first_read_ = true;
  bool has_signature_ = false;
  bool is_done_ = false;
  StreamError error_;
};

}  // namespace

std::unique_ptr<ByteStream> open_stream(std::string path, Compression compression) {
  if (compression == Compression::none) return std::make_unique<FileStream>(std::move(path));
  return std::make_unique<CompressedStream>(std::move(path), compression);
}

StreamError error_of_errno(int error) {
  if (error == ENOENT)
    return {problem_code::disappeared,
            "The file disappeared before it was read. Run again once nothing changes the folder."};
  if (error == ENXIO) return {problem_code::special_file, "It is a socket and was not read."};
  const char* advice = error == EACCES || error == EPERM ? "Check its permissions."
                                                         : "Check the disk or the connection to it, then run again.";
  return {problem_code::unreadable, fmt::format("The file can't be read: {}. {}", std::strerror(error), advice)};
}

}  // namespace nuskha
