// What the streams that decompress have in common, and the streams themselves: one file each, by its library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/byte_stream.h"

namespace nuskha {

/// The buffer, the beginning and the end. Every byte that stands before damage is delivered.
class CompressedStream : public ByteStream {
 public:
  std::size_t read(char* data, std::size_t size) final;
  const StreamError& error() const final { return error_; }
  std::uint64_t source_bytes() const final { return source_->source_bytes(); }

 protected:
  explicit CompressedStream(std::unique_ptr<ByteStream> source);

  /// Takes what it can from the front of `input` and returns the number of bytes written; tells damage by `damaged`,
  /// after the bytes before it. Called with empty input too, for output that is still to come.
  virtual std::size_t decode(std::string_view& input, char* data, std::size_t size) = 0;
  /// True where the data must not end.
  virtual bool is_inside() const = 0;
  /// Whether data that begins so, or holds no more than that, can be of the format; `head` isn't empty.
  virtual bool is_beginning(std::string_view head) const = 0;
  virtual const char* name() const = 0;

  void damaged(std::string_view why);
  /// The data asks for more memory than any that people make.
  void takes_too_much_memory(std::string_view advice);

 private:
  void stop(StreamError error);
  void fill();
  bool begins_right();

  std::unique_ptr<ByteStream> source_;
  std::vector<char> buffer_;
  std::string_view input_;  // what of the buffer isn't decoded yet
  bool is_begun_ = false;
  bool is_at_end_ = false;  // of the source
  bool is_done_ = false;
  StreamError error_;
};

/// True if `head` begins with the signature, or is its beginning.
inline bool begins_as(std::string_view head, std::string_view signature) {
  return signature.starts_with(head.substr(0, signature.size()));
}

/// Frames of other data, which may stand before and between those of Zstandard and LZ4. `head` isn't empty.
inline bool is_skippable_frame(std::string_view head) {
  return (head[0] & 0xF0) == 0x50 && begins_as(head.substr(1), "\x2A\x4D\x18");
}

std::unique_ptr<ByteStream> open_gzip(std::unique_ptr<ByteStream> source);
std::unique_ptr<ByteStream> open_deflate(std::unique_ptr<ByteStream> source);
std::unique_ptr<ByteStream> open_zstandard(std::unique_ptr<ByteStream> source);
std::unique_ptr<ByteStream> open_xz(std::unique_ptr<ByteStream> source);
std::unique_ptr<ByteStream> open_lzip(std::unique_ptr<ByteStream> source);
/// LZMA or LZMA2 (`is_2`) with these properties and no header, as 7z stores it; null if they mean nothing, or take too
/// much memory.
std::unique_ptr<ByteStream> open_bare_lzma(std::unique_ptr<ByteStream> source, std::string_view properties, bool is_2);
std::unique_ptr<ByteStream> open_bzip2(std::unique_ptr<ByteStream> source);
std::unique_ptr<ByteStream> open_lz4(std::unique_ptr<ByteStream> source);

}  // namespace nuskha
