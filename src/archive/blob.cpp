// Entry points: compress and decompress, pack_words and unpack_words. Test: tests/archive/blob_test.cpp.
//
//   version │ words │ blocks │ dates │ date line: begin, end │ words … │ block lengths … │ dates …     all 32-bit
#include "archive/blob.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

namespace nuskha {
namespace {

constexpr int compression_level = 3;
// A block of Zstandard holds 128 KiB at most and takes four bytes at least.
constexpr std::uint64_t most_expansion = (128 << 10) / 4;

constexpr std::uint32_t words_version = 1;
constexpr std::size_t num_header_numbers = 6;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

void append(std::span<const std::uint32_t> numbers, std::string& out) {
  if (numbers.empty()) return;
  const std::size_t before = out.size();
  out.resize(before + numbers.size_bytes());
  std::memcpy(out.data() + before, numbers.data(), numbers.size_bytes());  // hash.h asserts that this is little-endian
}

bool is_ascending(std::span<const std::uint32_t> numbers, std::size_t most) {
  return std::is_sorted(numbers.begin(), numbers.end()) && (numbers.empty() || numbers.back() <= most);
}

}  // namespace

std::string compress(std::string_view bytes) {
  static thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, compression_level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // nothing else can go wrong
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

std::optional<std::string> decompress(std::string_view frame) {
  static thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  const std::uint64_t size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > most_expansion * frame.size())
    return std::nullopt;
  std::string out(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompressDCtx(context.get(), out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != out.size()) return std::nullopt;
  return out;
}

std::string pack_words(const MatchText& text) {
  std::string out;
  const auto number = [](std::size_t value) { return static_cast<std::uint32_t>(value); };
  const std::array<std::uint32_t, num_header_numbers> header = {
      words_version,           number(text.words.size()), number(text.block_ends.size()), number(text.dates.size()),
      number(text.date_begin), number(text.date_end)};
  append(header, out);
  append(text.words, out);
  std::vector<std::uint32_t> lengths;  // they compress better than ends
  std::uint32_t begin = 0;
  for (const std::uint32_t end : text.block_ends) {
    lengths.push_back(end - begin);
    begin = end;
  }
  append(lengths, out);
  append(text.dates, out);
  return out;
}

std::optional<ArchiveWords> unpack_words(std::string_view bytes) {
  std::array<std::uint32_t, num_header_numbers> header{};
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(header.data(), bytes.data(), sizeof header);
  const auto [version, num_words, num_blocks, num_dates, date_begin, date_end] = header;
  const std::uint64_t count = std::uint64_t{num_words} + num_blocks + num_dates;
  if (version != words_version || bytes.size() != sizeof header + count * sizeof(std::uint32_t)) return std::nullopt;
  ArchiveWords out;
  const char* at = bytes.data() + sizeof header;
  const auto take = [&](std::size_t num_numbers, std::vector<std::uint32_t>& numbers) {
    numbers.resize(num_numbers);
    if (num_numbers > 0) std::memcpy(numbers.data(), at, num_numbers * sizeof(std::uint32_t));
    at += num_numbers * sizeof(std::uint32_t);
  };
  take(num_words, out.words);
  take(num_blocks, out.block_ends);
  take(num_dates, out.dates);
  std::uint64_t end = 0;
  for (std::uint32_t& block : out.block_ends) {
    end += block;
    if (end > num_words) return std::nullopt;
    block = static_cast<std::uint32_t>(end);
  }
  out.date_begin = date_begin;
  out.date_end = date_end;
  const bool is_valid = end == num_words && num_dates % 2 == 0 && date_begin <= date_end && date_end <= num_words &&
                        is_ascending(out.dates, num_words);
  return is_valid ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace nuskha
