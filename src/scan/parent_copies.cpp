// Entry point: ParentCopies::last_before. Of a text with many copies many versions may hang, so none of them may cost a
// look at all copies. Test: tests/scan/parent_copies_test.cpp.
#include "scan/parent_copies.h"

#include <algorithm>

namespace nuskha {
namespace {

constexpr std::size_t most_to_scan = 16;

}  // namespace

ParentCopies::ParentCopies(std::span<const TextIdentity> identities, const DocumentRecords& documents,
                           std::span<const DocumentIndex> copies)
    : identities_(identities), documents_(documents), copies_(copies) {
  if (copies.size() <= most_to_scan) return;
  last_change_.resize(copies.size());
  for (std::size_t i = 0; i < copies.size(); ++i) {
    const std::optional<std::string_view> date = documents.date(copies[i]);
    all_dated_ = all_dated_ && date;
    has_one_date_ = has_one_date_ && date == documents.date(copies.front());
    by_folder_[folder_of(documents.path(copies[i]))].push_back(i);
    if (i == 0) continue;
    const bool is_change = identities[copies[i]].source != identities[copies[i - 1]].source;
    last_change_[i] = is_change ? i : last_change_[i - 1];
  }
}

bool ParentCopies::is_before(DocumentIndex copy, DocumentIndex child) const {
  const std::optional<std::string_view> date = documents_.date(child);
  const std::optional<std::string_view> other = documents_.date(copy);
  return date && other && *date != *other ? *other < *date : copy < child;
}

DocumentIndex ParentCopies::scan_for_last(DocumentIndex child) const {
  DocumentIndex best = copies_.front();
  for (const DocumentIndex copy : copies_.subspan(1)) {
    if (!is_before(copy, child)) continue;
    const bool same_bytes = identities_[copy].source == identities_[best].source;
    if (same_bytes && folder_of(documents_.path(copy)) != folder_of(documents_.path(child))) continue;
    best = copy;
  }
  return best;
}

DocumentIndex ParentCopies::last_before(DocumentIndex child) const {
  // Only then do the copies that come no later all stand before those that do.
  const bool is_in_order = has_one_date_ || (all_dated_ && documents_.date(child));
  if (last_change_.empty() || !is_in_order) return scan_for_last(child);
  const auto after =
      std::partition_point(copies_.begin(), copies_.end(), [&](DocumentIndex copy) { return is_before(copy, child); });
  const auto num_before = static_cast<std::size_t>(after - copies_.begin());
  if (num_before == 0) return copies_.front();
  std::size_t last = last_change_[num_before - 1];
  if (const auto folder = by_folder_.find(folder_of(documents_.path(child))); folder != by_folder_.end()) {
    const auto next = std::lower_bound(folder->second.begin(), folder->second.end(), num_before);
    if (next != folder->second.begin()) last = std::max(last, *std::prev(next));
  }
  return copies_[last];
}

}  // namespace nuskha
