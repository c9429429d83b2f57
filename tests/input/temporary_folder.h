// A folder that a test fills and that is gone afterwards, and what tests of the input layer read out of it.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"

namespace nuskha_test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "nuskha-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
    std::filesystem::permissions(path_, std::filesystem::perms(0755));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  /// Writes a file, making the folders above it; returns its full path.
  std::string write(std::string_view name, std::string_view contents) const {
    std::string full = *this / name;
    std::filesystem::create_directories(std::filesystem::path(full).parent_path());
    std::ofstream(full, std::ios::binary) << contents;
    return full;
  }

 private:
  std::string path_;
};

struct ReadBack {
  std::vector<nuskha::Document> documents;  ///< Sorted by path.
  std::vector<nuskha::Problem> problems;    ///< Sorted.

  std::vector<std::string> paths() const {
    std::vector<std::string> out;
    for (const auto& document : documents) out.push_back(document.path);
    return out;
  }
  const nuskha::Problem* problem(std::string_view code) const {
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const auto& p) { return p.code == code; });
    return found == problems.end() ? nullptr : &*found;
  }
};

inline ReadBack read_all(nuskha::DocumentSource& source) {
  ReadBack out;
  std::vector<nuskha::Document> some;
  while (source.next(some, out.problems)) {
    for (auto& document : some) out.documents.push_back(std::move(document));
  }
  std::sort(out.documents.begin(), out.documents.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  std::sort(out.problems.begin(), out.problems.end());
  return out;
}

}  // namespace nuskha_test
