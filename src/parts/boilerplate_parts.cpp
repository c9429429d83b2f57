// Entry points: count_items, count_shared_items, find_counted_boilerplate. Test:
// tests/parts/boilerplate_parts_test.cpp.
#include "parts/boilerplate_parts.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <utility>

#include "match/boilerplate.h"
#include "match/boilerplate_items.h"
#include "match/distinct_hashes.h"
#include "match/recurrence_counter.h"
#include "scan/byte_codec.h"

namespace nuskha {
namespace {

void add_counters(std::uint64_t hash, std::size_t in_row, std::vector<std::uint32_t>& counters) {
  for (const std::size_t counter : counters_of(hash, in_row)) counters.push_back(static_cast<std::uint32_t>(counter));
}

/// Sends the distinct items of a source to their shards.
void deal_items(std::uint64_t source, std::span<const std::uint64_t> hashes, std::uint64_t num_shards,
                BlobDealer& dealer) {
  std::vector<std::vector<std::uint64_t>> of_shard(num_shards);
  for (const std::uint64_t hash : hashes) of_shard[shard_of(hash, num_shards)].push_back(hash);
  ByteWriter writer;
  for (std::uint64_t shard = 0; shard < num_shards; ++shard) {
    std::vector<std::uint64_t>& own = of_shard[shard];
    if (own.empty()) continue;
    std::sort(own.begin(), own.end());
    writer.clear();
    writer.number(source);
    writer.number(static_cast<std::uint32_t>(own.size()));
    for (const std::uint64_t hash : own) writer.number(hash);
    dealer.append(shard, writer.bytes());
  }
}

}  // namespace

ItemCounting::ItemCounting(std::uint64_t num_words, std::uint64_t shards)
    : in_row(RecurrenceCounter::counters_in_row(static_cast<std::size_t>(num_words / 2))), num_shards(shards) {}

CountedItems count_items(const PartTexts& texts, const TextSources& sources, const ItemCounting& counting) {
  CountedItems out;
  // Texts of one source one after the other, so that each has a table of its own for a time.
  std::vector<std::uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t x, std::uint32_t y) { return sources.of_text[x] < sources.of_text[y]; });
  std::vector<std::uint32_t> counted;
  std::vector<std::uint32_t> asked;
  BoilerplateItems reader;
  DistinctHashes distinct;
  const auto take = [&](std::uint64_t hash, bool is_shared) {
    distinct.insert(hash);
    // What counts here is asked for anyway, but 0, which counts as another.
    if (is_shared || hash == 0) add_counters(hash, counting.in_row, asked);
  };
  BlobDealer shared;
  for (std::size_t begin = 0; begin < order.size();) {
    const std::uint32_t first = order[begin];
    const std::uint64_t source = sources.of_text[first];
    const bool is_shared = sources.is_shared[first];
    std::size_t end = begin;
    distinct.clear(texts.texts()[first].words.size());
    for (; end < order.size() && sources.of_text[order[end]] == source; ++end) {
      for (const BoilerplateItem& item : reader.read(texts.texts()[order[end]])) {
        take(item.hash, is_shared);
        if (item.in_tail) take(tail_hash(item.hash), is_shared);
      }
    }
    if (is_shared) {
      deal_items(source, distinct.hashes(), counting.num_shards, shared);
    } else {
      for (const std::uint64_t hash : distinct.hashes()) add_counters(hash, counting.in_row, counted);
    }
    begin = end;
  }
  out.items = shared.take();
  out.counters = deal_key_counts(counted, asked, counting.num_counters(), counting.num_shards);
  return out;
}

Result<Blobs> count_shared_items(std::span<const std::string_view> messages, const ItemCounting& counting) {
  std::map<std::uint64_t, std::vector<std::uint64_t>> items;  // of each source
  for (const std::string_view message : messages) {
    ByteReader in(message);
    while (in.is_good() && !in.is_at_end()) {
      std::vector<std::uint64_t>& hashes = items[in.number<std::uint64_t>()];
      const std::string_view bytes = in.take(std::uint64_t{in.number<std::uint32_t>()} * sizeof(std::uint64_t));
      const std::size_t size = hashes.size();
      hashes.resize(size + bytes.size() / sizeof(std::uint64_t));
      if (!bytes.empty()) std::memcpy(hashes.data() + size, bytes.data(), bytes.size());
    }
    if (!in.is_good())
      return fail(ErrorCode::malformed, "items", "they aren't whole, or another version of nuskha wrote them");
  }
  std::vector<std::uint32_t> counted;
  std::vector<std::uint32_t> asked;
  for (auto& [source, hashes] : items) {
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    for (const std::uint64_t hash : hashes) add_counters(hash, counting.in_row, counted);
    hashes = {};
  }
  return deal_key_counts(counted, asked, counting.num_counters(), counting.num_shards);
}

Result<PageLists<Passage>> find_counted_boilerplate(const PartTexts& texts, const ItemCounting& counting,
                                                    std::span<const std::string_view> answers,
                                                    std::uint64_t num_sources) {
  const Result<CountTable> counts = read_reached_keys(answers);
  if (!counts) return tl::unexpected(counts.error());
  const RecurrenceBounds bounds = recurrence_bounds(least_recurrences(static_cast<std::size_t>(num_sources)));
  const auto reaches = [&](std::uint64_t hash, std::size_t least) {
    for (const std::size_t counter : counters_of(hash, counting.in_row))
      if (counts->at(static_cast<std::uint32_t>(counter)) < least) return false;
    return true;
  };
  return find_known_boilerplate(
      texts.texts(), [&](std::uint64_t hash) { return reaches(hash, bounds.everywhere); },
      [&](std::uint64_t hash) { return reaches(hash, bounds.in_tail); });
}

}  // namespace nuskha
