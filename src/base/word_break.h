// Where words begin and end, by ICU: the default rules of Unicode (UAX #29), with dictionaries for Thai, Lao, Khmer,
// Burmese, Chinese and Japanese.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace nuskha {

/// ICU counts in 32 bits.
inline constexpr std::size_t most_bytes_to_break = 0x7FFF0000;

/// Replaces `ends` with the ends of the segments of a text, ascending, as bytes: the first segment begins at 0, each
/// other one at the end of the one before it, and the last ends with the text. A segment is a word, a run of white
/// space or a mark of punctuation; a character is never split from its marks, nor an emoji from its modifiers. The
/// Arabic comma is a segment of its own, also between digits. `utf8` may hold any bytes, at most `most_bytes_to_break`
/// of them. Cost: about 15 ns a segment below U+0800, else 80 or, where a
/// dictionary is needed, more. Thread-safe.
void find_word_breaks(std::string_view utf8, std::vector<std::uint32_t>& ends);

/// The same by ICU alone: the definition, for tests.
void find_word_breaks_by_icu(std::string_view utf8, std::vector<std::uint32_t>& ends);

}  // namespace nuskha
