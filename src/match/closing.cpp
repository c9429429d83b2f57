// Entry point: drop_shared_closings. Test: tests/match/closing_test.cpp.
//
//   blocks of boilerplate that the texts end with, or that a quarter of a small archive holds ─▶ set aside; closing
//   blocks of both ─▶ set aside; what is left in common: still a passage?
//
// One text may share a passage with each of thousands: it is made ready once for all pairs with much shorter ones.
#include "match/closing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "match/candidates.h"
#include "match/long_closing.h"
#include "match/number_mask.h"
#include "match/shingle_set.h"

namespace nuskha {
namespace {

// A text of so many words, and by so much longer than the other one, is made ready once.
constexpr std::size_t least_words_of_long = 4096;
constexpr std::size_t much_longer = 8;

// Boilerplate of so large a share of the texts is no passage that was copied, wherever it stands. Shared passages are
// held by few texts, so in a larger archive there is no such share.
constexpr std::size_t share_of_common = 4;
static_assert(most_texts_of_small_archive == share_of_common * JoinFloor{}.max_rare_texts);

bool is_covered(std::span<const Passage> passages, std::uint32_t begin, std::uint32_t end) {
  const auto after = std::upper_bound(passages.begin(), passages.end(), begin,
                                      [](std::uint32_t at, const Passage& passage) { return at < passage.begin; });
  return after != passages.begin() && std::prev(after)->end >= end;
}

/// Where the blocks begin that begin in the second half of a text, as a number of blocks.
std::size_t first_closing_block(const MatchText& text) {
  const auto& ends = text.block_ends;
  const auto half = std::lower_bound(ends.begin(), ends.end(), text.words.size() / 2);
  return std::min<std::size_t>(static_cast<std::size_t>(half - ends.begin()) + 1, ends.size());
}

std::uint32_t begin_of_closing(const MatchText& text) {
  const std::size_t first = first_closing_block(text);
  return first == 0 ? 0 : text.block_ends[first - 1];
}

/// By text and block: 1 for the blocks of boilerplate that a quarter of the texts holds. Empty if there are none.
using CommonBlocks = std::vector<std::vector<std::uint8_t>>;

CommonBlocks find_common_blocks(std::span<const MatchText> texts, const PageLists<Passage>& passages) {
  if (passages.empty() || texts.size() > most_texts_of_small_archive) return {};
  struct Holders {
    std::size_t count = 0;
    std::size_t last = ~std::size_t{0};
  };
  std::unordered_map<std::uint64_t, Holders> holders;
  std::vector<WordId> words;
  // Calls `visit(text, block, hash)` for each block that is boilerplate.
  const auto for_each = [&](auto&& visit) {
    for (std::size_t text = 0; text < texts.size(); ++text) {
      std::uint32_t begin = 0;
      for (std::size_t block = 0; block < texts[text].block_ends.size(); ++block) {
        const std::uint32_t end = texts[text].block_ends[block];
        if (is_covered(passages[text], begin, end)) {
          words.resize(end - begin);
          std::transform(texts[text].words.begin() + begin, texts[text].words.begin() + end, words.begin(), masked);
          visit(text, block, hash64(words.data(), words.size() * sizeof(WordId)));
        }
        begin = end;
      }
    }
  };
  for_each([&](std::size_t text, std::size_t, std::uint64_t hash) {
    Holders& found = holders[hash];
    found.count += found.last != text;
    found.last = text;
  });
  CommonBlocks out(texts.size());
  for (std::size_t text = 0; text < texts.size(); ++text) out[text].resize(texts[text].block_ends.size());
  for_each([&](std::size_t text, std::size_t block, std::uint64_t hash) {
    out[text][block] = share_of_common * holders[hash].count >= texts.size();
  });
  return out;
}

/// Compares the closes of two texts. Holds tables: one a thread.
class ClosingComparer {
 public:
  ClosingComparer(std::span<const MatchText> texts, const PageLists<Passage>& passages, const CommonBlocks& common,
                  unsigned shingle_words)
      : texts_(texts), passages_(passages), common_(common), shingles_(shingle_words), long_(shingle_words) {}

