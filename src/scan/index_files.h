// Which files an archive is made of: walking them, and telling those that changed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "archive/writer.h"
#include "input/walk.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha {

/// True for the path itself and for all below it; both are clean (clean_path). Below "" is what is relative and doesn't
/// begin with "..".
bool is_below(std::string_view path, std::string_view folder);

/// A path as a message shows it: "" is ".".
std::string shown_path(std::string_view clean);

/// What a walk of some roots found.
struct WalkedRoots {
  std::vector<ArchiveRoot> roots;              ///< Those that are there.
  std::vector<std::string> gone;               ///< Paths of roots that were files and are gone.
  FileList list;                               ///< Problems are in `problems`.
  std::vector<std::vector<Problem>> problems;  ///< Of each root.
};

/// Walks roots whose options are equal, in one go.
Result<WalkedRoots> walk_roots(std::vector<ArchiveRoot> roots);

/// The options that a root is walked with.
InputOptions walk_options(const ArchiveRoot& root);

/// A file that is to be read, as it was just before.
struct FileToRead {
  std::string path;
  FileStamp stamp;
};

/// Parts the files of a list into those that must be read and those that are as they were (their number). A file of the
/// same size and time as before is taken for the same, unless it was written less than two seconds before it was read.
/// The archive's own files are left out: closing one of them would undo SQLite's locks.
struct SortedFiles {
  std::vector<FileToRead> to_read;
  std::uint64_t unchanged = 0;
};
SortedFiles find_changes(ArchiveWriter& writer, std::span<const std::string> files);

}  // namespace nuskha
