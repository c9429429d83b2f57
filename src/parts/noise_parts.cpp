// Entry points: send_words … join_keys. What follows is in damage_parts.cpp. Test: tests/parts/noise_parts_test.cpp.
#include "parts/noise_parts.h"

#include <algorithm>

#include "base/radix_sort.h"
#include "match/noise_join.h"
#include "match/noise_keys.h"
#include "match/odd_words.h"
#include "parts/torn.h"
#include "scan/byte_codec.h"

namespace nuskha {
namespace {

constexpr std::size_t bytes_of_slot = sizeof(std::uint32_t) + 1;

/// Slots of a shard: a range, so that its table is one, too.
std::uint64_t shard_of_slot(std::size_t slot, std::size_t num_slots, std::uint64_t num_shards) {
  return slot * num_shards / num_slots;
}

/// Keys of one slot of NoiseMarks meet, however many slots it has.
std::uint64_t shard_of_noise_key(std::uint32_t key, std::uint64_t num_shards) {
  constexpr std::uint64_t residues = std::uint64_t{1} << NoiseMarks::least_bits;
  return key % residues * num_shards / residues;
}

/// Bits, appended one by one.
class BitWriter {
 public:
  void add(bool bit) {
    if (count_ % 8 == 0) bytes_.push_back('\0');
    if (bit) bytes_.back() = static_cast<char>(bytes_.back() | 1 << count_ % 8);
    ++count_;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
  std::size_t count_ = 0;
};

/// The odd words of a part, by the answers of all shards.
class AnsweredWords {
 public:
  AnsweredWords(std::span<const MatchText> texts, std::size_t num_words)
      : slots_(num_words), is_met_(slots_.size()), is_odd_(slots_.size()) {
    for (const MatchText& text : texts)
      for (const WordId word : text.words)
        if (slots_.is_looked_at(word)) is_met_[slots_.slot_of(word)] = true;
  }

  /// False if the answers are to other words.
  bool take(std::span<const std::pair<std::uint64_t, std::string_view>> answers, std::uint64_t num_shards) {
    std::vector<std::string_view> of_shard(num_shards);
    for (const auto& [shard, bits] : answers) {
      if (shard >= num_shards || !of_shard[shard].empty()) return false;
      of_shard[shard] = bits;
    }
    std::vector<std::size_t> num_met(num_shards);
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (!is_met_[slot]) continue;
      const std::uint64_t shard = shard_of_slot(slot, slots_.size(), num_shards);
      const std::size_t bit = num_met[shard]++;
      if (bit / 8 >= of_shard[shard].size()) return false;
      is_odd_[slot] = (static_cast<unsigned char>(of_shard[shard][bit / 8]) >> bit % 8 & 1) != 0;
    }
    for (std::uint64_t shard = 0; shard < num_shards; ++shard)
      if ((num_met[shard] + 7) / 8 != of_shard[shard].size()) return false;
    return true;
  }

  bool is_odd(WordId word) const {
    return slots_.is_looked_at(word) && !is_number(word) && is_odd_[slots_.slot_of(word)];
  }
  float share(std::span<const WordId> words) const {
    if (words.size() < least_words_of_noise_join) return 0;
    return static_cast<float>(odd_share(slots_, words, [&](WordId word) { return is_odd(word); }));
  }

 private:
  OddWordSlots slots_;
  std::vector<bool> is_met_;
  std::vector<bool> is_odd_;
};

/// Sends the keys of a text, those of a shard together.
class KeySender {
 public:
  explicit KeySender(std::uint64_t num_shards) : of_shard_(num_shards) {}

