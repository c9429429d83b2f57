// Plain files by read(2), compressed ones through zlib and libzstd, which deliver everything before damage. Entry
// point: open_stream. The only file that includes those two. Test: tests/input/source_test.cpp.
#include "input/byte_stream.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>
#define ZLIB_CONST  // next_in points to const
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <new>
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

/// What gzip and Zstandard have in common: the buffer, the signature and the end.
class CompressedStream : public ByteStream {
 public:
  explicit CompressedStream(std::unique_ptr<ByteStream> source) : source_(std::move(source)), buffer_(256 << 10) {}

  std::size_t read(char* data, std::size_t size) override {
    while (!is_done_ && size > 0) {
      if (input_.empty() && !is_at_end_) fill();
      if (!std::exchange(is_begun_, true) && !begins_right()) break;
      const std::size_t old_input = input_.size();
      const std::size_t made = decode(input_, data, size);
      if (made > 0) return made;
      if (is_done_) break;
      if (input_.empty() && is_at_end_) {
        is_done_ = true;
        if (source_->error().code != nullptr) {
          error_ = source_->error();
        } else if (is_inside()) {
          damaged("it ends too early");
        }
      } else if (!input_.empty() && input_.size() == old_input) {
        damaged("decoding stopped");
      }
    }
    return 0;
  }
  const StreamError& error() const override { return error_; }
  std::uint64_t source_bytes() const override { return source_->source_bytes(); }

 protected:
  /// Takes what it can from the front of `input` and returns the number of bytes written; tells damage by `damaged`,
  /// after the bytes before it. Called with empty input too, for output that is still to come.
  virtual std::size_t decode(std::string_view& input, char* data, std::size_t size) = 0;
  /// True where the data must not end.
  virtual bool is_inside() const = 0;
  virtual std::string_view signature() const = 0;
  virtual bool is_other_signature(std::string_view) const { return false; }
  virtual const char* name() const = 0;

  void damaged(std::string_view why) {
    stop({problem_code::malformed,
          fmt::format("The compressed data is damaged or cut short ({}). Copy or compress the file again.", why)});
  }
  void stop(StreamError error) {
    is_done_ = true;
    error_ = std::move(error);
  }

 private:
  void fill() {
    std::size_t size = 0;
    while (size < buffer_.size()) {
      const std::size_t got = source_->read(buffer_.data() + size, buffer_.size() - size);
      is_at_end_ = got == 0;
      if (is_at_end_) break;
      size += got;
    }
    input_ = {buffer_.data(), size};
  }

  bool begins_right() {
    if (input_.empty() && source_->error().code != nullptr) {
      stop(source_->error());
      return false;
    }
    const std::string_view head = input_.substr(0, signature().size());
    if (!head.empty() && (signature().starts_with(head) || is_other_signature(input_))) return true;
    stop({problem_code::malformed,
          fmt::format("It is named as {} data but isn't any. Rename it or compress it anew.", name())});
    return false;
  }

  std::unique_ptr<ByteStream> source_;
  std::vector<char> buffer_;
  std::string_view input_;  // what of the buffer isn't decoded yet
  bool is_begun_ = false;
  bool is_at_end_ = false;  // of the file
  bool is_done_ = false;
  StreamError error_;
};

/// Any number of members, one after another.
class GzipStream : public CompressedStream {
 public:
  explicit GzipStream(std::unique_ptr<ByteStream> source) : CompressedStream(std::move(source)) {
    constexpr int gzip_only = 16;
    if (inflateInit2(&zlib_, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc();
  }
  ~GzipStream() override { inflateEnd(&zlib_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (!is_inside_) {
      // Zeros after a member fill up a block of a tape.
      if (has_member_) input.remove_prefix(std::min(input.find_first_not_of('\0'), input.size()));
      if (input.empty()) return 0;
      inflateReset(&zlib_);
      is_inside_ = true;
    }
    zlib_.next_in = reinterpret_cast<const Bytef*>(input.data());
    zlib_.avail_in = static_cast<uInt>(input.size());
    zlib_.next_out = reinterpret_cast<Bytef*>(data);
    const uInt room = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
    zlib_.avail_out = room;
    const int status = inflate(&zlib_, Z_NO_FLUSH);
    input.remove_prefix(input.size() - zlib_.avail_in);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_STREAM_END) {
      is_inside_ = false;
      has_member_ = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      damaged(status == Z_NEED_DICT ? "it needs a dictionary" : zlib_.msg != nullptr ? zlib_.msg : "not gzip data");
    }
    return room - zlib_.avail_out;
  }
  bool is_inside() const override { return is_inside_; }
  std::string_view signature() const override { return "\x1F\x8B"; }
  const char* name() const override { return "gzip"; }

  z_stream zlib_ = {};
  bool is_inside_ = false;
  bool has_member_ = false;
};

/// Zstandard's frame of other data, which may stand before a frame of compressed data.
bool is_skippable_frame(std::string_view head) {
  return head.size() >= 4 && (head[0] & 0xF0) == 0x50 && head.substr(1, 3) == "\x2A\x4D\x18";
}

/// Any number of frames, one after another.
class ZstandardStream : public CompressedStream {
 public:
  explicit ZstandardStream(std::unique_ptr<ByteStream> source)
      : CompressedStream(std::move(source)), context_(ZSTD_createDStream()) {
    if (!context_) throw std::bad_alloc();
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* context) const { ZSTD_freeDStream(context); }
  };

  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (input.empty() && wanted_ == 0) return 0;
    // A call that fails doesn't tell what it wrote before. So no call gets more than one block, nor the header of the
    // next: the library wants a block together with those three bytes.
    constexpr std::size_t block_header_bytes = 3;
    const std::size_t part = wanted_ > block_header_bytes ? wanted_ - block_header_bytes : 1;
    ZSTD_inBuffer in = {input.data(), std::min(part, input.size()), 0};
    ZSTD_outBuffer out = {data, size, 0};
    const std::size_t status = ZSTD_decompressStream(context_.get(), &out, &in);
    input.remove_prefix(in.pos);
    if (ZSTD_isError(status) == 0) {
      wanted_ = status;
    } else if (ZSTD_getErrorCode(status) == ZSTD_error_memory_allocation) {
      throw std::bad_alloc();
    } else if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge) {
      stop({problem_code::too_large,
            "Decompressing it takes more than 128 MiB of memory. Compress it again without --long or --ultra."});
    } else {
      damaged(ZSTD_getErrorName(status));
    }
    return out.pos;
  }
  bool is_inside() const override { return wanted_ != 0; }
  std::string_view signature() const override { return "\x28\xB5\x2F\xFD"; }
  bool is_other_signature(std::string_view head) const override { return is_skippable_frame(head); }
  const char* name() const override { return "Zstandard"; }

  std::unique_ptr<ZSTD_DStream, Free> context_;
  std::size_t wanted_ = 0;  // bytes that the decoder asks for next; 0 between frames
};

}  // namespace

std::unique_ptr<ByteStream> open_stream(std::string path) { return std::make_unique<FileStream>(std::move(path)); }

std::unique_ptr<ByteStream> decompress(std::unique_ptr<ByteStream> source, Compression compression) {
  if (compression == Compression::none) return source;
  if (compression == Compression::gzip) return std::make_unique<GzipStream>(std::move(source));
  return std::make_unique<ZstandardStream>(std::move(source));
}

Compression compression_of(std::string_view head) {
  if (head.starts_with("\x1F\x8B")) return Compression::gzip;
  if (head.starts_with("\x28\xB5\x2F\xFD") || is_skippable_frame(head)) return Compression::zstandard;
  return Compression::none;
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
