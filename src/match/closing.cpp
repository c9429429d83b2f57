// Entry point: drop_shared_closings. Test: tests/match/closing_test.cpp.
#include "match/closing.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/parallel.h"
#include "nuskha/sketch.h"

namespace nuskha {
namespace {

constexpr double least_common_of_block = 0.6;  // shingles of a closing block that stand at the close of the other text

bool is_covered(std::span<const Passage> passages, std::uint32_t begin, std::uint32_t end) {
  const auto after = std::upper_bound(passages.begin(), passages.end(), begin,
                                      [](std::uint32_t at, const Passage& passage) { return at < passage.begin; });
  return after != passages.begin() && std::prev(after)->end >= end;
}

std::vector<std::uint64_t> distinct_shingles(std::span<const WordId> words, unsigned width) {
  std::vector<std::uint64_t> out;
  shingle(words, width, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::size_t count_common(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  std::vector<std::uint64_t> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common.size();
}

/// Where the blocks begin that begin in the second half of a text, as a number of blocks.
std::size_t first_closing_block(const MatchText& text) {
  const auto& ends = text.block_ends;
  const auto half = std::lower_bound(ends.begin(), ends.end(), text.words.size() / 2);
  return std::min<std::size_t>(static_cast<std::size_t>(half - ends.begin()) + 1, ends.size());
}

std::span<const WordId> closing_part(const MatchText& text) {
  const std::size_t first = first_closing_block(text);
  return text.words.subspan(first == 0 ? 0 : text.block_ends[first - 1]);
}

/// The words of a text without the closing blocks that are boilerplate or stand at the close of the other text, too;
/// `others` are the shingles of that.
std::vector<WordId> without_closing(const MatchText& text, std::span<const Passage> passages,
                                    std::span<const std::uint64_t> others, unsigned width) {
  std::vector<WordId> out;
  const auto add = [&](std::size_t begin, std::size_t end) {
    const auto words = text.words.subspan(begin, end - begin);
    out.insert(out.end(), words.begin(), words.end());
  };
  const std::size_t first = first_closing_block(text);
  std::uint32_t begin = first == 0 ? 0 : text.block_ends[first - 1];
  add(0, begin);
  for (const std::uint32_t end : text.block_ends.subspan(first)) {
    const std::vector<std::uint64_t> shingles = distinct_shingles(text.words.subspan(begin, end - begin), width);
    const bool is_shared = static_cast<double>(count_common(shingles, others)) >=
                           least_common_of_block * static_cast<double>(shingles.size());
    if (!is_shared && !is_covered(passages, begin, end)) add(begin, end);
    begin = end;
  }
  return out;
}

}  // namespace

void drop_shared_closings(std::span<const MatchText> texts, std::span<const std::vector<Passage>> passages,
                          const MatchOptions& options, unsigned threads, std::vector<VerifiedPair>& pairs) {
  std::vector<std::uint8_t> is_closing(pairs.size());
  parallel_for(threads, pairs.size(), 64, [&](unsigned, std::size_t begin, std::size_t end) {
    const auto rest_of = [&](std::uint32_t text, std::span<const std::uint64_t> others) {
      const std::span<const Passage> boilerplate = passages.empty() ? std::span<const Passage>() : passages[text];
      return without_closing(texts[text], boilerplate, others, options.shingle_words);
    };
    std::optional<std::uint32_t> kept_of;
    std::vector<std::uint64_t> close_of_a;
    for (std::size_t i = begin; i < end; ++i) {
      const VerifiedPair& pair = pairs[i];
      if (pair.relation != Relation::shared_passage) continue;
      if (kept_of != pair.a) close_of_a = distinct_shingles(closing_part(texts[pair.a]), options.shingle_words);
      kept_of = pair.a;
      const std::vector<WordId> b = rest_of(pair.b, close_of_a);
      const std::vector<WordId> a =
          rest_of(pair.a, distinct_shingles(closing_part(texts[pair.b]), options.shingle_words));
      if (a.size() == texts[pair.a].words.size() && b.size() == texts[pair.b].words.size()) continue;
      const std::size_t common =
          count_common(distinct_shingles(a, options.shingle_words), distinct_shingles(b, options.shingle_words));
      const std::size_t shorter = std::min(pair.measurements.shingles_a, pair.measurements.shingles_b);
      is_closing[i] = common < least_rare_shingles(shorter);
    }
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (is_closing[i] == 0) pairs[kept++] = pairs[i];
  pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(kept), pairs.end());
}

}  // namespace nuskha
