// Entry points: as the header's chart has them. Test: tests/parts/wording_parts_test.cpp.
#include "parts/wording_parts.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/unicode.h"
#include "input/record_fields.h"
#include "match/passage_wordings.h"
#include "scan/boilerplate_records.h"
#include "scan/byte_codec.h"

namespace nuskha {
namespace {

Error damaged() {
  return {ErrorCode::malformed, "passages", "they aren't whole, or another version of nuskha wrote them"};
}

void encode_place(const PartPlace& place, ByteWriter& out) {
  out.number(place.text);
  out.number(place.words.begin);
  out.number(place.words.end);
  out.number(static_cast<std::uint8_t>(place.is_part));
}

PartPlace decode_place(ByteReader& in) {
  PartPlace out;
  out.text = in.number<std::uint64_t>();
  out.words.begin = in.number<std::uint32_t>();
  out.words.end = in.number<std::uint32_t>();
  out.is_part = in.number<std::uint8_t>() != 0;
  return out;
}

using Counts = std::unordered_map<std::uint64_t, std::uint64_t>;

/// Calls `work(in)` for each record of the messages until one is damaged.
template <class Work>
Result<void> for_each_record(std::span<const std::string_view> messages, Work&& work) {
  for (const std::string_view message : messages) {
    ByteReader in(message);
    while (in.is_good() && !in.is_at_end()) work(in);
    if (!in.is_good()) return tl::unexpected(damaged());
  }
  return {};
}

/// Calls `work(is_pair, key, documents)` for what count_pieces wrote.
template <class Work>
Result<void> for_each_count(std::span<const std::string_view> messages, Work&& work) {
  return for_each_record(messages, [&](ByteReader& in) {
    for (const bool is_pair : {false, true}) {
      const auto count = in.number<std::uint32_t>();
      for (std::uint32_t i = 0; i < count && in.is_good(); ++i) {
        const auto key = in.number<std::uint64_t>();
        work(is_pair, key, in.number<std::uint64_t>());
      }
    }
  });
}

void encode_counts(std::span<const std::pair<std::uint64_t, std::uint64_t>> counts, ByteWriter& out) {
  out.number(static_cast<std::uint32_t>(counts.size()));
  for (const auto& [key, documents] : counts) {
    out.number(key);
    out.number(documents);
  }
}

/// One wording as it travels.
struct Wording {
  std::uint64_t hash = 0;
  std::uint64_t documents = 0;
  PartPlace example;
  std::vector<WordId> words;
  std::size_t num_words = 0;
};

void encode_wording(const Wording& wording, ByteWriter& out) {
  out.number(wording.hash);
  out.number(wording.documents);
  encode_place(wording.example, out);
  out.numbers(wording.words);
}

Wording decode_wording(ByteReader& in) {
  Wording out;
  out.hash = in.number<std::uint64_t>();
  out.documents = in.number<std::uint64_t>();
  out.example = decode_place(in);
  in.numbers(out.words);
  out.num_words = out.words.size();
  return out;
}

/// Who holds something.
struct Holders {
  struct Text {
    std::uint64_t id;
    std::uint64_t documents;
  };
  std::vector<Text> texts;  // one may be there several times, but where they are settled
  std::string first, last;
  std::set<std::uint64_t> sources;

