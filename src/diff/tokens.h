// A text cut into what a diff compares: words, numbers and marks of punctuation, each with a key that is equal for
// equal ones at level spelling. White space is what stands between tokens.
//
//   source   |S e c o n d |  |e d i t i o n|.|\n\n|
//   tokens    0               1              2          gaps: "", " ", "", "\n\n"
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

enum class TokenKind : std::uint8_t { word, number, punctuation };

struct Token {
  std::uint32_t begin = 0;  ///< Half-open range of source bytes.
  std::uint32_t end = 0;
  std::uint32_t key = 0;  ///< Dense, from 0; the same for both texts of a diff.
  TokenKind kind = TokenKind::word;

  bool is_word() const { return kind != TokenKind::punctuation; }
};

/// Half-open range of tokens.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
};

struct TokenText {
  std::string_view source;
  std::vector<Token> tokens;
  std::vector<TokenRange> paragraphs;  ///< In order; every token is in exactly one.

  std::string_view bytes(const Token& token) const { return source.substr(token.begin, token.end - token.begin); }
  std::string_view bytes(std::uint32_t token) const { return bytes(tokens[token]); }
  /// What stands before a token; of one past the last, what ends the text.
  std::string_view gap_before(std::uint32_t token) const {
    const std::uint32_t begin = token == 0 ? 0 : tokens[token - 1].end;
    const std::uint32_t end = token == tokens.size() ? static_cast<std::uint32_t>(source.size()) : tokens[token].begin;
    return source.substr(begin, end - begin);
  }
};

/// A word at level spelling, as keys are made of it: without punctuation, but in numbers.
std::string spelling_of(std::string_view word);

/// Makes tokens of texts that are to be compared with one another. Not thread-safe: one per diff.
class Tokenizer {
 public:
  Tokenizer();
  /// `source` may hold any bytes, at most most_bytes_to_break, and must outlive the result.
  TokenText tokenize(std::string_view source);
  /// The same where find_word_breaks has been called already.
  TokenText tokenize(std::string_view source, std::span<const std::uint32_t> ends);
  /// How many keys there are up to now.
  std::uint32_t num_keys() const { return num_keys_; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t key = 0;
    TokenKind kind = TokenKind::word;
    bool is_used = false;
    bool is_gap = false;
  };
  /// Open addressing; `keys` of 64-bit hashes, which are taken for what they stand for.
  class Table {
   public:
    Slot& find(std::uint64_t hash);

   private:
    void grow();
    std::vector<Slot> slots_ = std::vector<Slot>(1024);
    std::size_t used_ = 0;
  };

  void describe(std::string_view segment, Slot& slot);
  std::uint32_t key_of(std::uint64_t hash);

  Table sources_;  // by the segment's bytes
  Table foldings_;
  std::uint32_t num_keys_ = 0;
};

}  // namespace nuskha
