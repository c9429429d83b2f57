// The documents of a scan in memory: what is kept of each once its text has been read and let go.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/page_store.h"
#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "nuskha/text.h"
#include "scan/corpus_documents.h"
#include "scan/seen_texts.h"
#include "text/date_line.h"

namespace nuskha {

/// Storage for word sequences that live as long as the scan. Not thread-safe: one per thread.
class WordStore {
 public:
  /// Words lie in `pages`, which must live longer, or on the heap.
  explicit WordStore(PageStore* pages = nullptr) : pages_(pages) {}

  /// Copies the words, or takes them when they are many.
  std::span<const WordId> keep(std::vector<WordId>& words);
  /// No more will be kept, so that all may go to disk.
  void seal();

 private:
  PageStore* pages_;
  std::vector<std::vector<WordId>> longest_texts_;  // taken
  std::vector<PageVector<WordId>> long_texts_;
  std::vector<PageVector<WordId>> chunks_;
};

/// Turns documents into what a scan keeps of them. Holds scratch: one per thread.
class Digester {
 public:
  /// `seen`, if given, spares the analysis of texts that are in it. It outlives this, and is for texts of this level
  /// whose stores all live as long.
  explicit Digester(Level level, SeenTexts* seen = nullptr) : analyzer_(level), opening_dates_(level), seen_(seen) {}
  /// Takes the document's path and encoding; the words go into `store`, unless they are in another already.
  CorpusDocument digest(Document& document, WordStore& store);

 private:
  TextFacts facts_of(const Document& document, WordStore& store);
  TextFacts analyze(const Document& document, WordStore& store);

  Analyzer analyzer_;
  Analysis analysis_;
  OpeningDates opening_dates_;
  SeenTexts* seen_;
};

struct Corpus {
  std::shared_ptr<PageStore> pages;  ///< What lies elsewhere than on the heap, if anything.
  CorpusDocuments documents;         ///< Sorted by path bytes.
  std::vector<Problem> problems;     ///< Sorted.
  std::vector<WordStore> stores;
};

class KeptReading;

/// Reads a source to its end on `threads` threads, or until `pages` fails. With `kept`, only what no earlier run has
/// read; whether all could be kept, KeptReading::finish tells.
Corpus read_corpus(DocumentSource& source, Level level, unsigned threads, ScanProgress* progress,
                   std::shared_ptr<PageStore> pages = nullptr, KeptReading* kept = nullptr);

}  // namespace nuskha
