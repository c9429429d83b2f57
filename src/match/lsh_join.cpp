// Candidates by locality-sensitive hashing of sketches. Entry point: lsh_join.
//
// Every text gets one 32-bit key a band (hash of the band's rows of its sketch). Each band is sorted by key on its own;
// texts with one key are a bucket. A pair is formed in the first band in which the two agree, so no pair is formed
// twice and no set of pairs seen is kept. Buckets over the limit are found in a first round and taken out, so that they
// hide nothing from later bands. Test: tests/match/join_test.cpp.
#include <algorithm>
#include <bit>
#include <mutex>
#include <tuple>

#include "base/hash.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/candidates.h"

namespace nuskha {
namespace {

constexpr std::size_t num_representatives = 4;  // of a bucket over the limit, that each of its texts is linked to
constexpr std::size_t num_neighbours = 2;       // and the next ones by length
constexpr std::uint8_t most_links = 24;         // that a text starts in all buckets over the limit together
constexpr std::size_t bands_at_once = 4;        // keys of one text are neighbours in memory
constexpr std::size_t prefetched = 8;           // texts ahead, whose keys are far apart
constexpr std::size_t finder_bytes = 40;        // a text, of one BucketFinder

/// The band keys of all texts, one row a text.
class BandKeys {
 public:
  BandKeys(std::span<const MatchText> texts, unsigned shingle_words, Bands bands, unsigned threads, PageStore* pages)
      : bands_(bands.bands), keys_(texts.size() * bands.bands, pages) {
    parallel_for(threads, texts.size(), 64,
                 [&, sketchers = std::vector<Sketcher>(threads, Sketcher(bands.num_values())),
                  shingles = std::vector<std::vector<std::uint64_t>>(threads),
                  values = std::vector<std::vector<std::uint32_t>>(threads)](unsigned thread, std::size_t begin,
                                                                             std::size_t end) mutable {
                   std::vector<std::uint32_t>& sketch = values[thread];
                   sketch.resize(bands.num_values());
                   for (std::size_t text = begin; text < end; ++text) {
                     shingle(texts[text].words, shingle_words, shingles[thread]);
                     sketchers[thread].sketch(shingles[thread], sketch);
                     std::uint32_t* row = &keys_[text * bands_];
                     for (std::size_t band = 0; band < bands_; ++band)
                       row[band] = static_cast<std::uint32_t>(
                           hash64(&sketch[band * bands.rows], bands.rows * sizeof(std::uint32_t)));
                   }
                 });
  }

  /// The keys are only read from now on.
  void seal() { nuskha::seal(keys_); }

  std::uint32_t& at(std::size_t text, std::size_t band) { return keys_[text * bands_ + band]; }

  std::span<const std::uint32_t> row(std::size_t text) const { return {&keys_[text * bands_], bands_}; }

  /// Brings a text's keys near.
  void prefetch(std::size_t text) const { __builtin_prefetch(&keys_[text * bands_]); }

  /// True when two texts agree in some band before this one.
  bool agree_before(std::size_t a, std::size_t b, std::size_t band) const {
    constexpr std::size_t group = 16;  // compared without a branch
    const std::uint32_t* const x = &keys_[a * bands_];
    const std::uint32_t* const y = &keys_[b * bands_];
    std::size_t begin = 0;
    for (; begin + group <= band; begin += group) {
      bool any = false;
      for (std::size_t i = begin; i < begin + group; ++i) any |= x[i] == y[i];
      if (any) return true;
    }
    return !std::equal(x + begin, x + band, y + begin, std::not_equal_to<>());
  }

