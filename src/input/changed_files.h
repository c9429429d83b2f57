// The files that a git repository says have changed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha {

struct ChangedFiles {
  std::vector<std::string> files;  ///< `Document::path`s, in the order of the walk. Empty: nothing changed.
  std::vector<Problem> problems;   ///< Of the walk: what can't be listed can't be known to be unchanged.
};

/// Of the files that open_paths would read, those that differ from a revision of the git repository that they are in:
/// added, modified, renamed, or not known to git and not ignored by it. What is compared is the files as they are now,
/// committed or not. A file that git ignores never counts as changed, not even one that is named. Of a symbolic link
/// that is followed, the link and the file count.
///
/// Runs the user's `git`, at least 2.30. Fails as list_files does, and with invalid_argument, naming --changed-since,
/// if git isn't installed, a file is in no repository, the revision doesn't exist there (a shallow clone is explained)
/// or isn't a single one, or git refuses.
Result<ChangedFiles> changed_files(std::span<const std::string> paths, std::string_view revision,
                                   const InputOptions& options);

}  // namespace nuskha
