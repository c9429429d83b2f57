// Entry point: read_into. Test: tests/scan/index_test.cpp.
//
//   files ─▶ DocumentSource (one thread) ─▶ batch ─▶ words, anchors, compressed text (all threads) ─▶ rows (one thread)
#include "scan/index_read.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "archive/anchors.h"
#include "archive/blob.h"
#include "base/document_name.h"
#include "base/parallel.h"
#include "base/stop.h"
#include "input/source.h"
#include "scan/corpus.h"

namespace nuskha {
namespace {

constexpr std::size_t most_documents = 2048;  // a batch
constexpr std::uint64_t most_bytes = 64 << 20;

bool is_same(const Document& x, const Document& y) {
  const auto fields = [](const Document& d) {
    return std::tie(d.path, d.first_line, d.source_bytes, d.source_hash, d.encoding, d.encoding_detected, d.title,
                    d.date, d.date_text, d.language, d.file_time);
  };
  return fields(x) == fields(y);
}

class IntoArchive {
 public:
  IntoArchive(ArchiveWriter& writer, std::span<const FileToRead> files, unsigned threads)
      : writer_(writer), files_(files), threads_(threads) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      numbers_[files[i].path] = i;
      ids_.push_back(writer.put_file(files[i].path, files[i].stamp));
      // Until its documents come again, they are gone.
      for (StoredDocument& document : writer.documents_of(ids_.back()))
        old_.emplace(std::pair(ids_.back(), document.document.path), std::move(document));
    }
    for (unsigned thread = 0; thread < threads; ++thread) {
      digesters_.emplace_back(writer.settings().level);
    }
  }

  void add(std::vector<Document>& documents) {
    std::erase_if(documents, [&](const Document& document) { return was_there(document); });
    std::vector<NewDocument> made(documents.size());
    std::vector<WordStore> stores(threads_);
    parallel_for(threads_, documents.size(), 8, [&](unsigned thread, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        made[i] = make(std::move(documents[i]), digesters_[thread], stores[thread]);
    });
    for (const NewDocument& document : made) {
      const std::size_t file = file_of(document.facts.record.path);
      writer_.insert(ids_[file], files_[file].path, document);
    }
    documents.clear();
  }

  void add(const Problem& problem) { writer_.add_problem(ids_[file_of(problem.path)], problem); }

  void remove_others() {
    for (const auto& [key, document] : old_) writer_.remove(document.id);
    old_.clear();
  }

 private:
  bool was_there(const Document& document) {
    const auto [begin, end] = old_.equal_range(std::pair(ids_[file_of(document.path)], document.path));
    const auto same = std::find_if(begin, end, [&](const auto& old) { return is_same(old.second.document, document); });
    if (same == end) return false;
    old_.erase(same);
    return true;
  }

  NewDocument make(Document document, Digester& digester, WordStore& store) const {
    NewDocument out;
    const std::string text = document.text;
    out.document = document;
    CorpusDocument digest = digester.digest(document, store);
    out.data = compress(writer_.settings().store_text ? text : pack_words(digest.text));
    select_anchors(digest.text.words, out.anchors);
    out.document.text.clear();
    out.facts.record = std::move(digest.record);
    out.facts.source_hash = digest.source_hash;
    out.facts.layout_hash = digest.layout_hash;
    out.facts.spelling_hash = digest.spelling_hash;
    return out;
  }

  /// The file that a document or problem is of: its own name, or that before a '#' or '!'.
  std::size_t file_of(const std::string& path) const {
    auto found = numbers_.end();
    if (!any_holder(path, [&](std::string_view holder) {
          found = numbers_.find(std::string(holder));
          return found != numbers_.end();
        }))
      throw_failure(ErrorCode::malformed, path, "It was read, but is of none of the files that were to be read.");
    return found->second;
  }

  ArchiveWriter& writer_;
  std::span<const FileToRead> files_;
  unsigned threads_;
  std::unordered_map<std::string, std::size_t> numbers_;  // of files, by path
  std::vector<std::int64_t> ids_;                         // of files
  std::multimap<std::pair<std::int64_t, std::string>, StoredDocument> old_;
  std::vector<Digester> digesters_;
};

}  // namespace

void read_into(ArchiveWriter& writer, std::span<const FileToRead> files, const InputLimits& limits, unsigned threads,
               ScanProgress* progress, IndexOutcome& outcome) {
  outcome.files_read += files.size();
  if (files.empty()) return;
  FileList list;
  for (const FileToRead& file : files) list.files.push_back(file.path);
  const std::unique_ptr<DocumentSource> source = open_files(std::move(list), input_options(writer.settings(), limits));
  if (progress != nullptr) progress->num_files = files.size();
  IntoArchive into(writer, files, threads);
  std::vector<Document> batch;
  std::vector<Document> some;
  std::vector<Problem> problems;
  std::uint64_t bytes = 0;
  while (source->next(some, problems)) {
    throw_if_stopped();
    for (Document& document : some) {
      bytes += document.source_bytes;
      if (progress != nullptr) progress->bytes += document.source_bytes;
      batch.push_back(std::move(document));
    }
    if (progress != nullptr) progress->documents += some.size();
    if (batch.size() < most_documents && bytes < most_bytes) continue;
    into.add(batch);
    bytes = 0;
  }
  into.add(batch);
  into.remove_others();
  for (Problem& problem : problems) {
    into.add(problem);
    outcome.problems.push_back(std::move(problem));
  }
}

}  // namespace nuskha
