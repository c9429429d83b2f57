// Zstandard through libzstd. Entry point: open_zstandard. Test: tests/input/byte_stream_test.cpp.
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <new>
#include <utility>

#include "input/compressed_stream.h"

namespace nuskha {
namespace {

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
      takes_too_much_memory("Compress it again without --long or --ultra.");
    } else {
      damaged(ZSTD_getErrorName(status));
    }
    return out.pos;
  }
  bool is_inside() const override { return wanted_ != 0; }
  bool is_beginning(std::string_view head) const override {
    return begins_as(head, "\x28\xB5\x2F\xFD") || is_skippable_frame(head);
  }
  const char* name() const override { return "Zstandard"; }

  std::unique_ptr<ZSTD_DStream, Free> context_;
  std::size_t wanted_ = 0;  // bytes that the decoder asks for next; 0 between frames
};

}  // namespace

std::unique_ptr<ByteStream> open_zstandard(std::unique_ptr<ByteStream> source) {
  return std::make_unique<ZstandardStream>(std::move(source));
}

}  // namespace nuskha
