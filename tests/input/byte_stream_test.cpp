#include "input/byte_stream.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "input/compress.h"
#include "input/memory_stream.h"
#include "input/stream_head.h"
#include "input/temporary_folder.h"
#include "support/catch.h"

namespace {

using nuskha::Compression;
using nuskha_test::MemoryStream;
using std::string_view;

constexpr std::array compressions = {Compression::gzip,  Compression::zstandard, Compression::xz,
                                     Compression::bzip2, Compression::lz4,       Compression::lzip};

std::string as_xz(const std::string& bytes, std::size_t block) {
  lzma_stream lzma = LZMA_STREAM_INIT;
  if (lzma_easy_encoder(&lzma, 6, LZMA_CHECK_CRC32) != LZMA_OK) std::abort();
  std::string out(bytes.size() * 2 + (1 << 16), '\0');
  lzma.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  lzma.avail_out = out.size();
  for (std::size_t begin = 0; block > 0 && begin + block < bytes.size(); begin += block) {
    lzma.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data() + begin);
    lzma.avail_in = block;
    if (lzma_code(&lzma, LZMA_FULL_FLUSH) != LZMA_STREAM_END) std::abort();
  }
  const std::size_t rest = block == 0 || bytes.empty() ? 0 : (bytes.size() - 1) / block * block;
  lzma.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data() + rest);
  lzma.avail_in = bytes.size() - rest;
  if (lzma_code(&lzma, LZMA_FINISH) != LZMA_STREAM_END) std::abort();
  out.resize(lzma.total_out);
  lzma_end(&lzma);
  return out;
}

/// liblzma reads lzip and doesn't write it: a member is a header, raw LZMA1 with an end marker, and a trailer.
std::string as_lzip(const std::string& bytes) {
  lzma_options_lzma options;
  lzma_lzma_preset(&options, 6);
  options.dict_size = 1 << 20;
  lzma_stream lzma = LZMA_STREAM_INIT;
  if (lzma_alone_encoder(&lzma, &options) != LZMA_OK) std::abort();
  std::string out(bytes.size() * 2 + (1 << 16), '\0');
  lzma.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  lzma.avail_in = bytes.size();
  lzma.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  lzma.avail_out = out.size();
  if (lzma_code(&lzma, LZMA_FINISH) != LZMA_STREAM_END) std::abort();
  out.resize(lzma.total_out);
  lzma_end(&lzma);
  constexpr std::size_t alone_header_bytes = 13;
  std::string member = std::string("LZIP\x01\x14", 6) + out.substr(alone_header_bytes);
  const auto add_number = [&member](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) member += static_cast<char>(value >> (8 * i));
  };
  add_number(lzma_crc32(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), 0), 4);
  add_number(bytes.size(), 8);
  add_number(member.size() + 8, 8);
  return member;
}

std::string as_bzip2(const std::string& bytes) {
  std::string out(bytes.size() * 2 + (1 << 16), '\0');
  auto size = static_cast<unsigned>(out.size());
  if (BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(bytes.data()), static_cast<unsigned>(bytes.size()),
                               1, 0, 0) != BZ_OK)
    std::abort();
  out.resize(size);
  return out;
}

std::string as_lz4(const std::string& bytes) {
  LZ4F_preferences_t preferences = {};
  preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
  preferences.frameInfo.blockSizeID = LZ4F_max64KB;
  std::string out(LZ4F_compressFrameBound(bytes.size(), &preferences), '\0');
  const std::size_t size = LZ4F_compressFrame(out.data(), out.size(), bytes.data(), bytes.size(), &preferences);
  if (LZ4F_isError(size) != 0) std::abort();
  out.resize(size);
  return out;
}

std::string compressed(const std::string& bytes, Compression how, std::size_t block = 0) {
  switch (how) {
    case Compression::gzip: return nuskha_test::compress(bytes, true);
    case Compression::zstandard: return nuskha_test::compress(bytes, false, block);
    case Compression::xz: return as_xz(bytes, block);
    case Compression::bzip2: return as_bzip2(bytes);
    case Compression::lz4: return as_lz4(bytes);
    case Compression::lzip: return as_lzip(bytes);
    default: return bytes;
  }
}

