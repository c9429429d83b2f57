// The documents of a scan in memory: what is kept of each once its text has been read and let go.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "match/match_text.h"
#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/scan.h"
#include "nuskha/text.h"
#include "scan/seen_texts.h"
#include "text/date_line.h"

namespace nuskha {

/// Storage for word sequences that live as long as the scan. Not thread-safe: one per thread.
class WordStore {
 public:
  /// Copies the words, or takes them when they are many.
  std::span<const WordId> keep(std::vector<WordId>& words);

 private:
  std::vector<std::vector<WordId>> long_texts_;
  std::vector<std::unique_ptr<WordId[]>> chunks_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

struct CorpusDocument {
  DocumentRecord record;
  Hash128 source_hash;
  Hash128 layout_hash;
  Hash128 spelling_hash;
  MatchText text;
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
  std::vector<CorpusDocument> documents;  ///< Sorted by path bytes.
  std::vector<Problem> problems;          ///< Sorted.
  std::vector<WordStore> stores;
};

/// Reads a source to its end on `threads` threads.
Corpus read_corpus(DocumentSource& source, Level level, unsigned threads, ScanProgress* progress);

}  // namespace nuskha
