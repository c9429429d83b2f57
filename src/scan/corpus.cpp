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
#include "scan/kept_reading.h"

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

CorpusDocument Digester::digest(Document& document, WordStore& store) {
  analyzer_.analyze(document.text, analysis_);
  CorpusDocument out;
  DocumentDate date = date_document(document, analysis_);
  out.record.path = std::move(document.path);
  out.record.bytes = document.source_bytes;
  out.record.words = analysis_.words.size();
  out.record.date = std::move(date.date);
  out.record.date_source = date.source;
  out.record.date_readings = std::move(date.readings);
  out.record.title = title_of(document);
  out.record.text_hash = analysis_.text_hash;
  out.record.encoding = std::move(document.encoding);
  out.record.encoding_detected = document.encoding_detected;
  out.source_hash = document.source_hash;
  out.layout_hash = analysis_.layout_hash;
  out.spelling_hash = analysis_.spelling_hash;
  const WordRange date_line = find_date_line(document.text, analysis_.blocks);
  std::vector<std::uint32_t> block_ends;
  for (const Block& block : analysis_.blocks) block_ends.push_back(static_cast<std::uint32_t>(block.word_end));
  std::vector<std::uint32_t> dates;
  for (const WordRange& range : opening_dates_.find(document.text, analysis_.blocks)) {
    dates.push_back(static_cast<std::uint32_t>(range.begin));
    dates.push_back(static_cast<std::uint32_t>(range.end));
  }
  out.text = {store.keep(analysis_.words), date_line.begin, date_line.end, store.keep(block_ends), store.keep(dates)};
  return out;
}

Corpus read_corpus(DocumentSource& source, Level level, unsigned threads, ScanProgress* progress, KeptReading* kept) {
  Corpus corpus;
  corpus.stores.resize(threads);
  std::vector<std::vector<CorpusDocument>> read(threads);
  std::vector<std::vector<Problem>> problems(threads);
  if (progress != nullptr) progress->num_files = source.num_files();
  if (kept != nullptr) {
    std::vector<ReadPart> parts;
    for (unsigned thread = 0; thread < threads; ++thread)
      parts.push_back({corpus.stores[thread], read[thread], problems[thread]});
    kept->take_over(source, parts, progress);
  }
  run_threads(threads, [&](unsigned thread) {
    Digester digester(level);
    std::vector<Document> batch;
    std::vector<ReadStep> steps;
    while (kept != nullptr ? source.next_steps(batch, problems[thread], steps) : source.next(batch, problems[thread])) {
      std::uint64_t bytes = 0;
      const std::size_t num_before = read[thread].size();
      for (Document& document : batch) {
        bytes += document.source_bytes;
        read[thread].push_back(digester.digest(document, corpus.stores[thread]));
      }
      if (kept != nullptr && !kept->add(thread, steps, std::span(read[thread]).subspan(num_before), problems[thread]))
        return;
      if (progress != nullptr) {
        progress->documents.fetch_add(batch.size(), std::memory_order_relaxed);
        progress->bytes.fetch_add(bytes, std::memory_order_relaxed);
        progress->num_files.store(source.num_files(), std::memory_order_relaxed);
      }
    }
  });
  if (kept != nullptr) source.pass_over({}, nullptr);
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
