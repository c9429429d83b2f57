// Entry points: cut_at_blocks, join_neighbours, group_wordings. Test: tests/match/passage_families_test.cpp.
#include "match/passage_wordings.h"

#include <algorithm>
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
std::vector<FoldedWordings> fold_parts(const WordingList& list, std::span<const std::uint32_t> family) {
  std::vector<FoldedWordings> kept;
  std::vector<std::vector<WordId>> words;
  for (const std::uint32_t wording : family) {
    std::vector<WordId> own = list.words(wording);
    std::size_t same = kept.size();
    const std::size_t last = list.is_part(wording) ? std::min(kept.size(), most_wordings_compared) : 0;
    for (std::size_t i = 0; i < last && same == kept.size(); ++i)
      if (stands_in(own, words[i]) || (list.is_part(kept[i].example) && stands_in(words[i], own))) same = i;
    if (same == kept.size()) {
      kept.push_back({{wording}, wording});
      words.push_back(std::move(own));
      continue;
    }
    kept[same].wordings.push_back(wording);
    if (own.size() > words[same].size()) {
      kept[same].example = wording;
      words[same] = std::move(own);
    }
  }
  return kept;
}

}  // namespace

std::vector<Piece> cut_at_blocks(std::span<const MatchText> texts, const PageLists<Passage>& passages) {
  std::vector<Piece> out;
  std::vector<WordId> scratch;
  for (std::uint32_t text = 0; text < texts.size(); ++text) {
    const MatchText& whole = texts[text];
    for (const Passage& passage : passages[text]) {
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

std::uint64_t pair_hash(const Piece& before, const Piece& piece) { return hash64_seeded(before.hash, piece.hash); }

bool stand_together(std::uint64_t together, std::uint64_t before, std::uint64_t after) {
  const auto alone = static_cast<double>(std::max(before, after));
  return static_cast<double>(together) >= least_share_of_neighbours * alone;
}

std::vector<Piece> join_neighbours(std::span<const MatchText> texts, std::span<const Piece> pieces,
                                   const std::function<bool(const Piece&, const Piece&)>& are_one) {
  std::vector<Piece> out;
  std::vector<WordId> scratch;
  for (std::size_t begin = 0; begin < pieces.size();) {
    std::size_t end = begin + 1;
    while (end < pieces.size() && pieces[end].follows && !pieces[end].place.is_part && !pieces[begin].place.is_part &&
           are_one(pieces[end - 1], pieces[end]))
      ++end;
    Piece chunk = pieces[begin];
    if (end > begin + 1) {
      chunk.place.words.end = pieces[end - 1].place.words.end;
      chunk.place.is_part = chunk.place.is_part || pieces[end - 1].place.is_part;
      const Passage& words = chunk.place.words;
      chunk.hash = masked_hash(texts[chunk.place.text].words.subspan(words.begin, words.end - words.begin), scratch);
    }
    out.push_back(chunk);
    begin = end;
  }
  return out;
}

std::vector<WordId> masked_words(std::span<const WordId> words) {
  std::vector<WordId> out(words.size());
  std::transform(words.begin(), words.end(), out.begin(), masked);
  return out;
}

std::vector<std::vector<FoldedWordings>> group_wordings(const WordingList& list) {
  std::vector<std::vector<std::uint32_t>> families;
  Leaders leaders;
  for (std::uint32_t wording = 0; wording < list.size; ++wording) {
    const std::uint32_t family = leaders.place(list.words(wording));
    if (family >= families.size()) families.resize(family + 1);
    families[family].push_back(wording);
  }
  std::vector<std::vector<FoldedWordings>> out;
  out.reserve(families.size());
  for (const std::vector<std::uint32_t>& family : families) out.push_back(fold_parts(list, family));
  return out;
}

}  // namespace nuskha
