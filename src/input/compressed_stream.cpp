// The loop around the libraries that decompress. Entry point: CompressedStream::read. Test:
// tests/input/byte_stream_test.cpp.
#include "input/compressed_stream.h"

#include <fmt/format.h>

#include <utility>

#include "input/problem_codes.h"

namespace nuskha {

CompressedStream::CompressedStream(std::unique_ptr<ByteStream> source)
    : source_(std::move(source)), buffer_(256 << 10) {}

std::size_t CompressedStream::read(char* data, std::size_t size) {
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

void CompressedStream::damaged(std::string_view why) {
  stop({problem_code::malformed,
        fmt::format("The compressed data is damaged or cut short ({}). Copy or compress the file again.", why)});
}

void CompressedStream::takes_too_much_memory(std::string_view advice) {
  stop({problem_code::too_large, fmt::format("Decompressing it takes more than 128 MiB of memory. {}", advice)});
}

void CompressedStream::stop(StreamError error) {
  is_done_ = true;
  error_ = std::move(error);
}

void CompressedStream::fill() {
  std::size_t size = 0;
  while (size < buffer_.size()) {
    const std::size_t got = source_->read(buffer_.data() + size, buffer_.size() - size);
    is_at_end_ = got == 0;
    if (is_at_end_) break;
    size += got;
  }
  input_ = {buffer_.data(), size};
}

bool CompressedStream::begins_right() {
  if (input_.empty() && source_->error().code != nullptr) {
    stop(source_->error());
    return false;
  }
  if (!input_.empty() && is_beginning(input_)) return true;
  stop({problem_code::malformed,
        fmt::format("It is named as {} data but isn't any. Rename it or compress it anew.", name())});
  return false;
}

}  // namespace nuskha
