// Entry points: read_head, put_back. Test: tests/input/byte_stream_test.cpp.
#include "input/stream_head.h"

#include <cstdint>
#include <utility>

namespace nuskha {
namespace {

class PutBackStream : public ByteStream {
 public:
  PutBackStream(std::string head, std::unique_ptr<ByteStream> rest) : head_(std::move(head)), rest_(std::move(rest)) {}

  std::size_t read(char* data, std::size_t size) override {
    if (taken_ == head_.size()) return rest_->read(data, size);
    const std::size_t part = head_.copy(data, size, taken_);
    taken_ += part;
    return part;
  }
  const StreamError& error() const override { return rest_->error(); }
  std::uint64_t source_bytes() const override { return rest_->source_bytes(); }

 private:
  std::string head_;
  std::size_t taken_ = 0;
  std::unique_ptr<ByteStream> rest_;
};

}  // namespace

std::string read_head(ByteStream& stream, std::size_t size) {
  std::string head(size, '\0');
  std::size_t have = 0;
  for (std::size_t got = 0; have < size; have += got)
    if (got = stream.read(head.data() + have, size - have); got == 0) break;
  head.resize(have);
  return head;
}

std::unique_ptr<ByteStream> put_back(std::string head, std::unique_ptr<ByteStream> rest) {
  return std::make_unique<PutBackStream>(std::move(head), std::move(rest));
}

}  // namespace nuskha
