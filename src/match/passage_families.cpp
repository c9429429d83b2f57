// Entry point: group_passages. Test: tests/match/passage_families_test.cpp.
//
//   passages ─▶ pieces, each in one block ─▶ chunks: blocks that follow one another wherever they stand ─▶ wordings, by
//   hash ─▶ families, each wording beside the most common one that it is like
#include "match/passage_families.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "match/passage_wordings.h"

namespace nuskha {
namespace {

/// Pieces that nearly always stand together, put together.
std::vector<Piece> join_neighbours(const PassagesOfTexts& input, std::span<const Piece> pieces) {
  std::unordered_map<std::uint64_t, std::uint64_t> count;
  std::unordered_map<std::uint64_t, std::uint64_t> count_of_pair;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::uint64_t weight = input.holders[pieces[i].place.text].size();
    count[pieces[i].hash] += weight;
    if (pieces[i].follows) count_of_pair[pair_hash(pieces[i - 1], pieces[i])] += weight;
  }
  return join_neighbours(input.texts, pieces, [&](const Piece& before, const Piece& piece) {
    return stand_together(count_of_pair[pair_hash(before, piece)], count[before.hash], count[piece.hash]);
  });
}

struct Wording {
  std::vector<PassagePlace> places;  // sorted
  PassagePlace example;
  std::uint32_t num_words = 0;
  std::uint64_t documents = 0;
};

std::uint64_t count_documents(const PassagesOfTexts& input, std::span<const PassagePlace> sorted_places) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < sorted_places.size(); ++i)
    if (i == 0 || sorted_places[i].text != sorted_places[i - 1].text)
      count += input.holders[sorted_places[i].text].size();
  return count;
}

/// Equal ones together.
std::vector<Wording> collect_wordings(const PassagesOfTexts& input, std::vector<Piece> chunks) {
  std::sort(chunks.begin(), chunks.end(),
            [](const Piece& a, const Piece& b) { return std::tie(a.hash, a.place) < std::tie(b.hash, b.place); });
  std::vector<Wording> out;
  for (std::size_t begin = 0; begin < chunks.size();) {
    std::size_t end = begin;
    Wording& wording = out.emplace_back();
    while (end < chunks.size() && chunks[end].hash == chunks[begin].hash) wording.places.push_back(chunks[end++].place);
    wording.example = wording.places.front();
    wording.num_words = wording.example.words.end - wording.example.words.begin;
    wording.documents = count_documents(input, wording.places);
    begin = end;
  }
  return out;
}

/// The places of wordings that are one.
PassageVariant variant_of(std::vector<Wording>& wordings, const FoldedWordings& folded) {
  PassageVariant out;
  out.example = wordings[folded.example].example;
  for (const std::uint32_t index : folded.wordings) {
    std::vector<PassagePlace>& places = wordings[index].places;
    if (out.places.empty()) {
      out.places = std::move(places);
    } else {
      out.places.insert(out.places.end(), places.begin(), places.end());
      places = {};
    }
  }
  std::sort(out.places.begin(), out.places.end());
  return out;
}

}  // namespace

std::vector<PassageFamily> group_passages(const PassagesOfTexts& input) {
  std::vector<Wording> wordings =
      collect_wordings(input, join_neighbours(input, cut_at_blocks(input.texts, input.passages)));
  std::sort(wordings.begin(), wordings.end(), most_common_first<Wording>);
  const auto words_of = [&](std::uint32_t wording) {
    const PassagePlace& place = wordings[wording].example;
    return masked_words(input.texts[place.text].words.subspan(place.words.begin, wordings[wording].num_words));
  };
  const auto is_part = [&](std::uint32_t wording) { return wordings[wording].example.is_part; };
  const std::vector<std::vector<FoldedWordings>> grouped = group_wordings({wordings.size(), words_of, is_part});
  std::vector<PassageFamily> out;
  for (const std::vector<FoldedWordings>& folded : grouped) {
    PassageFamily family;
    std::vector<PassagePlace> places;
    for (const FoldedWordings& one : folded) {
      PassageVariant& variant = family.variants.emplace_back(variant_of(wordings, one));
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
    std::sort(family.variants.begin(), family.variants.end(), most_documents_first<PassageVariant>);
    out.push_back(std::move(family));
  }
  std::sort(out.begin(), out.end(), [](const PassageFamily& a, const PassageFamily& b) {
    return std::tie(b.documents, a.variants.front().example) < std::tie(a.documents, b.variants.front().example);
  });
  return out;
}

}  // namespace nuskha
