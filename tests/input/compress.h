// gzip and Zstandard data for tests, and what decoding all of a part at once gives.
#pragma once

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace nuskha_test {

/// `block` > 0: Zstandard is flushed every so many bytes, so that small data has many blocks.
inline std::string compress(const std::string& bytes, bool gzip, std::size_t block = 0) {
  std::string out(bytes.size() * 2 + (1 << 16), '\0');
  if (gzip) {
    z_stream zlib = {};
    if (deflateInit2(&zlib, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) std::abort();
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = static_cast<uInt>(bytes.size());
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = static_cast<uInt>(out.size());
    if (deflate(&zlib, Z_FINISH) != Z_STREAM_END) std::abort();
    out.resize(zlib.total_out);
    deflateEnd(&zlib);
    return out;
  }
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  ZSTD_outBuffer target = {out.data(), out.size(), 0};
  for (std::size_t begin = 0; block > 0 && begin + block < bytes.size(); begin += block) {
    ZSTD_inBuffer source = {bytes.data() + begin, block, 0};
    if (ZSTD_compressStream2(context, &target, &source, ZSTD_e_flush) != 0) std::abort();
  }
  const std::size_t rest = block == 0 || bytes.empty() ? 0 : (bytes.size() - 1) / block * block;
  ZSTD_inBuffer source = {bytes.data() + rest, bytes.size() - rest, 0};
  if (ZSTD_compressStream2(context, &target, &source, ZSTD_e_end) != 0) std::abort();
  ZSTD_freeCCtx(context);
  out.resize(target.pos);
  return out;
}

/// What the beginning of compressed data decodes to, in one call of the library.
inline std::string decompress_part(const std::string& bytes, bool gzip) {
  std::string out(1 << 20, '\0');
  if (gzip) {
    z_stream zlib = {};
    if (inflateInit2(&zlib, MAX_WBITS + 16) != Z_OK) std::abort();
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = static_cast<uInt>(bytes.size());
    zlib.next_out = reinterpret_cast<Bytef*>(out.data());
    zlib.avail_out = static_cast<uInt>(out.size());
    inflate(&zlib, Z_SYNC_FLUSH);
    out.resize(zlib.total_out);
    inflateEnd(&zlib);
    return out;
  }
  ZSTD_DCtx* const context = ZSTD_createDCtx();
  ZSTD_inBuffer source = {bytes.data(), bytes.size(), 0};
  ZSTD_outBuffer target = {out.data(), out.size(), 0};
  ZSTD_decompressStream(context, &target, &source);
  ZSTD_freeDCtx(context);
  out.resize(target.pos);
  return out;
}

}  // namespace nuskha_test
