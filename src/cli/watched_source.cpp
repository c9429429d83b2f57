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
  if (!more || found_document_) return more;
  const std::lock_guard lock(mutex_);
  if (!documents.empty()) {
    found_document_ = true;
    problems_.clear();
  } else if (!found_document_) {
    problems_.insert(problems_.end(), problems.begin() + static_cast<std::ptrdiff_t>(num_before), problems.end());
  }
  return more;
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
