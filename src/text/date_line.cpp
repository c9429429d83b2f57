// Entry point: find_date_line. Test: tests/text/date_line_test.cpp.
#include "text/date_line.h"

#include <algorithm>
#include <cstddef>

namespace nuskha {
namespace {

constexpr std::size_t num_top_blocks = 8;  // a date line stands near the top
constexpr std::uint64_t most_words = 8;    // with a place and a weekday
constexpr std::uint64_t most_bytes_unspaced = 72;
constexpr std::uint64_t most_opening_bytes = 80;  // place, date, dash

}  // namespace

std::span<const Block> date_line_blocks(std::span<const Block> blocks) {
  return blocks.first(std::min(blocks.size(), num_top_blocks));
}

bool is_short_line(std::string_view text, const Block& block) {
  const std::uint64_t length = block.word_end - block.word_begin;
  if (length <= most_words) return true;
  // In scripts without spaces characters count as words, so that the same line is longer by that count.
  const std::uint64_t bytes = block.source_end - block.source_begin;
  if (bytes > most_bytes_unspaced) return false;
  const std::string_view line = text.substr(block.source_begin, bytes);
  return 2 * static_cast<std::uint64_t>(std::count(line.begin(), line.end(), ' ')) < length;
}

WordRange find_date_line(std::string_view text, std::span<const Block> blocks) {
  DateFinder finder;
  DateMatch match;
  for (const Block& block : date_line_blocks(blocks)) {
    if (!is_short_line(text, block)) continue;
    finder.start(text.substr(0, block.source_end), block.source_begin, block.source_end);
    if (finder.next(match)) return {block.word_begin, block.word_end};
  }
  return {};
}

/// Where "Geneva, 5 May 2021 –" ends: at the dash or colon, if there is one soon after the date.
static std::size_t end_of_opening(std::string_view text, std::size_t date_end) {
  constexpr std::size_t most_bytes_to_sign = 16;  // "7 декабря 2020 года –"
  const std::string_view rest = text.substr(date_end, most_bytes_to_sign);
  std::size_t nearest = rest.npos;
  for (const std::string_view sign : {"-", ":", "–", "—", "―", "−", "】"}) nearest = std::min(nearest, rest.find(sign));
  return nearest == rest.npos ? date_end : date_end + nearest;
}

std::uint64_t OpeningDates::num_words(std::string_view text) {
  analyzer_.analyze(text, analysis_);
  return analysis_.words.size();
}

std::vector<WordRange> OpeningDates::find(std::string_view text, std::span<const Block> blocks) {
  std::vector<WordRange> out;
  DateFinder finder;
  DateMatch match;
  for (const Block& block : date_line_blocks(blocks)) {
    const std::uint64_t searched = is_short_line(text, block)
                                       ? block.source_end
                                       : std::min(block.source_end, block.source_begin + most_opening_bytes);
    finder.start(text.substr(0, block.source_end), block.source_begin, searched);
    if (!finder.next(match) || match.begin < block.source_begin) continue;
    std::uint64_t end = block.word_end;
    if (searched < block.source_end)
      end = std::min(end, block.word_begin + num_words(text.substr(block.source_begin, end_of_opening(text, match.end) -
                                                                                           block.source_begin)));
    out.push_back({block.word_begin, end});
  }
  return out;
}

}  // namespace nuskha
