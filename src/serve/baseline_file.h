// The baseline that a desk accepts findings into.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "nuskha/baseline.h"
#include "nuskha/result.h"

namespace nuskha::serve {

/// A baseline file, which others may write too. Thread-safe.
class BaselineFile {
 public:
  /// The file need not be there yet.
  explicit BaselineFile(std::string path) : path_(std::move(path)) {}

  /// What it holds now; empty if it isn't there. Read again only when it has changed. Fails with unreadable and
  /// malformed.
  Result<std::shared_ptr<const Baseline>> read();

  /// Puts an entry into it: its reason takes the place of the one that is there, its count raises it. Returns how many
  /// entries there are then. All or nothing: the new file takes the old one's place once it is on the disk. Two that
  /// write at a time wait for one another (a lock on the folder). Fails as `read` does, and with write_failed.
  Result<std::uint64_t> accept(BaselineEntry& entry);

 private:
  /// Which state of the file it is.
  struct Stamp {
    std::uint64_t bytes = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  std::optional<Stamp> stamp() const;

  const std::string path_;
  std::mutex mutex_;
  std::optional<Stamp> read_stamp_;
  std::shared_ptr<const Baseline> kept_;
};

}  // namespace nuskha::serve
