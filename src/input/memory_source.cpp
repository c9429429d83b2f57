// Documents that are in memory already. Entry point: open_documents. Test: tests/input/source_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <numeric>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "base/unicode.h"
#include "input/problem_codes.h"
#include "nuskha/input.h"

namespace nuskha {
namespace {

constexpr std::size_t batch_documents = 32;

class MemorySource : public DocumentSource {
 public:
  using Documents = std::shared_ptr<const std::vector<Document>>;

  explicit MemorySource(Documents documents) : documents_(std::move(documents)), served_(documents_->size()) {
    std::iota(served_.begin(), served_.end(), std::size_t{0});
  }
  MemorySource(Documents documents, std::vector<std::size_t> served)
      : documents_(std::move(documents)), served_(std::move(served)) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    documents.clear();
    const std::size_t begin = next_.fetch_add(batch_documents);
    const std::size_t end = std::min(begin + batch_documents, served_.size());
    if (begin >= end) return false;
    for (std::size_t i = begin; i < end; ++i) {
      Document& document = documents.emplace_back((*documents_)[served_[i]]);
      const std::size_t invalid = find_invalid_utf8(document.text);
      if (document.source_bytes == 0) document.source_bytes = document.text.size();
      if (document.source_hash == Hash128{}) document.source_hash = hash128(document.text);
      if (invalid == std::string::npos) continue;
      problems.push_back(
          {document.path, problem_code::invalid_utf8,
           fmt::format("The text isn't UTF-8 from byte {} on; each invalid sequence was read as U+FFFD.", invalid)});
      document.text = replace_invalid_utf8(document.text);
    }
    return true;
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    const std::unordered_set<std::string_view> wanted(names.begin(), names.end());
    std::vector<std::size_t> served;
    for (const std::size_t i : served_)
      if (wanted.contains((*documents_)[i].path)) served.push_back(i);
    return std::make_unique<MemorySource>(documents_, std::move(served));
  }

  std::size_t num_files() const override { return served_.size(); }

 private:
  const Documents documents_;
  std::vector<std::size_t> served_;  // positions in documents_
  std::atomic<std::size_t> next_{0};
};

}  // namespace

std::unique_ptr<DocumentSource> open_documents(std::vector<Document> documents) {
  return std::make_unique<MemorySource>(std::make_shared<const std::vector<Document>>(std::move(documents)));
}

}  // namespace nuskha
