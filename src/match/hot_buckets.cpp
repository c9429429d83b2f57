// Entry points: HotBuckets, CutTexts, NearestPairs. Test: tests/match/join_test.cpp.
//
// A text in many hot buckets is in most of them together with the same texts: its near-copies. A few of these, the
// leaders, stand for the buckets. Texts are taken in order, those in the most hot buckets first; each is linked to the
// leader that it shares most buckets with, then to the one that shares most of the rest, and so on, as in the greedy
// cover of a set by sets. A text that is like no leader becomes one.
#include "match/hot_buckets.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

namespace nuskha {
namespace {

constexpr std::size_t most_leaders = 4;  // of one bucket
constexpr std::size_t most_links = 6;    // that a text starts, in all buckets together

/// A leader stands for a text that it shares so many hot buckets with: a sixth of the bands, which two texts of Jaccard
/// 0.4 agree in on average, and however few bands there are, nine.
std::size_t least_shared(std::size_t num_bands) { return std::max<std::size_t>(num_bands / 6, 9); }

/// The leaders of each bucket, and links to them.
class Leaders {
 public:
  Leaders(std::size_t num_buckets, std::size_t num_texts, std::size_t num_bands)
      : leaders_(num_buckets), num_shared_(num_texts), least_shared_(least_shared(num_bands)) {
    for (auto& leaders : leaders_) leaders.fill(no_rank);
  }

  /// Links a text, which is in `buckets`, to leaders, or makes it one. Gives the leader that stands for it.
  std::uint32_t link(std::uint32_t text, std::vector<std::uint32_t>& buckets, std::vector<Candidate>& out) {
    std::uint32_t main = no_rank;
    all_ = buckets;
    for (std::size_t links = 0; links < most_links && !buckets.empty(); ++links) {
      const auto [leader, num_shared] = most_shared(buckets);
      if (leader == no_rank) break;
      if (links == 0 && num_shared >= least_shared_) main = leader;
      out.push_back(leader < text ? Candidate{leader, text} : Candidate{text, leader});
      std::erase_if(buckets, [&, leads_to = leader](std::uint32_t bucket) { return leads(leads_to, bucket); });
    }
    for (const std::uint32_t bucket : main == no_rank ? all_ : buckets) add_leader(bucket, text, main == no_rank);
    return main == no_rank && all_.size() >= least_shared_ ? text : main;
  }

 private:
  struct Shared {
    std::uint32_t leader = no_rank;
    std::size_t num_buckets = 0;
  };

  /// The leader of most of these buckets, the first text of those with as many.
  Shared most_shared(std::span<const std::uint32_t> buckets) {
    Shared best;
    for (const std::uint32_t bucket : buckets)
      for (const std::uint32_t leader : leaders_[bucket]) {
        if (leader == no_rank) break;
        const std::size_t count = ++num_shared_[leader];
        if (count > best.num_buckets || (count == best.num_buckets && leader < best.leader)) best = {leader, count};
      }
    for (const std::uint32_t bucket : buckets)
      for (const std::uint32_t leader : leaders_[bucket]) {
        if (leader == no_rank) break;
        num_shared_[leader] = 0;
      }
    return best;
  }

  bool leads(std::uint32_t leader, std::uint32_t bucket) const {
    return std::find(leaders_[bucket].begin(), leaders_[bucket].end(), leader) != leaders_[bucket].end();
  }

  /// One that stands for no text of its own leads a bucket only if no other does.
  void add_leader(std::uint32_t bucket, std::uint32_t text, bool is_main) {
    auto& leaders = leaders_[bucket];
    const auto free = std::find(leaders.begin(), leaders.end(), no_rank);
    if (free == leaders.begin() || (is_main && free != leaders.end())) *free = text;
  }

