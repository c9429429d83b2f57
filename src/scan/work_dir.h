// The folder of --work-dir: files of finished work, each whole or not there. docs/work_dir_format.md has their layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/result.h"

namespace nuskha {

/// What a file holds. The numbers are stored.
enum class WorkKind : std::uint32_t {
  segment = 1,      ///< Documents read, any number of files of this kind.
  candidates = 2,   ///< Pairs to verify; of this and the kinds that follow there is one file each.
  verified = 3,     ///< Related pairs.
  boilerplate = 4,  ///< Passages of each text.
  bodies = 5,       ///< Related pairs, boilerplate set aside.
  passages = 6,     ///< With those that share a passage.
  related = 7,      ///< All pairs, and the problems met on the way to them.
};
inline constexpr std::uint32_t num_work_kinds = 7;

/// "candidates", as in messages and names of files.
std::string_view to_string(WorkKind kind);

struct WorkDirOptions {
  /// Called before a file is written, for tests: anything but 0 is the errno with which that fails.
  std::function<int(const std::string& name)> before_write = {};
  /// Bytes of a segment: so many at first, then an eighth of what its thread has written, up to a bound.
  std::size_t first_segment_bytes = std::size_t{256} << 10;
  std::size_t most_segment_bytes = std::size_t{4} << 20;
};

/// A file's contents, and whether it is one that can be used.
struct WorkFile {
  enum class State : std::uint8_t {
    good,
    missing,
    other,    ///< Whole, but of other documents, other options or another version of the program.
    damaged,  ///< Cut short, changed, or not such a file at all.
  };
  State state = State::missing;
  std::string bytes;  ///< With its header; `payload` is a view of it.
  std::string_view payload() const { return std::string_view(bytes).substr(header_bytes); }

  static constexpr std::size_t header_bytes = 80;
};

/// A folder that this process works in, and no other does. `write` and `read` are thread-safe.
class WorkDir {
 public:
  /// Makes the folder, if need be (those above it must be there), and locks it. What an interrupted write has left is
  /// removed. Fails with invalid_argument for a folder that holds anything but such work, or that of a newer program,
  /// or that another process works in; else write_failed.
  static Result<std::unique_ptr<WorkDir>> open(const std::string& path, WorkDirOptions options = {});
  ~WorkDir();
  WorkDir(const WorkDir&) = delete;
  WorkDir& operator=(const WorkDir&) = delete;

  const std::string& path() const { return path_; }
  const WorkDirOptions& options() const { return options_; }

  /// Names of the segments that are there, sorted.
  std::vector<std::string> segments() const;
  /// A name that no segment has.
  std::string new_segment();

  /// Writes a file whole, or leaves what there was. On the disk when it returns.
  Result<void> write(const std::string& name, WorkKind kind, const Hash128& fingerprint, std::string_view payload);
  WorkFile read(const std::string& name, WorkKind kind, const Hash128& fingerprint) const;
  void remove(const std::string& name);

  std::uint64_t used_bytes() const;                 ///< By all files.
  std::optional<std::uint64_t> free_bytes() const;  ///< Of its file system, for this user.

 private:
  WorkDir(std::string path, WorkDirOptions options, int lock);

  std::string path_;
  WorkDirOptions options_;
  int lock_;  // descriptor of the marker, locked
  struct Counter;
  std::unique_ptr<Counter> next_segment_;
};

/// Name of the only file of a kind.
std::string name_of(WorkKind kind);

/// The 80 bytes before a payload. For tests, too.
std::string make_header(WorkKind kind, const Hash128& fingerprint, std::string_view payload);

}  // namespace nuskha
