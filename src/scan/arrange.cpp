// Entry point: arrange_families. Each family is arranged on its own, so threads share nothing but the list. Test:
// tests/scan/assemble_test.cpp.
#include "scan/arrange.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "match/probe.h"

namespace nuskha {
namespace {

/// Pairs of texts that no edge measured are measured in families of up to this many texts.
constexpr std::size_t most_texts_measured = 64;

/// The earliest date of the documents of a text; empty if none has one.
std::string_view first_date(const DocumentRecords& documents, std::span<const std::uint32_t> group) {
  std::string_view first;
  for (const std::uint32_t document : group) {
    const std::optional<std::string_view> date = documents.date(document);
    if (date && (first.empty() || *date < first)) first = *date;
  }
  return first;
}

class Arranger {
 public:
  Arranger(const Findings& findings, std::span<const MatchText> texts, const DocumentRecords& documents)
      : findings_(findings), texts_(texts), documents_(documents), position_(findings.groups.size()) {}

  /// `pairs` are those of findings.pairs that lie within the family.
  void arrange(TextFamily& family, std::span<const std::uint32_t> pairs) {
    std::vector<std::uint32_t>& members = family.texts;
    // Equal dates and none: in the order of the texts, which is that of their first paths.
    std::vector<std::string_view> dates;
    dates.reserve(members.size());
    for (const std::uint32_t text : members) dates.push_back(first_date(documents_, findings_.groups[text]));
    std::vector<std::uint32_t> order(members.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
      return std::tuple(dates[x].empty(), dates[x], members[x]) < std::tuple(dates[y].empty(), dates[y], members[y]);
    });
    std::vector<VersionText> versions;
    std::vector<std::uint32_t> sorted;
    for (const std::uint32_t i : order) {
      position_[members[i]] = static_cast<std::uint32_t>(sorted.size());
      sorted.push_back(members[i]);
      versions.push_back({texts_[members[i]].words, dates[i]});
    }
    members = std::move(sorted);
    std::vector<FamilyEdge> edges;
    measured_.clear();
    for (const std::uint32_t i : pairs) {
      const VerifiedPair& pair = findings_.pairs[i];
      const auto [a, b] = std::minmax(position_[pair.a], position_[pair.b]);
      measured_.emplace_back(a, b);
      family.cohesion = std::min(family.cohesion, pair.body_similarity);
      if (is_one_document(pair.relation)) edges.push_back({a, b, strength_of(pair)});
    }
    family.stemma = make_stemma(versions, edges);
    const std::size_t num_pairs = members.size() * (members.size() - 1) / 2;
    family.cohesion_known = measured_.size() == num_pairs || members.size() <= most_texts_measured;
    if (family.cohesion_known && measured_.size() < num_pairs) measure_rest(versions, family);
  }

 private:
  void measure_rest(std::span<const VersionText> versions, TextFamily& family) {
    std::sort(measured_.begin(), measured_.end());
    for (std::uint32_t a = 0; a < versions.size(); ++a) {
      bool prepared = false;
      for (std::uint32_t b = a + 1; b < versions.size(); ++b) {
        if (std::binary_search(measured_.begin(), measured_.end(), std::pair(a, b))) continue;
        if (!prepared) probe_.set_text({versions[a].words});
        prepared = true;
        const auto both = static_cast<double>(versions[a].words.size() + versions[b].words.size());
        const auto common = static_cast<double>(probe_.lcs_length(versions[b].words));
        family.cohesion = std::min(family.cohesion, both == 0 ? 1 : 2 * common / both);
      }
    }
  }

  const Findings& findings_;
  std::span<const MatchText> texts_;
  const DocumentRecords& documents_;
  std::vector<std::uint32_t> position_;  // of each text in its family
  std::vector<std::pair<std::uint32_t, std::uint32_t>> measured_;
  Probe probe_{1};
};

}  // namespace

std::vector<TextFamily> arrange_families(const Findings& findings, std::span<const MatchText> texts,
                                         const DocumentRecords& documents, unsigned threads) {
  const std::size_t num_texts = findings.groups.size();
  constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> size(num_texts);
  for (const std::uint32_t family : findings.family_of) ++size[family];
  std::vector<std::uint32_t> index(num_texts, none);  // by lowest text
  std::vector<TextFamily> out;
  for (std::uint32_t text = 0; text < num_texts; ++text) {
    const std::uint32_t family = findings.family_of[text];
    if (size[family] < 2) continue;
    if (index[family] == none) {
      index[family] = static_cast<std::uint32_t>(out.size());
      out.emplace_back();
    }
    out[index[family]].texts.push_back(text);
  }
  std::vector<std::vector<std::uint32_t>> pairs(out.size());
  for (std::uint32_t i = 0; i < findings.pairs.size(); ++i) {
    const std::uint32_t family = index[findings.family_of[findings.pairs[i].a]];
    if (family != none && findings.family_of[findings.pairs[i].a] == findings.family_of[findings.pairs[i].b])
      pairs[family].push_back(i);
  }
  std::vector<Arranger> arrangers;
  arrangers.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) arrangers.emplace_back(findings, texts, documents);
  parallel_for(threads, out.size(), 16, [&](unsigned thread, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) arrangers[thread].arrange(out[i], pairs[i]);
  });
  return out;
}

}  // namespace nuskha
