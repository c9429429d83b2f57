// Walking folders: hidden files, ignore files, globs, links and special files. Entry point: list_files.
// The rules and their reasons: docs/decisions/input-walking.md. Test: tests/input/walk_test.cpp.
#include "input/walk.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "input/ignore_rules.h"
#include "input/problem_codes.h"
#include "input/read_file.h"

namespace nuskha {
namespace {

using FileId = std::pair<dev_t, ino_t>;

enum class EntryKind { file, folder, link, special, unknown };

EntryKind kind_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::file;
  if (S_ISDIR(mode)) return EntryKind::folder;
  if (S_ISLNK(mode)) return EntryKind::link;
  return EntryKind::special;
}

EntryKind kind_of_entry(unsigned char d_type) {
  switch (d_type) {
    case DT_REG: return EntryKind::file;
    case DT_DIR: return EntryKind::folder;
    case DT_LNK: return EntryKind::link;
    case DT_UNKNOWN: return EntryKind::unknown;
    default: return EntryKind::special;
  }
}

const char* name_of_special(mode_t mode) {
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "a special file";
}

struct Entry {
  std::string name;
  EntryKind kind;
};

std::string join(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

/// What the system calls a cleaned path.
const char* system_path(const std::string& path) { return path.empty() ? "." : path.c_str(); }

class Walker {
 public:
  /// `may_meet_again`: a file can be reached by two spellings of its path.
  Walker(const InputOptions& options, std::vector<IgnoreRule> include, std::vector<IgnoreRule> exclude,
         bool may_meet_again)
      : options_(options),
        include_(std::move(include)),
        exclude_(std::move(exclude)),
        may_meet_again_(may_meet_again) {}

  Result<void> add(const std::string& argument);
  FileList take() { return std::move(list_); }

 private:
  /// The ignore files of one folder.
  struct Level {
    std::size_t prefix = 0;            ///< Length of the part of a relative path that names the folder, with its slash.
    std::vector<IgnoreRule> rules[2];  ///< Of .nuskhaignore and of .gitignore.
  };

  void walk(const std::string& folder, const std::string& relative, bool is_included);
  void visit(const std::string& folder, const std::string& relative, const Entry& entry, bool is_included);
  bool enter(const std::string& folder);
  std::optional<std::vector<Entry>> list(const std::string& folder);
  void load_rules(const std::string& folder, const std::vector<Entry>& entries, Level& level);
  bool is_ignored(std::string_view relative, bool is_folder) const;
  bool is_new(const std::string& path, std::unordered_set<std::string>& seen);
  void add_file(std::string path);
  void add_problem(const std::string& path, const char* code, std::string message) {
    list_.problems.push_back({path, code, std::move(message)});
  }

  const InputOptions& options_;
  std::vector<IgnoreRule> include_;
  std::vector<IgnoreRule> exclude_;
  bool may_meet_again_;
  FileList list_;
  std::unordered_set<std::string> seen_files_;  // by what is_new makes of their paths
  std::unordered_set<std::string> seen_special_;
  std::unordered_map<std::string, std::string> real_folders_;  // what realpath made of each
  std::set<FileId> entered_;                                   // folders, when links are followed
  std::vector<Level> levels_;
};

bool any_matches(const std::vector<IgnoreRule>& rules, std::string_view path, bool is_folder) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const IgnoreRule& rule) { return rule_matches(rule, path, is_folder); });
}

Result<void> Walker::add(const std::string& argument) {
  if (argument.empty())
    return fail(ErrorCode::not_found, argument, "An empty path was given. Use '.' for the current folder.");
  if (argument.find('\0') != std::string::npos)
    return fail(ErrorCode::not_found, argument,
                "The path holds a NUL byte, which no file name can. For NUL-separated lists use the option for them.");
  const std::string path = clean_path(argument);
  struct stat info;
  if (stat(argument.c_str(), &info) != 0) {
    const int error = errno;
    struct stat link;
    if (error == ENOENT || error == ENOTDIR) {
      const bool dangling = lstat(argument.c_str(), &link) == 0;
      return fail(ErrorCode::not_found, argument,
                  dangling ? "It is a symbolic link to something that doesn't exist."
                           : "There is no such file or folder. Check the spelling and the current folder.");
    }
    add_problem(
        path, problem_code::unreadable,
        fmt::format("It can't be reached: {}. Check the permissions of the folders above it.", system_message(error)));
    return {};
  }
  switch (kind_of_mode(info.st_mode)) {
    case EntryKind::file: add_file(path); break;
    case EntryKind::folder:
      levels_.clear();
      if (enter(path)) walk(path, "", include_.empty());
      break;
    default:
      if (is_new(path, seen_special_)) {
        add_problem(path, problem_code::special_file,
                    fmt::format("It is {} and was not opened. Save what it delivers to a file and name that.",
                                name_of_special(info.st_mode)));
      }
  }
  return {};
}

