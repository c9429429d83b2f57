// Entry points: deal_key_counts, reached_keys. Test: tests/parts/key_counts_test.cpp.
#include "parts/key_counts.h"

#include <algorithm>
#include <limits>

#include "base/radix_sort.h"

namespace nuskha {
namespace {

constexpr std::uint32_t most_counted = 255;
constexpr std::uint64_t window = std::uint64_t{1} << 17;  // keys counted at a time, in half a megabyte

Error damaged() {
  return {ErrorCode::malformed, "counts", "they aren't whole, or another version of nuskha wrote them"};
}

/// A message, up to the key that comes next.
struct Cursor {
  KeyCountReader reader;
  KeyCount next{};
  bool has_next = false;

  explicit Cursor(std::string_view bytes) : reader(bytes) { step(); }
  void step() { has_next = reader.next(next); }
};

}  // namespace

void KeyCountWriter::add(KeyCount entry) {
  std::uint64_t value = std::uint64_t{entry.key - last_} << 1 | (entry.count != 1);
  last_ = entry.key;
  for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
  bytes_ += static_cast<char>(value);
  if (entry.count != 1) bytes_ += static_cast<char>(std::min(entry.count, most_counted));
  if (bytes_.size() < most_bytes_) return;
  done_.push_back(std::move(bytes_));
  bytes_.clear();
  last_ = 0;
}

std::vector<std::string> KeyCountWriter::take() {
  if (!bytes_.empty()) done_.push_back(std::move(bytes_));
  bytes_.clear();
  last_ = 0;
  return std::exchange(done_, {});
}

bool KeyCountReader::next(KeyCount& entry) {
  if (rest_.empty() || !is_good_) return false;
  std::uint64_t value = 0;
  std::size_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (size == rest_.size() || shift > 28) return is_good_ = false;
    const auto byte = static_cast<unsigned char>(rest_[size++]);
    value |= std::uint64_t{byte & 127u} << shift;
    if (byte < 128) break;
  }
  std::uint32_t count = 1;
  if ((value & 1) != 0) {
    if (size == rest_.size()) return is_good_ = false;
    count = static_cast<unsigned char>(rest_[size++]);
  }
  rest_.remove_prefix(size);
  last_ += value >> 1;
  if (last_ > std::numeric_limits<std::uint32_t>::max()) return is_good_ = false;
  entry = {static_cast<std::uint32_t>(last_), count};
  return true;
}

Blobs deal_key_counts(std::vector<std::uint32_t>& counted, std::vector<std::uint32_t>& asked, std::uint64_t num_keys,
                      std::uint64_t num_shards) {
  std::vector<std::uint32_t> scratch;
  radix_sort(counted, scratch);
  radix_sort(asked, scratch);
  Blobs out;
  KeyCountWriter writer;
  std::uint64_t shard = 0;
  const auto end_shard = [&] {
    for (std::string& data : writer.take()) out.push_back({shard, std::move(data)});
  };
  auto count = counted.begin();
  auto ask = asked.begin();
  while (count != counted.end() || ask != asked.end()) {
    const std::uint32_t key = ask == asked.end() ? *count : count == counted.end() ? *ask : std::min(*count, *ask);
    const auto first = count;
    while (count != counted.end() && *count == key) ++count;
    while (ask != asked.end() && *ask == key) ++ask;
    if (const std::uint64_t own = shard_of_key(key, num_keys, num_shards); own != shard) {
      end_shard();
      shard = own;
    }
    writer.add({key, static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(count - first, most_counted))});
  }
  end_shard();
  return out;
}

Result<std::vector<std::string>> reached_keys(std::span<const std::string_view> messages, std::size_t num_asking,
                                              std::uint32_t least) {
  std::vector<Cursor> counting;
  std::vector<Cursor> asking;
  for (const std::string_view message : messages) counting.emplace_back(message);
  for (const std::string_view message : messages.first(num_asking)) asking.emplace_back(message);
  std::vector<KeyCountWriter> answers(num_asking, KeyCountWriter(~std::size_t{0}));
  std::vector<std::uint32_t> counts(window);
  for (;;) {
    constexpr std::uint64_t none = ~std::uint64_t{0};
    std::uint64_t begin = none;
    for (const Cursor& cursor : counting)
      if (cursor.has_next) begin = std::min<std::uint64_t>(begin, cursor.next.key);
    if (begin == none) break;
    std::fill(counts.begin(), counts.end(), 0);
    for (Cursor& cursor : counting)
      for (; cursor.has_next && cursor.next.key - begin < window; cursor.step())
        counts[cursor.next.key - begin] += cursor.next.count;
    for (std::size_t i = 0; i < num_asking; ++i)
      for (Cursor& cursor = asking[i]; cursor.has_next && cursor.next.key - begin < window; cursor.step())
        if (const std::uint32_t count = counts[cursor.next.key - begin]; count >= least)
          answers[i].add({cursor.next.key, count});
  }
  std::vector<std::string> out;
  for (const Cursor& cursor : counting)
    if (!cursor.reader.is_good()) return tl::unexpected(damaged());
  for (KeyCountWriter& answer : answers) {
    std::vector<std::string> whole = answer.take();
    out.push_back(whole.empty() ? std::string() : std::move(whole.front()));
  }
  return out;
}

Result<CountTable> read_reached_keys(std::span<const std::string_view> answers) {
  std::size_t num_keys = 0;
  KeyCount entry;
  for (const std::string_view answer : answers) {
    KeyCountReader reader(answer);
    while (reader.next(entry)) ++num_keys;
    if (!reader.is_good()) return tl::unexpected(damaged());
  }
  CountTable out(num_keys);
  for (const std::string_view answer : answers) {
    KeyCountReader reader(answer);
    while (reader.next(entry))
      if (entry.count != 0) out.set(entry.key, entry.count);
  }
  return out;
}

}  // namespace nuskha
