// What new documents are checked against: an archive, or files of which one is made for the time of the check.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha {

/// An archive to check against. One that was made for it goes with this.
class CheckTarget {
 public:
  /// `path` is an archive, or a folder or file of documents. Of the latter, those that are among `new_files` are left
  /// out, unless less than half would be left, when they come by their names there: else what recurs couldn't be told.
  /// `input` and `scan` are for these; an archive has its own options. Fails as index_add and Archive::open do.
  static Result<CheckTarget> open(const std::string& path, std::span<const std::string> new_files,
                                  const InputOptions& input, const ScanOptions& scan, ScanProgress* progress);

  const std::string& archive() const { return archive_; }
  /// Of the documents to check against; of an archive, none.
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  struct TemporaryFolder;
  CheckTarget(std::string archive, std::shared_ptr<TemporaryFolder> folder, std::vector<Problem> problems);

  std::string archive_;
  std::shared_ptr<TemporaryFolder> folder_;
  std::vector<Problem> problems_;
};

/// True if a file begins as an archive does.
bool is_archive(const std::string& path);

/// True of a document that was to be read and couldn't be: a check must not look as if it had been.
bool is_unread(const Problem& problem);

/// Adds what isn't there yet.
void add_problems(std::vector<Problem>&& more, CheckReport& report);

}  // namespace nuskha
