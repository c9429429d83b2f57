// A ByteStream of bytes that a test has, a few at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "input/byte_stream.h"

namespace nuskha_test {

class MemoryStream : public nuskha::ByteStream {
 public:
  /// At the end `error` is told, if it has a code.
  explicit MemoryStream(std::string bytes, std::size_t piece = 1 << 16, nuskha::StreamError error = {})
      : bytes_(std::move(bytes)), piece_(piece), last_error_(std::move(error)) {}

  std::size_t read(char* data, std::size_t size) override {
    const std::size_t part = bytes_.copy(data, std::min(size, piece_), position_);
    position_ += part;
    num_read_ = position_;
    if (part == 0 && size > 0) error_ = last_error_;
    return part;
  }
  const nuskha::StreamError& error() const override { return error_; }
  std::uint64_t source_bytes() const override { return bytes_.size(); }

  std::uint64_t num_read() const { return num_read_; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t position_ = 0;
  std::uint64_t num_read_ = 0;
  nuskha::StreamError last_error_;
  nuskha::StreamError error_;
};

inline std::unique_ptr<nuskha::ByteStream> memory_stream(std::string bytes, std::size_t piece = 1 << 30,
                                                         nuskha::StreamError error = {}) {
  return std::make_unique<MemoryStream>(std::move(bytes), piece, std::move(error));
}

}  // namespace nuskha_test
