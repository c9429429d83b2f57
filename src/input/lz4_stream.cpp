// LZ4 frames through liblz4. Entry point: open_lz4. Test: tests/input/byte_stream_test.cpp.
#include <lz4frame.h>

#include <algorithm>
#include <new>
#include <utility>

#include "input/compressed_stream.h"

namespace nuskha {
namespace {

/// Any number of frames, one after another.
class Lz4Stream : public CompressedStream {
 public:
  explicit Lz4Stream(std::unique_ptr<ByteStream> source) : CompressedStream(std::move(source)) {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0) throw std::bad_alloc();
  }
  ~Lz4Stream() override { LZ4F_freeDecompressionContext(context_); }
  Lz4Stream(const Lz4Stream&) = delete;
  Lz4Stream& operator=(const Lz4Stream&) = delete;

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (input.empty() && wanted_ == 0) return 0;
    // As with Zstandard: a call that fails doesn't tell what it wrote before, so no call gets more than one block.
    constexpr std::size_t block_header_bytes = 4;
    const std::size_t part = wanted_ > block_header_bytes ? wanted_ - block_header_bytes : 1;
    std::size_t taken = std::min(part, input.size());
    std::size_t made = size;
    const std::size_t status = LZ4F_decompress(context_, data, &made, input.data(), &taken, nullptr);
    if (LZ4F_isError(status) != 0) {
      damaged(LZ4F_getErrorName(status));
      return 0;
    }
    input.remove_prefix(taken);
    wanted_ = status;
    return made;
  }
  bool is_inside() const override { return wanted_ != 0; }
  bool is_beginning(std::string_view head) const override {
    return begins_as(head, "\x04\x22\x4D\x18") || is_skippable_frame(head);
  }
  const char* name() const override { return "LZ4"; }

  LZ4F_dctx* context_ = nullptr;
  std::size_t wanted_ = 0;  // bytes that the decoder asks for next; 0 between frames
};

}  // namespace

std::unique_ptr<ByteStream> open_lz4(std::unique_ptr<ByteStream> source) {
  return std::make_unique<Lz4Stream>(std::move(source));
}

}  // namespace nuskha
