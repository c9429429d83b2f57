// Chunks of whole lines out of a stream, for several threads to parse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "input/byte_stream.h"

namespace nuskha {

/// Whole lines, each with its '\n' (the last of the stream may lack it).
struct LineChunk {
  std::string bytes;             ///< Has room for `LineReader::padding` bytes beyond its end.
  std::uint64_t first_line = 1;  ///< Number of its first line, from 1.
  bool was_too_long =
      false;  ///< Instead of lines: line `first_line` was longer than allowed and was skipped; bytes is empty.
  bool is_cut = false;  ///< The stream broke off inside the last line, or right before its '\n'.
};

/// Not thread-safe; callers lock around next.
class LineReader {
 public:
  static constexpr std::size_t padding = 64;
  static constexpr std::size_t default_chunk_bytes = 1 << 20;
  static constexpr std::size_t longest_line_bytes = 1u << 30;  ///< Simdjson's own limit is 4 GB.

  explicit LineReader(std::unique_ptr<ByteStream> stream, std::size_t chunk_bytes = default_chunk_bytes,
                      std::size_t longest_line = longest_line_bytes);

  /// Replaces `chunk` with the next lines, about chunk_bytes or one longer line. False at the end.
  bool next(LineChunk& chunk);

  /// After next returned false: what stopped the stream, if not its end.
  const StreamError& error() const { return stream_->error(); }

 private:
  void skip_long_line();

  std::unique_ptr<ByteStream> stream_;
  std::size_t chunk_bytes_;
  std::size_t longest_line_;
  std::string rest_;  // begin of a line whose end isn't read yet
  std::uint64_t next_line_ = 1;
  bool is_at_end_ = false;
};

}  // namespace nuskha
