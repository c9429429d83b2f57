// Entry point: add_change_summaries. Test: tests/scan/change_summaries_test.cpp.
#include "scan/change_summaries.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "nuskha/diff.h"
#include "scan/read_texts.h"

namespace nuskha {
void add_change_summaries(std::span<const ShownVersion> versions, const DocumentSource& source, unsigned jobs,
                          Report& report, const ChangeSummaryLimits& limits) {
  std::vector<ShownVersion> chosen;
  std::vector<std::uint8_t> is_wanted(report.documents.size());
  std::uint64_t bytes = 0;
  for (const ShownVersion& version : versions) {
    const FamilyMember& member = report.families[version.family].members[version.member];
    std::uint64_t more = 0;
    std::uint64_t longest = 0;
    for (const DocumentIndex document : {member.document, *member.parent}) {
      longest = std::max(longest, report.documents[document].bytes);
      more += is_wanted[document] == 0 ? report.documents[document].bytes : 0;
    }
    if (chosen.size() == limits.versions || longest > limits.document_bytes || bytes + more > limits.bytes) {
      ++report.summary.versions_not_compared;
      continue;
    }
    is_wanted[member.document] = is_wanted[*member.parent] = 1;
    bytes += more;
    chosen.push_back(version);
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < is_wanted.size(); ++i)
    if (is_wanted[i] != 0) names.emplace_back(report.documents.path(i));
  if (names.empty()) return;
  const TextsByName texts = read_texts(names, source);
  parallel_for(num_threads(jobs), chosen.size(), 8, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      FamilyMember& member = report.families[chosen[i].family].members[chosen[i].member];
      const auto before = texts.find(report.documents[*member.parent].path);
      const auto after = texts.find(report.documents[member.document].path);
      if (before == texts.end() || after == texts.end()) continue;
      const Result<TextDiff> diff = diff_texts(before->second, after->second);
      if (diff && !diff->changes.empty()) member.changes = summarize(*diff);
    }
  });
}

}  // namespace nuskha
