// Changed files by `git diff` and `git ls-files`, matched with the walk's. Entry point: changed_files. Why git and not
// libgit2: docs/decisions/input-changed-files.md. Test: tests/input/changed_files_test.cpp.
#include "input/changed_files.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "input/read_file.h"
#include "input/run_program.h"
#include "input/walk.h"

namespace nuskha {
namespace {

constexpr const char* option = "--changed-since";

/// Variables that a git hook has set, and that would have git look at another repository than the one a file is in.
const std::vector<std::string> repository_variables = {"GIT_DIR",    "GIT_WORK_TREE", "GIT_INDEX_FILE",
                                                       "GIT_PREFIX", "GIT_NAMESPACE", "GIT_COMMON_DIR"};

tl::unexpected<Error> refuse(std::string what) { return fail(ErrorCode::invalid_argument, option, std::move(what)); }

/// `git -C <repository> <words>`. No program that the repository's own settings name is run for looking at it.
ProgramRun run_git(const std::string& repository, const std::vector<std::string>& words) {
  std::vector<std::string> all = {
      "git", "-C", repository, "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false"};
  all.insert(all.end(), words.begin(), words.end());
  return run_program(all, repository_variables);
}

/// What git said, on one line.
std::string first_words(const ProgramRun& run) {
  std::string text = run.err.substr(0, 1000);
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  text.erase(text.find_last_not_of(' ') + 1);
  return text.empty() ? fmt::format("exit status {}", run.exit_code) : text;
}

/// The real path; what doesn't exist stays as it is.
std::string real_path(const std::string& path) {
  const auto release = [](char* name) { std::free(name); };
  const std::unique_ptr<char, decltype(release)> real(realpath(path.empty() ? "." : path.c_str(), nullptr), release);
  return real ? real.get() : path;
}

bool is_there(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0;
}

bool is_link(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode);
}

/// Adds NUL-terminated names, which git gives relative to the repository's top.
void add_names(const std::string& repository, std::string_view names, std::unordered_set<std::string>& files) {
  const std::string top = repository.ends_with('/') ? repository : repository + '/';
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('\0'), names.size());
    files.insert(top + std::string(names.substr(0, end)));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}

/// Repositories are looked at when the first file of theirs comes up.
class ChangeFinder {
 public:
  explicit ChangeFinder(std::string_view revision) : revision_(revision) {}

  Result<bool> is_changed(const std::string& file) {
    const std::size_t slash = file.rfind('/');
    const std::string folder = slash == file.npos ? "" : file.substr(0, slash + 1);
    const std::string name = slash == file.npos ? file : file.substr(slash + 1);
    Result<bool> changed = is_changed_at(real_folder(folder), name, file);
    if (!changed || *changed || !is_link(file)) return changed;
    const std::string target = real_path(file);
    const std::size_t last = target.rfind('/');
    return is_changed_at(target.substr(0, std::max<std::size_t>(last, 1)), target.substr(last + 1), file);
  }

 private:
  using Files = std::unordered_set<std::string>;

  /// `folder` is a real path. `shown` is for messages.
  Result<bool> is_changed_at(const std::string& folder, const std::string& name, const std::string& shown) {
    const std::string* top = repository_of(folder);
    if (top->empty())
      return refuse(fmt::format("\"{}\" is in no git repository, so nothing tells whether it changed", shown));
    auto known = changed_.find(*top);
    if (known == changed_.end()) {
      Result<Files> files = ask_git(*top);
      if (!files) return tl::unexpected(files.error());
      known = changed_.emplace(*top, *std::move(files)).first;
    }
    return known->second.contains(folder.ends_with('/') ? folder + name : folder + '/' + name);
  }

  const std::string& real_folder(const std::string& folder) {
    const auto [known, is_new] = real_folders_.try_emplace(folder);
    if (is_new) known->second = real_path(folder);
    return known->second;
  }

