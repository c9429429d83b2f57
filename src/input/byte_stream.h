// Bytes read from front to back: a file, and what is compressed in one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace nuskha {

enum class Compression {
  none,
  gzip,
  zstandard,
  xz,
  bzip2,
  lz4,
  lzip,
  deflate,  ///< Of HTTP: zlib's format or bare. It has no signature.
};

/// What went wrong with a stream: the code of a Problem and its message. No error: `code` is null.
struct StreamError {
  const char* code = nullptr;
  std::string message;
};

/// Not thread-safe.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Reads up to `size` bytes; 0 at the end or after an error, which `error` then tells. Bytes before the error are
  /// delivered.
  virtual std::size_t read(char* data, std::size_t size) = 0;
  virtual const StreamError& error() const = 0;
  /// Size of the file as it is stored, compressed or not, once something was read; 0 if unknown.
  virtual std::uint64_t source_bytes() const { return 0; }
};

/// A file as it is. Opens nothing yet: the first read does, and reports what fails. May throw std::bad_alloc, as may
/// read.
std::unique_ptr<ByteStream> open_stream(std::string path);

/// What a stream holds, decompressed; `none` gives the stream itself.
std::unique_ptr<ByteStream> decompress(std::unique_ptr<ByteStream> source, Compression compression);

/// The compression of bytes that begin so, by their signature; never `deflate`. Ten bytes are enough, but after a
/// skippable frame of Zstandard or LZ4. Thread-safe.
Compression compression_of(std::string_view head);

/// The problem that an errno of open or read stands for.
StreamError error_of_errno(int error);

}  // namespace nuskha
