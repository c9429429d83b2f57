// Shared passages among the pairs that other joins formed. Entry point: passage_join.
//
// First the shingles are found that are common in the archive; whatever else two texts share is rare. 16 bits of each
// rare shingle bound how many two texts share in a fraction of a microsecond, and spare most pairs the count. A shingle
// is 32 bits of its hash throughout, as in exact_join, so that both find the same numbers. Test:
// tests/match/passage_join_test.cpp.
#include <algorithm>
#include <bit>
#include <functional>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/dealt.h"
#include "base/page_store.h"
#include "base/parallel.h"
#include "match/candidate_order.h"
#include "match/candidates.h"
#include "match/count_table.h"
#include "match/shingle_set.h"
#include "match/verify.h"

namespace nuskha {
namespace {

/// The shingles that more texts hold than a rare one may.
class CommonShingles {
 public:
  /// Deals the distinct shingles of all texts into parts by their first bits, and counts each part on its own, in a
  /// table small enough for a cache, or in several if it is large.
  CommonShingles(std::span<const MatchText> texts, std::size_t max_rare_texts,
                 std::span<TextShingles> shingles_of_thread, PageStore* pages)
      : num_distinct_(texts.size(), pages), of_part_(num_parts) {
    const auto threads = static_cast<unsigned>(shingles_of_thread.size());
    std::size_t num_words = 0;
    for (const MatchText& text : texts) num_words += text.words.size();
    // Kept in memory as long as with what vectors take beyond their size they stay within working_bytes.
    const std::uint64_t most_bytes = pages == nullptr ? 0 : pages->working_bytes() / 5 * 4;
    Dealt<std::uint32_t> dealt(threads, num_parts, num_words, most_bytes, pages);
    parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t text = begin; text < end; ++text) {
        const std::span<const std::uint32_t> shingles = shingles_of_thread[thread].distinct(texts[text].words);
        num_distinct_[text] = static_cast<std::uint32_t>(shingles.size());
        for (const std::uint32_t hash : shingles) dealt.add(thread, part_of(hash), hash);
      }
    });
    parallel_for(threads, num_parts, 1, [&](unsigned, std::size_t part, std::size_t) {
      of_part_[part] = common_of(dealt, part, max_rare_texts);
      dealt.clear(part);
    });
    std::size_t num_common = 0;
    for (const CountTable& part : of_part_) part.for_each([&](std::uint32_t, std::uint32_t) { ++num_common; });
    maybe_.resize(std::bit_ceil(bits_per_shingle * num_common / 64 + 1));
    for (const CountTable& part : of_part_)
      part.for_each([&](std::uint32_t hash, std::uint32_t) {
        maybe_[hash / 64 & (maybe_.size() - 1)] |= std::uint64_t{1} << hash % 64;
      });
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
  static constexpr std::size_t most_shingles_at_once = std::size_t{1} << 21;
  static std::size_t part_of(std::uint32_t hash) { return hash >> 24; }

  /// Those of a part that more than so many texts hold. Of a large part only those of some next bits are counted at a
  /// time. Counters of a byte, which shingles may share, say of most that they are rare; only what is left is looked
  /// up.
  static CountTable common_of(const Dealt<std::uint32_t>& dealt, std::size_t part, std::size_t max_rare_texts) {
    const std::size_t size = dealt.size(part);
    const std::size_t num_rounds = std::min<std::size_t>(256, std::bit_ceil(size / most_shingles_at_once + 1));
    const auto for_each_of = [&](std::size_t round, auto&& work) {
      dealt.for_each(part, [&](std::span<const std::uint32_t> hashes) {
        for (const std::uint32_t hash : hashes)
          if ((hash >> 16 & (num_rounds - 1)) == round) work(hash);
      });
    };
    constexpr std::size_t most_counted = 255;
    const std::size_t least_common = std::min(max_rare_texts + 1, most_counted);
    std::vector<std::uint8_t> counters(std::bit_ceil(2 * size / num_rounds + 2));
    // Some bits are the same in all of a round: those of a product are not.
    const int shift = 32 - std::countr_zero(counters.size());
    const auto counter_of = [&](std::uint32_t hash) -> std::uint8_t& { return counters[hash * 0x9E3779B1U >> shift]; };
    std::vector<std::uint32_t> maybe_common;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (std::size_t round = 0; round < num_rounds; ++round) {
      if (round > 0) std::fill(counters.begin(), counters.end(), std::uint8_t{0});
      for_each_of(round, [&](std::uint32_t hash) {
        std::uint8_t& counter = counter_of(hash);
        counter = static_cast<std::uint8_t>(counter + (counter != most_counted));
      });
      maybe_common.clear();
      for_each_of(round, [&](std::uint32_t hash) {
        if (counter_of(hash) >= least_common) maybe_common.push_back(hash);
      });
      CountTable num_texts(maybe_common.size());
      for (const std::uint32_t hash : maybe_common) num_texts.add(hash);
      num_texts.for_each([&](std::uint32_t hash, std::uint32_t texts) {
        if (texts > max_rare_texts) found.emplace_back(hash, texts);
      });
    }
    CountTable out(found.size());
    for (const auto& [hash, texts] : found) out.set(hash, texts);
    return out;
  }