 private:
  std::size_t bands_;
  PageVector<std::uint32_t> keys_;
};

std::uint32_t text_of(std::uint64_t item) { return static_cast<std::uint32_t>(item); }

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
      const std::span<const std::uint32_t> row = keys.row(texts[i]);
      for (std::size_t band = 0; band < num_bands; ++band) columns_[band * texts.size() + i] = row[begin + band];
    }
    for (std::size_t band = 0; band < num_bands; ++band) {
      find_company(std::span(columns_).subspan(band * texts.size(), texts.size()), texts, least);
      for (std::size_t from = 0; from < items_.size();) {
        std::size_t to = from;
        for (; to < items_.size() && items_[to] >> 32 == items_[from] >> 32; ++to)
          if (to + prefetched < items_.size()) keys.prefetch(text_of(items_[to + prefetched]));
        if (to - from >= least) bucket(begin + band, std::span<const std::uint64_t>(&items_[from], to - from));
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

Candidate ordered(std::uint32_t a, std::uint32_t b) { return a < b ? Candidate{a, b} : Candidate{b, a}; }

/// Links the texts of a bucket over the limit: each to the next few by length and to representatives spread over all
/// lengths, as long as it has links left.
void link_bucket(std::span<const MatchText> texts, std::vector<std::uint32_t>& members,
                 std::vector<std::uint8_t>& links_left, PageVector<Candidate>& out) {
  std::sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::size_t size_a = texts[a].words.size();
    const std::size_t size_b = texts[b].words.size();
    return size_a != size_b ? size_a < size_b : a < b;
  });
  const auto link = [&](std::uint32_t from, std::uint32_t to) {
    if (from == to || links_left[from] == 0) return;
    --links_left[from];
    out.push_back(ordered(from, to));
  };
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t r = 0; r < num_representatives; ++r)
      link(members[i], members[r * (members.size() - 1) / (num_representatives - 1)]);
    for (std::size_t j = i + 1; j <= i + num_neighbours && j < members.size(); ++j) link(members[i], members[j]);
  }
}

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
  struct HotBucket {
    std::size_t band;
    std::vector<std::uint32_t> members;
  };
  std::vector<HotBucket> hot;
  std::vector<BucketFinder> finders(threads);
  std::mutex mutex;
  if (with_words.size() > max_bucket) {
    parallel_for(threads, bands.bands, bands_at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
      finders[thread].find(keys, with_words, begin, end, max_bucket + 1,
                           [&](std::size_t band, std::span<const std::uint64_t> bucket) {
                             HotBucket found{band, {}};
                             for (const std::uint64_t item : bucket) found.members.push_back(text_of(item));
                             const std::lock_guard lock(mutex);
                             hot.push_back(std::move(found));
                           });
    });
    std::sort(hot.begin(), hot.end(), [](const HotBucket& x, const HotBucket& y) {
      return std::tie(x.band, x.members.front()) < std::tie(y.band, y.members.front());
    });
    std::vector<std::uint8_t> links_left(texts.size(), most_links);
    for (HotBucket& bucket : hot) {
      // A key of its own for each text takes the bucket out of its band.
      for (const std::uint32_t text : bucket.members) {
        keys.at(text, bucket.band) = static_cast<std::uint32_t>(hash64_seeded(text, bucket.band));
        out.cut_texts.push_back(text);
      }
      link_bucket(texts, bucket.members, links_left, out.pairs);
    }
    out.buckets_cut = hot.size();
    sort_unique(out.cut_texts);
  }

  // Round two: all pairs of the others.
  keys.seal();
  parallel_for(threads, bands.bands, bands_at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
    std::vector<Candidate> found;
    finders[thread].find(keys, with_words, begin, end, 2, [&](std::size_t band, std::span<const std::uint64_t> bucket) {
      for (std::size_t i = 0; i < bucket.size(); ++i)
        for (std::size_t j = i + 1; j < bucket.size(); ++j)
          if (!keys.agree_before(text_of(bucket[i]), text_of(bucket[j]), band))
            found.push_back({text_of(bucket[i]), text_of(bucket[j])});
    });
    const std::lock_guard lock(mutex);
    out.pairs.insert(out.pairs.end(), found.begin(), found.end());
  });
  sort_unique(out.pairs);
  return out;
}

}  // namespace nuskha
