// What is counted of a text to find its boilerplate: selected shingles, and short blocks beside a neighbour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "match/match_text.h"

namespace nuskha {

/// A selected shingle, or a short block beside one of its neighbours.
struct BoilerplateItem {
  std::uint64_t hash;
  std::uint32_t begin, end;  ///< Words.
  bool in_tail = false;      ///< At the end of the text, where footers stand.
};

/// What an item of the tail counts as besides.
std::uint64_t tail_hash(std::uint64_t hash);

/// Which shingles of the texts are selected, one bit a word, so that a second reading needn't hash the others.
class SelectedShingles {
 public:
  /// Keeps nothing if the bits of all texts take more than `max_bytes`.
  SelectedShingles(std::span<const MatchText> texts, std::size_t max_bytes);
  bool is_kept() const { return !begins_.empty(); }
  /// One bit for each word of a text. Texts share no number, so that each may be written by a thread of its own.
  std::span<std::uint64_t> of(std::size_t text) {
    return std::span(bits_).subspan(begins_[text], begins_[text + 1] - begins_[text]);
  }

 private:
  std::vector<std::size_t> begins_;  // of each text in bits_, and the end
  std::vector<std::uint64_t> bits_;
};

/// The items of a text, in order of their begins: short blocks, then shingles. Holds scratch: one a thread. What is
/// returned is valid until the next call.
class BoilerplateItems {
 public:
  std::span<const BoilerplateItem> read(const MatchText& text);

  /// The same; sets the bits, all 0 before, of selected shingles.
  std::span<const BoilerplateItem> read(const MatchText& text, std::span<std::uint64_t> selected);

  /// The same, of a text that was read before: about half the cost.
  std::span<const BoilerplateItem> read_again(const MatchText& text, std::span<const std::uint64_t> selected);

 private:
  void begin_text(const MatchText& text);
  std::span<const BoilerplateItem> end_text(const MatchText& text);
  void find_rows(const MatchText& text);
  bool touches_row(const MatchText& text, std::size_t block, std::size_t end) const;
  void add_short_blocks(const MatchText& text);
  void hash_shingles();
  void select_least();
  void add_shingles(const MatchText& text);

  std::vector<WordId> words_;            // numbers masked
  std::vector<std::uint64_t> hashes_;    // of all shingles, or of those selected
  std::vector<std::uint32_t> selected_;  // positions of shingles
  bool only_selected_ = false;           // is what hashes_ has
  std::vector<BoilerplateItem> items_;
  std::vector<std::uint8_t> is_row_;  // by block
  bool has_numbers_ = false;
  bool has_rows_ = false;
};

}  // namespace nuskha
