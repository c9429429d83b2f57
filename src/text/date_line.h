// The line of a document that says when it was published.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/text.h"
#include "text/date_finder.h"

namespace nuskha {

/// Half-open range of words.
struct WordRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// The blocks among which a date line may stand: the first eight.
std::span<const Block> date_line_blocks(std::span<const Block> blocks);

/// True for a block that is as short as a date line: at most 8 words, in scripts without spaces at most 72 bytes.
bool is_short_line(std::string_view text, const Block& block);

/// The words of the first short block near the top that holds a date, or a month and a year (docs/algorithm.md, "Date
/// line"), as in "١٥ أبريل ٢٠٢١", "Geneva, 5 February 2023" or "2023年2月5日". Empty when there is none. `blocks` are
/// those of `text`, at any level. Cost: a few microseconds. Thread-safe.
WordRange find_date_line(std::string_view text, std::span<const Block> blocks);

/// The words that say when a text was published: short blocks near the top that hold a date, and the start of longer
/// ones there as agencies write it, place, date, dash. In order. Holds scratch: one per thread.
class OpeningDates {
 public:
  explicit OpeningDates(Level level) : analyzer_(level) {}
  std::vector<WordRange> find(std::string_view text, std::span<const Block> blocks);

 private:
  std::uint64_t num_words(std::string_view text);

  Analyzer analyzer_;
  Analysis analysis_;
};

}  // namespace nuskha
