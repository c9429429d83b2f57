// Artificial traditions: texts copied from one another with mistakes, along a tree that is known.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "nuskha/text.h"

namespace nuskha::test {

/// How a copyist errs; shares of the words.
struct Copyist {
  double replaced = 0.01;
  double confused = 0.3;  ///< Of these, the share replaced by a word that any copyist would take instead.
  double left_out = 0.003;
  double added = 0.003;
  double rewritten = 0.0;  ///< Of the copies, the share with a passage of 5 to 30 words written anew.
};

using Words = std::vector<WordId>;

class Scriptorium {
 public:
  explicit Scriptorium(std::uint64_t seed) : random_(seed) {}

  /// Words of which some are frequent.
  Words write(std::size_t num_words) {
    Words out;
    for (std::size_t i = 0; i < num_words; ++i) out.push_back(word());
    return out;
  }

  Words copy(const Words& from, const Copyist& how) {
    Words out;
    for (const WordId original : from) {
      if (chance(how.left_out)) continue;
      if (chance(how.added)) out.push_back(word());
      if (!chance(how.replaced)) {
        out.push_back(original);
      } else {
        out.push_back(chance(how.confused) ? original ^ 1u : word());
      }
    }
    if (chance(how.rewritten) && out.size() > 40) {
      const std::size_t length = 5 + below(26);
      const std::size_t at = below(out.size() - length);
      for (std::size_t i = 0; i < length; ++i) out[at + i] = word();
    }
    return out;
  }

  /// Leaves are lost from the middle or an end: a passage of `share` of the words.
  void damage(Words& text, double share) {
    const auto length = static_cast<std::size_t>(static_cast<double>(text.size()) * share);
    const auto at = static_cast<std::ptrdiff_t>(below(text.size() - length + 1));
    text.erase(text.begin() + at, text.begin() + at + static_cast<std::ptrdiff_t>(length));
  }

  std::size_t below(std::size_t end) { return random_() % end; }
  bool chance(double probability) { return static_cast<double>(random_() >> 11) * 0x1p-53 < probability; }
  std::mt19937_64& random() { return random_; }

 private:
  /// 1,000 words, the low ones frequent; even, so that word ^ 1 is one that nobody writes of himself.
  WordId word() { return static_cast<WordId>(2 * (below(below(1000) + 1) + 1)); }

  std::mt19937_64 random_;
};

/// Edges of a tree, each with the lower number first.
using EdgeSet = std::set<std::pair<std::uint32_t, std::uint32_t>>;

/// The edges of a tree of parents, the root being its own, without their direction.
inline EdgeSet edges_of(const std::vector<std::uint32_t>& parent) {
  EdgeSet out;
  for (std::uint32_t i = 0; i < parent.size(); ++i)
    if (parent[i] != i) out.insert(std::minmax(i, parent[i]));
  return out;
}

struct Tradition {
  std::vector<Words> texts;
  std::vector<std::uint32_t> parent;  ///< The first text is the root, and its own parent.
};

/// A text and `num_texts` − 1 copies, each of one that was there before.
inline Tradition copy_at_random(Scriptorium& scriptorium, std::size_t num_texts, std::size_t num_words,
                                const Copyist& how) {
  Tradition out;
  out.texts.push_back(scriptorium.write(num_words));
  out.parent.push_back(0);
  for (std::size_t i = 1; i < num_texts; ++i) {
    const std::size_t from = scriptorium.below(i);
    out.texts.push_back(scriptorium.copy(out.texts[from], how));
    out.parent.push_back(static_cast<std::uint32_t>(from));
  }
  return out;
}

}  // namespace nuskha::test