  /// True when without the boilerplate that is set aside, and without the closing blocks of both that stand at the
  /// close of the other, too, the texts have fewer than `least` shingles in common.
  bool share_only_closings(std::uint32_t a, std::uint32_t b, std::uint32_t least) {
    // Most share as much before their closes.
    if (opening_of_ != a) opening_.assign(shingles_.all(opening(a, rest_of_a_)));
    opening_of_ = a;
    if (opening_.count_common(shingles_.all(opening(b, rest_of_b_)), least) >= least) return false;
    close_.assign(shingles_.all(close(b)));
    without_closing(a, close_, rest_of_a_);
    close_.assign(shingles_.all(close(a)));
    without_closing(b, close_, rest_of_b_);
    if (rest_of_a_.size() == texts_[a].words.size() && rest_of_b_.size() == texts_[b].words.size()) return false;
    close_.assign(shingles_.all(rest_of_a_));
    return close_.count_common(shingles_.all(rest_of_b_), least) < least;
  }

  /// The same of a text that is much longer than the other one; in about the time that the other one takes, if it is
  /// asked for the same long text again.
  bool share_only_closings_of_long(std::uint32_t text, std::uint32_t other, std::uint32_t least) {
    if (opening_of_ != text) opening_.assign(shingles_.all(opening(text, rest_of_a_)));
    opening_of_ = text;
    if (opening_.count_common(shingles_.all(opening(other, rest_of_b_)), least) >= least) return false;
    if (long_of_ != text) set_long(text);
    long_of_ = text;
    without_closing(other, close_of_long_, rest_of_b_);
    close_.assign(shingles_.all(close(other)));
    long_.set_aside(close_.hashes(), [&](std::span<const WordId> block) { return stands_in(block, close_); });
    if (long_.num_words() == texts_[text].words.size() && rest_of_b_.size() == texts_[other].words.size()) return false;
    return long_.count_common(shingles_.distinct(rest_of_b_), least) < least;
  }

 private:
  std::span<const WordId> close(std::uint32_t text) const {
    return texts_[text].words.subspan(begin_of_closing(texts_[text]));
  }

  /// Sets `out` to the words of a text without the blocks that `is_left_out(number, begin, end)` says.
  template <class IsLeftOut>
  static void without_blocks(const MatchText& text, std::size_t num_blocks, std::vector<WordId>& out,
                             IsLeftOut&& is_left_out) {
    out.clear();
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < num_blocks; ++i) {
      const std::uint32_t end = text.block_ends[i];
      if (!is_left_out(i, begin, end)) out.insert(out.end(), text.words.begin() + begin, text.words.begin() + end);
      begin = end;
    }
  }

  bool is_boilerplate(std::uint32_t text, std::size_t block) const {
    const auto& ends = texts_[text].block_ends;
    return !passages_.empty() && is_covered(passages_[text], block == 0 ? 0 : ends[block - 1], ends[block]);
  }
  bool is_common(std::uint32_t text, std::size_t block) const { return !common_.empty() && common_[text][block] != 0; }

  /// The first of the blocks of boilerplate that the text ends with.
  std::size_t begin_of_footer(std::uint32_t text) const {
    std::size_t out = texts_[text].block_ends.size();
    while (out > 0 && is_boilerplate(text, out - 1)) --out;
    return out;
  }

  /// The words before the closing blocks, without the boilerplate that is set aside. A view of the text's words, or of
  /// `scratch`.
  std::span<const WordId> opening(std::uint32_t text, std::vector<WordId>& scratch) const {
    const MatchText& whole = texts_[text];
    const std::size_t last = std::min(first_closing_block(whole), begin_of_footer(text));
    if (common_.empty()) return whole.words.first(last == 0 ? 0 : whole.block_ends[last - 1]);
    without_blocks(whole, last, scratch,
                   [&](std::size_t block, std::uint32_t, std::uint32_t) { return is_common(text, block); });
    return scratch;
  }

  /// Sets `out` to the words of a text without the boilerplate that is set aside, and without the closing blocks that
  /// are boilerplate or stand in the close of the other, too.
  void without_closing(std::uint32_t text, ShingleSet& close_of_other, std::vector<WordId>& out) {
    const MatchText& whole = texts_[text];
    const std::size_t first = first_closing_block(whole);
    without_blocks(whole, begin_of_footer(text), out, [&](std::size_t block, std::uint32_t begin, std::uint32_t end) {
      if (is_common(text, block)) return true;
      if (block < first) return false;
      if (is_boilerplate(text, block)) return true;
      return stands_in(whole.words.subspan(begin, end - begin), close_of_other);
    });
  }

