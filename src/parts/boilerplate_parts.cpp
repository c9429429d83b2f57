// Entry points: count_items, count_shared_items, find_counted_boilerplate. Test: tests/parts/boilerplate_parts_test.cpp.
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

constexpr std::size_t most_bytes = std::size_t{1} << 20;  // of a message

void add_counters(std::uint64_t hash, std::size_t in_row, std::vector<std::uint32_t>& counters) {
  for (const std::size_t counter : counters_of(hash, in_row)) counters.push_back(static_cast<std::uint32_t>(counter));
}

/// The items of one source after the other, dealt to shards.
class ItemDealer {
 public:
  ItemDealer(std::uint64_t num_shards, std::vector<Message>& out) : of_shard_(num_shards), out_(out) {}
  ~ItemDealer() {
    for (std::size_t shard = 0; shard < of_shard_.size(); ++shard) send(shard);
  }
  ItemDealer(const ItemDealer&) = delete;
  ItemDealer& operator=(const ItemDealer&) = delete;

  void add(std::uint64_t source, std::span<const std::uint64_t> hashes) {
    std::map<std::uint64_t, std::vector<std::uint64_t>> by_shard;
    for (const std::uint64_t hash : hashes) by_shard[shard_of(hash, of_shard_.size())].push_back(hash);
    for (auto& [shard, own] : by_shard) {
      std::sort(own.begin(), own.end());
      ByteWriter& writer = of_shard_[shard];
      writer.number(source);
      writer.number(static_cast<std::uint32_t>(own.size()));
      for (const std::uint64_t hash : own) writer.number(hash);
      if (writer.size() >= most_bytes) send(shard);
    }
  }

 private:
  void send(std::size_t shard) {
    if (of_shard_[shard].size() != 0) out_.push_back({shard, std::string(of_shard_[shard].bytes())});
    of_shard_[shard].clear();
  }

  std::vector<ByteWriter> of_shard_;
  std::vector<Message>& out_;
};

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
  {
    ItemDealer dealer(counting.num_shards, out.items);
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
        dealer.add(source, distinct.hashes());
      } else {
        for (const std::uint64_t hash : distinct.hashes()) add_counters(hash, counting.in_row, counted);
      }
      begin = end;
    }
  }
  out.counters = deal_key_counts(counted, asked, counting.num_counters(), counting.num_shards);
  return out;
}

Result<std::vector<Message>> count_shared_items(std::span<const std::string_view> messages,
                                                const ItemCounting& counting) {
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