  PageVector<std::uint32_t> num_distinct_;  // by text
  std::vector<CountTable> of_part_;
  std::vector<std::uint64_t> maybe_;  // bits of the common ones, which others may share; stays in a cache
};

/// The rare shingles of texts, cut to 16 bits each. From two of them a bound of the shingles that the texts have in
/// common is read.
class RareShingles {
 public:
  /// Room for the texts that `is_wanted` says.
  RareShingles(std::span<const MatchText> texts, const std::vector<bool>& is_wanted, PageStore* pages)
      : of_text_(texts.size(), pages), hashes_(pages) {
    std::size_t num_words = 0;
    for (std::size_t text = 0; text < texts.size(); ++text) {
      of_text_[text] = {num_words, 0};
      if (!is_wanted[text]) continue;
      num_words += texts[text].words.size();
    }
    // What is never written takes no memory.
    hashes_.resize(num_words);
  }

  /// Takes the rare ones of a text's shingles, no more than it has words; repetitions are not looked for. Safe to call
  /// for different texts at once.
  void assign(std::size_t text, std::span<const std::uint32_t> rare) {
    Entry& entry = of_text_[text];
    std::transform(rare.begin(), rare.end(), hashes_.data() + entry.begin,
                   [](std::uint32_t hash) { return static_cast<std::uint16_t>(hash); });
    entry.size = rare.size();
  }

  std::span<const std::uint16_t> of(std::size_t text) const {
    return {hashes_.data() + of_text_[text].begin, of_text_[text].size};
  }

  /// No more will be assigned.
  void seal() {
    nuskha::seal(of_text_);
    nuskha::seal(hashes_);
  }

 private:
  struct Entry {
    std::size_t begin, size;  // in hashes_
  };
  PageVector<Entry> of_text_;
  PageVector<std::uint16_t> hashes_;
};

/// Which values some bits of one text's rare shingles have. A byte each, so that no bit needs to be shifted out; of
/// most texts they stay in the first-level cache.
class ShingleTable {
 public:
  ShingleTable() : is_there_(std::size_t{1} << 16) {}

  void assign(std::span<const std::uint16_t> hashes) {
    for (const std::uint16_t hash : hashes_) is_there_[hash & mask_] = 0;
    hashes_ = hashes;
    mask_ = hashes.size() <= most_for_few_bits ? mask_of_few_bits : mask_of_all_bits;
    for (const std::uint16_t hash : hashes_) is_there_[hash & mask_] = 1;
  }

  /// False only if fewer than `least` of the shingles are in common.
  bool may_share(std::span<const std::uint16_t> hashes, std::size_t least) const {
    constexpr std::size_t group = 32;  // counted between looks at the sum
    const std::uint8_t* const is_there = is_there_.data();
    const std::size_t mask = mask_;
    std::size_t common = 0;
    while (common < least && common + hashes.size() >= least) {
      const std::size_t count = std::min(group, hashes.size());
      for (const std::uint16_t hash : hashes.first(count)) common += is_there[hash & mask];
      hashes = hashes.subspan(count);
    }
    return common >= least;
  }

 private:
  static constexpr std::size_t most_for_few_bits = 1024;
  static constexpr std::size_t mask_of_few_bits = (1 << 14) - 1;
  static constexpr std::size_t mask_of_all_bits = (1 << 16) - 1;
  std::vector<std::uint8_t> is_there_;
  std::size_t mask_ = mask_of_all_bits;
  std::span<const std::uint16_t> hashes_;  // what is in the table
};

/// Calls `run(thread, pairs)` for each run of pairs with one first text.
template <class Run>
void for_each_run(std::span<const Candidate> pairs, unsigned threads, PageStore* pages, Run&& run) {
  PageVector<std::size_t> begins(pages);  // by blocks of second texts there may be as many as pairs
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (i == 0 || pairs[i].a != pairs[i - 1].a) begins.push_back(i);
  begins.push_back(pairs.size());
  seal(begins);
  parallel_for(threads, begins.size() - 1, 16, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) run(thread, pairs.subspan(begins[i], begins[i + 1] - begins[i]));
  });
}

/// What is known of the shingles of texts when pairs of them are gone through.
struct KnownShingles {
  /// Writes those of a text's shingles that few texts hold, and says how many: all are given in order, and there is
  /// room for as many. Safe to call for different texts at once.
  std::function<std::size_t(std::size_t, std::span<const std::uint32_t>, std::uint32_t*)> select_rare;
  std::function<std::uint32_t(std::size_t)> num_distinct;  ///< Shingles of a text, rare or not.
};