/// False when links are followed and the folder was entered before: the loop ends here.
bool Walker::enter(const std::string& folder) {
  if (!options_.follow_links) return true;
  struct stat info;
  return stat(system_path(folder), &info) != 0 || entered_.insert({info.st_dev, info.st_ino}).second;
}

std::optional<std::vector<Entry>> Walker::list(const std::string& folder) {
  const auto close = [](DIR* open) { closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> stream(opendir(system_path(folder)), close);
  int error = stream ? 0 : errno;
  std::vector<Entry> entries;
  while (stream) {
    errno = 0;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): unsafe only for two threads with one stream, and this one is ours
    const dirent* entry = readdir(stream.get());
    if (entry == nullptr) {
      error = errno;
      break;
    }
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") entries.push_back({std::string(name), kind_of_entry(entry->d_type)});
  }
  if (error == ENOENT) {
    add_problem(folder.empty() ? "." : folder, problem_code::disappeared,
                "The folder was removed while it was being listed. Run again once nothing changes it.");
    return std::nullopt;
  }
  if (error != 0) {
    add_problem(folder.empty() ? "." : folder, problem_code::unreadable,
                fmt::format("The folder can't be listed: {}. Check its permissions; nothing in it was read.",
                            system_message(error)));
    if (entries.empty()) return std::nullopt;
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

void Walker::load_rules(const std::string& folder, const std::vector<Entry>& entries, Level& level) {
  static constexpr const char* names[] = {".nuskhaignore", ".gitignore"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    const auto found = std::lower_bound(entries.begin(), entries.end(), names[i],
                                        [](const Entry& a, const char* b) { return a.name < b; });
    if (found == entries.end() || found->name != names[i]) continue;
    std::string contents;
    const std::string path = join(folder, names[i]);
    const FileState state = read_file(path, contents);
    if (state.error != 0) {
      add_problem(
          path, problem_code::unreadable,
          fmt::format("The ignore file can't be read: {}. Its rules were not applied.", system_message(state.error)));
      continue;
    }
    level.rules[i] = parse_ignore_rules(contents);
  }
}

/// The nearest ignore file that has a matching rule decides, by its last such rule; .nuskhaignore goes before
/// .gitignore.
bool Walker::is_ignored(std::string_view relative, bool is_folder) const {
  for (std::size_t kind = 0; kind < 2; ++kind) {
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
      const std::vector<IgnoreRule>& rules = level->rules[kind];
      for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
        if (rule_matches(*rule, relative.substr(level->prefix), is_folder)) return !rule->is_negated;
      }
    }
  }
  return false;
}

void Walker::walk(const std::string& folder, const std::string& relative, bool is_included) {
  const auto entries = list(folder);
  if (!entries) return;
  if (options_.ignore_files) {
    Level& level = levels_.emplace_back();
    level.prefix = relative.empty() ? 0 : relative.size() + 1;
    load_rules(folder, *entries, level);
  }
  for (const Entry& entry : *entries) visit(folder, relative, entry, is_included);
  if (options_.ignore_files) levels_.pop_back();
}

