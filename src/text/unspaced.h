// Characters of scripts without spaces, each a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// The characters of a text that are words of their own. Each is hashed together with those that follow it, `width` at
/// most with itself, as long as they have the same width and stand in the same block with no other word between them.
///
///     words     the | 中 文 字 | and | 书
///     runs            first_word 1, first_byte 0        first_word 5, first_byte 9
///     bytes     中文字书
class UnspacedCharacters {
 public:
  void clear() {
    bytes_.clear();
    runs_.clear();
  }
  /// Adds a character, in UTF-8, which is the word of that number.
  void add(std::string_view character, std::size_t word, std::uint8_t width) {
    Run& run = run_at(word, width);
    ++run.end_word;
    run.is_three_bytes_each &= character.size() == 3;
    bytes_ += character;
  }
  /// Adds characters of three bytes each, of which `characters` has the first at 0, the second at 4 and so on; they are
  /// the words from `word` on.
  void add_plain(const char* characters, std::size_t num_characters, std::size_t word, std::uint8_t width) {
    run_at(word, width).end_word += num_characters;
    const std::size_t size = bytes_.size();
    bytes_.resize(size + 3 * num_characters);
    char* out = bytes_.data() + size;
    for (std::size_t i = 0; i < num_characters; ++i) std::memcpy(out + 3 * i, characters + 4 * i, 3);
  }
  std::size_t num_bytes() const { return bytes_.size(); }
  /// Takes back what was added since there were so many bytes and words.
  void rewind(std::size_t num_bytes, std::size_t num_words);
  /// Gives each character its id. `blocks` are those of the whole text.
  void write_ids(const std::vector<Block>& blocks, std::vector<WordId>& words) const;

 private:
  struct Run {
    std::size_t first_word, end_word, first_byte;
    std::uint8_t width;
    bool is_three_bytes_each;
  };

  /// The run that a word goes on with, or a new one.
  Run& run_at(std::size_t word, std::uint8_t width) {
    if (runs_.empty() || runs_.back().end_word != word || runs_.back().width != width)
      runs_.push_back({word, word, bytes_.size(), width, true});
    return runs_.back();
  }

  std::string bytes_;
  std::vector<Run> runs_;
};

}  // namespace nuskha
