// Entry points: compress and decompress, pack_words and unpack_words. Test: tests/archive/blob_test.cpp.
//
//   version │ words │ blocks │ dates │ date line: begin, end │ distinct words │ block lengths … │ dates … │
//   for each word a bit, set if it came before │ for each of these its place among the distinct ones … │ these …
//
// Zstandard finds no repetition as short as a word; like this a frequent one takes nine bits instead of 32.
#include "archive/blob.h"

#include <zstd.h>

#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <unordered_map>
#include <vector>

namespace nuskha {
namespace {

constexpr int compression_level = 3;
// A block of Zstandard holds 128 KiB at most and takes four bytes at least.
constexpr std::uint64_t most_expansion = (128 << 10) / 4;

constexpr std::uint64_t words_version = 2;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// A number of up to 32 bits, seven of them a byte, the lowest first (LEB128).
void append(std::uint64_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>((number & 0x7F) | 0x80);
  out += static_cast<char>(number);
}

/// Takes numbers off the front of some bytes.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}

  /// 0 once something was wrong.
  std::uint64_t take() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      if (at_ == bytes_.size()) break;
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      out |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return out;
    }
    is_valid_ = false;
    return 0;
  }
  std::string_view take_bytes(std::uint64_t count) {
    is_valid_ = is_valid_ && count <= bytes_.size() - at_;
    if (!is_valid_) return {};
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }
  std::string_view rest() const { return bytes_.substr(at_); }
  bool is_valid() const { return is_valid_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool is_valid_ = true;
};

/// Numbers that are stored as the differences of ascending ones; false if they exceed `most`.
bool take_ascending(Numbers& numbers, std::uint64_t count, std::uint64_t most, std::vector<std::uint32_t>& out) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    sum += numbers.take();
    if (!numbers.is_valid() || sum > most) return false;
    out.push_back(static_cast<std::uint32_t>(sum));
  }
  return true;
}

void append_ascending(std::span<const std::uint32_t> numbers, std::string& out) {
  std::uint32_t before = 0;
  for (const std::uint32_t number : numbers) {
    append(number - before, out);
    before = number;
  }
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
  std::string came_before((text.words.size() + 7) / 8, '\0');
  std::string places;
  std::vector<WordId> distinct;
  std::unordered_map<WordId, std::size_t> place_of;
  for (std::size_t i = 0; i < text.words.size(); ++i) {
    const auto [place, is_new] = place_of.try_emplace(text.words[i], distinct.size());
    if (is_new) {
      distinct.push_back(text.words[i]);
    } else {
      came_before[i / 8] = static_cast<char>(came_before[i / 8] | 1 << i % 8);
      append(place->second, places);
    }
  }
  std::string out;
  for (const std::uint64_t number :
       {words_version, std::uint64_t{text.words.size()}, std::uint64_t{text.block_ends.size()},
        std::uint64_t{text.dates.size()}, std::uint64_t{text.date_begin}, std::uint64_t{text.date_end},
        std::uint64_t{distinct.size()}})
    append(number, out);
  append_ascending(text.block_ends, out);
  append_ascending(text.dates, out);
  out += came_before;
  out += places;
  const std::size_t before = out.size();
  out.resize(before + distinct.size() * sizeof(WordId));
  if (!distinct.empty())  // hash.h asserts that this is little-endian
    std::memcpy(out.data() + before, distinct.data(), distinct.size() * sizeof(WordId));
  return out;
}

std::optional<ArchiveWords> unpack_words(std::string_view bytes) {
  Numbers numbers(bytes);
  if (numbers.take() != words_version) return std::nullopt;
  const std::uint64_t num_words = numbers.take();
  const std::uint64_t num_blocks = numbers.take();
  const std::uint64_t num_dates = numbers.take();
  const std::uint64_t date_begin = numbers.take();
  const std::uint64_t date_end = numbers.take();
  const std::uint64_t num_distinct = numbers.take();
  ArchiveWords out;
  // A word takes a bit at least, another number a byte: nothing is allocated for what can't be there.
  if (!numbers.is_valid() || num_words / 8 + num_blocks + num_dates > numbers.rest().size() ||
      !take_ascending(numbers, num_blocks, num_words, out.block_ends) ||
      !take_ascending(numbers, num_dates, num_words, out.dates))
    return std::nullopt;
  const std::string_view came_before = numbers.take_bytes((num_words + 7) / 8);
  if (!numbers.is_valid()) return std::nullopt;
  const auto is_repeated = [&](std::uint64_t i) { return (came_before[i / 8] >> i % 8 & 1) != 0; };
  std::vector<std::uint64_t> places;
  for (std::uint64_t i = 0; i < num_words; ++i)
    if (is_repeated(i)) places.push_back(numbers.take());
  if (!numbers.is_valid() || numbers.rest().size() != num_distinct * sizeof(WordId)) return std::nullopt;
  std::vector<WordId> distinct(num_distinct);
  if (num_distinct > 0) std::memcpy(distinct.data(), numbers.rest().data(), num_distinct * sizeof(WordId));
  out.words.reserve(num_words);
  auto repeated = places.begin();
  std::uint64_t num_seen = 0;
  for (std::uint64_t i = 0; i < num_words; ++i) {
    const std::uint64_t place = is_repeated(i) ? *repeated++ : num_seen;
    if (place >= num_distinct || (is_repeated(i) && place >= num_seen)) return std::nullopt;
    num_seen += place == num_seen;
    out.words.push_back(distinct[place]);
  }
  out.date_begin = date_begin;
  out.date_end = date_end;
  const bool is_valid = num_seen == num_distinct && num_dates % 2 == 0 && date_begin <= date_end &&
                        date_end <= num_words &&
                        (num_words == 0 || (num_blocks > 0 && out.block_ends.back() == num_words));
  return is_valid ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace nuskha
