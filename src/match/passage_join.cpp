// Shared passages among the pairs that other joins formed. Entry point: passage_join.
//
// First the shingles are found that are common in the archive; whatever else two texts share is rare. 16 bits of each
// rare shingle bound how many two texts share in a fraction of a microsecond, and spare most pairs the count. A shingle
// is 32 bits of its hash throughout, as in exact_join, so that both find the same numbers. Test:
// tests/match/passage_join_test.cpp.
#include <algorithm>
#include <bit>
#include <iterator>
#include <memory>
#include <utility>

#include "base/parallel.h"
#include "match/candidates.h"
#include "match/shingle_set.h"
#include "match/verify.h"

namespace nuskha {
namespace {

/// Shingles with a count each, which is 0 for those that are not there.
class CountTable {
 public:
  /// Room for so many.
  explicit CountTable(std::size_t size = 0) : entries_(std::bit_ceil(2 * size + 2)) {}

  void set(std::uint32_t hash, std::uint32_t count) { entries_[find(hash)] = {hash, count}; }
  void add(std::uint32_t hash) {
    Entry& entry = entries_[find(hash)];
    entry.hash = hash;
    ++entry.count;
  }
  std::uint32_t at(std::uint32_t hash) const { return entries_[find(hash)].count; }

  /// Calls `work(hash)` for each.
  template <class Work>
  void for_each(Work&& work) const {
    for (const Entry& entry : entries_)
      if (entry.count != 0) work(entry.hash);
  }

  /// A table of those with a count above `count`, no larger than it must be.
  CountTable above(std::size_t count) const {
    const auto is_above = [&](const Entry& entry) { return entry.count > count; };
    CountTable out(static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), is_above)));
    for (const Entry& entry : entries_)
      if (is_above(entry)) out.set(entry.hash, entry.count);
    return out;
  }

 private:
  struct Entry {
    std::uint32_t hash = 0;
    std::uint32_t count = 0;  // 0: free
  };

  std::size_t find(std::uint32_t hash) const {
    const std::size_t mask = entries_.size() - 1;
    std::size_t slot = hash & mask;
    while (entries_[slot].count != 0 && entries_[slot].hash != hash) slot = (slot + 1) & mask;
    return slot;
  }

  std::vector<Entry> entries_;  // open addressing, a power of two
};

/// The shingles that more texts hold than a rare one may.
class CommonShingles {
 public:
  /// Deals the distinct shingles of all texts into parts by their first bits, and counts each part on its own, in a
  /// table small enough for a cache.
  CommonShingles(std::span<const MatchText> texts, std::size_t max_rare_texts,
                 std::span<TextShingles> shingles_of_thread)
      : num_distinct_(texts.size()), of_part_(num_parts) {
    const auto threads = static_cast<unsigned>(shingles_of_thread.size());
    std::size_t num_words = 0;
    for (const MatchText& text : texts) num_words += text.words.size();
    std::vector<std::vector<std::uint32_t>> dealt(threads * num_parts);
    for (std::vector<std::uint32_t>& part : dealt) part.reserve(num_words / dealt.size() * 9 / 8);
    parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text) {
        const std::span<const std::uint32_t> shingles = shingles_of_thread[thread].distinct(texts[text].words);
        num_distinct_[text] = static_cast<std::uint32_t>(shingles.size());
        for (const std::uint32_t hash : shingles) dealt[thread * num_parts + part_of(hash)].push_back(hash);
      }
    });
    parallel_for(threads, num_parts, 1, [&](unsigned, std::size_t part, std::size_t) {
      std::size_t size = 0;
      for (std::size_t i = part; i < dealt.size(); i += num_parts) size += dealt[i].size();
      CountTable num_texts(size);
      for (std::size_t i = part; i < dealt.size(); i += num_parts)
        for (const std::uint32_t hash : std::exchange(dealt[i], {})) num_texts.add(hash);
      of_part_[part] = num_texts.above(max_rare_texts);
    });
    std::size_t num_common = 0;
    for (const CountTable& part : of_part_) part.for_each([&](std::uint32_t) { ++num_common; });
    maybe_.resize(std::bit_ceil(bits_per_shingle * num_common / 64 + 1));
    for (const CountTable& part : of_part_)
      part.for_each(
          [&](std::uint32_t hash) { maybe_[hash / 64 & (maybe_.size() - 1)] |= std::uint64_t{1} << hash % 64; });
  }

  bool contains(std::uint32_t hash) const {
    const bool maybe = (maybe_[hash / 64 & (maybe_.size() - 1)] >> hash % 64 & 1) != 0;
    return maybe && of_part_[part_of(hash)].at(hash) != 0;
  }

  /// Distinct shingles of a text, common or not.
  std::uint32_t num_distinct(std::size_t text) const { return num_distinct_[text]; }

 private:
  static constexpr std::size_t bits_per_shingle = 16;
  static constexpr std::size_t num_parts = 256;
  static std::size_t part_of(std::uint32_t hash) { return hash >> 24; }

  std::vector<std::uint32_t> num_distinct_;  // by text
  std::vector<CountTable> of_part_;
  std::vector<std::uint64_t> maybe_;  // bits of the common ones, which others may share; stays in a cache
};

