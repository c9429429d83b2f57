// The baseline that a desk accepts findings into.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

  /// Fails with not_found or write_failed where the file's folder isn't there, or can't be written into.
  Result<void> check_writable() const;

  /// What became of an acceptance.
  struct Accepted {
    BaselineEntry entry;        ///< As it stands in the file now.
    bool was_there = false;     ///< As many of the finding were accepted already: nothing has changed.
    std::uint64_t entries = 0;  ///< Of the file.
  };
  /// Puts an entry into it. The one that is there stays, with its reason, unless it accepts fewer of the finding: then
  /// its count is raised, and the new reason stands behind the old one. All or nothing: the new file takes the old
  /// one's place once it is on the disk. Two that write at a time wait for one another (a lock on the folder), until
  /// they are stopped (base/stop.h). Fails as `read` does, and with write_failed.
  Result<Accepted> accept(const BaselineEntry& entry);

  /// What was taken back.
  struct TakenBack {
    std::vector<BaselineEntry> removed;  ///< Sorted as in the file; empty: nothing has changed.
    std::uint64_t entries = 0;           ///< Of the file.
  };
  /// Takes all entries of a finding out of it, of whatever path: the desk lets each count wherever the finding stands.
  /// Otherwise like `accept`.
  Result<TakenBack> take_back(const std::string& rule, const Hash128& fingerprint);

 private:
  /// Which state of the file it is.
  struct Stamp {
    std::uint64_t bytes = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  std::optional<Stamp> stamp() const;
  /// Reads it, lets `change` work on it, and writes it if that returns true; nobody else writes meanwhile. How many
  /// entries there are then.
  Result<std::uint64_t> rewrite(const std::function<bool(std::vector<BaselineEntry>&)>& change);

  const std::string path_;
  std::mutex mutex_;
  std::optional<Stamp> read_stamp_;
  std::shared_ptr<const Baseline> kept_;
};

}  // namespace nuskha::serve
