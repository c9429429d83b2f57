// gzip, and the two that HTTP calls deflate, through zlib. Entry points: open_gzip, open_deflate. The only file that
// includes it. Test: tests/input/byte_stream_test.cpp.
#define ZLIB_CONST  // next_in points to const
#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

#include "input/compressed_stream.h"

namespace nuskha {
namespace {

/// What `inflateInit2` calls window bits, and its formats.
constexpr int gzip_format = MAX_WBITS + 16;
constexpr int zlib_format = MAX_WBITS;
constexpr int bare_format = -MAX_WBITS;

class ZlibStream : public CompressedStream {
 public:
  explicit ZlibStream(std::unique_ptr<ByteStream> source, int format) : CompressedStream(std::move(source)) {
    if (inflateInit2(&zlib_, format) != Z_OK) throw std::bad_alloc();
  }
  ~ZlibStream() override { inflateEnd(&zlib_); }
  ZlibStream(const ZlibStream&) = delete;
  ZlibStream& operator=(const ZlibStream&) = delete;

 protected:
  std::size_t inflate_some(std::string_view& input, char* data, std::size_t size) {
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
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      damaged(status == Z_NEED_DICT ? "it needs a dictionary" : zlib_.msg != nullptr ? zlib_.msg : "decoding failed");
    }
    return room - zlib_.avail_out;
  }
  void begin(int format) {
    inflateReset2(&zlib_, format);
    is_inside_ = true;
  }
  bool is_inside() const override { return is_inside_; }

 private:
  z_stream zlib_ = {};
  bool is_inside_ = false;
};

/// Any number of members, one after another.
class GzipStream : public ZlibStream {
 public:
  explicit GzipStream(std::unique_ptr<ByteStream> source) : ZlibStream(std::move(source), gzip_format) {}

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (!is_inside()) {
      // Zeros after a member fill up a block of a tape.
      if (has_member_) input.remove_prefix(std::min(input.find_first_not_of('\0'), input.size()));
      if (input.empty()) return 0;
      begin(gzip_format);
      has_member_ = true;
    }
    return inflate_some(input, data, size);
  }
  bool is_beginning(std::string_view head) const override { return begins_as(head, "\x1F\x8B"); }
  const char* name() const override { return "gzip"; }

  bool has_member_ = false;
};

/// "deflate" of HTTP is data in zlib's format by the standard, and without its header by some servers. What follows it
/// is passed over.
class DeflateStream : public ZlibStream {
 public:
  explicit DeflateStream(std::unique_ptr<ByteStream> source) : ZlibStream(std::move(source), zlib_format) {}

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (!is_inside()) {
      if (std::exchange(has_begun_, true)) input = {};
      if (input.empty()) return 0;
      begin(has_header(input) ? zlib_format : bare_format);
    }
    return inflate_some(input, data, size);
  }
  static bool has_header(std::string_view input) {
    if (input.size() < 2) return false;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
    return (byte(0) & 0x0F) == Z_DEFLATED && (byte(0) * 256u + byte(1)) % 31 == 0;
  }
  bool is_beginning(std::string_view) const override { return true; }
  const char* name() const override { return "deflate"; }

  bool has_begun_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> open_gzip(std::unique_ptr<ByteStream> source) {
  return std::make_unique<GzipStream>(std::move(source));
}

std::unique_ptr<ByteStream> open_deflate(std::unique_ptr<ByteStream> source) {
  return std::make_unique<DeflateStream>(std::move(source));
}

}  // namespace nuskha
