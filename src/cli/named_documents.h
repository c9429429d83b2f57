// Documents by their names as reports have them: files and folders, and what is in them.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha::cli {

/// Hands out all documents of some files, and of others those that are named.
class NamedDocuments : public DocumentSource {
 public:
  /// `names` are files and folders, read as open_paths reads them, and names in files: "records.jsonl#12",
  /// "archive.zip!a.txt", or "archive.zip!records.jsonl" for all that is in it. Fails as open_paths does.
  static Result<std::unique_ptr<NamedDocuments>> open(std::span<const std::string> names, const InputOptions& options);

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override;
  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override;
  std::size_t num_files() const override;

  /// The names in files that no document came of, though their file was read without a problem; sorted. To be called
  /// once all has been handed out.
  std::vector<std::string> missing() const;

 private:
  NamedDocuments() = default;
  bool is_wanted(std::string_view path);

  std::unique_ptr<DocumentSource> source_;
  std::unordered_set<std::string> files_;    // of which all is wanted
  std::unordered_set<std::string> holders_;  // of which some is
  std::set<std::string> names_;              // in them
  std::vector<Problem> of_walk_;             // to be handed out
  mutable std::mutex mutex_;                 // of what follows
  std::unordered_set<std::string> met_;      // of names_; and holders_ that have problems
};

}  // namespace nuskha::cli