  /// The nearest folder from `folder` up that is a repository's top; "" if none is.
  const std::string* repository_of(const std::string& folder) {
    const auto [known, is_new] = repositories_.try_emplace(folder);
    std::string& top = known->second;  // stays where it is while others come
    if (!is_new) return &top;
    const std::size_t slash = folder.rfind('/');
    if (is_there(folder == "/" ? "/.git" : folder + "/.git"))
      top = folder;
    else if (folder != "/" && slash != folder.npos)
      top = *repository_of(folder.substr(0, std::max<std::size_t>(slash, 1)));
    return &top;
  }

  Result<Files> ask_git(const std::string& top) const {
    const Result<std::string> commit = resolve_revision(top);
    if (!commit) return tl::unexpected(commit.error());
    Files files;
    for (const std::vector<std::string>& question :
         {std::vector<std::string>{"diff", "--name-only", "-z", "--no-relative", "--no-ext-diff", "--no-textconv",
                                   "--no-renames", "--diff-filter=d", "--ignore-submodules=all", *commit, "--"},
          std::vector<std::string>{"ls-files", "-z", "--others", "--exclude-standard"}}) {
      const ProgramRun run = run_git(top, question);
      if (run.start_error != 0 || run.exit_code != 0)
        return refuse(fmt::format("git can't tell what changed in {}: {}", top, first_words(run)));
      add_names(top, run.out, files);
    }
    return files;
  }

  /// The commit's hash, which no option of git looks like.
  Result<std::string> resolve_revision(const std::string& top) const {
    const ProgramRun shallow = run_git(top, {"rev-parse", "--is-shallow-repository", "--show-prefix"});
    if (shallow.start_error == ENOENT) return refuse("it needs git, which is not installed (or not in PATH)");
    if (shallow.start_error != 0)
      return refuse(fmt::format("git can't be started: {}", system_message(shallow.start_error)));
    if (shallow.exit_code != 0) return refuse(fmt::format("git refuses to look at {}: {}", top, first_words(shallow)));
    // A second line that isn't empty: git went up to another repository than the one that .git stands for.
    if (shallow.out != "true\n\n" && shallow.out != "false\n\n")
      return refuse(fmt::format("{}/.git is no repository that git knows", top));
    const ProgramRun run = run_git(top, {"rev-parse", "--verify", "--quiet", revision_ + "^{commit}"});
    const std::size_t line = run.out.find('\n');
    if (run.exit_code == 0 && line != std::string::npos && line > 0) return run.out.substr(0, line);
    const bool is_shallow = shallow.out.starts_with("true");
    return refuse(fmt::format(
        "there is no revision \"{}\" in {}{}", revision_, top,
        is_shallow ? ", which is a shallow clone: it holds only the last commits. Fetch the rest first: git fetch "
                     "--unshallow, or in CI fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)"
                   : ". Name a commit, branch or tag that this repository has; one of a server must be fetched first"));
  }

  std::string revision_;
  std::unordered_map<std::string, std::string> real_folders_;
  std::unordered_map<std::string, std::string> repositories_;  // of real folders
  std::map<std::string, Files> changed_;                       // by repository; real paths
};

/// What can't be the name of one revision, or would be an option of git.
Result<void> check_revision(std::string_view revision) {
  if (revision.empty()) return refuse("the revision is empty. Name a commit, a branch or a tag");
  if (revision.starts_with('-')) return refuse(fmt::format("\"{}\" is no revision: it begins with a dash", revision));
  if (revision.find('\0') != revision.npos) return refuse("the revision holds a NUL byte");
  if (revision.find("..") != revision.npos)
    return refuse(fmt::format("\"{}\" is a range. Name the one revision that the files are compared with", revision));
  return {};
}

}  // namespace

Result<ChangedFiles> changed_files(std::span<const std::string> paths, std::string_view revision,
                                   const InputOptions& options) {
  if (Result<void> checked = check_revision(revision); !checked) return tl::unexpected(checked.error());
  Result<FileList> list = list_files(paths, options);
  if (!list) return tl::unexpected(list.error());
  ChangeFinder finder(revision);
  ChangedFiles changed;
  changed.problems = std::move(list->problems);
  for (std::string& file : list->files) {
    const Result<bool> is_changed = finder.is_changed(file);
    if (!is_changed) return tl::unexpected(is_changed.error());
    if (*is_changed) changed.files.push_back(std::move(file));
  }
  return changed;
}

}  // namespace nuskha
