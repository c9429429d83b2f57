// Which copy of its parent's text a version hangs from.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "match/text_groups.h"
#include "nuskha/report.h"

namespace nuskha {

/// The folder of a path, its slash included; empty if it has none.
inline std::string_view folder_of(std::string_view path) { return path.substr(0, path.find_last_of('/') + 1); }

/// The copies of one text, asked which of them a version of it hangs from. Views: whoever made it keeps what it is
/// given.
class ParentCopies {
 public:
  /// `copies` are sorted by date, those without one last, then by path.
  ParentCopies(std::span<const TextIdentity> identities, const DocumentRecords& documents,
               std::span<const DocumentIndex> copies);

  /// The last copy that comes no later than `child` (by date if both have one, else by path), else the first. A copy of
  /// the same bytes as the one before it counts only in the folder of the child. Cost O(log copies), or O(copies) where
  /// some copies have other dates than others and the child or one of them has none.
  DocumentIndex last_before(DocumentIndex child) const;

 private:
  bool is_before(DocumentIndex copy, DocumentIndex child) const;
  DocumentIndex scan_for_last(DocumentIndex child) const;

  std::span<const TextIdentity> identities_;
  const DocumentRecords& documents_;
  std::span<const DocumentIndex> copies_;
  bool all_dated_ = true;
  bool has_one_date_ = true;              // or no copy has one
  std::vector<std::size_t> last_change_;  // up to each copy: the last that has other bytes than the one before it
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_folder_;  // positions in copies_
};

}  // namespace nuskha
