// Entry point: relate_all. The documents come out of the archive as they came out of their files, and go the way of a
// scan; so what is stored equals what a scan of them reports. Test: tests/scan/index_test.cpp.
#include "scan/index_relate.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "archive/blob.h"
#include "archive/report_rows.h"
#include "archive/stored_source.h"
#include "base/document_name.h"
#include "input/source.h"
#include "nuskha/index.h"
#include "scan/corpus.h"
#include "scan/relate.h"

namespace nuskha {
namespace {

/// Reads files again by the names of their documents; hands out nothing by itself.
class OriginalSource : public DocumentSource {
 public:
  explicit OriginalSource(InputOptions options) : options_(std::move(options)) {}
  bool next(std::vector<Document>& documents, std::vector<Problem>& /*problems*/) override {
    documents.clear();
    return false;
  }
  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    std::set<std::string> files;
    const auto add = [&](const std::string& path) {
      struct stat info {};
      if (stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode)) files.insert(path);
    };
    for (const std::string& name : names) {
      any_holder(name, [&](std::string_view holder) {
        add(std::string(holder));
        return false;
      });
    }
    FileList list;
    list.files.assign(files.begin(), files.end());
    return open_files(std::move(list), options_)->again(names);
  }
  std::size_t num_files() const override { return 0; }

 private:
  InputOptions options_;
};

/// The documents of an archive that holds their words.
Corpus corpus_of_words(ArchiveWriter& writer, std::span<const ArchiveDocument> documents) {
  Corpus out;
  out.stores.resize(1);
  WordStore& store = out.stores.front();
  for (const ArchiveDocument& document : documents) {
    ArchiveWords words = read_words(writer.database(), document.id);
    CorpusDocument made;
    made.record = document.record;
    made.source_hash = document.source_hash;
    made.layout_hash = document.layout_hash;
    made.spelling_hash = document.spelling_hash;
    made.text = {store.keep(words.words), words.date_begin, words.date_end, store.keep(words.block_ends),
                 store.keep(words.dates)};
    out.documents.push_back(made);
  }
  return out;
}

}  // namespace

std::unique_ptr<DocumentSource> open_originals(const ArchiveSettings& settings, const InputLimits& limits) {
  return std::make_unique<OriginalSource>(input_options(settings, limits));
}

void relate_all(ArchiveWriter& writer, const InputLimits& limits, unsigned threads, ScanProgress* progress) {
  const std::vector<ArchiveDocument> documents = read_documents_in_order(writer.database());
  std::vector<DocumentId> ids;
  for (const ArchiveDocument& document : documents) ids.push_back(document.id);
  if (documents.empty()) {
    writer.store_report({}, ids, {});
    return;
  }
  ScanOptions options = scan_options(writer.settings());
  options.jobs = threads;
  options.timing = false;
  const auto shared = std::make_shared<SharedArchive>(writer.database(), writer.settings().store_text);
  Corpus corpus;
  std::unique_ptr<DocumentSource> source;
  if (writer.settings().store_text) {
    source = open_stored(shared, std::make_shared<const std::vector<std::pair<std::string, DocumentId>>>(
                                     stored_names(writer.database())));
    corpus = read_corpus(*source, options.level, threads, progress);
  } else {
    source = open_originals(writer.settings(), limits);
    corpus = corpus_of_words(writer, documents);
  }
  if (shared->failure) throw DatabaseFailure(*shared->failure);
  corpus.problems = writer.read_problems();
  std::vector<std::uint64_t> recurring;
  const Result<Report> report = relate(std::move(corpus), *source, options, progress, &recurring);
  if (shared->failure) throw DatabaseFailure(*shared->failure);
  if (!report) throw DatabaseFailure(report.error());
  writer.store_report(*report, ids, recurring);
}

}  // namespace nuskha