void Walker::visit(const std::string& folder, const std::string& relative, const Entry& entry, bool is_included) {
  if (entry.name == ".git") return;
  if (!options_.hidden && entry.name[0] == '.') {
    // The ignore files themselves aren't something left out.
    list_.num_hidden += entry.name != ".gitignore" && entry.name != ".nuskhaignore";
    return;
  }
  const std::string path = join(folder, entry.name);
  const std::string below = join(relative, entry.name);
  EntryKind kind = entry.kind;
  struct stat info {};
  if (kind == EntryKind::unknown && lstat(path.c_str(), &info) == 0) kind = kind_of_mode(info.st_mode);
  if (kind == EntryKind::link && !options_.follow_links) {
    ++list_.num_links;
    return;
  }
  const bool is_link = kind == EntryKind::link;
  const bool resolved = !is_link || stat(path.c_str(), &info) == 0;
  const int link_error = resolved ? 0 : errno;
  if (is_link && resolved) kind = kind_of_mode(info.st_mode);
  const bool is_folder = kind == EntryKind::folder;
  if (options_.ignore_files && is_ignored(below, is_folder && !is_link)) {
    ++list_.num_ignored;
    return;
  }
  if (any_matches(exclude_, below, is_folder)) {
    ++list_.num_excluded;
    return;
  }
  const bool included = is_included || any_matches(include_, below, is_folder);
  if (is_folder) {
    if (enter(path)) walk(path, below, included);
    return;
  }
  if (!included) {
    ++list_.num_excluded;
  } else if (!resolved) {
    add_problem(path, problem_code::unreadable,
                fmt::format("The symbolic link can't be followed: {}. Mend or remove it.", system_message(link_error)));
  } else if (kind == EntryKind::file) {
    add_file(path);
  } else if (is_new(path, seen_special_)) {
    if (info.st_mode == 0) static_cast<void>(stat(path.c_str(), &info));
    add_problem(
        path, problem_code::special_file,
        fmt::format("It is {} and was not opened. Leave it out with --exclude.", name_of_special(info.st_mode)));
  }
}

/// Files are the same if they have the same name in the same folder, however the path to that is spelled. Another name
/// (a hard link, a followed link) makes another file.
bool Walker::is_new(const std::string& path, std::unordered_set<std::string>& seen) {
  if (!may_meet_again_) return true;
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == path.npos ? "." : path.substr(0, slash + 1);
  const auto [known, is_new_folder] = real_folders_.try_emplace(folder);
  if (is_new_folder) {
    const auto release = [](char* name) { std::free(name); };
    const std::unique_ptr<char, decltype(release)> real(realpath(folder.c_str(), nullptr), release);
    known->second = real ? real.get() : folder;
    if (!known->second.ends_with('/')) known->second += '/';
  }
  return seen.insert(known->second + (slash == path.npos ? path : path.substr(slash + 1))).second;
}

void Walker::add_file(std::string path) {
  if (is_new(path, seen_files_)) list_.files.push_back(std::move(path));
}

Result<std::vector<IgnoreRule>> parse_globs(const std::vector<std::string>& globs, const char* option) {
  std::vector<IgnoreRule> rules;
  for (const std::string& glob : globs) {
    if (const auto error = glob_error(glob))
      return fail(ErrorCode::invalid_argument, option,
                  fmt::format("The pattern '{}' can't be used: {}.", glob, *error));
    rules.push_back(*parse_ignore_rule(glob));
  }
  return rules;
}

std::string why_nothing(const FileList& list) {
  std::string reasons;
  const auto add = [&](std::size_t count, const char* what) {
    if (count == 0) return;
    if (!reasons.empty()) reasons += ", ";
    reasons += std::to_string(count);
    reasons += what;
  };
  add(list.num_hidden, " hidden (use --hidden to read them)");
  add(list.num_ignored, " ignored by .gitignore or .nuskhaignore (use --no-ignore to read them)");
  add(list.num_excluded, " left out by --include or --exclude");
  add(list.num_links, " symbolic links not followed (use --follow to read them)");
  add(list.problems.size(), " that can't be read");
  std::string what = "Nothing to read was found";
  what += reasons.empty() ? ": no files at all." : "; passed over: " + reasons + ".";
  if (!list.problems.empty()) what += " First: " + list.problems[0].path + ": " + list.problems[0].message;
  return what;
}

}  // namespace

std::string clean_path(std::string_view path) {
  std::string out;
  if (path.starts_with('/')) out += '/';
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
    if (name.empty() || name == ".") continue;
    if (!out.empty() && !out.ends_with('/')) out += '/';
    out += name;
  }
  return out;
}

Result<FileList> list_files(std::span<const std::string> paths, const InputOptions& options) {
  auto include = parse_globs(options.include, "--include");
  if (!include) return tl::unexpected(include.error());
  auto exclude = parse_globs(options.exclude, "--exclude");
  if (!exclude) return tl::unexpected(exclude.error());
  if (paths.empty()) return fail(ErrorCode::no_documents, "", "No path was given. Name at least one file or folder.");
  Walker walker(options, std::move(*include), std::move(*exclude), paths.size() > 1 || options.follow_links);
  for (const std::string& path : paths) {
    if (auto added = walker.add(path); !added) return tl::unexpected(added.error());
  }
  FileList list = walker.take();
  if (list.files.empty()) return fail(ErrorCode::no_documents, paths.size() == 1 ? paths[0] : "", why_nothing(list));
  return list;
}

}  // namespace nuskha
