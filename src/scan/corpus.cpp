// Reading: documents to words, on all threads. Entry point: read_corpus. Test: tests/scan/scan_test.cpp.
#include "scan/corpus.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/parallel.h"
#include "base/stop.h"
#include "base/unicode.h"
#include "scan/document_date.h"
#include "scan/headline.h"
#include "scan/kept_reading.h"

namespace nuskha {
namespace {

constexpr std::size_t words_per_chunk = std::size_t{1} << 17;
constexpr std::size_t words_per_large_chunk = std::size_t{1}
                                              << 20;  // once there are many: each is a mapping of its own
constexpr std::size_t many_chunks = 64;
constexpr std::size_t most_words_to_copy = std::size_t{1} << 22;

}  // namespace

std::span<const WordId> WordStore::keep(std::vector<WordId>& words) {
  if (words.empty()) return {};
  if (words.size() > words_per_chunk / 4) {
    // Of a very long text, the room that its words didn't need was never touched and takes no memory.
    std::vector<WordId> taken = std::exchange(words, {});
    if (taken.size() >= most_words_to_copy) return longest_texts_.emplace_back(std::move(taken));
    PageVector<WordId>& kept = long_texts_.emplace_back(taken.begin(), taken.end(), pages_);
    nuskha::seal(kept);
    return kept;
  }
  if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < words.size()) {
    seal();
    chunks_.emplace_back(pages_).reserve(chunks_.size() < many_chunks ? words_per_chunk : words_per_large_chunk);
  }
  PageVector<WordId>& chunk = chunks_.back();
  const std::size_t begin = chunk.size();
  chunk.resize(begin + words.size());
  std::copy(words.begin(), words.end(), chunk.begin() + static_cast<std::ptrdiff_t>(begin));
  return std::span<const WordId>(chunk).subspan(begin);
}

void WordStore::seal() {
  if (!chunks_.empty()) nuskha::seal(chunks_.back());
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

Corpus read_corpus(DocumentSource& source, Level level, unsigned threads, ScanProgress* progress,
                   std::shared_ptr<PageStore> pages, KeptReading* kept) {
  Corpus corpus;
  corpus.pages = std::move(pages);
  PageStore* const store = corpus.pages.get();
  corpus.stores.assign(threads, WordStore(store));
  std::vector<CorpusDocuments> read;
  for (unsigned thread = 0; thread < threads; ++thread) read.emplace_back(store);
  std::vector<std::vector<Problem>> problems(threads);
  SeenTexts seen;
  if (progress != nullptr) progress->num_files = source.num_files();
  if (kept != nullptr) {
    std::vector<ReadPart> parts;
    for (unsigned thread = 0; thread < threads; ++thread)
      parts.push_back({corpus.stores[thread], read[thread], problems[thread]});
    kept->take_over(source, parts, progress);
  }
  run_threads(threads, [&](unsigned thread) {
    Digester digester(level, &seen);
    std::vector<Document> batch;
    std::vector<ReadStep> steps;
    std::vector<CorpusDocument> digests;
    while (kept != nullptr ? source.next_steps(batch, problems[thread], steps) : source.next(batch, problems[thread])) {
      std::uint64_t bytes = 0;
      digests.clear();
      for (Document& document : batch) {
        bytes += document.source_bytes;
        digests.push_back(digester.digest(document, corpus.stores[thread]));
        read[thread].push_back(digests.back());
      }
      if (kept != nullptr && !kept->add(thread, steps, digests, problems[thread])) break;
      if (progress != nullptr) {
        progress->documents.fetch_add(batch.size(), std::memory_order_relaxed);
        progress->bytes.fetch_add(bytes, std::memory_order_relaxed);
        progress->num_files.store(source.num_files(), std::memory_order_relaxed);
      }
      if (is_stopped() || (store != nullptr && store->has_failed())) break;
    }
    corpus.stores[thread].seal();
    read[thread].seal();
    read[thread].sort();
  });
  throw_if_stopped();
  if (kept != nullptr) source.pass_over({}, nullptr);
  corpus.documents = CorpusDocuments::merge(std::move(read));
  for (auto& list : problems) std::move(list.begin(), list.end(), std::back_inserter(corpus.problems));
  std::sort(corpus.problems.begin(), corpus.problems.end());
  return corpus;
}

}  // namespace nuskha
