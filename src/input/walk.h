// From the paths a user names to the list of files to read.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"

namespace nuskha {

/// What a walk found, and what it passed over.
struct FileList {
  std::vector<std::string>
      files;  ///< In the order of the arguments, and below each in byte order, folder by folder. No path twice.
  std::vector<Problem> problems;  ///< Unreadable folders, special files.
  std::size_t num_hidden = 0;     ///< Hidden files and folders passed over.
  std::size_t num_ignored = 0;    ///< By .gitignore or .nuskhaignore.
  std::size_t num_excluded = 0;   ///< By exclude, or by not matching include.
  std::size_t num_links = 0;      ///< Symbolic links not followed.
};

/// Lists the files below `paths`. Fails with not_found, invalid_argument or (nothing at all to read) no_documents.
Result<FileList> list_files(std::span<const std::string> paths, const InputOptions& options);

/// The path without "." components, doubled slashes and a slash at its end; "." itself becomes "". ".." stays, since
/// a folder before it may be a link.
std::string clean_path(std::string_view path);

}  // namespace nuskha
