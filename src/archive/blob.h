// What the archive stores of a text: a Zstandard frame with a checksum, of the text or of its words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "match/match_text.h"
#include "nuskha/archive.h"

namespace nuskha {

/// A standard Zstandard frame (RFC 8878) with the size of its content and a checksum. Thread-safe.
std::string compress(std::string_view bytes);
/// Nothing if the frame is damaged. Allocates no more than a frame of this length can hold.
std::optional<std::string> decompress(std::string_view frame);

/// Words as bytes, before compression, as docs/operating.md has them.
std::string pack_words(const MatchText& text);
/// Nothing if the bytes aren't what pack_words gives, or of another version of it.
std::optional<ArchiveWords> unpack_words(std::string_view bytes);

/// A view of the words, which must stay where they are.
inline MatchText view_of(const ArchiveWords& words) {
  return {words.words, words.date_begin, words.date_end, words.block_ends, words.dates};
}

}  // namespace nuskha
