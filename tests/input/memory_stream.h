// Bytes in memory as a stream, for tests of what reads streams.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "input/byte_stream.h"

namespace nuskha_test {

/// Hands out `bytes`, at most `piece` at once, and then `error`.
class MemoryStream : public nuskha::ByteStream {
 public:
  explicit MemoryStream(std::string bytes, std::size_t piece = 1 << 30, nuskha::StreamError error = {})
      : bytes_(std::move(bytes)), piece_(piece), error_(std::move(error)) {}
  std::size_t read(char* data, std::size_t size) override {
    const std::size_t got = std::min({size, piece_, bytes_.size() - at_});
    std::memcpy(data, bytes_.data() + at_, got);
    at_ += got;
    return got;
  }
  const nuskha::StreamError& error() const override { return at_ < bytes_.size() ? none_ : error_; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
  nuskha::StreamError error_;
  nuskha::StreamError none_;
};

inline std::unique_ptr<nuskha::ByteStream> memory_stream(std::string bytes, std::size_t piece = 1 << 30,
                                                         nuskha::StreamError error = {}) {
  return std::make_unique<MemoryStream>(std::move(bytes), piece, std::move(error));
}

}  // namespace nuskha_test
