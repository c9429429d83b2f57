// A source of documents that can say afterwards why it had none.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "nuskha/input.h"

namespace nuskha::cli {

/// Passes documents through and keeps the problems met before the first of them: a job that finds no document fails
/// without a report, and these are the reason.
class WatchedSource : public DocumentSource {
 public:
  explicit WatchedSource(std::unique_ptr<DocumentSource> source);

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override;
  bool next_steps(std::vector<Document>& documents, std::vector<Problem>& problems,
                  std::vector<ReadStep>& steps) override;
  std::vector<SourceFile> list_files() const override;
  void pass_over(std::vector<SourceFile> files, std::shared_ptr<const KnownSteps> known) override;
  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override;
  std::size_t num_files() const override;

  /// As input/source.h has it.
  std::uint64_t expected_bytes() const;
  /// Sorted; empty if there was a document. To be called once the job is over.
  std::vector<Problem> take_problems();

 private:
  void watch(const std::vector<Document>& documents, std::span<const Problem> problems);

  std::unique_ptr<DocumentSource> source_;
  std::atomic<bool> found_document_{false};
  std::mutex mutex_;
  std::vector<Problem> problems_;
};

}  // namespace nuskha::cli
