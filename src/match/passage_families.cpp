// Entry point: group_passages. Test: tests/match/passage_families_test.cpp.
//
//   passages ─▶ pieces, each in one block ─▶ chunks: blocks that follow one another wherever they stand ─▶ wordings, by
//   hash ─▶ families, each wording beside the most common one that it is like
#include "match/passage_families.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "match/number_mask.h"

namespace nuskha {
namespace {

constexpr std::size_t least_words_of_part = 5;      // less of a block is the overlap of a shingle
constexpr double least_share_of_neighbours = 0.75;  // of the places of either block, to be one passage
constexpr std::size_t shingle_words = 3;
constexpr std::size_t most_leaders_of_shingle = 16;  // a phrase of more families than this tells nothing
constexpr double least_dice = 0.5;
constexpr double least_containment = 0.8;
constexpr std::size_t least_shingles_of_contained = 6;  // 8 words
constexpr std::size_t most_wordings_compared = 8;       // with each part of a block

std::uint64_t masked_hash(std::span<const WordId> words, std::vector<WordId>& scratch) {
  scratch.resize(words.size());
  std::transform(words.begin(), words.end(), scratch.begin(), masked);
  return hash64(scratch.data(), scratch.size() * sizeof(WordId));
}

struct Piece {
  PassagePlace place;
  std::uint64_t hash;
  bool follows;  // the piece before it, within one passage
};

std::vector<Piece> cut_at_blocks(const PassagesOfTexts& input) {
  std::vector<Piece> out;
  std::vector<WordId> scratch;
  for (std::uint32_t text = 0; text < input.texts.size(); ++text) {
    const MatchText& whole = input.texts[text];
    for (const Passage& passage : input.passages[text]) {
      bool follows = false;
      for (std::uint32_t begin = passage.begin; begin < passage.end;) {
        const auto block = std::upper_bound(whole.block_ends.begin(), whole.block_ends.end(), begin);
        const std::uint32_t block_end =
            block == whole.block_ends.end() ? static_cast<std::uint32_t>(whole.words.size()) : *block;
        const std::uint32_t block_begin = block == whole.block_ends.begin() ? 0 : *std::prev(block);
        const std::uint32_t end = std::min(passage.end, block_end);
        const bool is_part = begin != block_begin || end != block_end;
        if (is_part && end - begin < least_words_of_part) {
          follows = false;
        } else {
          out.push_back(
              {{text, {begin, end}, is_part}, masked_hash(whole.words.subspan(begin, end - begin), scratch), follows});
          follows = true;
        }
        begin = end;
      }
    }
  }
  return out;
}

/// Pieces that nearly always stand together, put together.
std::vector<Piece> join_neighbours(const PassagesOfTexts& input, const std::vector<Piece>& pieces) {
  std::unordered_map<std::uint64_t, std::uint64_t> count;
  std::unordered_map<std::uint64_t, std::uint64_t> count_of_pair;
  const auto pair_of = [](const Piece& a, const Piece& b) { return hash64_seeded(a.hash, b.hash); };
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::uint64_t weight = input.holders[pieces[i].place.text].size();
    count[pieces[i].hash] += weight;
    if (pieces[i].follows) count_of_pair[pair_of(pieces[i - 1], pieces[i])] += weight;
  }
  std::vector<Piece> out;
  std::vector<WordId> scratch;
  for (std::size_t begin = 0; begin < pieces.size();) {
    std::size_t end = begin + 1;
    while (end < pieces.size() && pieces[end].follows && !pieces[end].place.is_part && !pieces[begin].place.is_part) {
      const auto together = static_cast<double>(count_of_pair[pair_of(pieces[end - 1], pieces[end])]);
      const auto alone = static_cast<double>(std::max(count[pieces[end - 1].hash], count[pieces[end].hash]));
      if (together < least_share_of_neighbours * alone) break;
      ++end;
    }
    Piece chunk = pieces[begin];
    if (end > begin + 1) {
      chunk.place.words.end = pieces[end - 1].place.words.end;
      chunk.place.is_part = chunk.place.is_part || pieces[end - 1].place.is_part;
      const Passage& words = chunk.place.words;
      chunk.hash =
          masked_hash(input.texts[chunk.place.text].words.subspan(words.begin, words.end - words.begin), scratch);
    }
    out.push_back(chunk);
    begin = end;
  }
  return out;
}

std::uint64_t count_documents(const PassagesOfTexts& input, std::span<const PassagePlace> sorted_places) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < sorted_places.size(); ++i)
    if (i == 0 || sorted_places[i].text != sorted_places[i - 1].text)
      count += input.holders[sorted_places[i].text].size();
  return count;
}

std::vector<PassageVariant> collect_wordings(const PassagesOfTexts& input, std::vector<Piece> chunks) {
  std::sort(chunks.begin(), chunks.end(),
            [](const Piece& a, const Piece& b) { return std::tie(a.hash, a.place) < std::tie(b.hash, b.place); });
  std::vector<PassageVariant> out;
  for (std::size_t begin = 0; begin < chunks.size();) {
    std::size_t end = begin;
    PassageVariant& variant = out.emplace_back();
    while (end < chunks.size() && chunks[end].hash == chunks[begin].hash) variant.places.push_back(chunks[end++].place);
    variant.example = variant.places.front();
    variant.documents = count_documents(input, variant.places);
    begin = end;
  }
  return out;
}

std::size_t num_words(const PassageVariant& variant) { return variant.example.words.end - variant.example.words.begin; }

