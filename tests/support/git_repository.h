// A git repository of a test's own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/run_program.h"

namespace nuskha::testing {

/// A new repository, with a name and an address to commit by and no settings of the user's.
class GitRepository {
 public:
  GitRepository();  ///< In a temporary folder.
  /// In a folder below one that is there.
  GitRepository(const TemporaryFolder& folder, const std::string& name);

  const TemporaryFolder& folder() const { return own_folder_ ? *own_folder_ : *outer_; }
  /// Runs git there. Throws std::runtime_error with what git said if it fails. Returns what it printed.
  std::string git(const std::vector<std::string>& words) const;
  void commit_all(const std::string& message) const;  ///< Everything there is, as one commit.

 private:
  std::optional<TemporaryFolder> own_folder_;
  const TemporaryFolder* outer_ = nullptr;
  std::filesystem::path top_;
};

}  // namespace nuskha::testing
