// A stream of text in any encoding, as blocks of UTF-8: for formats that are read by pieces.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/stream_decoder.h"
#include "input/byte_stream.h"

namespace nuskha {

/// The encoding is decided once, on the first block that isn't plain ASCII, in the way of decode_text. Not thread-safe.
class Utf8Blocks {
 public:
  static constexpr std::size_t default_block_bytes = 256 << 10;

  explicit Utf8Blocks(std::unique_ptr<ByteStream> stream, std::size_t block_bytes = default_block_bytes);

  /// Replaces `block` with the next bytes, without byte order mark; false at the end. Of other encodings than UTF-8 it
  /// is valid UTF-8, undecodable bytes being U+FFFD. Of UTF-8 the bytes are as they stand there: blocks end inside
  /// characters, and there may be slips.
  bool next(std::string& block);

  /// Of what was handed out so far.
  const std::string& encoding() const { return encoding_; }
  bool encoding_detected() const { return is_detected_; }
  bool is_converted() const { return decoder_ != nullptr; }

  /// After next returned false: what stopped the stream, if not its end.
  const StreamError& error() const { return stream_->error(); }

 private:
  void decide(std::string& block);

  std::unique_ptr<ByteStream> stream_;
  std::size_t block_bytes_;
  std::unique_ptr<StreamDecoder> decoder_;
  std::string raw_;
  std::string encoding_ = "UTF-8";
  bool is_detected_ = false;
  bool is_decided_ = false;
  bool is_first_ = true;
  bool is_at_end_ = false;
};

}  // namespace nuskha
