// Reading a whole file into memory without trusting that it stays as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// Which state of a file it is: another one has another stamp, but for what is changed within the same tick of the
/// system's clock.
struct FileStamp {
  std::uint64_t bytes = 0;
  std::uint64_t inode = 0;
  std::int64_t modified_ns = 0;  ///< Since 1970.
  std::int64_t changed_ns = 0;   ///< Likewise, of its contents, name or permissions; nobody can set it.
};

/// What became of a read.
struct FileState {
  int error = 0;             ///< errno of what failed; 0 when the contents are there.
  bool is_special = false;   ///< Not a regular file; nothing was read (error is 0).
  bool is_folder = false;    ///< Likewise.
  bool has_changed = false;  ///< Size or modification time moved while it was read; the contents are what was found.
  FileStamp stamp;           ///< When it was opened; unset if that failed.
};

/// What the system says about an errno, "Permission denied". Unlike strerror for any number of threads at once.
std::string system_message(int error);

/// The file's stamp; nothing if it can't be asked.
std::optional<FileStamp> file_stamp(const std::string& path);

/// Opens for reading without ever waiting (a named pipe doesn't block). -1 with errno when refused.
int open_for_reading(const std::string& path);

/// When a file was last modified, in seconds since 1970-01-01 UTC; nothing if it can't be asked.
std::optional<std::int64_t> modification_time(const std::string& path);

/// Replaces `contents` with the file's bytes, to its end, whatever size it has. Never maps it: a file that shrinks is
/// no crash. Of a file of 64 KiB and more `stop` (if given) sees the first 64 KiB and the path, and may end reading:
/// `contents` is then only these. May throw std::bad_alloc.
FileState read_file(const std::string& path, std::string& contents,
                    bool (*stop)(std::string_view head, const std::string& path) = nullptr);

}  // namespace nuskha
