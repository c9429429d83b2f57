// Reading a whole file into memory without trusting that it stays as it is.
#pragma once

#include <string>

namespace nuskha {

/// What became of a read.
struct FileState {
  int error = 0;             ///< errno of what failed; 0 when the contents are there.
  bool is_special = false;   ///< Not a regular file; nothing was read (error is 0).
  bool is_folder = false;    ///< Likewise.
  bool has_changed = false;  ///< Size or modification time moved while it was read; the contents are what was found.
};

/// Opens for reading without ever waiting (a named pipe doesn't block). -1 with errno when refused.
int open_for_reading(const std::string& path);

/// Replaces `contents` with the file's bytes, to its end, whatever size it has. Never maps it: a file that shrinks is
/// no crash.
FileState read_file(const std::string& path, std::string& contents);

}  // namespace nuskha