std::vector<Candidate> join_by_rare(std::span<const MatchText> texts, std::span<const Candidate> pairs, JoinFloor floor,
                                    const KnownShingles& known, std::span<TextShingles> shingles_of_thread,
                                    PageStore* pages) {
  const auto threads = static_cast<unsigned>(shingles_of_thread.size());
  std::vector<bool> is_in_pair(texts.size());
  for (const Candidate& pair : pairs) is_in_pair[pair.a] = is_in_pair[pair.b] = true;
  RareShingles rare_shingles(texts, is_in_pair, pages);
  std::vector<std::vector<std::uint32_t>> selected_of_thread(threads);
  const auto select_rare = [&](unsigned thread, std::size_t text) -> std::span<const std::uint32_t> {
    const std::span<const std::uint32_t> all = shingles_of_thread[thread].all(texts[text].words);
    std::vector<std::uint32_t>& selected = selected_of_thread[thread];
    if (selected.size() < all.size()) selected.resize(all.size());
    return {selected.data(), known.select_rare(text, all, selected.data())};
  };
  parallel_for(threads, texts.size(), 256, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text)
      if (is_in_pair[text]) rare_shingles.assign(text, select_rare(thread, text));
  });
  rare_shingles.seal();

  std::vector<ShingleSet> set_of_thread(threads);
  std::vector<ShingleTable> table_of_thread(threads);
  std::vector<std::vector<Candidate>> found_of_thread(threads);
  const CandidateOrder order(texts, pairs, pages);
  for_each_run(order.candidates(), threads, pages, [&](unsigned thread, std::span<const Candidate> run) {
    ShingleSet& rare = set_of_thread[thread];
    const std::span<const std::uint16_t> rare_of_a = rare_shingles.of(run.front().a);
    if (rare_of_a.size() < least_rare_shingles(0)) return;
    ShingleTable& table = table_of_thread[thread];
    table.assign(rare_of_a);
    bool is_ready = false;
    for (Candidate pair : run) {
      const std::size_t shingles = std::min(known.num_distinct(pair.a), known.num_distinct(pair.b));
      const std::size_t least =
          std::max(least_rare_shingles(shingles), static_cast<std::size_t>(floor.rare * static_cast<double>(shingles)));
      const std::span<const std::uint16_t> rare_of_b = rare_shingles.of(pair.b);
      if (std::min(rare_of_a.size(), rare_of_b.size()) < least || !table.may_share(rare_of_b, least)) continue;
      if (!is_ready) rare.assign(select_rare(thread, pair.a));
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

}  // namespace

std::vector<Candidate> passage_join(std::span<const MatchText> texts, unsigned shingle_words,
                                    std::span<const Candidate> pairs, JoinFloor floor, unsigned threads,
                                    PageStore* pages) {
  if (pairs.empty()) return {};
  std::vector<TextShingles> shingles_of_thread(threads, TextShingles(shingle_words));
  const CommonShingles common(texts, floor.max_rare_texts, shingles_of_thread, pages);
  const auto select_rare = [&](std::size_t, std::span<const std::uint32_t> all, std::uint32_t* out) {
    std::size_t size = 0;  // without a branch, which nothing could foresee
    for (const std::uint32_t hash : all) {
      out[size] = hash;
      size += !common.contains(hash);
    }
    return size;
  };
  const auto num_distinct = [&](std::size_t text) { return common.num_distinct(text); };
  return join_by_rare(texts, pairs, floor, {select_rare, num_distinct}, shingles_of_thread, pages);
}

std::vector<Candidate> passage_join_known(std::span<const MatchText> texts, std::span<const std::string_view> rare_bits,
                                          unsigned shingle_words, std::span<const Candidate> pairs, JoinFloor floor) {
  if (pairs.empty()) return {};
  std::vector<TextShingles> shingles(1, TextShingles(shingle_words));
  std::vector<std::uint32_t> num_distinct(texts.size());
  for (const Candidate& pair : pairs)
    for (const std::uint32_t text : {pair.a, pair.b})
      if (num_distinct[text] == 0)
        num_distinct[text] = static_cast<std::uint32_t>(shingles.front().distinct(texts[text].words).size());
  const auto select_rare = [&](std::size_t text, std::span<const std::uint32_t> all, std::uint32_t* out) {
    const std::string_view bits = rare_bits[text];
    std::size_t size = 0;
    for (std::size_t i = 0; i < all.size() && i / 8 < bits.size(); ++i) {
      out[size] = all[i];
      size += static_cast<unsigned char>(bits[i / 8]) >> i % 8 & 1u;
    }
    return size;
  };
  const auto num_of = [&](std::size_t text) { return num_distinct[text]; };
  return join_by_rare(texts, pairs, floor, {select_rare, num_of}, shingles, nullptr);
}

}  // namespace nuskha
