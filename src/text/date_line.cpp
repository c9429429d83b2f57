// Entry point: find_date_line. Test: tests/text/date_line_test.cpp.
#include "text/date_line.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/hash.h"

namespace nuskha {
namespace {

constexpr std::uint64_t most_words = 8;  // with a place and a weekday
constexpr std::uint64_t most_bytes_unspaced = 72;
constexpr std::uint64_t most_words_bare = 4;  // with a month's name and a year only

const std::vector<WordId>& years() {
  static const std::vector<WordId> ids = [] {
    std::vector<WordId> out;
    const auto add = [&](int first, int last) {
      for (int year = first; year <= last; ++year)
        out.push_back(static_cast<WordId>(hash64(std::to_string(year)) & ~std::uint64_t{number_bit}) | number_bit);
    };
    add(1300, 1500);
    add(1900, 2100);
    add(2443, 2643);
    std::sort(out.begin(), out.end());
    return out;
  }();
  return ids;
}

}  // namespace

bool is_year(WordId word) { return is_number(word) && std::binary_search(years().begin(), years().end(), word); }

bool is_short_line(const Block& block) {
  const std::uint64_t length = block.word_end - block.word_begin;
  // In scripts without spaces, whose characters count as words, the same line is longer by that count. Such a line
  // shows by its bytes a word: about three, where words with spaces between them take five and more.
  const std::uint64_t bytes = block.source_end - block.source_begin;
  const bool unspaced = 2 * bytes > 5 * length && bytes < 5 * length;
  return length <= most_words || (unspaced && bytes <= most_bytes_unspaced);
}

WordRange find_date_line(std::span<const WordId> words, std::span<const Block> blocks) {
  for (const Block& block : blocks.first(std::min(blocks.size(), num_date_line_blocks))) {
    if (!is_short_line(block)) continue;
    const std::uint64_t length = block.word_end - block.word_begin;
    const std::span<const WordId> line = words.subspan(block.word_begin, length);
    if (std::none_of(line.begin(), line.end(), is_year)) continue;
    const auto numbers = std::count_if(line.begin(), line.end(), is_number);
    if (numbers >= 2 || length <= most_words_bare) return {block.word_begin, block.word_end};
  }
  return {};
}

}  // namespace nuskha
