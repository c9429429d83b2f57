// The directory of a 7z archive (7zFormat.txt of the LZMA SDK), read up to the number of files and no further. Entry
// point: look_into_seven_zip. Test: tests/input/libarchive_reader_test.cpp.
#include "input/seven_zip_count.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/compressed_stream.h"
#include "input/stream_head.h"

namespace nuskha {
namespace {

using std::string_view;

/// The directory isn't as it should be, or its compression isn't known here. Never leaves this file.
struct NotReadable {};
struct Encrypted {};
/// A count is beyond the limit.
struct TooMany {};

enum Property : unsigned char {
  end = 0x00,
  header = 0x01,
  archive_properties = 0x02,
  main_streams = 0x04,
  files = 0x05,
  pack_info = 0x06,
  unpack_info = 0x07,
  substreams = 0x08,
  size = 0x09,
  digests = 0x0A,
  folder = 0x0B,
  unpack_sizes = 0x0C,
  num_unpack_streams = 0x0D,
  encoded_header = 0x17,
};

/// A part of the input as a stream.
class PartStream : public ByteStream {
 public:
  PartStream(ArchiveInput& input, std::uint64_t begin, std::uint64_t bytes) : input_(input), left_(bytes) {
    if (begin > std::uint64_t{1} << 62 || input.seek(static_cast<std::int64_t>(begin), SEEK_SET) < 0) left_ = 0;
  }
  std::size_t read(char* data, std::size_t wanted) override {
    if (left_ == 0) return 0;
    if (piece_.empty()) piece_ = input_.next_piece();
    std::size_t part = std::min(wanted, piece_.size());
    if (part > left_) part = static_cast<std::size_t>(left_);
    piece_.copy(data, part);
    piece_.remove_prefix(part);
    left_ -= part;
    return part;
  }
  const StreamError& error() const override { return error_; }

 private:
  ArchiveInput& input_;
  std::uint64_t left_;
  string_view piece_;
  StreamError error_;
};

/// How a directory is packed.
struct Packed {
  std::uint64_t begin = 0;
  std::uint64_t bytes = 0;
  std::string method;
  std::string properties;
};

class Directory {
 public:
  Directory(std::unique_ptr<ByteStream> stream, std::uint64_t most) : stream_(std::move(stream)), most_(most) {}

  unsigned char byte() {
    if (next_ == buffer_.size()) {
      buffer_.resize(64 << 10);
      buffer_.resize(stream_->read(buffer_.data(), buffer_.size()));
      next_ = 0;
      if (buffer_.empty()) throw NotReadable{};
    }
    return static_cast<unsigned char>(buffer_[next_++]);
  }

  /// Reads on to the number of files.
  void count_files() {
    unsigned char property = byte();
    if (property == archive_properties) {
      while (number() != end) skip(number());
      property = byte();
    }
    if (property == main_streams) {
      read_streams(nullptr);
      property = byte();
    }
    if (property == files) {
      count();
    } else if (property != end) {
      throw NotReadable{};
    }
  }

  /// Where streams are stored; `packed`, if given, is filled in with the first of them.
  void read_streams(Packed* packed) {
    unsigned char property = byte();
    if (property == pack_info) {
      const std::uint64_t begin = number();
      const std::uint64_t streams = count(4);  // BCJ2 has four for one file
      if (packed != nullptr) packed->begin = begin;
      for (property = byte(); property != end; property = byte()) {
        if (property == size) {
          for (std::uint64_t i = 0; i < streams; ++i)
            if (const std::uint64_t bytes = number(); i == 0 && packed != nullptr) packed->bytes = bytes;
        } else if (property == digests) {
          read_digests(streams, nullptr);
        } else {
          throw NotReadable{};
        }
      }
      property = byte();
    }
    std::vector<bool> has_digest;
    if (property == unpack_info) {
      read_folders(has_digest, packed);
      property = byte();
    }
    if (property == substreams) {
      read_substreams(has_digest);
      property = byte();
    }
    if (property != end) throw NotReadable{};
  }

 private:
  std::uint64_t number() {
    const unsigned first = byte();
    std::uint64_t value = 0;
    unsigned mask = 0x80;
    for (unsigned i = 0; i < 8; ++i, mask >>= 1) {
      if ((first & mask) == 0) return value | (std::uint64_t{first & (mask - 1)} << (8 * i));
      value |= std::uint64_t{byte()} << (8 * i);
    }
    return value;
  }

  std::uint64_t count(std::uint64_t times = 1) {
    const std::uint64_t value = number();
    if (value / times > most_) throw TooMany{};
    return value;
  }

  void skip(std::uint64_t bytes) {
    for (; bytes > 0; --bytes) byte();
  }

  void read_digests(std::uint64_t things, std::vector<bool>* which) {
    const bool all = byte() != 0;
    unsigned bits = 0;
    std::uint64_t defined = 0;
    for (std::uint64_t i = 0; i < things; ++i) {
      if (!all && i % 8 == 0) bits = byte();
      const bool is_defined = all || (bits & (0x80u >> (i % 8))) != 0;
      if (is_defined) ++defined;
      if (which != nullptr) (*which)[i] = is_defined;
    }
    skip(defined * 4);
  }

