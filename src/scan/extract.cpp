// Documents as a scan sees them. Entry point: extract_documents. Test: tests/scan/extract_test.cpp.
#include "nuskha/extract.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "nuskha/text.h"
#include "scan/document_date.h"
#include "scan/headline.h"

namespace nuskha {
namespace {

SourceRange trimmed(std::string_view text, const Block& block) {
  constexpr std::string_view blank = " \t\r\n\f\v";
  SourceRange out{block.source_begin, block.source_end};
  while (out.begin < out.end && blank.find(text[out.begin]) != blank.npos) ++out.begin;
  while (out.begin < out.end && blank.find(text[out.end - 1]) != blank.npos) --out.end;
  return out;
}

ExtractedDocument extract_one(Document document, Analyzer& analyzer, Analysis& analysis) {
  analyzer.analyze(document.text, analysis);
  ExtractedDocument out;
  DocumentDate date = date_document(document, analysis);
  out.title = title_of(document);
  out.date = std::move(date.date);
  out.date_source = date.source;
  out.date_readings = std::move(date.readings);
  out.words = analysis.words.size();
  out.text_hash = analysis.text_hash;
  const PlaceFinder places(document);
  out.blocks.reserve(analysis.blocks.size());
  for (const Block& block : analysis.blocks) {
    const SourceRange range = trimmed(document.text, block);
    out.blocks.push_back({range, places.line_of(range.begin), places.range_of(range.begin, range.end)});
  }
  out.path = std::move(document.path);
  out.format = document.format;
  out.encoding = std::move(document.encoding);
  out.encoding_detected = document.encoding_detected;
  out.language = std::move(document.language);
  out.bytes = document.source_bytes;
  out.text = std::move(document.text);
  return out;
}

}  // namespace

ExtractReport extract_documents(DocumentSource& source, unsigned jobs) {
  const unsigned threads = num_threads(jobs);
  std::vector<ExtractReport> parts(threads);
  run_threads(threads, [&](unsigned thread) {
    Analyzer analyzer;
    Analysis analysis;
    std::vector<Document> batch;
    while (source.next(batch, parts[thread].problems))
      for (Document& document : batch)
        parts[thread].documents.push_back(extract_one(std::move(document), analyzer, analysis));
  });
  ExtractReport out;
  for (ExtractReport& part : parts) {
    std::move(part.documents.begin(), part.documents.end(), std::back_inserter(out.documents));
    std::move(part.problems.begin(), part.problems.end(), std::back_inserter(out.problems));
  }
  std::sort(out.documents.begin(), out.documents.end(), [](const ExtractedDocument& a, const ExtractedDocument& b) {
    return std::tie(a.path, a.text) < std::tie(b.path, b.text);
  });
  std::sort(out.problems.begin(), out.problems.end());
  return out;
}

}  // namespace nuskha
