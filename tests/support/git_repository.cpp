// A git repository of a test's own; see the header.
#include "support/git_repository.h"

#include <stdexcept>

#include "input/run_program.h"

namespace nuskha::testing {

GitRepository::GitRepository() : own_folder_(std::in_place), top_(own_folder_->path()) { git({"init", "-q"}); }

GitRepository::GitRepository(const TemporaryFolder& folder, const std::string& name)
    : outer_(&folder), top_(folder.path() / name) {
  std::filesystem::create_directories(top_);
  git({"init", "-q"});
}

std::string GitRepository::git(const std::vector<std::string>& words) const {
  std::vector<std::string> all = {"git", "-C", top_.string()};
  for (const char* setting : {"user.name=Test", "user.email=test@example.org", "commit.gpgsign=false",
                              "core.hooksPath=/nonexistent", "core.excludesFile=/nonexistent"}) {
    all.insert(all.end(), {"-c", setting});
  }
  all.insert(all.end(), words.begin(), words.end());
  ProgramRun run = run_program(all, {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"});
  if (run.start_error != 0 || run.exit_code != 0) throw std::runtime_error("git " + words.front() + ": " + run.err);
  return std::move(run.out);
}

void GitRepository::commit_all(const std::string& message) const {
  git({"add", "--all"});
  git({"commit", "-q", "--allow-empty", "-m", message});
}

}  // namespace nuskha::testing
