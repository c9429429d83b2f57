// Which document of a family to keep.
#pragma once

#include <span>
#include <string_view>
#include <unordered_set>

#include "nuskha/input.h"
#include "nuskha/report.h"

namespace nuskha {

/// True when a folder or the name of the file says that this is a copy put aside: "backup", "old", "tmp" …, or the
/// name ends in "~", ".bak" or ".orig".
bool is_put_aside(std::string_view path);

/// The rules, in their order: docs/algorithm.md, "Which copy to keep".
class KeepRules {
 public:
  /// Views: both must stay where they are.
  KeepRules(const DocumentRecords& documents, std::span<const Problem> problems);

  /// One of the family's members. Thread-safe.
  DocumentIndex choose(const FamilyRecord& family) const;

 private:
  const DocumentRecords& documents_;
  std::unordered_set<std::string_view> damaged_;  // paths
};

}  // namespace nuskha
