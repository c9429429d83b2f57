// xz and lzip, and what 7z has of them, through liblzma. Entry points: open_xz, open_lzip, open_bare_lzma. Test:
// tests/input/byte_stream_test.cpp.
#include <lzma.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <utility>

#include "input/compressed_stream.h"

namespace nuskha {
namespace {

constexpr std::uint64_t most_memory = 128u << 20;  // xz -9 takes 65 MiB

enum class LzmaFormat { xz, lzip };

/// Any number of streams (members of lzip), one after another.
class LzmaStream : public CompressedStream {
 public:
  LzmaStream(std::unique_ptr<ByteStream> source, LzmaFormat format)
      : CompressedStream(std::move(source)), format_(format) {}
  ~LzmaStream() override { lzma_end(&lzma_); }
  LzmaStream(const LzmaStream&) = delete;
  LzmaStream& operator=(const LzmaStream&) = delete;

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    if (!is_inside_) {
      // Zeros fill up the space between and after streams.
      if (has_stream_) input.remove_prefix(std::min(input.find_first_not_of('\0'), input.size()));
      if (input.empty()) return 0;
      begin();
    }
    lzma_.next_in = reinterpret_cast<const std::uint8_t*>(input.data());
    lzma_.avail_in = input.size();
    lzma_.next_out = reinterpret_cast<std::uint8_t*>(data);
    lzma_.avail_out = size;
    const lzma_ret status = lzma_code(&lzma_, LZMA_RUN);
    input.remove_prefix(input.size() - lzma_.avail_in);
    switch (status) {
      case LZMA_OK:
      case LZMA_BUF_ERROR: break;  // more input, or more room
      case LZMA_STREAM_END: is_inside_ = false; break;
      case LZMA_MEM_ERROR: throw std::bad_alloc();
      case LZMA_MEMLIMIT_ERROR:
        takes_too_much_memory("Compress it again with a smaller dictionary (xz -9 or less).");
        break;
      case LZMA_OPTIONS_ERROR: damaged("it uses what liblzma doesn't know"); break;
      case LZMA_FORMAT_ERROR:
        damaged(has_stream_ ? "something else follows the data" : "its header is no such header");
        break;
      default: damaged("its check doesn't match"); break;
    }
    has_stream_ = true;
    return size - lzma_.avail_out;
  }

  void begin() {
    const lzma_ret status = format_ == LzmaFormat::xz ? lzma_stream_decoder(&lzma_, most_memory, 0)
                                                      : lzma_lzip_decoder(&lzma_, most_memory, 0);
    if (status != LZMA_OK) throw std::bad_alloc();
    is_inside_ = true;
  }

  bool is_inside() const override { return is_inside_; }
  bool is_beginning(std::string_view head) const override {
    return begins_as(head, format_ == LzmaFormat::xz ? std::string_view("\xFD\x37zXZ\0", 6) : "LZIP");
  }
  const char* name() const override { return format_ == LzmaFormat::xz ? "xz" : "lzip"; }

  LzmaFormat format_;
  lzma_stream lzma_ = LZMA_STREAM_INIT;
  bool is_inside_ = false;
  bool has_stream_ = false;
};

/// LZMA or LZMA2 without anything around it. The end of the input is the end.
class BareLzmaStream : public CompressedStream {
 public:
  /// Takes over the filter's options.
  BareLzmaStream(std::unique_ptr<ByteStream> source, lzma_filter filter)
      : CompressedStream(std::move(source)), filters_{filter, {LZMA_VLI_UNKNOWN, nullptr}} {
    if (lzma_raw_decoder(&lzma_, filters_.data()) != LZMA_OK) {
      std::free(filters_[0].options);
      throw std::bad_alloc();
    }
  }
  ~BareLzmaStream() override {
    lzma_end(&lzma_);
    std::free(filters_[0].options);
  }
  BareLzmaStream(const BareLzmaStream&) = delete;
  BareLzmaStream& operator=(const BareLzmaStream&) = delete;

 private:
  std::size_t decode(std::string_view& input, char* data, std::size_t size) override {
    lzma_.next_in = reinterpret_cast<const std::uint8_t*>(input.data());
    lzma_.avail_in = input.size();
    lzma_.next_out = reinterpret_cast<std::uint8_t*>(data);
    lzma_.avail_out = size;
    const lzma_ret status = lzma_code(&lzma_, LZMA_RUN);
    input.remove_prefix(input.size() - lzma_.avail_in);
    if (status == LZMA_STREAM_END) {
      input = {};
    } else if (status == LZMA_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (status != LZMA_OK && status != LZMA_BUF_ERROR) {
      damaged("not LZMA data");
    }
    return size - lzma_.avail_out;
  }
  bool is_inside() const override { return false; }
  bool is_beginning(std::string_view) const override { return true; }
  const char* name() const override { return "LZMA"; }

  std::array<lzma_filter, 2> filters_;
  lzma_stream lzma_ = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<ByteStream> open_xz(std::unique_ptr<ByteStream> source) {
  return std::make_unique<LzmaStream>(std::move(source), LzmaFormat::xz);
}

std::unique_ptr<ByteStream> open_lzip(std::unique_ptr<ByteStream> source) {
  return std::make_unique<LzmaStream>(std::move(source), LzmaFormat::lzip);
}

std::unique_ptr<ByteStream> open_bare_lzma(std::unique_ptr<ByteStream> source, std::string_view properties, bool is_2) {
  lzma_filter filters[] = {{is_2 ? LZMA_FILTER_LZMA2 : LZMA_FILTER_LZMA1, nullptr}, {LZMA_VLI_UNKNOWN, nullptr}};
  if (lzma_properties_decode(filters, nullptr, reinterpret_cast<const std::uint8_t*>(properties.data()),
                             properties.size()) != LZMA_OK)
    return nullptr;
  if (lzma_raw_decoder_memusage(filters) > most_memory) {
    std::free(filters[0].options);
    return nullptr;
  }
  return std::make_unique<BareLzmaStream>(std::move(source), filters[0]);
}

}  // namespace nuskha
