// Entry point: open_stored. Test: tests/archive/archive_test.cpp.
#include "archive/stored_source.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "archive/blob.h"
#include "archive/document_rows.h"

namespace nuskha {
namespace {

constexpr std::size_t batch_documents = 64;

using Names = std::shared_ptr<const std::vector<std::pair<std::string, DocumentId>>>;

class StoredSource : public DocumentSource {
 public:
  StoredSource(std::shared_ptr<SharedArchive> archive, Names names, std::vector<DocumentId> ids)
      : archive_(std::move(archive)), names_(std::move(names)), ids_(std::move(ids)) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& /*problems*/) override {
    documents.clear();
    const std::size_t begin = std::min(next_.fetch_add(batch_documents), ids_.size());
    const std::size_t end = std::min(begin + batch_documents, ids_.size());
    std::vector<std::string> frames;
    {
      const std::lock_guard lock(archive_->mutex);
      if (archive_->failure) return false;
      const Result<void> done = guarded([&] {
        for (std::size_t i = begin; i < end; ++i) read(ids_[i], documents, frames);
      });
      if (!done) return fail_with(done.error(), documents);
    }
    for (std::size_t i = 0; i < frames.size(); ++i) {
      std::optional<std::string> text = decompress(frames[i]);
      if (!text) {
        const Result<void> damage =
            guarded([&] { throw_damaged(archive_->database, ids_[begin + i], "the text can't be decompressed"); });
        const std::lock_guard lock(archive_->mutex);
        return fail_with(damage.error(), documents);
      }
      documents[i].text = *std::move(text);
    }
    return !documents.empty();
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    std::vector<DocumentId> ids;
    for (const std::string& name : names) {
      auto place = std::lower_bound(names_->begin(), names_->end(), name,
                                    [](const auto& entry, const std::string& wanted) { return entry.first < wanted; });
      for (; place != names_->end() && place->first == name; ++place) ids.push_back(place->second);
    }
    return std::make_unique<StoredSource>(archive_, names_, std::move(ids));
  }

  std::size_t num_files() const override { return ids_.size(); }

 private:
  void read(DocumentId id, std::vector<Document>& documents, std::vector<std::string>& frames) const {
    std::optional<Document> document = read_document(archive_->database, id);
    if (!document) throw_damaged(archive_->database, id, "the row is missing");
    documents.push_back(*std::move(document));
    if (!archive_->has_text) return;
    Query row = archive_->database.query("SELECT data FROM texts WHERE document = ?", id);
    if (!row.step()) throw_damaged(archive_->database, id, "the text is missing");
    frames.push_back(row.text(0));
  }

  /// Under the lock.
  bool fail_with(const Error& error, std::vector<Document>& documents) {
    if (!archive_->failure) archive_->failure = error;
    documents.clear();
    return false;
  }

  std::shared_ptr<SharedArchive> archive_;
  Names names_;
  std::vector<DocumentId> ids_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace

std::unique_ptr<DocumentSource> open_stored(std::shared_ptr<SharedArchive> archive, Names names) {
  std::vector<DocumentId> ids;
  ids.reserve(names->size());
  for (const auto& [path, id] : *names) ids.push_back(id);
  return std::make_unique<StoredSource>(std::move(archive), std::move(names), std::move(ids));
}

std::vector<std::pair<std::string, DocumentId>> stored_names(Database& database) {
  std::vector<std::pair<std::string, DocumentId>> out;
  Query row = database.query("SELECT path, id FROM documents");
  while (row.step()) out.emplace_back(row.text(0), row.integer(1));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace nuskha