struct Read {
  std::string bytes;
  nuskha::StreamError error;
};

/// `piece`: how much is given and asked for at once.
Read read_all(const std::string& bytes, Compression how, std::size_t piece = 1 << 16) {
  const auto stream = nuskha::decompress(std::make_unique<MemoryStream>(bytes, piece), how);
  Read out;
  std::string buffer(piece, '\0');
  for (std::size_t got = 0; (got = stream->read(buffer.data(), buffer.size())) > 0;) out.bytes.append(buffer, 0, got);
  out.error = stream->error();
  return out;
}

std::string some_text(std::size_t size) {
  std::string out;
  std::mt19937 random(7);
  while (out.size() < size) out += "كلمة word " + std::to_string(random() % 1000) + '\n';
  return out;
}

}  // namespace

TEST_CASE("every compression is told by its content and read back") {
  for (const Compression how : compressions) {
    CAPTURE(static_cast<int>(how));
    for (const std::size_t size : {0u, 1u, 5000u, 700'000u}) {
      const std::string text = size == 0 ? "" : some_text(size);
      const std::string packed = compressed(text, how, 100'000);
      CHECK(nuskha::compression_of(packed) == how);
      const Read out = read_all(packed, how);
      CHECK(out.bytes == text);
      CHECK(out.error.code == nullptr);
    }
    const std::string text = some_text(2000);
    const Read out = read_all(compressed(text, how), how, 1);
    CHECK(out.bytes == text);
    CHECK(out.error.code == nullptr);
  }
}

TEST_CASE("text that begins like a signature is no compressed data") {
  for (const string_view text : {"", "B", "BZh9 is how bzip2 begins", "LZIP is a format", "PK", "WARC/1.0", "P*M\x18"})
    CHECK(nuskha::compression_of(text) == Compression::none);
}

TEST_CASE("a frame to skip stands before Zstandard or LZ4") {
  const std::string skipped =
      std::string("\x50\x2A\x4D\x18\x03\0\0\0abc", 11) + std::string("\x5F\x2A\x4D\x18\0\0\0\0", 8);
  for (const Compression how : {Compression::zstandard, Compression::lz4}) {
    const std::string packed = skipped + compressed("text", how);
    CHECK(nuskha::compression_of(packed) == how);
    CHECK(read_all(packed, how).bytes == "text");
  }
  std::string many;
  while (many.size() < 60'000) many.append("\x50\x2A\x4D\x18\0\0\0\0", 8);
  CHECK(nuskha::compression_of(many) == Compression::zstandard);
}

TEST_CASE("streams one after another are one, and what isn't a stream after them is a problem") {
  for (const Compression how : compressions) {
    CAPTURE(static_cast<int>(how));
    const std::string twice = compressed("one ", how) + compressed("", how) + compressed("two", how);
    const Read out = read_all(twice, how);
    CHECK(out.bytes == "one two");
    CHECK(out.error.code == nullptr);
    const Read more = read_all(twice + "something else behind it", how);
    CHECK(more.bytes == "one two");
    REQUIRE(more.error.code != nullptr);
    CHECK(more.error.code == string_view("malformed"));
  }
}

TEST_CASE("of every truncation what came before it is delivered and told") {
  const std::string text = some_text(3000);
  for (const Compression how : compressions) {
    CAPTURE(static_cast<int>(how));
    const std::string whole = compressed(text, how, 500);
    std::size_t most = 0;
    for (std::size_t size = 1; size < whole.size(); ++size) {
      const Read out = read_all(whole.substr(0, size), how);
      CAPTURE(size);
      REQUIRE(out.error.code != nullptr);
      CHECK(out.error.code == string_view("malformed"));
      REQUIRE(text.starts_with(out.bytes));
      CHECK(out.bytes.size() >= most);  // more of the file gives no less of the text
      most = out.bytes.size();
    }
    CHECK(most == text.size());  // the last bytes are checksums
  }
}

TEST_CASE("bzip2 and LZ4 give the blocks before damage") {
  const std::string text = some_text(400'000);
  for (const auto& [how, least] : {std::pair{Compression::bzip2, std::size_t{100'000}}, {Compression::lz4, 300'000}}) {
    std::string packed = compressed(text, how);
    packed.resize(packed.size() - 100);
    const Read out = read_all(packed, how);
    CHECK(out.error.code != nullptr);
    CHECK(out.bytes.size() >= least);
    CHECK(text.starts_with(out.bytes));
  }
}

TEST_CASE("random changes of compressed data end in text or a problem") {
  const std::string text = some_text(3000);
  std::mt19937 random(11);
  for (const Compression how : compressions) {
    CAPTURE(static_cast<int>(how));
    const std::string whole = compressed(text, how, 700);
    std::size_t num_told = 0;
    for (int i = 0; i < 300; ++i) {
      std::string changed = whole;
      changed[random() % changed.size()] = static_cast<char>(random());
      const Read out = read_all(changed, how);
      CHECK(out.bytes.size() <= (1u << 20));
      if (out.error.code != nullptr)
        ++num_told;
      else if (how != Compression::lz4)
        CHECK(out.bytes.size() == text.size());
    }
    CHECK(num_told > 200);
  }
}

TEST_CASE("data that takes more memory than anybody needs is too large") {
  std::string xz = as_xz("text", 0);
  // The dictionary's size is one byte of the block header: 0x21 0x01 SIZE; its CRC32 is the header's last four bytes.
  const std::size_t at = xz.find("\x21\x01");
  REQUIRE(at != std::string::npos);
  xz[at + 2] = 38;  // 3 GiB
  const std::size_t header = 12;
  const std::size_t size = (static_cast<unsigned char>(xz[header]) + 1u) * 4;
  const std::uint32_t crc = lzma_crc32(reinterpret_cast<const std::uint8_t*>(xz.data()) + header, size - 4, 0);
  for (std::size_t i = 0; i < 4; ++i) xz[header + size - 4 + i] = static_cast<char>(crc >> (8 * i));
  const Read out = read_all(xz, Compression::xz);
  REQUIRE(out.error.code != nullptr);
  CHECK(out.error.code == string_view("too-large"));
}

TEST_CASE("deflate is read with zlib's header and without it") {
  const std::string text = some_text(10'000);
  for (const int bits : {MAX_WBITS, -MAX_WBITS}) {
    z_stream zlib = {};
    REQUIRE(deflateInit2(&zlib, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(text.size() + 1000, '\0');
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    zlib.avail_in = static_cast<uInt>(text.size());
    zlib.next_out = reinterpret_cast<Bytef*>(packed.data());
    zlib.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&zlib, Z_FINISH) == Z_STREAM_END);
    packed.resize(zlib.total_out);
    deflateEnd(&zlib);
    const Read out = read_all(packed + "\r\n", Compression::deflate);
    CHECK(out.bytes == text);
    CHECK(out.error.code == nullptr);
    CHECK(read_all(packed.substr(0, packed.size() / 2), Compression::deflate).error.code != nullptr);
  }
}

TEST_CASE("an error of the stream below is the error of the one above") {
  const auto stream = nuskha::decompress(nuskha::open_stream("/nonexistent/file"), Compression::xz);
  char byte = 0;
  CHECK(stream->read(&byte, 1) == 0);
  REQUIRE(stream->error().code != nullptr);
  CHECK(stream->error().code == string_view("disappeared"));
}

TEST_CASE("a stream whose head was looked at is read from its beginning") {
  std::unique_ptr<nuskha::ByteStream> stream = std::make_unique<MemoryStream>("abcdefgh", 3);
  std::string head = nuskha::read_head(*stream, 5);
  CHECK(head == "abcde");
  stream = nuskha::put_back(std::move(head), std::move(stream));
  CHECK(nuskha::read_head(*stream, 100) == "abcdefgh");
}
