// Entry point: assemble. Small groups of equal texts are spelled out, every document with every other; of large ones
// only the pairs that connect them, so that a thousand copies give a thousand records and not half a million. Test:
// tests/scan/assemble_test.cpp.
#include "scan/assemble.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "scan/keep.h"
#include "scan/parent_copies.h"

namespace nuskha {
namespace {

constexpr std::size_t most_copies_paired = 10;     // of one text: all pairs up to this many documents
constexpr std::size_t most_versions_paired = 100;  // of two texts: all pairs of documents up to this many

PairRecord equal_pair(DocumentIndex a, DocumentIndex b, Level level) {
  PairRecord out;
  out.a = a;
  out.b = b;
  out.relation = level == Level::bytes ? Relation::identical : Relation::same_text;
  out.level = level;
  out.similarity = out.body_similarity = out.jaccard = out.containment_a = out.containment_b = 1;
  return out;
}

/// The record of two documents whose texts were compared. Where the level of matching is stricter than that at which
/// they are equal, they are the same text all the same.
PairRecord verified_pair(const Findings& findings, DocumentIndex a, DocumentIndex b, const VerifiedPair& pair) {
  const Measurements& m = pair.measurements;
  PairRecord out;
  out.a = a;
  out.b = b;
  out.relation = pair.relation;
  out.similarity = m.similarity;
  out.body_similarity = pair.body_similarity;
  out.jaccard = m.jaccard;
  out.containment_a = m.containment_a;
  out.containment_b = m.containment_b;
  if (pair.fuzzy_similarity > 0) out.fuzzy_similarity = pair.fuzzy_similarity;
  out.level = equality_level(findings.documents[a], findings.documents[b]);
  if (out.level) out.relation = Relation::same_text;
  if (a > b) {
    std::swap(out.a, out.b);
    std::swap(out.containment_a, out.containment_b);
    out.relation = reversed(out.relation);
  }
  return out;
}

std::uint64_t pairs_of(std::uint64_t n) { return n * (n - 1) / 2; }

void add_equal_pairs(const Findings& findings, Report& report) {
  for (const std::span<const std::uint32_t> group : findings.groups) {
    if (group.size() < 2) continue;
    if (group.size() <= most_copies_paired) {
      for (std::size_t i = 0; i < group.size(); ++i)
        for (std::size_t j = i + 1; j < group.size(); ++j)
          if (const auto level = equality_level(findings.documents[group[i]], findings.documents[group[j]]))
            report.pairs.push_back(equal_pair(group[i], group[j], *level));
    } else {
      for (const EqualPair& pair : link_equal_texts(findings.documents, group))
        report.pairs.push_back(equal_pair(pair.a, pair.b, pair.level));
      report.summary.copies_not_paired += pairs_of(group.size()) - (group.size() - 1);
    }
  }
}

using Families = std::vector<FamilyRecord>;

/// Documents in the order of versions: by date, those without one last, then by path.
void sort_by_date(const Report& report, std::vector<DocumentIndex>& documents) {
  const auto key = [&](DocumentIndex d) {
    const std::optional<std::string_view> date = report.documents.date(d);
    return std::tuple(!date, date.value_or(std::string_view()), d);
  };
  std::sort(documents.begin(), documents.end(), [&](DocumentIndex a, DocumentIndex b) { return key(a) < key(b); });
}

/// Of `others`, the last of those that equal a document at the strictest level; nothing if there are none.
std::optional<DocumentIndex> most_equal(const Findings& findings, DocumentIndex document,
                                        std::span<const DocumentIndex> others) {
  std::optional<DocumentIndex> best;
  std::optional<Level> strictest;
  for (const DocumentIndex other : others) {
    const std::optional<Level> level = equality_level(findings.documents[document], findings.documents[other]);
    if (!level || (strictest && *level > *strictest)) continue;
    strictest = level;
    best = other;
  }
  return best;
}

/// Hangs the copies of one text (sorted by date) from one another. What has the same bytes hangs from the first that
/// has. The others hang, in a small group, each from the last before it that is most equal, since layout, punctuation
/// and spelling change from one version to the next; in a large one from the first that is most equal.
void add_copies(const Findings& findings, std::span<const DocumentIndex> copies, FamilyRecord& family) {
  std::vector<DocumentIndex> kinds;
  std::map<Hash128, DocumentIndex> first_of_source, first_of_layout, first_of_text;
  const bool is_small = copies.size() <= most_copies_paired;
  for (const DocumentIndex copy : copies) {
    const TextIdentity& identity = findings.documents[copy];
    FamilyMember member{copy, {}, Relation::same_text};
    const DocumentIndex same_source = first_of_source.emplace(identity.source, copy).first->second;
    const DocumentIndex same_layout = first_of_layout.emplace(identity.layout, copy).first->second;
    const DocumentIndex same_text = first_of_text.emplace(identity.text, copy).first->second;
    if (same_source != copy) {
      member.parent = same_source;
      member.relation = Relation::identical;
    } else {
      if (is_small) {
        member.parent = most_equal(findings, copy, kinds);
      } else if (same_layout != copy) {
        member.parent = same_layout;
      } else if (same_text != copy) {
        member.parent = same_text;
      } else if (copy != copies.front()) {
        member.parent = copies.front();
      }
      kinds.push_back(copy);
    }
    family.members.push_back(member);
  }
}

/// Puts the root first and the others in the order of versions.
void sort_members(const Report& report, FamilyRecord& family) {
  // Keys of their own, or each comparison would look into two records.
  using Key = std::tuple<bool, bool, std::string_view, DocumentIndex, std::size_t>;
  std::vector<Key> keys;
  keys.reserve(family.members.size());
  for (const FamilyMember& member : family.members) {
    const std::optional<std::string_view> date = report.documents.date(member.document);
    keys.emplace_back(member.parent.has_value(), !date, date.value_or(std::string_view()), member.document,
                      keys.size());
  }
  std::sort(keys.begin(), keys.end());
  std::vector<FamilyMember> sorted;
  sorted.reserve(keys.size());
  for (const Key& key : keys) sorted.push_back(std::move(family.members[std::get<std::size_t>(key)]));
  family.members = std::move(sorted);
}

FamilyRecord spell_out(const Findings& findings, const TextFamily& texts, const Report& report) {
  FamilyRecord family;
  std::vector<std::vector<DocumentIndex>> copies;
  std::vector<std::size_t> root;  // of each text, in family.members
  for (const std::uint32_t text : texts.texts) {
    const std::span<const std::uint32_t> group = findings.groups[text];
    copies.emplace_back(group.begin(), group.end());
    sort_by_date(report, copies.back());
    root.push_back(family.members.size());
    add_copies(findings, copies.back(), family);
  }
  std::unordered_map<std::uint32_t, ParentCopies> parents;
  for (std::size_t i = 0; i < texts.texts.size(); ++i) {
    const std::uint32_t parent = texts.stemma.parent[i];
    if (parent == i) continue;
    FamilyMember& member = family.members[root[i]];
    const auto found = parents.try_emplace(parent, findings.documents, report.documents, copies[parent]).first;
    member.parent = found->second.last_before(member.document);
    const auto [a, b] = std::minmax(texts.texts[i], texts.texts[parent]);
    const auto pair =
        std::lower_bound(findings.pairs.begin(), findings.pairs.end(), std::pair(a, b),
                         [](const VerifiedPair& x, const auto& wanted) { return std::pair(x.a, x.b) < wanted; });
    member.relation = texts.texts[i] == a ? pair->relation : reversed(pair->relation);
    if (equality_level(findings.documents[member.document], findings.documents[*member.parent]))
      member.relation = Relation::same_text;
  }
  for (const LostSource& source : texts.stemma.lost) {
    LostSourceRecord record;
    if (source.parent) record.parent = family.members[root[*source.parent]].document;
    for (const std::uint32_t i : source.members) record.members.push_back(family.members[root[i]].document);
    family.lost.push_back(std::move(record));
  }
  family.cohesion = texts.cohesion;
  family.cohesion_known = texts.cohesion_known;
  family.collated = texts.stemma.collated;
  return family;
}

void add_families(const Findings& findings, std::span<const TextFamily> families, Report& report) {
  for (const TextFamily& texts : families) report.families.push_back(spell_out(findings, texts, report));
  std::vector<std::uint32_t> size(findings.groups.size());
  for (const std::uint32_t family : findings.family_of) ++size[family];
  for (std::uint32_t text = 0; text < findings.groups.size(); ++text)
    if (size[findings.family_of[text]] == 1 && findings.groups[text].size() > 1)
      report.families.push_back(spell_out(findings, {{text}, {{0}, {}, true}, 1, true}, report));
  const KeepRules rules(report.documents, report.problems);
  for (FamilyRecord& family : report.families) {
    sort_members(report, family);
    family.keep = rules.choose(family);
    report.summary.families_not_collated += !family.collated;
  }
  std::vector<std::pair<DocumentIndex, std::size_t>> order;
  for (std::size_t i = 0; i < report.families.size(); ++i) {
    const auto& members = report.families[i].members;
    DocumentIndex first = members.front().document;
    for (const FamilyMember& member : members) first = std::min(first, member.document);
    order.emplace_back(first, i);
  }
  std::sort(order.begin(), order.end());
  Families sorted;
  sorted.reserve(order.size());
  for (const auto& [first, i] : order) sorted.push_back(std::move(report.families[i]));
  report.families = std::move(sorted);
}

}  // namespace

void add_verified_pairs(const Findings& findings, Report& report) {
  for (const VerifiedPair& pair : findings.pairs) {
    const std::span<const std::uint32_t> a = findings.groups[pair.a];
    const std::span<const std::uint32_t> b = findings.groups[pair.b];
    if (a.size() * b.size() <= most_versions_paired) {
      for (const std::uint32_t x : a)
        for (const std::uint32_t y : b) report.pairs.push_back(verified_pair(findings, x, y, pair));
    } else {
      report.pairs.push_back(verified_pair(findings, a.front(), b.front(), pair));
      report.summary.copies_not_paired += a.size() * b.size() - 1;
    }
  }
}

void assemble(const Findings& findings, std::span<const TextFamily> families, Report& report) {
  add_equal_pairs(findings, report);
  add_verified_pairs(findings, report);
  std::sort(report.pairs.begin(), report.pairs.end(),
            [](const PairRecord& x, const PairRecord& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  add_families(findings, families, report);
}

}  // namespace nuskha
