// A source of documents that can say afterwards why it had none; see the header. Covered by
// tests/cli/bad_input_test.cpp.
#include "cli/watched_source.h"

#include <algorithm>
#include <utility>

#include "input/source.h"

namespace nuskha::cli {

WatchedSource::WatchedSource(std::unique_ptr<DocumentSource> source) : source_(std::move(source)) {}

bool WatchedSource::next(std::vector<Document>& documents, std::vector<Problem>& problems) {
  const std::size_t num_before = problems.size();
  const bool more = source_->next(documents, problems);
  if (more) watch(documents, std::span(problems).subspan(num_before));
  return more;
}

bool WatchedSource::next_steps(std::vector<Document>& documents, std::vector<Problem>& problems,
                               std::vector<ReadStep>& steps) {
  const std::size_t num_before = problems.size();
  const bool more = source_->next_steps(documents, problems, steps);
  if (more) watch(documents, std::span(problems).subspan(num_before));
  return more;
}

std::vector<SourceFile> WatchedSource::list_files() const { return source_->list_files(); }

void WatchedSource::pass_over(std::vector<SourceFile> files, std::shared_ptr<const KnownSteps> known) {
  source_->pass_over(std::move(files), std::move(known));
}

void WatchedSource::watch(const std::vector<Document>& documents, std::span<const Problem> problems) {
  if (found_document_) return;
  const std::lock_guard lock(mutex_);
  if (!documents.empty()) {
    found_document_ = true;
    problems_.clear();
  } else if (!found_document_) {
    problems_.insert(problems_.end(), problems.begin(), problems.end());
  }
}

std::unique_ptr<DocumentSource> WatchedSource::again(std::span<const std::string> names) const {
  return source_->again(names);
}

std::size_t WatchedSource::num_files() const { return source_->num_files(); }

std::uint64_t WatchedSource::expected_bytes() const { return nuskha::expected_bytes(*source_); }

std::vector<Problem> WatchedSource::take_problems() {
  const std::lock_guard lock(mutex_);
  std::sort(problems_.begin(), problems_.end());
  return std::exchange(problems_, {});
}

}  // namespace nuskha::cli
