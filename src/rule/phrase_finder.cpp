// Entry points: PhraseFinder::add, finish, find. Test: tests/rule/phrase_finder_test.cpp.
#include "rule/phrase_finder.h"

#include <algorithm>
#include <numeric>

namespace nuskha {
namespace {

std::uint64_t key_of(std::size_t node, WordId word) { return std::uint64_t{node} << 32 | word; }

}  // namespace

std::size_t PhraseFinder::child(std::size_t node, WordId word) const {
  const auto found = children_.find(key_of(node, word));
  return found == children_.end() ? none : found->second;
}

/// The longest path that ends with this word after the path to `node`.
std::size_t PhraseFinder::step(std::size_t node, WordId word) const {
  for (;; node = nodes_[node].fallback) {
    if (const std::size_t next = child(node, word); next != none) return next;
    if (node == 0) return 0;
  }
}

void PhraseFinder::add(std::span<const WordId> words, std::size_t phrase) {
  std::size_t at = 0;
  for (const WordId word : words) {
    std::size_t next = child(at, word);
    if (next == none) {
      next = nodes_.size();
      Node node;
      node.length = nodes_[at].length + 1;
      node.parent = at;
      node.word = word;
      nodes_.push_back(node);
      children_.emplace(key_of(at, word), next);
    }
    at = next;
  }
  if (at != 0 && nodes_[at].phrase == none) nodes_[at].phrase = phrase;
}

void PhraseFinder::finish() {
  std::vector<std::size_t> order(nodes_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return nodes_[a].length < nodes_[b].length; });
  for (const std::size_t i : order) {
    Node& node = nodes_[i];
    if (node.length > 1) node.fallback = step(nodes_[node.parent].fallback, node.word);
    node.longest = node.phrase != none ? i : nodes_[node.fallback].longest;
  }
}

std::vector<PhrasePlace> PhraseFinder::find(std::span<const WordId> words) const {
  std::vector<PhrasePlace> out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    at = step(at, words[i]);
    if (nodes_[at].longest == none) continue;
    const Node& phrase = nodes_[nodes_[at].longest];
    const PhrasePlace place{i + 1 - phrase.length, i + 1, phrase.phrase};
    // Ends ascend, so that only the last ones can lie within this one.
    while (!out.empty() && out.back().begin >= place.begin) out.pop_back();
    out.push_back(place);
  }
  return out;
}

}  // namespace nuskha
