// The ids of a text's words, hashed many at a time.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "nuskha/text.h"

namespace nuskha {

/// The id of a word of which the hash is known; `first` is its first byte.
inline WordId to_word_id(std::uint64_t hash, char first) {
  return static_cast<WordId>(hash & 0x7FFFFFFFu) | (first >= '0' && first <= '9' ? number_bit : 0u);
}
inline WordId word_id(std::string_view word) { return to_word_id(hash64(word), word.empty() ? '\0' : word[0]); }

/// Ids on their way to Analysis::words. XXH3 takes another way for each range of lengths, and the lengths of words
/// can't be foretold: so words wait, sorted by these ranges, and each range is hashed in a loop of its own.
///
///     words     in a stream, by offset: |s t r a s s e _ 2 0 2 1 _|
///     waiting   1–3 bytes | 4–8 bytes: 2021, strasse | 9–16 bytes
///     ids       [strasse] [2021], in order of the text
class WordIds {
 public:
  /// Begins a text; replaces `out`.
  void start(std::vector<WordId>& out) {
    out_ = &out;
    out.clear();
    num_waiting_ = 0;
    num_in_range_ = {};
  }
  std::size_t size() const { return out_->size() + num_waiting_; }

  /// True if this many words more fit. If not, flush first.
  bool has_room(std::size_t more) const { return num_waiting_ + more <= most_waiting; }
  /// A word that stands at that offset of a stream until the next flush. Needs room.
  [[gnu::always_inline]] void push(const char* word, std::size_t offset, std::size_t length) {
    const std::size_t index = num_waiting_++;
    if (length > longest_waiting) [[unlikely]] {
      ids_[index] = word_id({word, length});
      return;
    }
    const std::size_t range = range_of_length[length];
    waiting_[range][num_in_range_[range]++] = std::uint64_t{offset} << 24 | index << 8 | length;
  }
  /// Hashes all words that wait, which stand in `stream`.
  void flush(const char* stream) {
    hash_range<1, 3>(0, stream);
    hash_range<4, 8>(1, stream);
    hash_range<9, 16>(2, stream);
    out_->insert(out_->end(), ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(num_waiting_));
    num_waiting_ = 0;
    num_in_range_ = {};
  }
  /// Takes back or adds words that someone else gives their ids. Only when none wait.
  void resize(std::size_t num_words) { out_->resize(num_words); }

 private:
  static constexpr std::size_t longest_waiting = 16;
  static constexpr std::size_t most_waiting = 256;
  static constexpr std::array<std::uint8_t, longest_waiting + 1> range_of_length = {0, 0, 0, 0, 1, 1, 1, 1, 1,
                                                                                    2, 2, 2, 2, 2, 2, 2, 2};

  template <std::size_t least, std::size_t most>
  void hash_range(std::size_t range, const char* stream) {
    for (std::size_t i = 0; i < num_in_range_[range]; ++i) {
      const std::uint64_t word = waiting_[range][i];
      const char* const bytes = stream + (word >> 24);
      ids_[word >> 8 & 0xFFFF] = to_word_id(hash64_of_length<least, most>(bytes, word & 0xFF), *bytes);
    }
  }

  std::vector<WordId>* out_ = nullptr;
  std::size_t num_waiting_ = 0;
  std::array<std::size_t, 3> num_in_range_{};
  std::array<std::array<std::uint64_t, most_waiting>, 3> waiting_;  // offset, index (16 bits), length (8 bits)
  std::array<WordId, most_waiting> ids_;
};

}  // namespace nuskha
