// Entry points: group_part, fill_form_of, mark_pairs. Test: tests/parts/family_parts_test.cpp.
#include "parts/family_parts.h"

#include <algorithm>
#include <utility>

#include "match/reissue.h"
#include "nuskha/family.h"
#include "parts/pair_parts.h"

namespace nuskha {

std::vector<TextOfFamily> group_part(std::span<const TextEdge> edges, std::span<const std::uint64_t> cut) {
  std::vector<std::uint64_t> ids;
  for (const TextEdge& edge : edges) {
    ids.push_back(edge.a);
    ids.push_back(edge.b);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const auto place_of = [&](std::uint64_t id) {
    return static_cast<std::uint32_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin());
  };
  std::vector<FamilyEdge> by_place;
  for (const TextEdge& edge : edges) by_place.push_back({place_of(edge.a), place_of(edge.b), edge.strength});
  // Sums of strengths depend on their order in the last bit.
  std::sort(by_place.begin(), by_place.end(),
            [](const FamilyEdge& x, const FamilyEdge& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
  std::vector<std::uint32_t> partly_compared;
  for (const std::uint64_t id : cut)
    if (std::binary_search(ids.begin(), ids.end(), id)) partly_compared.push_back(place_of(id));
  const std::vector<std::uint32_t> family_of = group_families(ids.size(), by_place, partly_compared);
  std::vector<std::uint32_t> size(ids.size());
  for (const std::uint32_t family : family_of) ++size[family];
  std::vector<TextOfFamily> out;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (size[family_of[i]] > 1) out.push_back({ids[i], ids[family_of[i]], size[family_of[i]]});
  return out;
}

Result<std::vector<FilledText>> fill_form_of(const PartTexts& texts, std::span<const TextPair> pairs) {
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < texts.size(); ++i)
    if (may_fill_form(texts.texts()[i])) members.push_back(i);
  if (members.size() < least_texts_of_form) return std::vector<FilledText>();
  std::vector<TextPair> of_members;
  for (const TextPair& pair : pairs) {
    const auto a = texts.place(pair.a);
    const auto b = texts.place(pair.b);
    if (a && b && may_fill_form(texts.texts()[*a]) && may_fill_form(texts.texts()[*b])) of_members.push_back(pair);
  }
  std::sort(of_members.begin(), of_members.end());
  const Result<std::vector<Candidate>> candidates = candidates_of(of_members, texts);
  if (!candidates) return tl::unexpected(candidates.error());
  std::vector<Filling> fillings = fill_form(texts.texts(), members, *candidates);
  std::vector<FilledText> out;
  for (std::size_t i = 0; i < fillings.size(); ++i) {
    fillings[i].form = texts.ids()[members.front()];
    out.push_back({texts.ids()[members[i]], std::move(fillings[i])});
  }
  return out;
}

void encode_filling(const Filling& filling, ByteWriter& out) {
  out.number(filling.form);
  out.number(std::uint64_t{filling.num_texts});
  out.number(std::uint64_t{filling.num_notices});
  out.number(static_cast<std::uint8_t>(filling.hash_of_slots.has_value()));
  out.number(filling.hash_of_slots.value_or(0));
  out.numbers(filling.facts);
  out.numbers(filling.num_holders);
}

Result<Filling> decode_filling(std::string_view bytes) {
  ByteReader in(bytes);
  Filling out;
  out.form = in.number<std::uint64_t>();
  out.num_texts = in.number<std::uint64_t>();
  out.num_notices = in.number<std::uint64_t>();
  const bool has_hash = in.number<std::uint8_t>() != 0;
  const auto hash = in.number<std::uint64_t>();
  if (has_hash) out.hash_of_slots = hash;
  in.numbers(out.facts);
  in.numbers(out.num_holders);
  if (!in.is_at_end() || out.facts.size() != out.num_holders.size())
    return fail(ErrorCode::malformed, "forms", "a row of them isn't whole");
  return out;
}

void mark_pairs(std::span<const FilledText> filled, std::span<const TextPair> same_bodies,
                std::vector<PartPair>& pairs) {
  const auto filling_of = [&](std::uint64_t id) -> const Filling* {
    const auto found = std::lower_bound(filled.begin(), filled.end(), id,
                                        [](const FilledText& text, std::uint64_t wanted) { return text.id < wanted; });
    return found != filled.end() && found->id == id ? &found->filling : nullptr;
  };
  for (PartPair& pair : pairs) {
    const Filling* const a = filled.empty() ? nullptr : filling_of(pair.a);
    const Filling* const b = filled.empty() ? nullptr : filling_of(pair.b);
    if (a != nullptr && b != nullptr) mark_by_form(*a, *b, pair.pair);
    if (may_be_reissue(pair.pair) &&
        std::binary_search(same_bodies.begin(), same_bodies.end(), TextPair{pair.a, pair.b}))
      pair.pair.relation = Relation::reissue;
  }
}

}  // namespace nuskha
