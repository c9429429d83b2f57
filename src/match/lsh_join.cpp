// Candidates by locality-sensitive hashing of sketches. Entry point: lsh_join.
//
// Every text gets one 32-bit key a band (hash of the band's rows of its sketch). Each band is sorted by key on its own;
// texts with one key are a bucket. What the bands have found is put together without repetitions. Buckets over the
// limit are found in a first round and left out, so that they hide nothing from other bands; hot_buckets.h links their
// texts. Test: tests/match/join_test.cpp.
#include <algorithm>
#include <bit>
#include <limits>
#include <mutex>

#include "base/memory_pressure.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/band_keys.h"
#include "match/candidates.h"
#include "match/distinct_pairs.h"
#include "match/hot_buckets.h"

namespace nuskha {
namespace {

constexpr std::size_t texts_at_once = 4096;  // between two looks at the memory
constexpr std::size_t finder_bytes = 40;     // a text, of one BucketFinder where all have company

std::uint32_t text_of(std::uint64_t item) { return static_cast<std::uint32_t>(item); }

/// The buckets of a band. Most texts are alone with their key, so keys are counted first, in a table that is small
/// enough for the cache and lets some share a place, and only texts whose place has company are sorted. One per thread.
class BucketFinder {
 public:
  /// Calls `bucket(items)`, item being key << 32 | text, for each run of at least `least` texts, 2 to 255, with one
  /// key; texts come in ascending order.
  template <class Bucket>
  void find(std::span<const std::uint32_t> column, std::size_t least, Bucket&& bucket) {
    find_company(column, least);
    for (std::size_t from = 0; from < items_.size();) {
      std::size_t to = from;
      while (to < items_.size() && items_[to] >> 32 == items_[from] >> 32) ++to;
      if (to - from >= least) bucket(std::span<const std::uint64_t>(&items_[from], to - from));
      from = to;
    }
  }

 private:
  /// Sets items_ to the texts whose key may be that of `least` texts, by key.
  void find_company(std::span<const std::uint32_t> column, std::size_t least) {
    const auto least_count = static_cast<std::uint8_t>(std::clamp<std::size_t>(least, 2, 255));
    const std::size_t mask = std::bit_ceil(4 * column.size()) - 1;
    counts_.assign(mask + 1, 0);
    for_each_part(column, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        std::uint8_t& count = counts_[column[i] & mask];
        count = static_cast<std::uint8_t>(count + (count < 255));
      }
    });
    items_.clear();
    std::size_t size = 0;
    for_each_part(column, [&](std::size_t begin, std::size_t end) {
      items_.resize(size + end - begin);
      for (std::size_t i = begin; i < end; ++i) {
        items_[size] = std::uint64_t{column[i]} << 32 | i;
        size += counts_[column[i] & mask] >= least_count;
      }
    });
    items_.resize(size);
    radix_sort_by_key(items_, scratch_);
  }

  template <class Visit>
  static void for_each_part(std::span<const std::uint32_t> column, Visit&& visit) {
    for (std::size_t begin = 0; begin < column.size(); begin += texts_at_once) {
      visit(begin, std::min(column.size(), begin + texts_at_once));
      ease_memory();
    }
  }

  std::vector<std::uint8_t> counts_;
  std::vector<std::uint64_t> items_;
  std::vector<std::uint64_t> scratch_;
};

/// Which texts were in one bucket of the band that this thread went through last: their pairs are known, and needn't be
/// found again. One per thread.
class LastBuckets {
 public:
  explicit LastBuckets(std::size_t num_texts) : bucket_of_(num_texts) {}

  void begin_band() {
    first_of_last_ = first_;
    first_ = next_;
    if (next_ < std::numeric_limits<std::uint32_t>::max() / 2) return;
    std::fill(bucket_of_.begin(), bucket_of_.end(), 0u);
    first_of_last_ = first_ = next_ = 1;
  }

  /// To be called once for each bucket of the band. Gives the bucket of the last band of each of its texts, or 0.
  std::span<const std::uint32_t> enter(std::span<const std::uint64_t> bucket) {
    last_.clear();
    for (const std::uint64_t item : bucket) {
      std::uint32_t& bucket_of = bucket_of_[text_of(item)];
      last_.push_back(bucket_of >= first_of_last_ ? bucket_of : 0);
      bucket_of = next_;
    }
    ++next_;
    return last_;
  }

