// The second half of noise_parts.h: pairs that share rare keys, and known ones, to damaged copies. Entry points:
// send_known … compare_damaged. Test: tests/parts/noise_parts_test.cpp.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/unicode.h"
#include "input/record_fields.h"
#include "match/damaged_pairs.h"
#include "match/noise_join.h"
#include "match/noise_keys.h"
#include "parts/noise_parts.h"
#include "parts/part_pairs.h"
#include "parts/torn.h"
#include "text/word_letters.h"

namespace nuskha {
namespace {

using Ids = std::pair<std::uint64_t, std::uint64_t>;  // of two texts

/// Calls `work(reader)` until all blobs are read; false if one is torn.
template <class Work>
bool for_each_entry(std::span<const std::string_view> blobs, Work&& work) {
  for (const std::string_view blob : blobs) {
    BlobReader in(blob);
    while (!in.is_at_end()) work(in);
    if (in.is_torn()) return false;
  }
  return true;
}

/// What send_keys said of the texts of a part, and the rare keys of the noisy ones.
class PartFacts {
 public:
  struct Fact {
    std::uint32_t num_words = 0;
    float odd_share = 0;
    std::uint32_t num_rare = 0;

    NoiseCounts counts() const { return {num_words, is_noisy(odd_share), num_rare}; }
  };

  bool read(std::string_view facts, std::span<const std::string_view> rare) {
    bool is_known = true;
    const bool is_whole = for_each_entry(std::span(&facts, 1),
                                         [&](BlobReader& in) {
                                           const auto id = in.take<std::uint64_t>();
                                           ids_.push_back(id);
                                           const auto num_words = in.take<std::uint32_t>();
                                           facts_.push_back({num_words, in.take<float>(), 0});
                                         }) &&
                          for_each_entry(rare, [&](BlobReader& in) {
                            Fact* const fact = find(in.take<std::uint64_t>());
                            const auto count = in.take<std::uint32_t>();
                            if (fact != nullptr) fact->num_rare += count;
                            is_known = is_known && fact != nullptr;
                          });
    return is_whole && is_known;
  }

  /// nullptr for a text of another part.
  Fact* find(std::uint64_t id) {
    const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
    if (found == ids_.end() || *found != id) return nullptr;
    return &facts_[static_cast<std::size_t>(found - ids_.begin())];
  }

 private:
  std::vector<std::uint64_t> ids_;  // ascending
  std::vector<Fact> facts_;
};

/// Pairs with the keys that they share in all shards, sorted.
struct SharedCount {
  std::uint64_t a, b;
  std::uint32_t count;
};
bool add_up(std::span<const std::string_view> blobs, std::vector<SharedCount>& out) {
  const bool is_whole = for_each_entry(blobs, [&](BlobReader& in) {
    const auto a = in.take<std::uint64_t>();
    const auto b = in.take<std::uint64_t>();
    out.push_back({a, b, in.take<std::uint32_t>()});
  });
  const auto key = [](const SharedCount& x) { return std::tie(x.a, x.b); };
  std::sort(out.begin(), out.end(), [&](const auto& x, const auto& y) { return key(x) < key(y); });
  std::size_t kept = 0;
  for (const SharedCount& pair : out) {
    if (kept > 0 && key(out[kept - 1]) == key(pair)) {
      out[kept - 1].count += pair.count;
    } else {
      out[kept++] = pair;
    }
  }
  out.resize(kept);
  return is_whole;
}

void write_candidate(const SharedCount& pair, float odd_share_a, float odd_share_b, ByteWriter& out) {
  out.number(pair.a);
  out.number(pair.b);
  out.number(odd_share_a);
  out.number(odd_share_b);
}

/// Texts that were read again, as words and letters.
class TextsAgain {
 public:
  TextsAgain(const PartTexts& texts, std::span<const TextAgain> again, Level level) : texts_(texts) {
    Analyzer analyzer(level, true);
    Analysis analysis;
    for (const TextAgain& text : again) {
      const std::optional<std::uint32_t> place = texts.place(text.id);
      if (!place || of_place_.contains(*place)) continue;
      const Document document = make_record(
          {}, {.text = replace_invalid_utf8(std::string(text.raw)), .title = {}, .date = {}, .language = {}});
      if (document.source_hash != texts.documents()[*place].source_hash) continue;
      analyzer.analyze(document.text, analysis);
      WordLetters letters = word_letters(document.text, analysis, level);
      if (letters.num_words() != texts.texts()[*place].words.size()) continue;
      of_place_.emplace(*place, Known{std::move(letters), text.boilerplate});
    }
  }

