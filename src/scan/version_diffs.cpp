// Entry point: make_version_diffs. Test: tests/scan/version_diffs_test.cpp.
#include "scan/version_diffs.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "base/parallel.h"
#include "scan/read_texts.h"

namespace nuskha {
namespace {

constexpr std::size_t versions_in_turn = 16;  // of a family, before others get more

/// Edges that have something to show, in the order in which they are wanted.
std::vector<ShownVersion> wanted_versions(const Report& report) {
  struct Wanted {
    std::size_t turn;
    std::size_t family_size;
    ShownVersion version;
  };
  std::vector<Wanted> wanted;
  for (std::uint32_t family = 0; family < report.families.size(); ++family) {
    const std::vector<FamilyMember>& members = report.families[family].members;
    std::size_t count = 0;
    for (std::uint32_t member = 0; member < members.size(); ++member) {
      if (!members[member].parent || members[member].relation == Relation::identical) continue;
      wanted.push_back({count++ / versions_in_turn, members.size(), {family, member}});
    }
  }
  std::stable_sort(wanted.begin(), wanted.end(), [](const Wanted& x, const Wanted& y) {
    return x.turn != y.turn ? x.turn < y.turn : x.family_size > y.family_size;
  });
  std::vector<ShownVersion> versions;
  versions.reserve(wanted.size());
  for (const Wanted& one : wanted) versions.push_back(one.version);
  return versions;
}

}  // namespace

std::vector<MadeDiff> make_version_diffs(const Report& report, const DocumentSource& source, unsigned jobs,
                                         const std::function<std::string(const DiffedVersion&)>& make,
                                         const VersionDiffLimits& limits) {
  const std::vector<ShownVersion> versions = wanted_versions(report);
  std::vector<MadeDiff> kept;
  std::size_t made_bytes = 0;
  std::uint64_t read_bytes = 0;
  const auto member_of = [&](const ShownVersion& version) -> const FamilyMember& {
    return report.families[version.family].members[version.member];
  };
  for (std::size_t at = 0; at < versions.size() && made_bytes < limits.made_bytes && read_bytes < limits.read_bytes;) {
    std::vector<ShownVersion> batch;
    std::vector<DocumentIndex> documents;
    std::uint64_t bytes = 0;
    for (; at < versions.size() && bytes < limits.batch_bytes; ++at) {
      const FamilyMember& member = member_of(versions[at]);
      const std::uint64_t size = report.documents[member.document].bytes;
      const std::uint64_t parent_size = report.documents[*member.parent].bytes;
      if (std::max(size, parent_size) > limits.document_bytes) continue;
      bytes += size + parent_size;
      documents.push_back(member.document);
      documents.push_back(*member.parent);
      batch.push_back(versions[at]);
    }
    read_bytes += bytes;
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    std::vector<std::string> names;
    for (const DocumentIndex document : documents) names.emplace_back(report.documents.path(document));
    if (names.empty()) break;
    const TextsByName texts = read_texts(names, source);
    std::vector<std::string> made(batch.size());
    parallel_for(num_threads(jobs), batch.size(), 8, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const FamilyMember& member = member_of(batch[i]);
        const auto before = texts.find(std::string(report.documents.path(*member.parent)));
        const auto after = texts.find(std::string(report.documents.path(member.document)));
        if (before == texts.end() || after == texts.end()) continue;
        const Result<TextDiff> diff = diff_texts(before->second, after->second);
        if (diff) made[i] = make({batch[i], before->second, after->second, *diff});
      }
    });
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (made[i].empty()) continue;
      made_bytes += made[i].size();
      if (made_bytes > limits.made_bytes) break;
      kept.push_back({batch[i], std::move(made[i])});
    }
  }
  return kept;
}

}  // namespace nuskha
