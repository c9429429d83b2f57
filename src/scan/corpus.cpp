// Reading: documents to words, on all threads. Entry point: read_corpus. Test: tests/scan/scan_test.cpp.
#include "scan/corpus.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "base/unicode.h"
#include "scan/document_date.h"
#include "scan/headline.h"

namespace nuskha {
namespace {

constexpr std::size_t words_per_chunk = std::size_t{1} << 17;
constexpr std::size_t most_words_to_copy = std::size_t{1} << 22;

}  // namespace

std::span<const WordId> WordStore::keep(std::vector<WordId>& words) {
  if (words.empty()) return {};
  if (words.size() > words_per_chunk / 4) {
    // Of a very long text, the room that its words didn't need was never touched and takes no memory.
    if (words.size() < most_words_to_copy) words.shrink_to_fit();
    return long_texts_.emplace_back(std::exchange(words, {}));
  }
  if (used_ + words.size() > capacity_) {
    chunks_.push_back(std::make_unique_for_overwrite<WordId[]>(words_per_chunk));
    used_ = 0;
    capacity_ = words_per_chunk;
  }
  WordId* const place = chunks_.back().get() + used_;
  std::copy(words.begin(), words.end(), place);
  used_ += words.size();
  return {place, words.size()};
}

TextFacts Digester::analyze(const Document& document, WordStore& store) {
  analyzer_.analyze(document.text, analysis_);
  const WordRange date_line = find_date_line(document.text, analysis_.blocks);
  std::vector<std::uint32_t> block_ends;
  for (const Block& block : analysis_.blocks) block_ends.push_back(static_cast<std::uint32_t>(block.word_end));
  std::vector<std::uint32_t> dates;
  for (const WordRange& range : opening_dates_.find(document.text, analysis_.blocks)) {
    dates.push_back(static_cast<std::uint32_t>(range.begin));
    dates.push_back(static_cast<std::uint32_t>(range.end));
  }
  TextFacts out;
  out.date = date_by_text(document, analysis_);
  out.title = title_of(document);
  out.text_hash = analysis_.text_hash;
  out.layout_hash = analysis_.layout_hash;
  out.spelling_hash = analysis_.spelling_hash;
  out.text = {store.keep(analysis_.words), date_line.begin, date_line.end, store.keep(block_ends), store.keep(dates)};
  return out;
}

TextFacts Digester::facts_of(const Document& document, WordStore& store) {
  if (seen_ == nullptr) return analyze(document, store);
  const Hash128 key = text_key(document);
  if (std::optional<TextFacts> known = seen_->find(key)) return *std::move(known);
  TextFacts facts = analyze(document, store);
  seen_->add(key, facts);
  return facts;
}

CorpusDocument Digester::digest(Document& document, WordStore& store) {
  TextFacts facts = facts_of(document, store);
  DocumentDate date = date_by_file(document, std::move(facts.date));
  CorpusDocument out;
  out.record.path = std::move(document.path);
  out.record.bytes = document.source_bytes;
  out.record.words = facts.text.words.size();
  out.record.date = std::move(date.date);
  out.record.date_source = date.source;
  out.record.date_readings = std::move(date.readings);
  out.record.title = std::move(facts.title);
  out.record.text_hash = facts.text_hash;
  out.record.encoding = std::move(document.encoding);
  out.record.encoding_detected = document.encoding_detected;
  out.source_hash = document.source_hash;
  out.layout_hash = facts.layout_hash;
  out.spelling_hash = facts.spelling_hash;
  out.text = facts.text;
  return out;
}

Corpus read_corpus(DocumentSource& source, Level level, unsigned threads, ScanProgress* progress) {
  Corpus corpus;
  corpus.stores.resize(threads);
  std::vector<std::vector<CorpusDocument>> read(threads);
  std::vector<std::vector<Problem>> problems(threads);
  SeenTexts seen;
  if (progress != nullptr) progress->num_files = source.num_files();
  run_threads(threads, [&](unsigned thread) {
    Digester digester(level, &seen);
    std::vector<Document> batch;
    while (source.next(batch, problems[thread])) {
      std::uint64_t bytes = 0;
      for (Document& document : batch) {
        bytes += document.source_bytes;
        read[thread].push_back(digester.digest(document, corpus.stores[thread]));
      }
      if (progress != nullptr) {
        progress->documents.fetch_add(batch.size(), std::memory_order_relaxed);
        progress->bytes.fetch_add(bytes, std::memory_order_relaxed);
        progress->num_files.store(source.num_files(), std::memory_order_relaxed);
      }
    }
  });
  // A folder is walked in order, so what each thread has read mostly is sorted already.
  const auto in_order = [](const CorpusDocument& a, const CorpusDocument& b) {
    return std::tie(a.record.path, a.source_hash) < std::tie(b.record.path, b.source_hash);
  };
  std::size_t count = 0;
  for (auto& documents : read) {
    if (!std::is_sorted(documents.begin(), documents.end(), in_order))
      std::sort(documents.begin(), documents.end(), in_order);
    count += documents.size();
  }
  corpus.documents.reserve(count);
  std::vector<std::size_t> taken(threads);
  while (corpus.documents.size() < count) {
    unsigned first = threads;
    for (unsigned thread = 0; thread < threads; ++thread) {
      if (taken[thread] == read[thread].size()) continue;
      if (first == threads || in_order(read[thread][taken[thread]], read[first][taken[first]])) first = thread;
    }
    corpus.documents.push_back(std::move(read[first][taken[first]++]));
  }
  read.clear();
  for (auto& list : problems) std::move(list.begin(), list.end(), std::back_inserter(corpus.problems));
  std::sort(corpus.problems.begin(), corpus.problems.end());
  return corpus;
}

}  // namespace nuskha