  struct Known {
    WordLetters letters;
    std::span<const Passage> boilerplate;
  };
  const Known* find(std::uint32_t place) const {
    const auto found = of_place_.find(place);
    return found == of_place_.end() ? nullptr : &found->second;
  }
  FuzzyText view(std::uint32_t place, const Known& known) const {
    return {texts_.texts()[place].words, &known.letters};
  }

 private:
  const PartTexts& texts_;
  std::map<std::uint32_t, Known> of_place_;
};

}  // namespace

Result<KnownPairs> send_known(std::span<const std::string_view> pairs, const NoiseDeal& deal) {
  const Result<std::vector<PartPair>> known = decode_pairs(pairs);
  if (!known) return tl::unexpected(known.error());
  BlobDealer passages;
  BlobDealer others;
  ByteWriter written;
  for (const PartPair& pair : *known) {
    const std::uint64_t part = pair.a / deal.texts_per_part;
    if (pair.pair.relation != Relation::shared_passage) {
      others.add(part, pair.a, pair.b);
    } else if (is_comparable_length(pair.pair.measurements.words_a, pair.pair.measurements.words_b)) {
      written.clear();
      encode_pair(written, pair.a, pair.b, pair.pair);
      passages.append(part, written.bytes());
    }
  }
  return KnownPairs{passages.take(), others.take()};
}

Result<HalfDecided> look_from_first(std::string_view facts, std::span<const std::string_view> pairs,
                                    std::span<const std::string_view> rare,
                                    std::span<const std::string_view> known_passages,
                                    std::span<const std::string_view> known_others, const NoiseDeal& deal) {
  PartFacts texts;
  std::vector<SharedCount> shared;
  std::vector<Ids> known;
  const bool is_whole =
      texts.read(facts, rare) && add_up(pairs, shared) && for_each_entry(known_others, [&](BlobReader& in) {
        const auto a = in.take<std::uint64_t>();
        known.emplace_back(a, in.take<std::uint64_t>());
      });
  if (!is_whole) return torn("shared words");
  const Result<std::vector<PartPair>> passages = decode_pairs(known_passages);
  if (!passages) return tl::unexpected(passages.error());
  BlobDealer passages_out;
  ByteWriter written;
  for (const PartPair& pair : *passages) {
    known.emplace_back(pair.a, pair.b);
    const PartFacts::Fact* const a = texts.find(pair.a);
    if (a == nullptr) return torn("known pairs");
    written.clear();
    written.number(a->odd_share);
    encode_pair(written, pair.a, pair.b, pair.pair);
    passages_out.append(pair.b / deal.texts_per_part, written.bytes());
  }
  std::sort(known.begin(), known.end());
  BlobDealer joined;
  for (const SharedCount& pair : shared) {
    const PartFacts::Fact* const a = texts.find(pair.a);
    if (a == nullptr) return torn("shared words");
    // What b is, isn't known yet; a text of which nothing is rare excludes nothing.
    const NoiseCounts any_b{a->num_words, true, 0};
    if (!is_noise_candidate(a->counts(), any_b, pair.count)) continue;
    if (std::binary_search(known.begin(), known.end(), Ids(pair.a, pair.b))) continue;
    joined.add(pair.b / deal.texts_per_part, pair.a, pair.b, pair.count, a->num_words, a->num_rare, a->odd_share);
  }
  return HalfDecided{joined.take(), passages_out.take()};
}

Result<std::vector<NoiseTask>> look_from_second(std::string_view facts, std::span<const std::string_view> rare,
                                                std::span<const std::string_view> joined,
                                                std::span<const std::string_view> known, std::size_t most_candidates) {
  PartFacts texts;
  bool is_here = true;
  struct Wanted {
    SharedCount pair;
    float odd_share_a, odd_share_b;
  };
  std::vector<Wanted> wanted;
  bool is_whole = texts.read(facts, rare) && for_each_entry(joined, [&](BlobReader& in) {
                    SharedCount pair{};
                    pair.a = in.take<std::uint64_t>();
                    pair.b = in.take<std::uint64_t>();
                    pair.count = in.take<std::uint32_t>();
                    PartFacts::Fact a;
                    a.num_words = in.take<std::uint32_t>();
                    a.num_rare = in.take<std::uint32_t>();
                    a.odd_share = in.take<float>();
                    const PartFacts::Fact* const b = texts.find(pair.b);
                    is_here = is_here && b != nullptr;
                    if (b != nullptr && is_noise_candidate(a.counts(), b->counts(), pair.count))
                      wanted.push_back({pair, a.odd_share, b->odd_share});
                  });
  ByteWriter passages;
  for (const std::string_view blob : known) {
    ByteReader in(blob);
    while (in.is_good() && !in.is_at_end()) {
      const auto odd_share_a = in.number<float>();
      const std::string_view bytes = in.take(bytes_of_pair);
      if (!in.is_good()) break;
      const Result<std::vector<PartPair>> read = decode_pairs(std::span(&bytes, 1));
      if (!read) return tl::unexpected(read.error());
      const PartPair& pair = read->front();
      const PartFacts::Fact* const b = texts.find(pair.b);
      is_here = is_here && b != nullptr;
      if (b == nullptr) continue;
      if (const auto damaged = reconsider_as_damaged(pair.pair, odd_share_a, b->odd_share))
        encode_pair(passages, pair.a, pair.b, *damaged);
    }
    is_whole = is_whole && in.is_good();
  }
  if (!is_whole || !is_here) return torn("shared words");

  std::sort(wanted.begin(), wanted.end(), [](const Wanted& x, const Wanted& y) {
    return std::tie(x.pair.a, x.pair.b) < std::tie(y.pair.a, y.pair.b);
  });
  std::vector<NoiseTask> tasks;
  for (std::size_t begin = 0; begin < wanted.size(); begin += most_candidates) {
    NoiseTask& task = tasks.emplace_back();
    ByteWriter candidates;
    for (std::size_t i = begin; i < std::min(wanted.size(), begin + most_candidates); ++i) {
      write_candidate(wanted[i].pair, wanted[i].odd_share_a, wanted[i].odd_share_b, candidates);
      task.needed.insert(task.needed.end(), {wanted[i].pair.a, wanted[i].pair.b});
    }
    task.candidates = std::string(candidates.bytes());
    std::sort(task.needed.begin(), task.needed.end());
    task.needed.erase(std::unique(task.needed.begin(), task.needed.end()), task.needed.end());
  }
  if (passages.size() > 0) {
    if (tasks.empty()) tasks.emplace_back();
    tasks.front().pairs = std::string(passages.bytes());
  }
  return tasks;
}

Result<std::string> filter_candidates(const PartTexts& texts, std::string_view candidates,
                                      const MatchOptions& options) {
  std::vector<float> odd_shares(texts.size());
  std::vector<Candidate> read;
  bool is_here = true;
  const bool is_whole = for_each_entry(std::span(&candidates, 1), [&](BlobReader& in) {
    const std::optional<std::uint32_t> a = texts.place(in.take<std::uint64_t>());
    const std::optional<std::uint32_t> b = texts.place(in.take<std::uint64_t>());
    const auto odd_share_a = in.take<float>();
    const auto odd_share_b = in.take<float>();
    is_here = is_here && a && b;
    if (!a || !b) return;
    odd_shares[*a] = odd_share_a;
    odd_shares[*b] = odd_share_b;
    read.push_back({*a, *b});
  });
  if (!is_whole || !is_here) return torn("candidates");
  std::sort(read.begin(), read.end());
  DamageFilter filter(texts.texts(), odd_shares, options);
  std::vector<VerifiedPair> pairs;
  for (const Candidate& candidate : read)
    if (const std::optional<VerifiedPair> pair = filter.measure(candidate)) pairs.push_back(*pair);
  ByteWriter out;
  encode_pairs(out, texts, pairs);
  return std::string(out.bytes());
}

Result<std::string> compare_damaged(const PartTexts& texts, std::span<const TextAgain> again,
                                    std::span<const std::string_view> pairs, Level level, const MatchOptions& options) {
  Result<std::vector<VerifiedPair>> read = decode_pairs(pairs, texts);
  if (!read) return tl::unexpected(read.error());
  const TextsAgain known(texts, again, level);
  FuzzyAligner aligner;
  std::erase_if(*read, [&](VerifiedPair& pair) {
    const TextsAgain::Known* const a = known.find(pair.a);
    const TextsAgain::Known* const b = known.find(pair.b);
    return a == nullptr || b == nullptr ||
           !compare_letters(aligner, known.view(pair.a, *a), known.view(pair.b, *b), a->boilerplate, b->boilerplate,
                            options, pair);
  });
  ByteWriter out;
  encode_pairs(out, texts, *read);
  return std::string(out.bytes());
}

}  // namespace nuskha