  void send(std::uint64_t id, std::span<const WordId> words, bool is_noisy) {
    for_each_noise_key(words, [&](std::uint32_t key, std::size_t) {
      std::vector<std::uint32_t>& keys = of_shard_[shard_of_noise_key(key, of_shard_.size())];
      if (keys.empty()) keys.assign(header, 0);
      keys.push_back(key);
    });
    for (std::uint64_t shard = 0; shard < of_shard_.size(); ++shard) {
      std::vector<std::uint32_t>& keys = of_shard_[shard];
      if (keys.empty()) continue;
      keys[0] = static_cast<std::uint32_t>(id);
      keys[1] = static_cast<std::uint32_t>(id >> 32);
      keys[2] = static_cast<std::uint32_t>(words.size());
      keys[3] = static_cast<std::uint32_t>(2 * (keys.size() - header) + is_noisy);
      out_.append(shard, {reinterpret_cast<const char*>(keys.data()), keys.size() * sizeof(std::uint32_t)});
      keys.clear();
    }
  }
  Blobs take() { return out_.take(); }

 private:
  static constexpr std::size_t header = 4;

  std::vector<std::vector<std::uint32_t>> of_shard_;
  BlobDealer out_;
};

/// Texts with their keys of one shard, as they came.
class KeyHolders {
 public:
  struct Holder {
    std::uint64_t id;
    std::uint32_t num_words;
    bool is_noisy;
    std::string_view keys;
  };

  /// False if a blob is torn.
  bool read(std::span<const std::string_view> blobs) {
    for (const std::string_view blob : blobs) {
      ByteReader in(blob);
      while (in.is_good() && !in.is_at_end()) {
        Holder& holder = holders_.emplace_back();
        holder.id = in.number<std::uint64_t>();
        holder.num_words = in.number<std::uint32_t>();
        const auto count = in.number<std::uint32_t>();
        holder.is_noisy = count % 2 != 0;
        holder.keys = in.take(std::uint64_t{count / 2} * sizeof(std::uint32_t));
      }
      if (!in.is_good()) return false;
    }
    std::sort(holders_.begin(), holders_.end(), [](const Holder& x, const Holder& y) { return x.id < y.id; });
    return true;
  }
  std::span<const Holder> all() const { return holders_; }