  void add_dates(std::string_view earliest, std::string_view latest) {
    if (!earliest.empty() && (first.empty() || earliest < first)) first = earliest;
    if (!latest.empty() && (last.empty() || latest > last)) last = latest;
  }
  void add(const Holders& other) {
    texts.insert(texts.end(), other.texts.begin(), other.texts.end());
    add_dates(other.first, other.last);
    sources.insert(other.sources.begin(), other.sources.end());
  }
  /// Each text once.
  void settle() {
    std::sort(texts.begin(), texts.end(), [](const Text& x, const Text& y) { return x.id < y.id; });
    const auto is_same = [](const Text& x, const Text& y) { return x.id == y.id; };
    texts.erase(std::unique(texts.begin(), texts.end(), is_same), texts.end());
  }
  std::uint64_t num_documents() const {
    std::uint64_t sum = 0;
    for (const Text& text : texts) sum += text.documents;
    return sum;
  }
};

void encode_holders(const Holders& holders, std::size_t least_sources, ByteWriter& out) {
  out.number(static_cast<std::uint32_t>(holders.texts.size()));
  for (const Holders::Text& text : holders.texts) {
    out.number(text.id);
    out.number(text.documents);
  }
  out.text(holders.first);
  out.text(holders.last);
  const std::size_t num_sources = std::min(least_sources, holders.sources.size());
  out.number(static_cast<std::uint32_t>(num_sources));
  auto source = holders.sources.begin();
  for (std::size_t i = 0; i < num_sources; ++i) out.number(*source++);
}

Holders decode_holders(ByteReader& in) {
  Holders out;
  const auto num_texts = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < num_texts && in.is_good(); ++i) {
    const auto id = in.number<std::uint64_t>();
    out.texts.push_back({id, in.number<std::uint64_t>()});
  }
  out.first = in.text();
  out.last = in.text();
  const auto num_sources = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < num_sources && in.is_good(); ++i) out.sources.insert(in.number<std::uint64_t>());
  return out;
}

/// The texts of a part that have pieces, with these.
struct TextsOfPieces {
  std::vector<std::uint64_t> ids;
  std::vector<std::uint64_t> sources;
  std::vector<HolderFacts> holders;
  std::vector<std::vector<WordId>> words;  // as far as the last piece; outside of pieces 0
  std::vector<MatchText> texts;
  std::vector<Piece> pieces;
};

/// By text; each has one record in one of the blobs. Dates are views of these.
Result<TextsOfPieces> decode_pieces(std::span<const std::string_view> blobs) {
  TextsOfPieces out;
  std::vector<WordId> words;
  const Result<void> read = for_each_record(blobs, [&](ByteReader& in) {
    out.ids.push_back(in.number<std::uint64_t>());
    HolderFacts& holders = out.holders.emplace_back();
    holders.documents = in.number<std::uint64_t>();
    out.sources.push_back(in.number<std::uint64_t>());
    holders.first = in.text();
    holders.last = in.text();
    const auto count = in.number<std::uint32_t>();
    std::vector<WordId>& of_text = out.words.emplace_back();
    for (std::uint32_t i = 0; i < count && in.is_good(); ++i) {
      Piece& piece = out.pieces.emplace_back();
      piece.place.text = static_cast<std::uint32_t>(out.ids.size() - 1);
      piece.place.words.begin = in.number<std::uint32_t>();
      piece.place.words.end = in.number<std::uint32_t>();
      piece.place.is_part = in.number<std::uint8_t>() != 0;
      piece.follows = in.number<std::uint8_t>() != 0;
      piece.hash = in.number<std::uint64_t>();
      in.numbers(words);
      const std::uint64_t end = std::uint64_t{piece.place.words.begin} + words.size();
      if (end != piece.place.words.end || (piece.follows && i == 0)) return in.fail();
      if (of_text.size() < end) of_text.resize(end);
      std::copy(words.begin(), words.end(), of_text.begin() + piece.place.words.begin);
    }
  });
  if (!read) return tl::unexpected(read.error());
  for (const std::vector<WordId>& of_text : out.words) out.texts.push_back({of_text});
  return out;
}

