// Entry point: UnspacedCharacters::write_ids. Test: tests/text/analyzer_test.cpp.
#include "text/unspaced.h"

#include <algorithm>

#include "text/word_ids.h"

namespace nuskha {
namespace {

/// Bytes of a character of valid UTF-8.
std::size_t length_of(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Ids of the grams of `width` characters of three bytes each that begin at `bytes`.
template <std::size_t width>
void write_grams(const char* bytes, std::size_t num_grams, WordId* ids) {
  for (std::size_t i = 0; i < num_grams; ++i)
    ids[i] = to_word_id(hash64_of_length<3 * width, 3 * width>(bytes + 3 * i, 3 * width), '\0');
}

}  // namespace

void UnspacedCharacters::rewind(std::size_t num_bytes, std::size_t num_words) {
  bytes_.resize(num_bytes);
  while (!runs_.empty() && runs_.back().first_word >= num_words) runs_.pop_back();
  if (!runs_.empty()) runs_.back().end_word = std::min(runs_.back().end_word, num_words);
}

void UnspacedCharacters::write_ids(const std::vector<Block>& blocks, std::vector<WordId>& words) const {
  auto block = blocks.begin();
  for (const Run& run : runs_) {
    const char* gram = bytes_.data() + run.first_byte;
    for (std::size_t word = run.first_word; word < run.end_word;) {
      while (block->word_end <= word) ++block;
      const std::size_t end = std::min<std::size_t>(run.end_word, block->word_end);
      if (run.is_three_bytes_each && end - word >= run.width) {
        const std::size_t num_whole = end - word - (run.width - 1u);
        if (run.width == 2)
          write_grams<2>(gram, num_whole, words.data() + word);
        else
          write_grams<3>(gram, num_whole, words.data() + word);
        word += num_whole;
        gram += 3 * num_whole;
      }
      // The last ones of the block, which have fewer after them, and characters of other lengths.
      const char* gram_end = gram;
      std::size_t next = word;  // the character at gram_end
      for (; word < end; ++word) {
        for (; next < end && next - word < run.width; ++next) gram_end += length_of(*gram_end);
        words[word] = to_word_id(hash64(gram, static_cast<std::size_t>(gram_end - gram)), '\0');
        gram += length_of(*gram);
      }
    }
  }
}

}  // namespace nuskha