 private:
  std::vector<Holder> holders_;
};

}  // namespace

Blobs send_words(const PartTexts& texts, std::span<const std::uint32_t> families, const NoiseDeal& deal) {
  const OddWordSlots slots(deal.num_words);
  const OddWords odd_words(texts.texts(), families, deal.num_words, 1);
  Blobs out;
  std::string holders;
  std::size_t slot = 0;
  for (std::uint64_t shard = 0; shard < deal.num_shards; ++shard) {
    ByteWriter met;
    holders.clear();
    for (; slot < slots.size() && shard_of_slot(slot, slots.size(), deal.num_shards) == shard; ++slot) {
      const std::uint8_t holder = odd_words.holder(slot);
      if (holder == 0) continue;
      met.number(static_cast<std::uint32_t>(slot));
      holders.push_back(static_cast<char>(holder));
    }
    met.append(holders);
    if (met.size() > 0) out.push_back({shard, std::string(met.bytes())});
  }
  return out;
}

Result<std::vector<std::string>> answer_words(std::span<const std::string_view> blobs, const NoiseDeal& deal) {
  const std::size_t num_slots = OddWordSlots(deal.num_words).size();
  std::vector<std::uint8_t> holder_of(num_slots);
  const auto for_each_slot = [&](auto&& work) {
    for (std::size_t blob = 0; blob < blobs.size(); ++blob) {
      const std::size_t count = blobs[blob].size() / bytes_of_slot;
      ByteReader slots(blobs[blob]);
      ByteReader holders(blobs[blob].substr(count * sizeof(std::uint32_t)));
      if (count * bytes_of_slot != blobs[blob].size()) return false;
      for (std::size_t i = 0; i < count; ++i) {
        const auto slot = slots.number<std::uint32_t>();
        if (slot >= num_slots) return false;
        work(blob, holder_of[slot], holders.number<std::uint8_t>());
      }
    }
    return true;
  };
  const bool is_whole = for_each_slot([](std::size_t, std::uint8_t& now, std::uint8_t holder) {
    now = now == 0 || now == holder ? holder : many_families;
  });
  if (!is_whole) return torn("words");
  std::vector<BitWriter> bits(blobs.size());
  for_each_slot([&](std::size_t blob, std::uint8_t now, std::uint8_t) { bits[blob].add(now != many_families); });
  std::vector<std::string> out;
  for (BitWriter& writer : bits) out.push_back(writer.take());
  return out;
}

Result<NoisyPart> send_keys(const PartTexts& texts, std::span<const std::pair<std::uint64_t, std::string_view>> answers,
                            const NoiseDeal& deal) {
  AnsweredWords odd_words(texts.texts(), deal.num_words);
  if (!odd_words.take(answers, deal.num_shards)) return torn("odd words");
  NoisyPart out;
  ByteWriter facts;
  BlobDealer whole_keys;
  KeySender keys(deal.num_shards);
  for (std::size_t text = 0; text < texts.size(); ++text) {
    const std::span<const WordId> words = texts.texts()[text].words;
    const float share = odd_words.share(words);
    facts.number(texts.ids()[text]);
    facts.number(static_cast<std::uint32_t>(words.size()));
    facts.number(share);
    if (words.size() < least_words_of_noise_join) continue;
    keys.send(texts.ids()[text], words, is_noisy(share));
    if (!is_noisy(share)) continue;
    out.num_keys += num_noise_keys(words.size());
    for_each_whole_key(
        words, [&](WordId word) { return odd_words.is_odd(word); },
        [&](std::uint32_t key) { whole_keys.add(shard_of_noise_key(key, deal.num_shards), key); });
  }
  out.facts = std::string(facts.bytes());
  out.whole_keys = whole_keys.take();
  out.keys = keys.take();
  return out;
}

Result<SharedKeys> join_keys(std::span<const std::string_view> whole_keys, std::span<const std::string_view> keys,
                             std::uint64_t num_keys, const NoiseDeal& deal) {
  KeyHolders read;
  if (!read.read(keys)) return torn("keys");
  const std::span<const KeyHolders::Holder> holders = read.all();
  NoiseMarks marks(num_keys);
  for (const std::string_view blob : whole_keys) {
    BlobReader in(blob);
    while (!in.is_at_end()) marks.mark(in.take<std::uint32_t>());
    if (in.is_torn()) return torn("keys");
  }
  std::vector<std::uint64_t> places;
  for (std::uint32_t text = 0; text < holders.size(); ++text) {
    for (BlobReader in(holders[text].keys); !in.is_at_end();) {
      const auto key = in.take<std::uint32_t>();
      if (marks.count(key)) places.push_back(std::uint64_t{key} << 32 | text);
    }
  }
  std::erase_if(places, [&](std::uint64_t place) { return !marks.is_rare(static_cast<std::uint32_t>(place >> 32)); });
  std::vector<std::uint64_t> scratch;
  radix_sort(places, scratch);
  places.erase(std::unique(places.begin(), places.end()), places.end());

  std::vector<std::uint32_t> num_rare(holders.size());
  std::vector<std::uint64_t> pairs;
  pair_places(
      places, [&](std::uint32_t text) { ++num_rare[text]; },
      [&](std::uint32_t a, std::uint32_t b) {
        if ((holders[a].is_noisy || holders[b].is_noisy) &&
            is_comparable_length(holders[a].num_words, holders[b].num_words))
          pairs.push_back(std::uint64_t{a} << 32 | b);
      });
  radix_sort(pairs, scratch);
  BlobDealer shared;
  for (std::size_t begin = 0; begin < pairs.size();) {
    std::size_t end = begin + 1;
    while (end < pairs.size() && pairs[end] == pairs[begin]) ++end;
    const std::uint64_t a = holders[pairs[begin] >> 32].id;
    const std::uint64_t b = holders[static_cast<std::uint32_t>(pairs[begin])].id;
    shared.add(a / deal.texts_per_part, a, b, static_cast<std::uint32_t>(end - begin));
    begin = end;
  }
  BlobDealer rare;
  for (std::uint32_t text = 0; text < holders.size(); ++text)
    if (holders[text].is_noisy && num_rare[text] > 0)
      rare.add(holders[text].id / deal.texts_per_part, holders[text].id, num_rare[text]);
  return SharedKeys{shared.take(), rare.take()};
}

}  // namespace nuskha
