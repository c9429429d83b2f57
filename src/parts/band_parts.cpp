// Entry points: deal_bands, join_bands, link_hot_buckets. Test: tests/parts/band_parts_test.cpp.
//
//   texts of a part ─▶ keys ─▶ shards: texts with one key ─▶ pairs, and buckets over the limit
//   buckets over the limit that hang together ─▶ CutTexts, as in a scan ─▶ leaders ─▶ shards again
#include "parts/band_parts.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "match/band_keys.h"
#include "match/hot_buckets.h"
#include "nuskha/text.h"

namespace nuskha {
namespace {

struct Entry {
  std::uint32_t key;
  std::uint64_t text;
  friend auto operator<=>(const Entry&, const Entry&) = default;
};

/// Calls `bucket(entries)` for each run of several with one key.
template <class Bucket>
void for_each_bucket(std::span<const Entry> entries, Bucket&& bucket) {
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    while (end < entries.size() && entries[end].key == entries[begin].key) ++end;
    if (end - begin > 1) bucket(entries.subspan(begin, end - begin));
    begin = end;
  }
}

void sort_unique_pairs(std::vector<TextPair>& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

/// The nearest pairs of texts with one leader that agree in a band where neither is in a hot bucket. Texts are numbers
/// of `keys`, which are their ranks, too, since all of them are cut.
NearestPairs find_nearest(const CutTexts& cut, const BandKeys& keys, const std::set<std::uint64_t>& hot) {
  NearestPairs out(keys.texts().size());
  std::vector<Entry> entries;
  for (std::size_t band = 0; band < keys.num_bands(); ++band) {
    entries.clear();
    const std::span<const std::uint32_t> column = keys.column(band);
    for (std::uint32_t text = 0; text < column.size(); ++text)
      if (!hot.contains(std::uint64_t{band} << 32 | column[text])) entries.push_back({column[text], text});
    std::sort(entries.begin(), entries.end());
    for_each_bucket(entries, [&](std::span<const Entry> bucket) {
      for (std::size_t i = 0; i < bucket.size(); ++i) {
        const auto a = static_cast<std::uint32_t>(bucket[i].text);
        for (std::size_t j = i + 1; j < bucket.size(); ++j) {
          const auto b = static_cast<std::uint32_t>(bucket[j].text);
          if (cut.have_one_leader(a, b) && !cut.agree_before(a, b, band)) out.add(a, b, cut.count_agreeing(a, b, band));
        }
      }
    });
  }
  return out;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> band_keys_of(const PartTexts& texts, std::span<const std::uint32_t> places,
                                                     Bands bands) {
  std::vector<MatchText> wanted;
  for (const std::uint32_t place : places) wanted.push_back(texts.texts()[place]);
  const BandKeys keys(wanted, default_shingle_words, bands, 1, nullptr);
  std::vector<std::vector<std::uint32_t>> out(places.size());
  for (std::size_t i = 0; i < keys.texts().size(); ++i)
    for (std::size_t band = 0; band < keys.num_bands(); ++band) out[keys.texts()[i]].push_back(keys.column(band)[i]);
  return out;
}

Blobs deal_bands(const PartTexts& texts, const BandPlan& plan) {
  const BandKeys keys(texts.texts(), default_shingle_words, plan.bands, 1, nullptr);
  // Blobs of one shard may be cut anywhere but between a base and what it is of: so each shard gets one here, and
  // another where texts are too far from its base.
  struct Open {
    std::uint64_t base = 0;
    std::string data;
  };
  std::vector<Open> blobs(plan.splits);
  Blobs out;
  for (std::size_t band = 0; band < keys.num_bands(); ++band) {
    const auto end_blob = [&](std::uint64_t split) {
      if (!blobs[split].data.empty()) out.push_back({band * plan.splits + split, std::exchange(blobs[split].data, {})});
    };
    const std::span<const std::uint32_t> column = keys.column(band);
    for (std::size_t i = 0; i < column.size(); ++i) {
      const std::uint64_t text = texts.ids()[keys.texts()[i]];
      const std::uint64_t split = column[i] % plan.splits;
      auto& [base, data] = blobs[split];
      if (!data.empty() && text - base > std::numeric_limits<std::uint32_t>::max()) end_blob(split);
      if (data.empty()) {
        base = text;
        data.assign(reinterpret_cast<const char*>(&base), sizeof base);
      }
      const auto offset = static_cast<std::uint32_t>(text - base);
      data.append(reinterpret_cast<const char*>(&column[i]), sizeof column[i]);
      data.append(reinterpret_cast<const char*>(&offset), sizeof offset);
    }
    for (std::uint64_t split = 0; split < plan.splits; ++split) end_blob(split);
  }
  return out;
}

Result<BandBuckets> join_bands(std::uint64_t shard, std::span<const std::string_view> blobs,
                               std::span<const CutText> cut, const BandPlan& plan) {
  std::vector<Entry> entries;
  for (const std::string_view blob : blobs) {
    BlobReader in(blob);
    const auto base = in.take<std::uint64_t>();
    while (!in.is_at_end()) {
      const auto key = in.take<std::uint32_t>();
      entries.push_back({key, base + in.take<std::uint32_t>()});
    }
    if (in.is_torn()) return fail(ErrorCode::malformed, "band keys", "a row of them isn't whole");
  }
  std::sort(entries.begin(), entries.end());
  const auto leader_of = [&](std::uint64_t text) -> std::optional<std::uint64_t> {
    const auto found = std::lower_bound(cut.begin(), cut.end(), CutText{text, 0});
    return found != cut.end() && found->id == text ? std::optional(found->leader) : std::nullopt;
  };
  BandBuckets out;
  std::vector<std::optional<std::uint64_t>> leaders;
  for_each_bucket(entries, [&](std::span<const Entry> bucket) {
    if (bucket.size() > plan.max_bucket) {
      HotBucket& hot = out.hot.emplace_back();
      hot.number = (shard / plan.splits) << 32 | bucket.front().key;
      for (const Entry& entry : bucket) hot.texts.push_back(entry.text);
      return;
    }
    leaders.clear();
    for (const Entry& entry : bucket) leaders.push_back(cut.empty() ? std::nullopt : leader_of(entry.text));
    for (std::size_t i = 0; i < bucket.size(); ++i)
      for (std::size_t j = i + 1; j < bucket.size(); ++j)
        if (!leaders[i] || leaders[i] != leaders[j]) out.pairs.push_back({bucket[i].text, bucket[j].text});
  });
  sort_unique_pairs(out.pairs);
  return out;
}

Blobs deal_cut_texts(std::span<const CutText> cut, std::span<const std::vector<std::uint32_t>> keys_of,
                     const BandPlan& plan) {
  BlobDealer dealer;
  for (std::size_t i = 0; i < cut.size(); ++i)
    for (std::size_t band = 0; band < keys_of[i].size(); ++band)
      dealer.add(plan.shard_of(band, keys_of[i][band]), cut[i].id, cut[i].leader);
  return dealer.take();
}

HotLinks link_hot_buckets(std::vector<HotBucket> buckets, std::span<const std::uint64_t> ids,
                          std::span<const std::vector<std::uint32_t>> keys_of, const BandPlan& plan) {
  std::vector<std::vector<std::uint32_t>> columns(plan.bands.bands);
  for (const std::vector<std::uint32_t>& keys : keys_of)
    for (std::size_t band = 0; band < columns.size(); ++band) columns[band].push_back(keys[band]);
  const BandKeys keys(columns);
  HotBuckets hot(nullptr);
  std::set<std::uint64_t> numbers;
  std::vector<std::uint64_t> items;
  for (const HotBucket& bucket : buckets) {
    numbers.insert(bucket.number);
    items.clear();
    for (const std::uint64_t text : bucket.texts) {
      const auto number = static_cast<std::uint64_t>(std::lower_bound(ids.begin(), ids.end(), text) - ids.begin());
      items.push_back(bucket.number << 32 | number);
    }
    hot.add(bucket.number >> 32, items);
  }
  hot.sort();
  const CutTexts cut(hot, keys, 1, nullptr);
  HotLinks out;
  const auto add_pair = [&](std::uint32_t a, std::uint32_t b) { out.pairs.push_back({ids[a], ids[b]}); };
  for (const Candidate& link : cut.links()) add_pair(link.a, link.b);
  find_nearest(cut, keys, numbers).for_each(cut.texts(), add_pair);
  sort_unique_pairs(out.pairs);
  for (std::uint32_t text = 0; text < ids.size(); ++text) {
    const std::uint32_t leader = cut.leader(text);
    out.cut.push_back({ids[text], leader == no_rank ? ids[text] : ids[leader]});
  }
  return out;
}

}  // namespace nuskha
