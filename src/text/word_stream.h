// The words of a text at one level, hashed as they come.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "base/hash.h"

namespace nuskha {

/// Words, each followed by a space, and the XXH3-128 of all of them. Holds the open word and what was not hashed yet: a
/// text of some kB stays whole and is hashed in one go, of a longer one only the end is kept.
///
///     |s t r a s s e _ 2 0 2 1 _ a b r|…      open word: abr
///                               ^word_begin  ^length
class WordStream {
 public:
  static constexpr std::size_t slack = 16;  // bytes after the end that may always be written

  /// Makes room for `more` bytes at the end of the open word, and returns that end.
  char* reserve(std::size_t more) {
    if (length_ + more + slack > capacity_) [[unlikely]]
      grow_to(length_ + more + slack);
    return bytes_.get() + length_;
  }
  /// Bytes written at the end are part of the open word.
  void append(std::size_t length) { length_ += length; }
  void append(const char* bytes, std::size_t length) {
    std::memcpy(reserve(length), bytes, length);
    length_ += length;
  }

  /// Finished words, each with its space, that have been written at the end. Only when no word is open.
  void append_words(std::size_t length) { word_begin_ = length_ += length; }
  void append_words(const char* bytes, std::size_t length) {
    append(bytes, length);
    word_begin_ = length_;
  }

  /// Where the open word begins and ends, after both streams were written to past their ends.
  void set_end(std::size_t word_begin, std::size_t length) {
    word_begin_ = word_begin;
    length_ = length;
  }
  /// What has gathered; offsets of words count from here.
  const char* data() const { return bytes_.get(); }
  std::size_t word_begin() const { return word_begin_; }
  std::string_view word() const { return {bytes_.get() + word_begin_, length_ - word_begin_}; }
  bool has_word() const { return length_ > word_begin_; }
  void drop_word() { length_ = word_begin_; }
  /// Needs `slack` bytes of room, which reserve has left.
  void finish_word() {
    bytes_[length_++] = ' ';
    word_begin_ = length_;
  }

  /// A place between words, to come back to unless hash_finished has been called since.
  std::size_t mark() const { return word_begin_; }
  void rewind(std::size_t mark) { length_ = word_begin_ = mark; }

  /// True when so much has gathered that it should be hashed.
  bool is_long() const { return word_begin_ >= most_kept; }
  void hash_finished() {
    if (!hashed_) hasher_.reset();
    hashed_ = true;
    hasher_.update({bytes_.get(), word_begin_});
    std::memmove(bytes_.get(), bytes_.get() + word_begin_, length_ - word_begin_);
    length_ -= word_begin_;
    word_begin_ = 0;
  }

  void clear() {
    length_ = word_begin_ = 0;
    hashed_ = false;
    if (capacity_ > 4 * most_kept) {  // a word of megabytes has been and gone
      bytes_.reset();
      capacity_ = 0;
    }
  }
  /// Takes the words of another stream, its open one included.
  void copy(const WordStream& other) {
    length_ = word_begin_ = 0;
    if (other.length_ > 0) append(other.bytes_.get(), other.length_);
    word_begin_ = other.word_begin_;
    hashed_ = other.hashed_;
    if (hashed_) hasher_ = other.hasher_;
  }
  /// The hash of all finished words.
  Hash128 digest() {
    if (!hashed_) return hash128(bytes_.get(), word_begin_);
    hash_finished();
    return hasher_.digest();
  }

 private:
  static constexpr std::size_t most_kept = std::size_t{64} << 10;

  void grow_to(std::size_t least) {
    const std::size_t capacity = least < 2 * most_kept ? 2 * most_kept : 2 * least;
    auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
    if (length_ > 0) std::memcpy(bytes.get(), bytes_.get(), length_);
    bytes_ = std::move(bytes);
    capacity_ = capacity;
  }
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t length_ = 0;
  std::size_t word_begin_ = 0;
  bool hashed_ = false;  // hasher_ holds what is no longer in bytes_
  Hasher128 hasher_;
};

}  // namespace nuskha