/// The rare shingles of texts, cut to 16 bits each. From two of them a bound of the shingles that the texts have in
/// common is read.
class RareShingles {
 public:
  /// Room for the texts that `is_wanted` says.
  RareShingles(std::span<const MatchText> texts, const std::vector<bool>& is_wanted) : of_text_(texts.size()) {
    std::size_t num_words = 0;
    for (std::size_t text = 0; text < texts.size(); ++text) {
      if (!is_wanted[text]) continue;
      of_text_[text].begin = num_words;
      num_words += texts[text].words.size();
    }
    // What is never written takes no memory.
    hashes_ = std::make_unique_for_overwrite<std::uint16_t[]>(num_words);
  }

  /// Takes those of a text's shingles that `is_rare(hash)` says, no more than it has words; repetitions are not looked
  /// for. Safe to call for different texts at once.
  template <class IsRare>
  void assign(std::size_t text, std::span<const std::uint32_t> shingles, IsRare&& is_rare) {
    Entry& entry = of_text_[text];
    std::uint16_t* const first = &hashes_[entry.begin];
    std::size_t size = 0;  // without a branch, which nothing could foresee
    for (const std::uint32_t hash : shingles) {
      first[size] = static_cast<std::uint16_t>(hash);
      size += is_rare(hash);
    }
    entry.size = size;
  }

  std::span<const std::uint16_t> of(std::size_t text) const {
    return {&hashes_[of_text_[text].begin], of_text_[text].size};
  }

 private:
  struct Entry {
    std::size_t begin = 0, size = 0;  // in hashes_
  };
  std::vector<Entry> of_text_;
  std::unique_ptr<std::uint16_t[]> hashes_;
};

/// One text's rare shingles as bits. Small enough for the first-level cache.
class ShingleBits {
 public:
  ShingleBits() : words_(65536 / 64) {}

  void assign(std::span<const std::uint16_t> hashes) {
    std::fill(words_.begin(), words_.end(), std::uint64_t{0});
    for (const std::uint16_t hash : hashes) words_[hash / 64] |= std::uint64_t{1} << hash % 64;
  }

  /// False only if fewer than `least` of the shingles are in common.
  bool may_share(std::span<const std::uint16_t> hashes, std::size_t least) const {
    constexpr std::size_t group = 32;  // counted between looks at the sum
    std::size_t common = 0;
    for (std::size_t begin = 0; begin < hashes.size(); begin += group) {
      for (const std::uint16_t hash : hashes.subspan(begin, std::min(group, hashes.size() - begin)))
        common += words_[hash / 64] >> hash % 64 & 1;
      if (common >= least) return true;
    }
    return false;
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// Calls `run(thread, pairs)` for each run of pairs with one first text.
template <class Run>
void for_each_run(std::span<const Candidate> pairs, unsigned threads, Run&& run) {
  std::vector<std::size_t> begins;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (i == 0 || pairs[i].a != pairs[i - 1].a) begins.push_back(i);
  begins.push_back(pairs.size());
  parallel_for(threads, begins.size() - 1, 16, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) run(thread, pairs.subspan(begins[i], begins[i + 1] - begins[i]));
  });
}

}  // namespace

std::vector<Candidate> passage_join(std::span<const MatchText> texts, unsigned shingle_words,
                                    std::span<const Candidate> pairs, JoinFloor floor, unsigned threads) {
  if (pairs.empty()) return {};
  std::vector<TextShingles> shingles_of_thread(threads, TextShingles(shingle_words));
  const CommonShingles common(texts, floor.max_rare_texts, shingles_of_thread);
  const auto is_rare = [&](std::uint32_t hash) { return !common.contains(hash); };

  std::vector<bool> is_in_pair(texts.size());
  for (const Candidate& pair : pairs) is_in_pair[pair.a] = is_in_pair[pair.b] = true;
  RareShingles rare_shingles(texts, is_in_pair);
  parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text)
      if (is_in_pair[text]) rare_shingles.assign(text, shingles_of_thread[thread].all(texts[text].words), is_rare);
  });

  std::vector<ShingleSet> set_of_thread(threads);
  std::vector<ShingleBits> bits_of_thread(threads);
  std::vector<std::vector<Candidate>> found_of_thread(threads);
  for_each_run(pairs, threads, [&](unsigned thread, std::span<const Candidate> run) {
    ShingleSet& rare = set_of_thread[thread];
    const std::span<const std::uint16_t> rare_of_a = rare_shingles.of(run.front().a);
    if (rare_of_a.size() < least_rare_shingles(0)) return;
    ShingleBits& bits = bits_of_thread[thread];
    bits.assign(rare_of_a);
    bool is_ready = false;
    for (Candidate pair : run) {
      const std::size_t shingles = std::min(common.num_distinct(pair.a), common.num_distinct(pair.b));
      const std::size_t least =
          std::max(least_rare_shingles(shingles), static_cast<std::size_t>(floor.rare * static_cast<double>(shingles)));
      const std::span<const std::uint16_t> rare_of_b = rare_shingles.of(pair.b);
      if (std::min(rare_of_a.size(), rare_of_b.size()) < least || !bits.may_share(rare_of_b, least)) continue;
      if (!is_ready) rare.assign(shingles_of_thread[thread].all(texts[pair.a].words), is_rare);
      is_ready = true;
      pair.rare_shingles = rare.count_common(shingles_of_thread[thread].all(texts[pair.b].words));
      if (pair.rare_shingles >= least) found_of_thread[thread].push_back(pair);
    }
  });
  std::vector<Candidate> out;
  for (const std::vector<Candidate>& found : found_of_thread) out.insert(out.end(), found.begin(), found.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace nuskha