  /// The number of streams that come out of a folder, packed ones included.
  std::uint64_t read_folder(Packed* packed) {
    constexpr std::uint64_t most_coders = 32;
    const std::uint64_t coders = number();
    if (coders > most_coders) throw NotReadable{};
    std::uint64_t in = 0;
    std::uint64_t out = 0;
    for (std::uint64_t i = 0; i < coders; ++i) {
      const unsigned flags = byte();
      std::string method;
      for (unsigned n = flags & 0x0F; n > 0; --n) method += static_cast<char>(byte());
      const bool is_simple = (flags & 0x10) == 0;
      in += is_simple ? 1 : number() % most_coders;
      out += is_simple ? 1 : number() % most_coders;
      std::string properties;
      if ((flags & 0x20) != 0) {
        const std::uint64_t bytes = number();
        if (bytes > 1024) throw NotReadable{};
        for (std::uint64_t n = 0; n < bytes; ++n) properties += static_cast<char>(byte());
      }
      if (packed != nullptr && method == "\x06\xF1\x07\x01") throw Encrypted{};
      if (packed != nullptr && coders == 1) {
        packed->method = std::move(method);
        packed->properties = std::move(properties);
      }
    }
    if (out == 0 || in < out - 1) throw NotReadable{};
    for (std::uint64_t i = 0; i + 1 < out; ++i) number(), number();
    const std::uint64_t num_packed = in - (out - 1);
    for (std::uint64_t i = 0; num_packed > 1 && i < num_packed; ++i) number();
    return out;
  }

  void read_folders(std::vector<bool>& has_digest, Packed* packed) {
    if (byte() != folder) throw NotReadable{};
    const std::uint64_t folders = count();
    if (byte() != 0) throw NotReadable{};  // they stand elsewhere
    std::uint64_t out = 0;
    for (std::uint64_t i = 0; i < folders; ++i) out += read_folder(i == 0 ? packed : nullptr);
    if (byte() != unpack_sizes) throw NotReadable{};
    for (std::uint64_t i = 0; i < out; ++i) number();
    has_digest.assign(folders, false);
    for (unsigned char property = byte(); property != end; property = byte()) {
      if (property != digests) throw NotReadable{};
      read_digests(folders, &has_digest);
    }
  }

  void read_substreams(const std::vector<bool>& has_digest) {
    unsigned char property = byte();
    std::vector<std::uint64_t> counts(has_digest.size(), 1);
    std::uint64_t all = counts.size();
    if (property == num_unpack_streams) {
      all = 0;
      for (std::uint64_t& streams : counts) {
        streams = count();
        all += streams;
        if (all > most_) throw TooMany{};
      }
      property = byte();
    }
    if (property == size) {
      for (const std::uint64_t streams : counts)
        for (std::uint64_t i = 1; i < streams; ++i) number();
      property = byte();
    }
    if (property == digests) {
      std::uint64_t unknown = 0;
      for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] != 1 || !has_digest[i]) unknown += counts[i];
      read_digests(unknown, nullptr);
      property = byte();
    }
    if (property != end) throw NotReadable{};
  }

  std::unique_ptr<ByteStream> stream_;
  std::uint64_t most_;
  std::string buffer_;
  std::size_t next_ = 0;
};

std::uint64_t little_endian(string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

void look(ArchiveInput& input, std::uint64_t most) {
  constexpr std::size_t start_bytes = 32;
  PartStream start(input, 0, start_bytes);
  const std::string head = read_head(start, start_bytes);
  if (head.size() < start_bytes) throw NotReadable{};
  const std::uint64_t offset = little_endian(string_view(head).substr(12, 8));
  if (offset > std::uint64_t{1} << 62) throw NotReadable{};
  const std::uint64_t bytes = little_endian(string_view(head).substr(20, 8));
  if (bytes == 0) return;  // nothing is in it
  Directory directory(std::make_unique<PartStream>(input, start_bytes + offset, bytes), most);
  const unsigned char kind = directory.byte();
  if (kind == header) return directory.count_files();
  if (kind != encoded_header) throw NotReadable{};
  Packed packed;
  directory.read_streams(&packed);
  if (packed.begin > std::uint64_t{1} << 62) throw NotReadable{};
  auto part = std::make_unique<PartStream>(input, start_bytes + packed.begin, packed.bytes);
  // Copied, LZMA or LZMA2: what 7-Zip and libarchive write directories by.
  std::unique_ptr<ByteStream> unpacked;
  if (packed.method == string_view("\0", 1)) {
    unpacked = std::move(part);
  } else if (packed.method == "\x03\x01\x01") {
    unpacked = open_bare_lzma(std::move(part), packed.properties, false);
  } else if (packed.method == "\x21") {
    unpacked = open_bare_lzma(std::move(part), packed.properties, true);
  }
  if (!unpacked) throw NotReadable{};
  Directory inner(std::move(unpacked), most);
  if (inner.byte() != header) throw NotReadable{};
  inner.count_files();
}

}  // namespace

SevenZipDirectory look_into_seven_zip(ArchiveInput& input, std::uint64_t most_files) {
  auto result = SevenZipDirectory::fits;
  try {
    look(input, most_files);
  } catch (const TooMany&) {
    result = SevenZipDirectory::too_large;
  } catch (const Encrypted&) {
    result = SevenZipDirectory::encrypted;
  } catch (const NotReadable&) {
    result = SevenZipDirectory::unreadable;
  }
  input.seek(0, SEEK_SET);
  return result;
}

}  // namespace nuskha
