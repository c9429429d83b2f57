// Where any of many word sequences stands in a document, in one pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// Words [begin, end) of a document that are the phrase of this number.
struct PhrasePlace {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t phrase = 0;
};

/// Aho and Corasick: Efficient string matching, CACM 1975, over words. Building costs O(words of the phrases), finding
/// O(words of the document).
class PhraseFinder {
 public:
  /// Adds a phrase; of equal ones the first counts. Empty ones are never found.
  void add(std::span<const WordId> words, std::size_t phrase);
  /// To be called once, after the last phrase.
  void finish();

  /// At each word where phrases end, the longest of them; of these, those that no other one contains. In order.
  std::vector<PhrasePlace> find(std::span<const WordId> words) const;

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  struct Node {
    std::size_t phrase = none;  ///< That ends here.
    std::size_t length = 0;     ///< Of the path to here.
    std::size_t parent = 0;
    WordId word = 0;
    std::size_t fallback = 0;    ///< The longest proper suffix of the path that is a path.
    std::size_t longest = none;  ///< The node of the longest phrase that is a suffix of the path.
  };
  std::size_t child(std::size_t node, WordId word) const;
  std::size_t step(std::size_t node, WordId word) const;

  std::vector<Node> nodes_ = {{}};
  std::unordered_map<std::uint64_t, std::size_t> children_;  ///< By node and word.
};

}  // namespace nuskha