std::vector<std::string> encode_pieces(const PartPassages& part, std::span<const Piece> pieces) {
  BlobDealer dealt;
  ByteWriter writer;
  for (std::size_t begin = 0; begin < pieces.size();) {
    const std::uint32_t text = pieces[begin].place.text;
    std::size_t end = begin;
    while (end < pieces.size() && pieces[end].place.text == text) ++end;
    writer.clear();
    writer.number(part.texts.ids()[text]);
    writer.number(part.holders[text].documents);
    writer.number(part.sources[text]);
    writer.text(part.holders[text].first);
    writer.text(part.holders[text].last);
    writer.number(static_cast<std::uint32_t>(end - begin));
    for (; begin < end; ++begin) {
      const auto& [place, hash, follows] = pieces[begin];
      writer.number(place.words.begin);
      writer.number(place.words.end);
      writer.number(static_cast<std::uint8_t>(place.is_part));
      writer.number(static_cast<std::uint8_t>(follows));
      writer.number(hash);
      const std::span<const WordId> words = part.texts.texts()[text].words;
      writer.numbers(masked_words(words.subspan(place.words.begin, place.words.end - place.words.begin)));
    }
    dealt.append(0, writer.bytes());
  }
  std::vector<std::string> out;
  for (Blob& blob : dealt.take()) out.push_back(std::move(blob.data));
  return out;
}

Blobs count_pieces(std::span<const Piece> pieces, std::span<const HolderFacts> holders, std::uint64_t num_shards) {
  std::map<std::uint64_t, std::uint64_t> count;
  std::map<std::uint64_t, std::uint64_t> count_of_pair;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::uint64_t documents = holders[pieces[i].place.text].documents;
    count[pieces[i].hash] += documents;
    if (pieces[i].follows) count_of_pair[pair_hash(pieces[i - 1], pieces[i])] += documents;
  }
  using List = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  std::vector<List> counts(2 * num_shards);
  for (const auto& [hash, documents] : count) counts[2 * shard_of(hash, num_shards)].emplace_back(hash, documents);
  for (const auto& [hash, documents] : count_of_pair)
    counts[2 * shard_of(hash, num_shards) + 1].emplace_back(hash, documents);
  Blobs out;
  for (std::uint64_t shard = 0; shard < num_shards; ++shard) {
    if (counts[2 * shard].empty() && counts[2 * shard + 1].empty()) continue;
    ByteWriter writer;
    encode_counts(counts[2 * shard], writer);
    encode_counts(counts[2 * shard + 1], writer);
    out.push_back({shard, std::string(writer.bytes())});
  }
  return out;
}

}  // namespace

CutPassages cut_passages(const PartPassages& part, std::uint64_t num_shards) {
  const std::vector<Piece> pieces = cut_at_blocks(part.texts.texts(), part.passages);
  return {encode_pieces(part, pieces), count_pieces(pieces, part.holders, num_shards)};
}

Result<std::vector<std::string>> total_pieces(std::span<const std::string_view> messages) {
  Counts totals[2];
  const Result<void> read = for_each_count(
      messages, [&](bool is_pair, std::uint64_t key, std::uint64_t count) { totals[is_pair][key] += count; });
  if (!read) return tl::unexpected(read.error());
  std::vector<std::string> out;
  for (const std::string_view message : messages) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> counts[2];
    const Result<void> again =
        for_each_count(std::span(&message, 1), [&](bool is_pair, std::uint64_t key, std::uint64_t) {
          counts[is_pair].emplace_back(key, totals[is_pair][key]);
        });
    if (!again) return tl::unexpected(again.error());
    ByteWriter writer;
    for (const auto& list : counts) encode_counts(list, writer);
    out.emplace_back(writer.bytes());
  }
  return out;
}

