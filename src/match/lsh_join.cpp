// Candidates by locality-sensitive hashing of sketches. Entry point: lsh_join.
//
// Every text gets one 32-bit key a band (hash of the band's rows of its sketch). Each band is sorted by key on its own;
// texts with one key are a bucket. A pair is formed in the first band in which the two agree, so no pair is formed
// twice and no set of pairs seen is kept. Buckets over the limit are found in a first round and taken out, so that they
// hide nothing from later bands; hot_buckets.h links their texts. Test: tests/match/join_test.cpp.
#include <algorithm>
#include <bit>
#include <mutex>

#include "base/memory_pressure.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/band_keys.h"
#include "match/candidates.h"
#include "match/hot_buckets.h"

namespace nuskha {
namespace {

constexpr std::size_t bands_at_once = 4;         // keys of one text are neighbours in memory
constexpr std::size_t prefetched = 8;            // texts ahead, whose keys are far apart
constexpr std::size_t rows_between_eases = 256;  // of keys, which may lie anywhere
constexpr std::size_t finder_bytes = 56;         // a text, of one BucketFinder and what is nearest

std::uint32_t text_of(std::uint64_t item) { return static_cast<std::uint32_t>(item); }
std::uint32_t key_of(std::uint64_t item) { return static_cast<std::uint32_t>(item >> 32); }

/// The buckets of a few bands. Most texts are alone with their key, so keys are counted first, in a table that is small
/// enough for the cache and lets some share a place, and only texts whose place has company are sorted. One per thread.
class BucketFinder {
 public:
  /// Calls `bucket(band, items)`, item being key << 32 | text, for each run of at least `least` of the texts, 2 to 255,
  /// with one key in a band of [begin, end); the texts come in ascending order.
  template <class Bucket>
  void find(const BandKeys& keys, std::span<const std::uint32_t> texts, std::size_t begin, std::size_t end,
            std::size_t least, Bucket&& bucket) {
    const std::size_t num_bands = end - begin;
    columns_.resize(num_bands * texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i % rows_between_eases == 0) ease_memory();
      const std::span<const std::uint32_t> row = keys.row(texts[i]);
      for (std::size_t band = 0; band < num_bands; ++band) columns_[band * texts.size() + i] = row[begin + band];
    }
    for (std::size_t band = 0; band < num_bands; ++band) {
      find_company(std::span(columns_).subspan(band * texts.size(), texts.size()), texts, least);
      std::size_t num_rows = 0;
      for (std::size_t from = 0; from < items_.size();) {
        std::size_t to = from;
        for (; to < items_.size() && items_[to] >> 32 == items_[from] >> 32; ++to)
          if (to + prefetched < items_.size()) keys.prefetch(text_of(items_[to + prefetched]));
        if (to - from >= least) {
          bucket(begin + band, std::span<const std::uint64_t>(&items_[from], to - from));
          num_rows += to - from;
          if (num_rows >= rows_between_eases) {
            ease_memory();
            num_rows = 0;
          }
        }
        from = to;
      }
    }
  }

 private:
  /// Sets items_ to the texts whose key may be that of `least` texts, by key.
  void find_company(std::span<const std::uint32_t> column, std::span<const std::uint32_t> texts, std::size_t least) {
    const auto least_count = static_cast<std::uint8_t>(std::clamp<std::size_t>(least, 2, 255));
    const std::size_t mask = std::bit_ceil(4 * texts.size()) - 1;
    counts_.assign(mask + 1, 0);
    for (const std::uint32_t key : column) {
      std::uint8_t& count = counts_[key & mask];
      count = static_cast<std::uint8_t>(count + (count < 255));
    }
    items_.resize(texts.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      items_[size] = std::uint64_t{column[i]} << 32 | texts[i];
      size += counts_[column[i] & mask] >= least_count;
    }
    items_.resize(size);
    radix_sort_by_key(items_, scratch_);
  }

  std::vector<std::uint32_t> columns_;  // keys of each band
  std::vector<std::uint8_t> counts_;
  std::vector<std::uint64_t> items_;
  std::vector<std::uint64_t> scratch_;
};

void sort_unique(auto& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

Candidates lsh_join(std::span<const MatchText> texts, unsigned shingle_words, Bands bands, unsigned threads,
                    std::size_t max_bucket, PageStore* pages) {
  Candidates out;
  out.pairs = PageVector<Candidate>(pages);
  std::vector<std::uint32_t> with_words;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (!texts[i].words.empty()) with_words.push_back(static_cast<std::uint32_t>(i));
  if (with_words.size() < 2) return out;
  BandKeys keys(texts, shingle_words, bands, threads, pages);
  if (pages != nullptr) {
    const std::uint64_t finders_at_once = pages->working_bytes() / (finder_bytes * with_words.size());
    threads = static_cast<unsigned>(std::clamp<std::uint64_t>(finders_at_once, 1, threads));
  }

  // Round one: buckets over the limit.
  std::vector<HotBucket> hot;
  std::vector<BucketFinder> finders(threads);
  std::mutex mutex;
  if (with_words.size() > max_bucket) {
    parallel_for(threads, bands.bands, bands_at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
      finders[thread].find(keys, with_words, begin, end, max_bucket + 1,
                           [&](std::size_t band, std::span<const std::uint64_t> bucket) {
                             const std::lock_guard lock(mutex);
                             hot.push_back({static_cast<std::uint32_t>(band), key_of(bucket.front())});
                           });
    });
    std::sort(hot.begin(), hot.end());
  }
  HotLinks links = link_hot_buckets(hot, texts.size(), threads, keys);
  out.buckets_cut = hot.size();
  out.pairs.insert(out.pairs.end(), links.pairs.begin(), links.pairs.end());
  links.pairs = {};
  out.cut_texts = std::move(links.cut_texts);
  const auto have_one_leader = [&](std::uint32_t a, std::uint32_t b) {
    return !hot.empty() && links.leader_of[a] != no_leader && links.leader_of[a] == links.leader_of[b];
  };

  // Round two: all pairs of the others.
  keys.seal();
  std::vector<NearestPairs> nearest(hot.empty() ? 0 : threads, NearestPairs(texts.size()));
  parallel_for(threads, bands.bands, bands_at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<Candidate> found;
    finders[thread].find(keys, with_words, begin, end, 2, [&](std::size_t band, std::span<const std::uint64_t> bucket) {
      for (std::size_t i = 0; i < bucket.size(); ++i) {
        for (std::size_t j = i + 1; j < bucket.size(); ++j) {
          const std::uint32_t a = text_of(bucket[i]);
          const std::uint32_t b = text_of(bucket[j]);
          if (keys.agree_before(a, b, band)) continue;
          if (have_one_leader(a, b)) {
            nearest[thread].add(a, b, keys.count_agreeing(a, b, band));
          } else {
            found.push_back({a, b});
          }
        }
      }
    });
    const std::lock_guard lock(mutex);
    out.pairs.insert(out.pairs.end(), found.begin(), found.end());
  });
  for (std::size_t thread = 1; thread < nearest.size(); ++thread) nearest.front().add(nearest[thread]);
  if (!nearest.empty()) nearest.front().append_to(out.pairs);
  sort_unique(out.pairs);
  return out;
}

}  // namespace nuskha
