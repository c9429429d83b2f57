// bzip2 through libbz2. Entry point: open_bzip2. Test: tests/input/byte_stream_test.cpp.
#include <bzlib.h>

#include <algorithm>
#include <new>
#include <utility>

#include "input/compressed_stream.h"

namespace nuskha {
namespace {

/// Any number of streams, one after another, as pbzip2 writes them.
class Bzip2Stream : public CompressedStream {
 public:
  explicit Bzip2Stream(std::unique_ptr<ByteStream> source) : CompressedStream(std::move(source)) {}
  ~Bzip2Stream() override {
    if (is_inside_) BZ2_bzDecompressEnd(&bzip2_);
  }
  Bzip2Stream(const Bzip2Stream&) = delete;
  Bzip2Stream& operator=(const Bzip2Stream&) = delete;

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (!is_inside_) {
      if (has_stream_) input.remove_prefix(std::min(input.find_first_not_of('\0'), input.size()));
      if (input.empty()) return 0;
      bzip2_ = {};
      if (BZ2_bzDecompressInit(&bzip2_, 0, 0) != BZ_OK) throw std::bad_alloc();
      is_inside_ = true;
      has_stream_ = true;
    }
    bzip2_.next_in = const_cast<char*>(input.data());  // read only
    bzip2_.avail_in = static_cast<unsigned>(input.size());
    bzip2_.next_out = data;
    const auto room = static_cast<unsigned>(std::min<std::size_t>(size, 1u << 30));
    bzip2_.avail_out = room;
    const int status = BZ2_bzDecompress(&bzip2_);
    input.remove_prefix(input.size() - bzip2_.avail_in);
    if (status == BZ_MEM_ERROR) throw std::bad_alloc();
    if (status == BZ_STREAM_END) {
      BZ2_bzDecompressEnd(&bzip2_);
      is_inside_ = false;
    } else if (status != BZ_OK) {
      damaged(status == BZ_DATA_ERROR_MAGIC ? "something else follows the data" : "its check doesn't match");
    }
    return room - bzip2_.avail_out;
  }
  bool is_inside() const override { return is_inside_; }
  bool is_beginning(std::string_view head) const override { return begins_as(head, "BZh"); }
  const char* name() const override { return "bzip2"; }

  bz_stream bzip2_ = {};
  bool is_inside_ = false;
  bool has_stream_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> open_bzip2(std::unique_ptr<ByteStream> source) {
  return std::make_unique<Bzip2Stream>(std::move(source));
}

}  // namespace nuskha