Result<PartWordings> collect_wordings(std::span<const std::string_view> pieces,
                                      std::span<const std::string_view> totals, std::size_t least_sources,
                                      std::uint64_t num_shards) {
  Counts counts[2];
  const Result<void> read = for_each_count(
      totals, [&](bool is_pair, std::uint64_t key, std::uint64_t count) { counts[is_pair][key] = count; });
  if (!read) return tl::unexpected(read.error());
  const Result<TextsOfPieces> part = decode_pieces(pieces);
  if (!part) return tl::unexpected(part.error());
  const std::vector<Piece> chunks =
      join_neighbours(part->texts, part->pieces, [&](const Piece& before, const Piece& piece) {
        return stand_together(counts[1][pair_hash(before, piece)], counts[0][before.hash], counts[0][piece.hash]);
      });
  std::map<std::uint64_t, std::pair<const Piece*, Holders>> wordings;
  const auto place_of = [&](const Piece& piece) {
    return PartPlace{part->ids[piece.place.text], piece.place.words, piece.place.is_part};
  };
  for (const Piece& chunk : chunks) {
    auto& [first, held] = wordings[chunk.hash];
    if (first == nullptr || place_of(chunk) < place_of(*first)) first = &chunk;
    const std::uint32_t text = chunk.place.text;
    held.texts.push_back({part->ids[text], part->holders[text].documents});
    held.add_dates(part->holders[text].first, part->holders[text].last);
    held.sources.insert(part->sources[text]);
  }
  BlobDealer dealt;
  BlobDealer dealt_holders;
  ByteWriter out;
  for (auto& [hash, wording] : wordings) {
    const std::uint64_t shard = shard_of(hash, num_shards);
    auto& [first, held] = wording;
    held.settle();
    const PassagePlace& place = first->place;
    const auto words = part->texts[place.text].words.subspan(place.words.begin, place.words.end - place.words.begin);
    out.clear();
    encode_wording({hash, held.num_documents(), place_of(*first), {words.begin(), words.end()}, words.size()}, out);
    dealt.append(shard, out.bytes());
    out.clear();
    out.number(hash);
    encode_holders(held, least_sources, out);
    dealt_holders.append(shard, out.bytes());
  }
  return PartWordings{dealt.take(), dealt_holders.take()};
}

Result<std::vector<std::string>> merge_wordings(std::span<const std::string_view> messages) {
  std::map<std::uint64_t, Wording> merged;
  const Result<void> read = for_each_record(messages, [&](ByteReader& in) {
    Wording wording = decode_wording(in);
    const auto [place, is_new] = merged.try_emplace(wording.hash);
    Wording& known = place->second;
    wording.documents += known.documents;
    if (is_new || wording.example < known.example) {
      known = std::move(wording);
    } else {
      known.documents = wording.documents;
    }
  });
  if (!read) return tl::unexpected(read.error());
  BlobDealer dealt;
  ByteWriter writer;
  for (const auto& [hash, wording] : merged) {
    writer.clear();
    encode_wording(wording, writer);
    dealt.append(0, writer.bytes());
  }
  std::vector<std::string> out;
  for (Blob& blob : dealt.take()) out.push_back(std::move(blob.data));
  return out;
}

Result<PlacedWordings> place_wordings(std::span<const std::string_view> messages, std::uint64_t num_shards) {
  std::vector<Wording> wordings;
  const Result<void> read = for_each_record(messages, [&](ByteReader& in) { wordings.push_back(decode_wording(in)); });
  if (!read) return tl::unexpected(read.error());
  std::sort(wordings.begin(), wordings.end(), most_common_first<Wording>);
  const auto words_of = [&](std::uint32_t wording) { return wordings[wording].words; };
  const auto is_part = [&](std::uint32_t wording) { return wordings[wording].example.is_part; };
  const std::vector<std::vector<FoldedWordings>> families = group_wordings({wordings.size(), words_of, is_part});
  BlobDealer placed;
  BlobDealer variants;
  ByteWriter out;
  for (std::uint64_t family = 0; family < families.size(); ++family) {
    std::uint32_t number = 0;
    for (const FoldedWordings& variant : families[family]) {
      for (const std::uint32_t wording : variant.wordings) {
        const std::uint64_t hash = wordings[wording].hash;
        out.clear();
        out.number(hash);
        out.number(family);
        out.number(number);
        placed.append(shard_of(hash, num_shards), out.bytes());
      }
      out.clear();
      out.number(family);
      out.number(number++);
      encode_place(wordings[variant.example].example, out);
      variants.append(family % num_shards, out.bytes());
    }
  }
  return PlacedWordings{placed.take(), variants.take()};
}

