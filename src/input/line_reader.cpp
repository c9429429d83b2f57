// Reading whole lines in chunks. Entry point: LineReader::next. Test: tests/input/line_reader_test.cpp.
#include "input/line_reader.h"

#include <algorithm>
#include <utility>

namespace nuskha {

LineReader::LineReader(std::unique_ptr<ByteStream> stream, std::size_t chunk_bytes, std::size_t longest_line)
    : stream_(std::move(stream)), chunk_bytes_(chunk_bytes), longest_line_(longest_line) {}

bool LineReader::next(LineChunk& chunk) {
  chunk.was_too_long = false;
  chunk.is_cut = false;
  chunk.bytes = std::exchange(rest_, {});
  std::string& bytes = chunk.bytes;
  std::size_t searched = 0;  // no newline before
  std::size_t end = 0;       // after the last newline
  while (end == 0 && !is_at_end_) {
    const std::size_t old_size = bytes.size();
    // Grows by half for long lines, so that copying stays linear.
    const std::size_t wanted = old_size + std::max(chunk_bytes_, old_size / 2);
    bytes.reserve(wanted + padding);
    bytes.resize(wanted);
    std::size_t size = old_size;
    while (size < wanted) {
      const std::size_t got = stream_->read(bytes.data() + size, wanted - size);
      if (got == 0) {
        is_at_end_ = true;
        break;
      }
      size += got;
    }
    bytes.resize(size);
    const std::size_t newline = std::string_view(bytes).substr(searched).rfind('\n');
    if (newline != std::string_view::npos) end = searched + newline + 1;
    searched = bytes.size();
    if (end == 0 && bytes.size() > longest_line_) {
      skip_long_line();
      bytes.clear();
      chunk.was_too_long = true;
      chunk.first_line = next_line_++;
      return true;
    }
  }
  if (end == 0) {  // the last line has no newline
    end = bytes.size();
    chunk.is_cut = stream_->error().code != nullptr;
  }
  rest_.assign(bytes, end);
  bytes.resize(end);
  if (bytes.empty()) return false;
  bytes.reserve(bytes.size() + padding);
  chunk.first_line = next_line_;
  for (std::size_t at = 0; (at = bytes.find('\n', at)) != bytes.npos; ++at) ++next_line_;  // lines aren't short
  return true;
}

// Keeps in rest_ what follows the line's end.
void LineReader::skip_long_line() {
  std::string block(chunk_bytes_, '\0');
  while (!is_at_end_) {
    const std::size_t got = stream_->read(block.data(), block.size());
    is_at_end_ = got == 0;
    const std::size_t newline = std::string_view(block).substr(0, got).find('\n');
    if (newline != std::string_view::npos) {
      rest_.assign(block, newline + 1, got - newline - 1);
      return;
    }
  }
}

}  // namespace nuskha