 private:
  std::vector<std::uint32_t> bucket_of_;  // of each text the last that it was in, by number; 0: none
  std::uint32_t next_ = 1;
  std::uint32_t first_ = 1;          // of this band
  std::uint32_t first_of_last_ = 1;  // of the band before
  std::vector<std::uint32_t> last_;
};

/// Buckets over the limit.
HotBuckets find_hot_buckets(const BandKeys& keys, std::size_t max_bucket, unsigned threads,
                            std::vector<BucketFinder>& finders, PageStore* pages) {
  HotBuckets hot(pages);
  if (keys.texts().size() <= max_bucket) return hot;
  std::mutex mutex;
  parallel_for(threads, keys.num_bands(), 1, [&](unsigned thread, std::size_t band, std::size_t) {
    finders[thread].find(keys.column(band), max_bucket + 1, [&](std::span<const std::uint64_t> bucket) {
      const std::lock_guard lock(mutex);
      hot.add(band, bucket);
    });
  });
  hot.sort();
  return hot;
}

/// What one thread needs to form the pairs of a band.
struct PairMaker {
  PairMaker(std::size_t num_texts, std::size_t num_cut) : last(num_texts), nearest(num_cut) {}
  LastBuckets last;
  NearestPairs nearest;  // by ranks of cut texts
};

}  // namespace

Candidates lsh_join(std::span<const MatchText> texts, unsigned shingle_words, Bands bands, unsigned threads,
                    std::size_t max_bucket, PageStore* pages) {
  Candidates out;
  out.pairs = PageVector<Candidate>(pages);
  BandKeys keys(texts, shingle_words, bands, threads, pages);
  const std::size_t num_texts = keys.texts().size();
  if (num_texts < 2) return out;
  std::uint64_t most_bytes = std::uint64_t{1} << 27;
  if (pages != nullptr) {
    most_bytes = pages->working_bytes() / 2;
    threads = static_cast<unsigned>(std::clamp<std::uint64_t>(most_bytes / (finder_bytes * num_texts), 1, threads));
  }
  std::vector<BucketFinder> finders(threads);
  const HotBuckets hot = find_hot_buckets(keys, max_bucket, threads, finders, pages);
  const CutTexts cut(hot, keys, threads, pages);

  // All pairs of the other buckets.
  std::vector<PairMaker> makers(threads, PairMaker(num_texts, cut.texts().size()));
  DistinctPairs pairs(threads, most_bytes, pages);
  parallel_for(threads, keys.num_bands(), 1, [&](unsigned thread, std::size_t band, std::size_t) {
    PairMaker& maker = makers[thread];
    maker.last.begin_band();
    finders[thread].find(keys.column(band), 2, [&](std::span<const std::uint64_t> bucket) {
      if (bucket.size() > max_bucket) return;
      const std::span<const std::uint32_t> last = maker.last.enter(bucket);
      for (std::size_t i = 0; i < bucket.size(); ++i) {
        const std::uint32_t a = text_of(bucket[i]);
        const std::uint32_t rank_a = cut.rank(a);
        for (std::size_t j = i + 1; j < bucket.size(); ++j) {
          const std::uint32_t b = text_of(bucket[j]);
          if (rank_a != no_rank && cut.have_one_leader(rank_a, cut.rank(b))) {
            const std::uint32_t rank_b = cut.rank(b);
            if (!cut.agree_before(rank_a, rank_b, band))
              maker.nearest.add(rank_a, rank_b, cut.count_agreeing(rank_a, rank_b, band));
          } else if (last[i] == 0 || last[i] != last[j]) {
            pairs.add(thread, a, b);
          }
        }
      }
    });
    keys.drop(band);
  });
  for (const Candidate& link : cut.links()) pairs.add(0, link.a, link.b);
  for (std::size_t thread = 1; thread < makers.size(); ++thread) makers[0].nearest.add(makers[thread].nearest);
  makers[0].nearest.for_each(cut.texts(), [&](std::uint32_t a, std::uint32_t b) { pairs.add(0, a, b); });
  makers.clear();
  finders.clear();
  out.pairs = pairs.take(keys.texts());
  out.buckets_cut = hot.size();
  for (const std::uint32_t text : cut.texts()) out.cut_texts.push_back(keys.texts()[text]);
  return out;
}

}  // namespace nuskha
