// How often 32-bit keys come in an archive of which each part knows its own: counters of items, shingles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/count_table.h"
#include "nuskha/result.h"
#include "parts/blobs.h"

namespace nuskha {

/// One key and how often it comes. Counts go up to 255, which stands for that many or more; 0 only asks.
struct KeyCount {
  std::uint32_t key;
  std::uint32_t count;
};

/// Sorted keys, each once, as bytes: the difference from the key before (from 0), times two, plus one unless the count
/// is 1, seven bits a byte, lowest first, the eighth set if more follow; then, unless it is 1, the count, u8. Begins
/// anew after so many bytes, so that each message can be read on its own.
class KeyCountWriter {
 public:
  explicit KeyCountWriter(std::size_t most_bytes = std::size_t{1} << 20) : most_bytes_(most_bytes) {}
  void add(KeyCount entry);
  std::vector<std::string> take();

 private:
  std::size_t most_bytes_;
  std::vector<std::string> done_;
  std::string bytes_;
  std::uint32_t last_ = 0;
};

/// Reads them again.
class KeyCountReader {
 public:
  explicit KeyCountReader(std::string_view bytes) : rest_(bytes) {}

  /// The next one; false at the end, and where the bytes are damaged: then `is_good` is false.
  bool next(KeyCount& entry);
  bool is_good() const { return is_good_; }

 private:
  std::string_view rest_;
  std::uint64_t last_ = 0;
  bool is_good_ = true;
};

/// The shard of a key below `num_keys`. Shards take keys from the first on, so that sorted keys come shard by shard.
inline std::uint64_t shard_of_key(std::uint32_t key, std::uint64_t num_keys, std::uint64_t num_shards) {
  return key * num_shards / num_keys;
}

/// Messages to each shard, of keys in any order and as often as they count, and of `asked` ones, which come with a
/// count of 0 if they count nowhere here. Sorts both.
Blobs deal_key_counts(std::vector<std::uint32_t>& counted, std::vector<std::uint32_t>& asked, std::uint64_t num_keys,
                      std::uint64_t num_shards);

/// Of what parts sent to a shard: for each of the first `num_asking` messages those of its keys that count `least` or
/// more in all messages together, with these counts. Cost: two passes over the messages, some ns a key; memory: a
/// megabyte, and the answers, which are no more than twice as long as what asks. Fails with malformed.
Result<std::vector<std::string>> reached_keys(std::span<const std::string_view> messages, std::size_t num_asking,
                                              std::uint32_t least);

/// What shards answered, to be looked up; others count 0. Fails with malformed.
Result<CountTable> read_reached_keys(std::span<const std::string_view> answers);

}  // namespace nuskha
