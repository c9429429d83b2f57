// Shared passages among the pairs that other joins formed. Entry point: passage_join.
//
// First the shingles are found that are common in the archive; whatever else two texts share is rare. A signature of
// each text's rare shingles bounds how many two texts share in a fraction of a microsecond, and spares nearly all pairs
// the count. A shingle is 32 bits of its hash throughout, as in exact_join, so that both find the same numbers.
// Test: tests/match/passage_join_test.cpp.
#include <algorithm>
#include <bit>
#include <iterator>
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
  std::uint32_t at(std::uint32_t hash) const { return entries_[find(hash)].count; }

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
      : of_part_(num_parts) {
    const auto threads = static_cast<unsigned>(shingles_of_thread.size());
    std::size_t num_words = 0;
    for (const MatchText& text : texts) num_words += text.words.size();
    std::vector<std::vector<std::uint32_t>> dealt(threads * num_parts);
    for (std::vector<std::uint32_t>& part : dealt) part.reserve(num_words / dealt.size() * 9 / 8);
    parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text)
        for (const std::uint32_t hash : shingles_of_thread[thread].distinct(texts[text].words))
          dealt[thread * num_parts + part_of(hash)].push_back(hash);
    });
    parallel_for(threads, num_parts, 1, [&](unsigned, std::size_t part, std::size_t) {
      std::size_t size = 0;
      for (std::size_t i = part; i < dealt.size(); i += num_parts) size += dealt[i].size();
      CountTable num_texts(size);
      for (std::size_t i = part; i < dealt.size(); i += num_parts)
        for (const std::uint32_t hash : std::exchange(dealt[i], {})) num_texts.set(hash, num_texts.at(hash) + 1);
      of_part_[part] = num_texts.above(max_rare_texts);
    });
  }

  bool contains(std::uint32_t hash) const { return of_part_[part_of(hash)].at(hash) != 0; }

 private:
  static constexpr std::size_t num_parts = 256;
  static std::size_t part_of(std::uint32_t hash) { return hash >> 24; }

  std::vector<CountTable> of_part_;
};

/// For each text a set of bits, one for each of its shingles, 8 to 16 times as many as it has shingles. From two of
/// them a bound of the shingles that the texts have in common is read.
class Signatures {
 public:
  /// Room for those texts that `is_wanted` says.
  Signatures(std::span<const MatchText> texts, const std::vector<bool>& is_wanted) : of_text_(texts.size()) {
    std::size_t num_words = 0;
    for (std::size_t text = 0; text < texts.size(); ++text) {
      if (!is_wanted[text]) continue;
      const std::size_t size = std::max(group, std::bit_ceil(bits_a_shingle * texts[text].words.size()) / 64);
      of_text_[text] = {num_words, size};
      num_words += size;
    }
    words_.resize(num_words);
  }

  /// Takes the distinct shingles of a text. Safe to call for different texts at once.
  void assign(std::size_t text, std::span<const std::uint32_t> shingles) {
    Entry& entry = of_text_[text];
    for (const std::uint32_t hash : shingles)
      words_[entry.begin + hash / 64 % entry.size] |= std::uint64_t{1} << hash % 64;
    entry.num_hidden = shingles.size() - num_common_bits(entry, entry);
  }

  /// An upper bound of the shingles that two texts have in common. Each of them sets a bit of the longer signature that
  /// stands above a bit set in the shorter one; but for those hidden behind another shingle with the same bit.
  std::size_t common_bound(std::size_t a, std::size_t b) const {
    const bool a_is_longer = of_text_[a].size >= of_text_[b].size;
    const Entry& longer = of_text_[a_is_longer ? a : b];
    return num_common_bits(longer, of_text_[a_is_longer ? b : a]) + longer.num_hidden;
  }

 private:
  struct Entry {
    std::size_t begin = 0, size = 0;  // in words_; the size is a power of two
    std::size_t num_hidden = 0;       // shingles that share their bit with one before
  };

  /// Bits of the longer signature above a bit of the shorter one, which is laid down again and again. Sums within the
  /// words, since not every x86-64 has an instruction for it; a shape that the compiler makes vectors of.
  std::size_t num_common_bits(const Entry& longer, const Entry& shorter) const {
    std::size_t common = 0;
    for (std::size_t begin = 0; begin < longer.size; begin += group) {
      const std::uint64_t* const x = &words_[longer.begin + begin];
      const std::uint64_t* const y = &words_[shorter.begin + begin % shorter.size];
      std::uint64_t bytes = 0;
      for (std::size_t i = 0; i < group; ++i) {
        std::uint64_t bits = x[i] & y[i];
        bits -= bits >> 1 & 0x5555555555555555;
        bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
        bytes += (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
      }
      const std::uint64_t pairs = (bytes & 0x00ff00ff00ff00ff) + (bytes >> 8 & 0x00ff00ff00ff00ff);
      common += pairs * 0x0001000100010001 >> 48;
    }
    return common;
  }

  static constexpr std::size_t bits_a_shingle = 8;
  static constexpr std::size_t group = 16;  // words summed at once: 16 · 8 fits in a byte
  std::vector<Entry> of_text_;
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
  Signatures signatures(texts, is_in_pair);
  std::vector<std::uint32_t> num_shingles(texts.size());  // distinct, rare or not
  std::vector<std::uint32_t> num_rare(texts.size());
  std::vector<std::vector<std::uint32_t>> rare_of_thread(threads);
  parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t>& rare = rare_of_thread[thread];
    for (std::size_t text = begin; text < end; ++text) {
      if (!is_in_pair[text]) continue;
      const std::span<const std::uint32_t> shingles = shingles_of_thread[thread].distinct(texts[text].words);
      num_shingles[text] = static_cast<std::uint32_t>(shingles.size());
      rare.clear();
      std::copy_if(shingles.begin(), shingles.end(), std::back_inserter(rare), is_rare);
      num_rare[text] = static_cast<std::uint32_t>(rare.size());
      signatures.assign(text, rare);
    }
  });

  std::vector<ShingleSet> set_of_thread(threads);
  std::vector<std::vector<Candidate>> found_of_thread(threads);
  for_each_run(pairs, threads, [&](unsigned thread, std::span<const Candidate> run) {
    ShingleSet& rare = set_of_thread[thread];
    bool is_ready = false;
    for (Candidate pair : run) {
      const std::size_t shingles = std::min(num_shingles[pair.a], num_shingles[pair.b]);
      const std::size_t least =
          std::max(least_rare_shingles(shingles), static_cast<std::size_t>(floor.rare * static_cast<double>(shingles)));
      if (std::min(num_rare[pair.a], num_rare[pair.b]) < least) continue;
      if (signatures.common_bound(pair.a, pair.b) < least) continue;
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
