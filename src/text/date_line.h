// The line of a document that says when it was published.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "nuskha/text.h"

namespace nuskha {

/// Half-open range of words.
struct WordRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// True for the word ids of years that documents carry: 1900–2100, Islamic and Solar Hijri 1300–1500, Buddhist
/// 2443–2643.
bool is_year(WordId word);

/// A date line stands among so many blocks at the top.
inline constexpr std::size_t num_date_line_blocks = 8;

/// True for a block as short as a date line is: at most 8 words, or 72 bytes in scripts without spaces.
bool is_short_line(const Block& block);

/// The words of the first short block near the top that holds a year and little else (docs/algorithm.md, "Date line"),
/// as in "١٥ أبريل ٢٠٢١", "Geneva, 5 February 2023" or "2023年2月5日". Empty when there is none. Level spelling or
/// text.
WordRange find_date_line(std::span<const WordId> words, std::span<const Block> blocks);

}  // namespace nuskha
