// Entry points: link_hot_buckets, NearestPairs. Test: tests/match/join_test.cpp.
//
// A text in many hot buckets is in most of them together with the same texts: its near-copies. A few of these, the
// leaders, stand for the buckets. Texts are taken in order, those in the most hot buckets first; each is linked to the
// leader that it shares most buckets with, then to the one that shares most of the rest, and so on, as in the greedy
// cover of a set by sets. A text that is like no leader becomes one.
#include "match/hot_buckets.h"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace nuskha {
namespace {

constexpr std::size_t most_leaders = 4;  // of one bucket
constexpr std::size_t most_links = 6;    // that a text starts, in all buckets together

/// A leader stands for a text that it shares so many hot buckets with: a sixth of the bands, which two texts of Jaccard
/// 0.4 agree in on average, and however few bands there are, nine.
std::size_t least_shared(std::size_t num_bands) { return std::max<std::size_t>(num_bands / 6, 9); }

/// Numbers of the hot buckets by band and key.
class BucketNumbers {
 public:
  explicit BucketNumbers(std::span<const HotBucket> buckets)
      : buckets_(buckets), slots_(std::bit_ceil(4 * buckets.size())) {
    for (std::uint32_t i = 0; i < buckets.size(); ++i) {
      std::size_t slot = slot_of(buckets[i]);
      while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = i + 1;
    }
  }

  /// Gives a number of none if the bucket isn't hot.
  std::size_t find(HotBucket bucket) const {
    for (std::size_t slot = slot_of(bucket); slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1))
      if (buckets_[slots_[slot] - 1] == bucket) return slots_[slot] - 1;
    return buckets_.size();
  }

 private:
  std::size_t slot_of(HotBucket bucket) const {
    const std::uint64_t mixed = (std::uint64_t{bucket.band} << 32 | bucket.key) * 0x9E3779B97F4A7C15;
    return mixed >> 32 & (slots_.size() - 1);
  }

  std::span<const HotBucket> buckets_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0: free
};

/// Marks hot bands in `keys`, whose keys become numbers of buckets there. Gives the number of them of each text.
std::vector<std::uint32_t> mark_hot_bands(std::span<const HotBucket> buckets, std::size_t num_texts, unsigned threads,
                                          BandKeys& keys) {
  const BucketNumbers numbers(buckets);
  std::vector<std::uint32_t> num_hot(num_texts);
  parallel_for(threads, num_texts, 256, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t text = begin; text < end; ++text) {
      for (std::uint32_t band = 0; band < keys.num_bands(); ++band) {
        const std::size_t bucket = numbers.find({band, keys.at(text, band)});
        if (bucket == buckets.size()) continue;
        keys.at(text, band) = static_cast<std::uint32_t>(bucket);
        keys.mark_hot(text, band);
        ++num_hot[text];
      }
    }
  });
  return num_hot;
}

/// The leaders of each bucket, and links to them.
class Leaders {
 public:
  Leaders(std::size_t num_buckets, std::size_t num_texts, std::size_t num_bands)
      : leaders_(num_buckets), num_shared_(num_texts), least_shared_(least_shared(num_bands)) {
    for (auto& leaders : leaders_) leaders.fill(no_leader);
  }

  /// Links a text, which is in `buckets`, to leaders, or makes it one. Gives the leader that stands for it.
  std::uint32_t link(std::uint32_t text, std::vector<std::uint32_t>& buckets, std::vector<Candidate>& out) {
    std::uint32_t main = no_leader;
    all_ = buckets;
    for (std::size_t links = 0; links < most_links && !buckets.empty(); ++links) {
      const auto [leader, num_shared] = most_shared(buckets);
      if (leader == no_leader) break;
      if (links == 0 && num_shared >= least_shared_) main = leader;
      out.push_back(leader < text ? Candidate{leader, text} : Candidate{text, leader});
      std::erase_if(buckets, [&](std::uint32_t bucket) { return leads(leader, bucket); });
    }
    for (const std::uint32_t bucket : main == no_leader ? all_ : buckets) add_leader(bucket, text, main == no_leader);
    return main == no_leader && all_.size() >= least_shared_ ? text : main;
  }

 private:
  struct Shared {
    std::uint32_t leader = no_leader;
    std::size_t num_buckets = 0;
  };

  /// The leader of most of these buckets, the first text of those with as many.
  Shared most_shared(std::span<const std::uint32_t> buckets) {
    Shared best;
    for (const std::uint32_t bucket : buckets)
      for (const std::uint32_t leader : leaders_[bucket]) {
        if (leader == no_leader) break;
        const std::size_t count = ++num_shared_[leader];
        if (count > best.num_buckets || (count == best.num_buckets && leader < best.leader)) best = {leader, count};
      }
    for (const std::uint32_t bucket : buckets)
      for (const std::uint32_t leader : leaders_[bucket]) {
        if (leader == no_leader) break;
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
    const auto free = std::find(leaders.begin(), leaders.end(), no_leader);
    if (free == leaders.begin() || (is_main && free != leaders.end())) *free = text;
  }

  std::vector<std::array<std::uint32_t, most_leaders>> leaders_;  // by bucket
  std::vector<std::uint32_t> num_shared_;                         // by text; 0 between calls
  std::size_t least_shared_;
  std::vector<std::uint32_t> all_;  // scratch
};

}  // namespace

HotLinks link_hot_buckets(std::span<const HotBucket> buckets, std::size_t num_texts, unsigned threads, BandKeys& keys) {
  HotLinks out;
  if (buckets.empty()) return out;
  const std::vector<std::uint32_t> num_hot = mark_hot_bands(buckets, num_texts, threads, keys);
  for (std::uint32_t text = 0; text < num_texts; ++text)
    if (num_hot[text] != 0) out.cut_texts.push_back(text);
  std::vector<std::uint32_t> order = out.cut_texts;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return num_hot[a] > num_hot[b]; });
  out.leader_of.assign(num_texts, no_leader);
  Leaders leaders(buckets.size(), num_texts, keys.num_bands());
  std::vector<std::uint32_t> of_text;
  for (const std::uint32_t text : order) {
    of_text.clear();
    keys.for_each_hot(text, [&](std::size_t band) { of_text.push_back(keys.at(text, band)); });
    out.leader_of[text] = leaders.link(text, of_text, out.pairs);
  }
  parallel_for(threads, out.cut_texts.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t text = out.cut_texts[i];
      keys.for_each_hot(
          text, [&](std::size_t band) { keys.at(text, band) = static_cast<std::uint32_t>(hash64_seeded(text, band)); });
    }
  });
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

void NearestPairs::append_to(PageVector<Candidate>& out) const {
  for (std::uint32_t text = 0; text < nearest_.size(); ++text)
    for (const std::uint64_t item : nearest_[text]) {
      if (item == 0) break;
      const std::uint32_t other = ~static_cast<std::uint32_t>(item);
      out.push_back(text < other ? Candidate{text, other} : Candidate{other, text});
    }
}

}  // namespace nuskha
