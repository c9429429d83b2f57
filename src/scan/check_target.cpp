// Entry point: CheckTarget::open. Covered by tests/cli/check_test.cpp.
#include "scan/check_target.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "input/problem_codes.h"
#include "input/walk.h"
#include "nuskha/index.h"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

/// One name for each file, however it was named.
std::string canonical(const std::string& path) {
  std::error_code error;
  const fs::path out = fs::weakly_canonical(path.empty() ? "." : path, error);
  return error ? path : out.string();
}

/// The files below a path that are checked against. If most of them are new ones, these come, too, by the names that
/// they are new by, so that a check leaves them out: what is usual in the folder can be told of all of it only.
Result<FileList> known_files(const std::string& path, std::span<const std::string> new_files,
                             const InputOptions& input) {
  Result<FileList> listed = list_files(std::vector{path}, input);
  if (!listed) return tl::unexpected(listed.error());
  std::unordered_map<std::string, std::string> new_names;  // by the canonical one
  for (const std::string& file : new_files) new_names.emplace(canonical(file), file);
  std::vector<std::string> all;
  std::vector<std::string> rest;
  for (std::string& file : listed->files) {
    const auto found = new_names.find(canonical(file));
    if (found == new_names.end()) rest.push_back(file);
    all.push_back(found == new_names.end() ? std::move(file) : found->second);
  }
  listed->files = 2 * rest.size() < all.size() ? std::move(all) : std::move(rest);
  return listed;
}

}  // namespace

/// Made with a name of its own, and removed with all that is in it.
struct CheckTarget::TemporaryFolder {
  explicit TemporaryFolder(std::string name) : path(std::move(name)) {}
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  std::string path;
};

CheckTarget::CheckTarget(std::string archive, std::shared_ptr<TemporaryFolder> folder, std::vector<Problem> problems)
    : archive_(std::move(archive)), folder_(std::move(folder)), problems_(std::move(problems)) {}

bool is_archive(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;  // a pipe would wait for whoever writes into it
  constexpr std::string_view magic("SQLite format 3\0", 16);
  std::ifstream file(path, std::ios::binary);
  std::string head(magic.size(), ' ');
  return file.read(head.data(), static_cast<std::streamsize>(head.size())) && head == magic;
}

Result<CheckTarget> CheckTarget::open(const std::string& path, std::span<const std::string> new_files,
                                      const InputOptions& input, const ScanOptions& scan, ScanProgress* progress) {
  std::error_code error;
  if (!fs::is_directory(path, error) && is_archive(path)) return CheckTarget(path, nullptr, {});
  Result<FileList> known = known_files(path, new_files, input);
  if (!known) return tl::unexpected(known.error());
  const fs::path parent = fs::temp_directory_path(error);
  std::string name = ((error ? fs::path("/tmp") : parent) / "nuskha-check-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    return fail(ErrorCode::write_failed, name, "no temporary folder can be made there; set TMPDIR to another place");
  auto folder = std::make_shared<TemporaryFolder>(name);
  IndexOptions options;
  options.input = input;
  options.settings = {.threshold = scan.threshold,
                      .level = scan.level,
                      .keep_boilerplate = scan.keep_boilerplate,
                      .file_times = input.file_times,
                      .text_field = input.text_field,
                      .id_field = input.id_field};
  options.jobs = scan.jobs;
  const std::string archive = name + "/archive";
  Result<IndexOutcome> made = index_add(archive, known->files, options, progress);
  if (!made) return tl::unexpected(made.error());
  if (made->documents == 0) return fail(ErrorCode::no_documents, path, "there is no document in it to check against");
  std::move(made->problems.begin(), made->problems.end(), std::back_inserter(known->problems));
  return CheckTarget(archive, std::move(folder), std::move(known->problems));
}

bool is_unread(const Problem& problem) {
  constexpr std::array codes = {problem_code::unreadable, problem_code::disappeared, problem_code::malformed,
                                problem_code::too_large,  problem_code::encrypted,   problem_code::unsupported,
                                problem_code::too_deep,   problem_code::too_many,    problem_code::timed_out};
  return std::find(codes.begin(), codes.end(), problem.code) != codes.end();
}

void add_problems(std::vector<Problem>&& more, CheckReport& report) {
  std::move(more.begin(), more.end(), std::back_inserter(report.problems));
  std::sort(report.problems.begin(), report.problems.end());
  report.problems.erase(std::unique(report.problems.begin(), report.problems.end()), report.problems.end());
  report.summary.problems = report.problems.size();
}

}  // namespace nuskha
