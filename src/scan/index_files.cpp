// Test: tests/scan/index_test.cpp.
#include "scan/index_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

namespace nuskha {
namespace {

// File systems keep times in steps of up to two seconds: a file that was written so shortly before it was read may have
// been written again in the same step.
constexpr std::int64_t unsure_ns = 2'000'000'000;

using FileId = std::pair<dev_t, ino_t>;

std::set<FileId> own_files(const std::string& archive) {
  std::set<FileId> out;
  for (const char* const ending : {"", "-wal", "-shm", "-journal"}) {
    struct stat info {};
    if (stat((archive + ending).c_str(), &info) == 0) out.emplace(info.st_dev, info.st_ino);
  }
  return out;
}

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

bool is_below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return !path.starts_with('/') && path != ".." && !path.starts_with("../");
  if (!path.starts_with(folder)) return false;
  return path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/';
}

std::string shown_path(std::string_view clean) { return clean.empty() ? "." : std::string(clean); }

InputOptions walk_options(const ArchiveRoot& root) {
  InputOptions out;
  out.include = root.include;
  out.exclude = root.exclude;
  out.hidden = root.hidden;
  out.ignore_files = root.ignore_files;
  out.follow_links = root.follow_links;
  return out;
}

Result<WalkedRoots> walk_roots(std::vector<ArchiveRoot> roots) {
  WalkedRoots out;
  std::vector<std::string> paths;
  for (ArchiveRoot& root : roots) {
    paths.push_back(shown_path(root.path));
    out.roots.push_back(std::move(root));
  }
  Result<FileList> list = list_files(paths, walk_options(out.roots.front()));
  if (!list) return tl::unexpected(list.error());
  out.list = *std::move(list);
  out.problems.resize(out.roots.size());
  for (Problem& problem : out.list.problems) {
    std::size_t best = 0;  // the innermost root that it is below
    for (std::size_t i = 0; i < out.roots.size(); ++i)
      if (is_below(problem.path, out.roots[i].path) &&
          (!is_below(problem.path, out.roots[best].path) || out.roots[i].path.size() > out.roots[best].path.size()))
        best = i;
    out.problems[best].push_back(std::move(problem));
  }
  out.list.problems.clear();
  return out;
}

SortedFiles find_changes(ArchiveWriter& writer, std::span<const std::string> files) {
  SortedFiles out;
  const std::set<FileId> own = own_files(writer.database().path());
  for (const std::string& path : files) {
    FileToRead file{path, {}};
    file.stamp.read_ns = now_ns();
    struct stat info {};
    if (stat(path.c_str(), &info) == 0) {
      if (own.contains({info.st_dev, info.st_ino})) continue;
      file.stamp.size = info.st_size;
      file.stamp.mtime_ns = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
    } else {
      file.stamp.size = -1;  // whoever reads it says why
    }
    const std::optional<StoredFile> known = writer.find_file(path);
    const bool is_same = known && known->stamp.size == file.stamp.size &&
                         known->stamp.mtime_ns == file.stamp.mtime_ns && file.stamp.size >= 0 &&
                         known->stamp.mtime_ns + unsure_ns <= known->stamp.read_ns;
    if (is_same) {
      ++out.unchanged;
    } else {
      out.to_read.push_back(std::move(file));
    }
  }
  return out;
}

}  // namespace nuskha
