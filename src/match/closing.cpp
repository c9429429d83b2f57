// Entry point: drop_shared_closings. Test: tests/match/closing_test.cpp.
#include "match/closing.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/parallel.h"
#include "match/shingle_set.h"

namespace nuskha {
namespace {

constexpr double least_common_of_block = 0.6;  // shingles of a closing block that stand at the close of the other text

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

/// Compares the closes of two texts. Holds tables: one a thread.
class ClosingComparer {
 public:
  ClosingComparer(std::span<const MatchText> texts, std::span<const std::vector<Passage>> passages,
                  unsigned shingle_words)
      : texts_(texts), passages_(passages), shingles_(shingle_words) {}

  /// True when without the closing blocks of both that are boilerplate or stand at the close of the other, too, the
  /// texts have fewer than `least` shingles in common.
  bool share_only_closings(std::uint32_t a, std::uint32_t b, std::uint32_t least) {
    // Most share as much before their closes.
    if (opening_of_ != a) opening_.assign(shingles_.all(opening(a)));
    opening_of_ = a;
    if (opening_.count_common(shingles_.all(opening(b)), least) >= least) return false;
    close_.assign(shingles_.all(close(b)));
    const std::vector<WordId> rest_of_a = without_closing(a);
    close_.assign(shingles_.all(close(a)));
    const std::vector<WordId> rest_of_b = without_closing(b);
    if (rest_of_a.size() == texts_[a].words.size() && rest_of_b.size() == texts_[b].words.size()) return false;
    close_.assign(shingles_.all(rest_of_a));
    return close_.count_common(shingles_.all(rest_of_b), least) < least;
  }

 private:
  std::span<const WordId> opening(std::uint32_t text) const {
    return texts_[text].words.first(begin_of_closing(texts_[text]));
  }
  std::span<const WordId> close(std::uint32_t text) const {
    return texts_[text].words.subspan(begin_of_closing(texts_[text]));
  }

  /// The words of a text without the closing blocks that are boilerplate or stand in close_, too.
  std::vector<WordId> without_closing(std::uint32_t index) {
    const MatchText& text = texts_[index];
    const std::span<const Passage> boilerplate = passages_.empty() ? std::span<const Passage>() : passages_[index];
    std::vector<WordId> out;
    const auto add = [&](std::size_t begin, std::size_t end) {
      const auto words = text.words.subspan(begin, end - begin);
      out.insert(out.end(), words.begin(), words.end());
    };
    std::uint32_t begin = begin_of_closing(text);
    add(0, begin);
    for (const std::uint32_t end : text.block_ends.subspan(first_closing_block(text))) {
      block_.assign(shingles_.all(text.words.subspan(begin, end - begin)));
      const bool is_shared = static_cast<double>(close_.count_common(block_.hashes())) >=
                             least_common_of_block * static_cast<double>(block_.size());
      if (!is_shared && !is_covered(boilerplate, begin, end)) add(begin, end);
      begin = end;
    }
    return out;
  }

  std::span<const MatchText> texts_;
  std::span<const std::vector<Passage>> passages_;
  TextShingles shingles_;
  ShingleSet opening_;
  std::optional<std::uint32_t> opening_of_;  // the text whose opening is held
  ShingleSet close_, block_;                 // scratch
};

}  // namespace

void drop_shared_closings(std::span<const MatchText> texts, std::span<const std::vector<Passage>> passages,
                          const MatchOptions& options, unsigned threads, std::vector<VerifiedPair>& pairs) {
  std::vector<std::uint8_t> is_closing(pairs.size());
  std::vector<ClosingComparer> comparers(threads, ClosingComparer(texts, passages, options.shingle_words));
  parallel_for(threads, pairs.size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const VerifiedPair& pair = pairs[i];
      if (pair.relation != Relation::shared_passage) continue;
      const std::size_t shorter = std::min(pair.measurements.shingles_a, pair.measurements.shingles_b);
      const auto least = static_cast<std::uint32_t>(least_rare_shingles(shorter));
      is_closing[i] = comparers[thread].share_only_closings(pair.a, pair.b, least);
    }
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (is_closing[i] == 0) pairs[kept++] = pairs[i];
  pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(kept), pairs.end());
}

}  // namespace nuskha