  /// Makes a text ready, whatever closing blocks of it are set aside.
  void set_long(std::uint32_t text) {
    const MatchText& whole = texts_[text];
    const std::size_t first = first_closing_block(whole);
    std::vector<LongClosing::Block> blocks;
    const std::size_t footer = begin_of_footer(text);
    for (std::size_t i = 0; i < footer; ++i)
      if (!is_common(text, i) && !(i >= first && is_boilerplate(text, i)))
        blocks.push_back({i == 0 ? 0 : whole.block_ends[i - 1], whole.block_ends[i], i >= first});
    long_.set_text(whole.words, blocks);
    close_of_long_.assign(shingles_.all(close(text)));
  }

  /// Whether so many of the distinct shingles of a block are in a close, too.
  bool stands_in(std::span<const WordId> block, ShingleSet& close) {
    const std::span<const std::uint32_t> shingles = shingles_.all(block);
    const auto common = static_cast<double>(close.count_common(shingles));
    // Of most blocks none are, or nearly all: then it doesn't matter how often each of its shingles occurs.
    if (common >= least_common_of_block * static_cast<double>(shingles.size())) return true;
    if (common == 0) return false;
    block_.assign(shingles);
    return common >= least_common_of_block * static_cast<double>(block_.size());
  }

  std::span<const MatchText> texts_;
  const PageLists<Passage>& passages_;
  const CommonBlocks& common_;
  TextShingles shingles_;
  ShingleSet opening_;
  std::optional<std::uint32_t> opening_of_;  // the text whose opening is held
  LongClosing long_;
  ShingleSet close_of_long_;
  std::optional<std::uint32_t> long_of_;  // the text that they hold
  ShingleSet close_, block_;              // scratch
  std::vector<WordId> rest_of_a_, rest_of_b_;
};

/// A pair with a shared passage.
struct Shared {
  std::uint32_t held;  // the text that is made ready for all of its pairs
  std::uint32_t other;
  bool is_long;
  std::size_t pair;
};

/// Those of one held text one after the other.
std::vector<Shared> shared_passages(std::span<const MatchText> texts, std::span<const VerifiedPair> pairs) {
  std::vector<Shared> out;
  const auto is_long = [&](std::uint32_t text, std::uint32_t other) {
    const std::size_t words = texts[text].words.size();
    return words >= least_words_of_long && words / much_longer > texts[other].words.size();
  };
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto [a, b] = std::pair(pairs[i].a, pairs[i].b);
    if (pairs[i].relation != Relation::shared_passage) continue;
    if (is_long(b, a)) {
      out.push_back({b, a, true, i});
    } else {
      out.push_back({a, b, is_long(a, b), i});
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Shared& x, const Shared& y) { return x.held != y.held ? x.held < y.held : x.pair < y.pair; });
  return out;
}

}  // namespace

void drop_shared_closings(std::span<const MatchText> texts, const PageLists<Passage>& passages,
                          const MatchOptions& options, unsigned threads, std::vector<VerifiedPair>& pairs) {
  drop_shared_closings(texts, true, passages, options, threads, pairs);
}

void drop_shared_closings(std::span<const MatchText> texts, bool is_whole, const PageLists<Passage>& passages,
                          const MatchOptions& options, unsigned threads, std::vector<VerifiedPair>& pairs) {
  std::vector<std::uint8_t> is_closing(pairs.size());
  const CommonBlocks common = is_whole ? find_common_blocks(texts, passages) : CommonBlocks();
  std::vector<ClosingComparer> comparers(threads, ClosingComparer(texts, passages, common, options.shingle_words));
  const std::vector<Shared> shared = shared_passages(texts, pairs);
  parallel_for(threads, shared.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    ClosingComparer& comparer = comparers[thread];
    for (std::size_t i = begin; i < end; ++i) {
      const auto& [held, other, is_long, pair] = shared[i];
      const Measurements& m = pairs[pair].measurements;
      const auto least = static_cast<std::uint32_t>(least_rare_shingles(std::min(m.shingles_a, m.shingles_b)));
      is_closing[pair] = is_long ? comparer.share_only_closings_of_long(held, other, least)
                                 : comparer.share_only_closings(held, other, least);
    }
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (is_closing[i] == 0) pairs[kept++] = pairs[i];
  pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(kept), pairs.end());
}

}  // namespace nuskha
