// Decoding a stream whose encoding its first bytes beyond ASCII tell. Entry point: Utf8Blocks::next. Test:
// tests/input/utf8_blocks_test.cpp.
#include "input/utf8_blocks.h"

#include <algorithm>
#include <utility>

#include "input/decode.h"
#include "input/legacy_encoding.h"

namespace nuskha {
namespace {

using std::string_view;

/// Nothing that any encoding could read otherwise than ASCII.
bool is_plain_ascii(string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > 0 && c != '\x1B'; });
}

bool is_wide(const std::string& encoding) { return encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32"); }

/// The sample without what the end of the block may have cut in two.
std::string sample_of(string_view block, bool is_first) {
  if (!is_first || block.find('\0') == block.npos) {
    const std::size_t newline = block.rfind('\n');
    std::string out(block.substr(0, newline == block.npos || newline == 0 ? block.size() : newline));
    std::erase(out, '\0');
    return out;
  }
  return std::string(block.substr(0, block.size() / 4 * 4));
}

}  // namespace

Utf8Blocks::Utf8Blocks(std::unique_ptr<ByteStream> stream, std::size_t block_bytes)
    : stream_(std::move(stream)), block_bytes_(block_bytes) {}

void Utf8Blocks::decide(std::string& block) {
  is_decided_ = true;
  std::string sample = sample_of(block, is_first_);
  DecodedText decoded = decode_text(sample);
  if (decoded.trouble == DecodeTrouble::binary) {  // zeros in a text: they are the reader's to judge
    std::erase(sample, '\0');
    decoded = decode_text(sample);
  }
  if (decoded.trouble == DecodeTrouble::binary || decoded.encoding == "UTF-8") {
    if (is_first_ && block.starts_with("\xEF\xBB\xBF")) block.erase(0, 3);
    return;
  }
  encoding_ = decoded.encoding;
  is_detected_ = decoded.is_detected;
  decoder_ = StreamDecoder::open(is_detected_ ? guess_legacy_encoding(sample).name : encoding_);
  if (!is_wide(encoding_)) return;
  const bool is_32 = encoding_.starts_with("UTF-32");
  const string_view mark = is_32 ? string_view("\xFF\xFE\0\0", 4) : string_view("\xFF\xFE", 2);
  const string_view other = is_32 ? string_view("\0\0\xFE\xFF", 4) : string_view("\xFE\xFF", 2);
  if (block.starts_with(mark) || block.starts_with(other)) block.erase(0, mark.size());
}

bool Utf8Blocks::next(std::string& block) {
  block.clear();
  while (block.empty() && !is_at_end_) {
    raw_.resize(block_bytes_);
    std::size_t size = 0;
    while (size < block_bytes_) {
      const std::size_t got = stream_->read(raw_.data() + size, block_bytes_ - size);
      is_at_end_ = got == 0;
      if (is_at_end_) break;
      size += got;
    }
    raw_.resize(size);
    if (!is_decided_ && !is_plain_ascii(raw_)) decide(raw_);
    is_first_ = false;
    if (decoder_ != nullptr) {
      decoder_->decode(raw_, is_at_end_, block);
    } else {
      block.swap(raw_);
    }
  }
  return !block.empty();
}

}  // namespace nuskha
