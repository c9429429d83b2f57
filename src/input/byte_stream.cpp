// Plain files by read(2), and which stream decompresses what. Entry points: open_stream, decompress, compression_of.
// Test: tests/input/byte_stream_test.cpp.
#include "input/byte_stream.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "input/compressed_stream.h"
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
  std::uint64_t source_bytes() const override { return size_; }

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
    size_ = static_cast<std::uint64_t>(std::max<off_t>(info.st_size, 0));
    is_open_ = true;
    return true;
  }

  std::string path_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
  bool is_open_ = false;
  StreamError error_;
};

}  // namespace

std::unique_ptr<ByteStream> open_stream(std::string path) { return std::make_unique<FileStream>(std::move(path)); }

std::unique_ptr<ByteStream> decompress(std::unique_ptr<ByteStream> source, Compression compression) {
  switch (compression) {
    case Compression::none: break;
    case Compression::gzip: return open_gzip(std::move(source));
    case Compression::zstandard: return open_zstandard(std::move(source));
    case Compression::xz: return open_xz(std::move(source));
    case Compression::bzip2: return open_bzip2(std::move(source));
    case Compression::lz4: return open_lz4(std::move(source));
    case Compression::lzip: return open_lzip(std::move(source));
    case Compression::deflate: return open_deflate(std::move(source));
  }
  return source;
}

Compression compression_of(std::string_view head) {
  using std::string_view;
  constexpr string_view lz4 = "\x04\x22\x4D\x18";
  if (head.starts_with("\x1F\x8B")) return Compression::gzip;
  if (head.starts_with("\x28\xB5\x2F\xFD")) return Compression::zstandard;
  if (head.starts_with(string_view("\xFD\x37zXZ\0", 6))) return Compression::xz;
  if (head.starts_with(lz4)) return Compression::lz4;
  // The next two begin with letters, as a text may: a digit, and the constant that heads a block or the end, follow.
  constexpr string_view block = "\x31\x41\x59\x26\x53\x59";
  constexpr string_view end = "\x17\x72\x45\x38\x50\x90";
  if (head.size() >= 10 && head.starts_with("BZh") && head[3] >= '1' && head[3] <= '9' &&
      (head.substr(4, 6) == block || head.substr(4, 6) == end))
    return Compression::bzip2;
  if (head.size() >= 6 && head.starts_with("LZIP") && (head[4] == 0 || head[4] == 1)) return Compression::lzip;
  // Such frames may stand before Zstandard and before LZ4; what is after them tells, if that can be seen.
  if (head.size() < 8 || !is_skippable_frame(head)) return Compression::none;
  while (head.size() >= 8 && is_skippable_frame(head)) {
    std::size_t frame_bytes = 8;
    for (unsigned i = 0; i < 4; ++i) frame_bytes += std::size_t{static_cast<unsigned char>(head[4 + i])} << (8 * i);
    head.remove_prefix(std::min(frame_bytes, head.size()));
  }
  return head.starts_with(lz4) ? Compression::lz4 : Compression::zstandard;
}

StreamError error_of_errno(int error) {
  if (error == ENOENT)
    return {problem_code::disappeared,
            "The file disappeared before it was read. Run again once nothing changes the folder."};
  if (error == ENXIO) return {problem_code::special_file, "It is a socket and was not read."};
  const char* advice = error == EACCES || error == EPERM ? "Check its permissions."
                                                         : "Check the disk or the connection to it, then run again.";
  return {problem_code::unreadable, fmt::format("The file can't be read: {}. {}", system_message(error), advice)};
}

}  // namespace nuskha
