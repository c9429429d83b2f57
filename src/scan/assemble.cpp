// Entry point: assemble. Small groups of equal texts are spelled out, every document with every other; of large ones
// only the pairs that connect them, so that a thousand copies give a thousand records and not half a million. Test:
// tests/scan/assemble_test.cpp.
#include "scan/assemble.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "nuskha/family.h"

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
  for (const std::vector<std::uint32_t>& group : findings.groups) {
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

void add_verified_pairs(const Findings& findings, Report& report) {
  for (const VerifiedPair& pair : findings.pairs) {
    const std::vector<std::uint32_t>& a = findings.groups[pair.a];
    const std::vector<std::uint32_t>& b = findings.groups[pair.b];
    if (a.size() * b.size() <= most_versions_paired) {
      for (const std::uint32_t x : a)
        for (const std::uint32_t y : b) report.pairs.push_back(verified_pair(findings, x, y, pair));
    } else {
      report.pairs.push_back(verified_pair(findings, a.front(), b.front(), pair));
      report.summary.copies_not_paired += a.size() * b.size() - 1;
    }
  }
}

/// An edge between two documents of one family; equal texts rank above all similarities, the stricter the level the
/// higher.
struct VersionEdge {
  DocumentIndex a, b;
  double strength;
  Relation relation;  ///< Of a to b.
};

double strength_of(Level level) { return 2.0 - 0.1 * static_cast<double>(level); }

void add_families(const Findings& findings, Report& report) {
  std::map<std::uint32_t, std::vector<DocumentIndex>> members;  // by lowest group
  std::map<std::uint32_t, std::vector<VersionEdge>> edges;
  for (std::uint32_t group = 0; group < findings.groups.size(); ++group) {
    const std::vector<std::uint32_t>& documents = findings.groups[group];
    const std::uint32_t family = findings.family_of[group];
    std::vector<DocumentIndex>& list = members[family];
    list.insert(list.end(), documents.begin(), documents.end());
    for (const EqualPair& pair : link_equal_texts(findings.documents, documents))
      edges[family].push_back({pair.a, pair.b, strength_of(pair.level),
                               pair.level == Level::bytes ? Relation::identical : Relation::same_text});
  }
  for (const VerifiedPair& pair : findings.pairs) {
    if (!is_one_document(pair.relation) || findings.family_of[pair.a] != findings.family_of[pair.b]) continue;
    edges[findings.family_of[pair.a]].push_back({findings.groups[pair.a].front(), findings.groups[pair.b].front(),
                                                 std::max(pair.measurements.similarity, pair.body_similarity),
                                                 pair.relation});
  }
  for (auto& [family, documents] : members) {
    if (documents.size() < 2) continue;
    const auto date_of = [&](DocumentIndex d) { return report.documents[d].date.value_or("9999"); };
    std::sort(documents.begin(), documents.end(),
              [&](DocumentIndex a, DocumentIndex b) { return std::pair(date_of(a), a) < std::pair(date_of(b), b); });
    std::map<DocumentIndex, std::uint32_t> position;
    for (std::uint32_t i = 0; i < documents.size(); ++i) position[documents[i]] = i;
    std::vector<FamilyEdge> tree_edges;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Relation> relation_of;
    for (const VersionEdge& edge : edges[family]) {
      const std::uint32_t a = position[edge.a];
      const std::uint32_t b = position[edge.b];
      tree_edges.push_back({a, b, edge.strength});
      relation_of[{a, b}] = edge.relation;
      relation_of[{b, a}] = reversed(edge.relation);
    }
    const std::vector<std::uint32_t> parent = arrange_versions(documents.size(), tree_edges);
    FamilyRecord record;
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
      FamilyMember member;
      member.document = documents[i];
      if (parent[i] != i) {
        member.parent = documents[parent[i]];
        member.relation = relation_of.at({i, parent[i]});
      }
      record.members.push_back(member);
    }
    report.families.push_back(std::move(record));
  }
  const auto first_path = [](const FamilyRecord& family) {
    return std::min_element(family.members.begin(), family.members.end(),
                            [](const FamilyMember& a, const FamilyMember& b) { return a.document < b.document; })
        ->document;
  };
  std::sort(report.families.begin(), report.families.end(),
            [&](const FamilyRecord& a, const FamilyRecord& b) { return first_path(a) < first_path(b); });
}

}  // namespace

void assemble(const Findings& findings, Report& report) {
  add_equal_pairs(findings, report);
  add_verified_pairs(findings, report);
  std::sort(report.pairs.begin(), report.pairs.end(),
            [](const PairRecord& x, const PairRecord& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  add_families(findings, report);
}

}  // namespace nuskha