Result<Blobs> deal_holders(std::span<const std::string_view> held, std::span<const std::string_view> placed,
                           std::uint64_t num_shards) {
  std::unordered_map<std::uint64_t, std::pair<std::uint64_t, std::uint32_t>> variant_of;
  Result<void> read = for_each_record(placed, [&](ByteReader& in) {
    const auto hash = in.number<std::uint64_t>();
    const auto family = in.number<std::uint64_t>();
    variant_of[hash] = {family, in.number<std::uint32_t>()};
  });
  if (!read) return tl::unexpected(read.error());
  BlobDealer dealt;
  ByteWriter out;
  read = for_each_record(held, [&](ByteReader& in) {
    const auto found = variant_of.find(in.number<std::uint64_t>());
    const Holders holders = decode_holders(in);
    if (found == variant_of.end()) return in.fail();
    const auto& [family, variant] = found->second;
    out.clear();
    out.number(family);
    out.number(variant);
    encode_holders(holders, holders.sources.size(), out);
    dealt.append(family % num_shards, out.bytes());
  });
  if (!read) return tl::unexpected(read.error());
  return dealt.take();
}

Result<std::vector<PartFamily>> join_families(std::span<const std::string_view> variants,
                                              std::span<const std::string_view> holders, std::size_t least_sources) {
  struct Variant {
    PartPlace example;
    Holders holders;
  };
  std::map<std::uint64_t, std::map<std::uint32_t, Variant>> families;
  Result<void> read = for_each_record(variants, [&](ByteReader& in) {
    const auto family = in.number<std::uint64_t>();
    const auto variant = in.number<std::uint32_t>();
    families[family][variant].example = decode_place(in);
  });
  if (!read) return tl::unexpected(read.error());
  read = for_each_record(holders, [&](ByteReader& in) {
    const auto family = in.number<std::uint64_t>();
    const auto variant = in.number<std::uint32_t>();
    families[family][variant].holders.add(decode_holders(in));
  });
  if (!read) return tl::unexpected(read.error());
  std::vector<PartFamily> out;
  for (auto& [number, found] : families) {
    Holders all;
    for (auto& [index, variant] : found) {
      variant.holders.settle();
      all.add(variant.holders);
    }
    all.settle();
    if (all.sources.size() < least_sources) continue;
    PartFamily& family = out.emplace_back();
    family.family = number;
    family.documents = all.num_documents();
    for (const auto& [index, variant] : found)
      family.variants.push_back(
          {variant.example, variant.holders.num_documents(), variant.holders.first, variant.holders.last});
    std::sort(family.variants.begin(), family.variants.end(), most_documents_first<PartVariant>);
  }
  return out;
}

std::string encode_family(const PartFamily& family) {
  ByteWriter out;
  out.number(family.family);
  out.number(family.documents);
  out.number(static_cast<std::uint32_t>(family.variants.size()));
  for (const PartVariant& variant : family.variants) {
    encode_place(variant.example, out);
    out.number(variant.documents);
    out.text(variant.first);
    out.text(variant.last);
  }
  return std::string(out.bytes());
}

Result<PartFamily> decode_family(std::string_view bytes) {
  ByteReader in(bytes);
  PartFamily out;
  out.family = in.number<std::uint64_t>();
  out.documents = in.number<std::uint64_t>();
  const auto count = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.is_good(); ++i) {
    PartVariant& variant = out.variants.emplace_back();
    variant.example = decode_place(in);
    variant.documents = in.number<std::uint64_t>();
    variant.first = in.text();
    variant.last = in.text();
  }
  if (!in.is_at_end() || out.variants.empty()) return tl::unexpected(damaged());
  return out;
}

std::vector<std::string> quote_passages(std::string_view raw_text, Level level, std::span<const Passage> passages) {
  const std::string text = replace_invalid_utf8(raw_text);
  const Document document = make_record({}, {.text = text, .title = {}, .date = {}, .language = {}});
  Analyzer analyzer(level, true);
  Analysis analysis;
  analyzer.analyze(document.text, analysis);
  std::vector<std::string> out;
  for (const Passage& words : passages)
    out.push_back(words.begin < words.end && words.end <= analysis.words.size()
                      ? quote_passage(document.text, analysis, words)
                      : std::string());
  return out;
}

}  // namespace nuskha