  std::vector<std::array<std::uint32_t, most_leaders>> leaders_;  // by bucket
  std::vector<std::uint32_t> num_shared_;                         // by text; 0 between calls
  std::size_t least_shared_;
  std::vector<std::uint32_t> all_;  // scratch
};

/// The numbers of the buckets that each cut text is in, ascending, by rank.
PageLists<std::uint32_t> buckets_of_texts(const HotBuckets& buckets, std::span<const std::uint32_t> ranks,
                                          std::size_t num_ranks, PageStore* pages) {
  PageVector<std::size_t> ends(pages);  // where each list begins, until it is filled
  ends.assign(num_ranks + 1, 0);
  for (std::size_t i = 0; i < buckets.size(); ++i)
    for (const std::uint32_t text : buckets.members(i)) ++ends[ranks[text] + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  PageVector<std::uint32_t> values(pages);
  values.resize(ends.back());
  for (std::size_t i = 0; i < buckets.size(); ++i)
    for (const std::uint32_t text : buckets.members(i)) values[ends[ranks[text]]++] = static_cast<std::uint32_t>(i);
  ends.pop_back();
  PageLists<std::uint32_t> out(std::move(ends), std::move(values));
  out.seal();
  return out;
}

}  // namespace

void HotBuckets::add(std::size_t band, std::span<const std::uint64_t> bucket) {
  buckets_.push_back({static_cast<std::uint32_t>(band), static_cast<std::uint32_t>(bucket.front() >> 32),
                      members_.size(), bucket.size()});
  for (const std::uint64_t item : bucket) members_.push_back(static_cast<std::uint32_t>(item));
}

void HotBuckets::sort() {
  std::sort(buckets_.begin(), buckets_.end(),
            [](const Bucket& x, const Bucket& y) { return std::tie(x.band, x.key) < std::tie(y.band, y.key); });
  seal(members_);
}

CutTexts::CutTexts(const HotBuckets& buckets, const BandKeys& keys, unsigned threads, PageStore* pages)
    : num_bands_(keys.num_bands()), rows_(pages) {
  if (buckets.size() == 0) return;
  number_texts(buckets, keys.texts().size());
  const PageLists<std::uint32_t> buckets_of = buckets_of_texts(buckets, ranks_, texts_.size(), pages);
  link_to_leaders(buckets, num_bands_, buckets_of);
  copy_keys(keys, buckets, buckets_of, threads);
}

void CutTexts::number_texts(const HotBuckets& buckets, std::size_t num_texts) {
  ranks_.assign(num_texts, no_rank);
  for (std::size_t i = 0; i < buckets.size(); ++i)
    for (const std::uint32_t text : buckets.members(i)) ranks_[text] = 0;
  for (std::uint32_t text = 0; text < num_texts; ++text) {
    if (ranks_[text] == no_rank) continue;
    ranks_[text] = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(text);
  }
}

void CutTexts::link_to_leaders(const HotBuckets& buckets, std::size_t num_bands,
                               const PageLists<std::uint32_t>& buckets_of) {
  std::vector<std::uint32_t> order(texts_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return buckets_of[a].size() > buckets_of[b].size(); });
  leaders_.assign(texts_.size(), no_rank);
  Leaders leaders(buckets.size(), texts_.size(), num_bands);
  std::vector<std::uint32_t> of_text;
  for (const std::uint32_t rank : order) {
    of_text.assign(buckets_of[rank].begin(), buckets_of[rank].end());
    leaders_[rank] = leaders.link(rank, of_text, links_);
  }
  for (Candidate& link : links_) link = {texts_[link.a], texts_[link.b]};
}

void CutTexts::copy_keys(const BandKeys& keys, const HotBuckets& buckets, const PageLists<std::uint32_t>& buckets_of,
                         unsigned threads) {
  rows_.resize(texts_.size() * num_bands_);
  parallel_for(threads, texts_.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t band = 0; band < num_bands_; ++band) {
      const std::span<const std::uint32_t> column = keys.column(band);
      for (std::size_t rank = begin; rank < end; ++rank) rows_[rank * num_bands_ + band] = column[texts_[rank]];
    }
    for (std::size_t rank = begin; rank < end; ++rank)
      for (const std::uint32_t bucket : buckets_of[rank]) {
        const std::size_t band = buckets.band(bucket);
        rows_[rank * num_bands_ + band] = static_cast<std::uint32_t>(hash64_seeded(texts_[rank], band));
      }
  });
  seal(rows_);
}

bool CutTexts::agree_before(std::uint32_t rank_a, std::uint32_t rank_b, std::size_t band) const {
  constexpr std::size_t group = 16;  // compared without a branch
  const std::uint32_t* const x = &rows_[rank_a * num_bands_];
  const std::uint32_t* const y = &rows_[rank_b * num_bands_];
  std::size_t begin = 0;
  for (; begin + group <= band; begin += group) {
    bool any = false;
    for (std::size_t i = begin; i < begin + group; ++i) any |= x[i] == y[i];
    if (any) return true;
  }
  return !std::equal(x + begin, x + band, y + begin, std::not_equal_to<>());
}

std::uint32_t CutTexts::count_agreeing(std::uint32_t rank_a, std::uint32_t rank_b, std::size_t band) const {
  const std::uint32_t* const x = &rows_[rank_a * num_bands_];
  const std::uint32_t* const y = &rows_[rank_b * num_bands_];
  std::uint32_t out = 0;
  for (std::size_t i = band; i < num_bands_; ++i) out += x[i] == y[i];
  return out;
}

void NearestPairs::insert(Nearest& nearest, std::uint64_t item) {
  if (item <= nearest.back()) return;
  nearest.back() = item;
  for (std::size_t i = num_nearest - 1; i > 0 && nearest[i] > nearest[i - 1]; --i)
    std::swap(nearest[i], nearest[i - 1]);
}

void NearestPairs::add(const NearestPairs& other) {
  for (std::size_t text = 0; text < nearest_.size(); ++text)
    for (const std::uint64_t item : other.nearest_[text]) insert(nearest_[text], item);
}

}  // namespace nuskha