/// The words of a wording, numbers masked.
std::vector<WordId> words_of(const PassagesOfTexts& input, const PassageVariant& variant) {
  const auto words = input.texts[variant.example.text].words.subspan(variant.example.words.begin, num_words(variant));
  std::vector<WordId> out(words.size());
  std::transform(words.begin(), words.end(), out.begin(), masked);
  return out;
}

/// Distinct shingles, sorted; of fewer than three words the whole.
std::vector<std::uint64_t> shingles_of(std::span<const WordId> words) {
  std::vector<std::uint64_t> out;
  const std::size_t width = std::min(shingle_words, words.size());
  for (std::size_t i = 0; i + width <= words.size(); ++i) out.push_back(hash64(&words[i], width * sizeof(WordId)));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The most common wording of each family, which others are compared with.
class Leaders {
 public:
  /// The family that a wording belongs to; a new one if it is like no leader. Wordings must come most common first.
  std::uint32_t place(std::span<const WordId> words) {
    const std::vector<std::uint64_t> shingles = shingles_of(words);
    common_.clear();
    for (const std::uint64_t shingle : shingles)
      if (const auto found = holders_.find(shingle); found != holders_.end())
        for (const std::uint32_t leader : found->second) ++common_[leader];
    std::uint32_t best = 0;
    double best_dice = 0;
    for (const auto& [leader, common] : common_) {
      const auto both = static_cast<double>(common);
      const auto own = static_cast<double>(shingles.size());
      const auto others = static_cast<double>(sizes_[leader]);
      const double dice = 2 * both / (own + others);
      const bool is_like = dice >= least_dice || both >= least_containment * own ||
                           (sizes_[leader] >= least_shingles_of_contained && both >= least_containment * others);
      if (is_like && (dice > best_dice || (dice == best_dice && leader < best))) {
        best = leader;
        best_dice = dice;
      }
    }
    if (best_dice > 0) return best;
    const auto leader = static_cast<std::uint32_t>(sizes_.size());
    sizes_.push_back(shingles.size());
    for (const std::uint64_t shingle : shingles) {
      std::vector<std::uint32_t>& holders = holders_[shingle];
      if (holders.size() < most_leaders_of_shingle) holders.push_back(leader);
    }
    return leader;
  }

 private:
  std::vector<std::size_t> sizes_;  // shingles of each leader
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> holders_;
  std::unordered_map<std::uint32_t, std::size_t> common_;
};

bool stands_in(std::span<const WordId> part, std::span<const WordId> whole) {
  return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

/// Where a passage inside a block ends is known to a few words only: parts of blocks that differ by their length only
/// are one wording, that of the longest among the most common ones.
void fold_parts(const PassagesOfTexts& input, PassageFamily& family) {
  std::vector<PassageVariant> kept;
  std::vector<std::vector<WordId>> words;
  for (PassageVariant& variant : family.variants) {
    std::vector<WordId> own = words_of(input, variant);
    std::size_t same = kept.size();
    const std::size_t last = variant.example.is_part ? std::min(kept.size(), most_wordings_compared) : 0;
    for (std::size_t i = 0; i < last && same == kept.size(); ++i)
      if (stands_in(own, words[i]) || (kept[i].example.is_part && stands_in(words[i], own))) same = i;
    if (same == kept.size()) {
      kept.push_back(std::move(variant));
      words.push_back(std::move(own));
      continue;
    }
    PassageVariant& into = kept[same];
    into.places.insert(into.places.end(), variant.places.begin(), variant.places.end());
    if (own.size() > words[same].size()) {
      into.example = variant.example;
      words[same] = std::move(own);
    }
  }
  family.variants = std::move(kept);
}

}  // namespace

std::vector<PassageFamily> group_passages(const PassagesOfTexts& input) {
  std::vector<PassageVariant> wordings = collect_wordings(input, join_neighbours(input, cut_at_blocks(input)));
  std::sort(wordings.begin(), wordings.end(), [](const PassageVariant& a, const PassageVariant& b) {
    return std::tuple(b.documents, num_words(b), a.example) < std::tuple(a.documents, num_words(a), b.example);
  });
  std::vector<PassageFamily> families;
  Leaders leaders;
  for (PassageVariant& wording : wordings) {
    const std::uint32_t family = leaders.place(words_of(input, wording));
    if (family >= families.size()) families.resize(family + 1);
    families[family].variants.push_back(std::move(wording));
  }
  std::vector<PassageFamily> out;
  for (PassageFamily& family : families) {
    fold_parts(input, family);
    std::vector<PassagePlace> places;
    for (PassageVariant& variant : family.variants) {
      std::sort(variant.places.begin(), variant.places.end());
      variant.documents = count_documents(input, variant.places);
      places.insert(places.end(), variant.places.begin(), variant.places.end());
    }
    std::sort(places.begin(), places.end());
    family.documents = count_documents(input, places);
    std::vector<std::uint32_t> holders;
    holders.reserve(places.size());
    for (const PassagePlace& place : places)
      holders.push_back(input.family_of.empty() ? place.text : input.family_of[place.text]);
    std::sort(holders.begin(), holders.end());
    const auto num_holders = std::unique(holders.begin(), holders.end()) - holders.begin();
    if (static_cast<std::size_t>(num_holders) < input.least_families) continue;
    std::sort(family.variants.begin(), family.variants.end(), [](const PassageVariant& a, const PassageVariant& b) {
      return std::tie(b.documents, a.example) < std::tie(a.documents, b.example);
    });
    out.push_back(std::move(family));
  }
  std::sort(out.begin(), out.end(), [](const PassageFamily& a, const PassageFamily& b) {
    return std::tie(b.documents, a.variants.front().example) < std::tie(a.documents, b.variants.front().example);
  });
  return out;
}

}  // namespace nuskha
