// What nuskha sees of documents, as plain data, and the writers of it. The JSON contract is docs/report_format.md.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/place.h"
#include "nuskha/report.h"
#include "nuskha/text.h"

namespace nuskha {

/// A paragraph, or a line that stands for itself: what is compared and found again as a whole.
struct ExtractedBlock {
  SourceRange range;                     ///< Bytes of the text, without white space at the ends.
  std::uint64_t line = 1;                ///< On which it begins, as Finding::line.
  std::optional<PlaceRange> place = {};  ///< Pages or paragraphs, of a document that has them instead of lines.
};

struct ExtractedDocument {
  std::string path;    ///< As Document::path.
  std::string format;  ///< As Document::format.
  std::string encoding = "UTF-8";
  bool encoding_detected = false;
  std::optional<std::string> title;  ///< As DocumentRecord::title.
  std::optional<std::string> date;   ///< YYYY-MM-DD.
  std::optional<DateSource> date_source;
  std::vector<std::string> date_readings;  ///< As DocumentRecord::date_readings.
  std::string language;                    ///< As Document::language.
  std::uint64_t bytes = 0;                 ///< As Document::source_bytes.
  std::uint64_t words = 0;
  Hash128 text_hash;                   ///< Of the words at level text.
  std::string text;                    ///< As Document::text: valid UTF-8.
  std::vector<ExtractedBlock> blocks;  ///< In the order of the text; what holds no word is in none.
};

struct ExtractReport {
  std::vector<ExtractedDocument> documents;  ///< Sorted by path bytes.
  std::vector<Problem> problems;             ///< Sorted.
};

// As of the writers of report.h: each is a pure function, `out` carries the failure bits, nothing throws, all write
// UTF-8. Cost O(size of the report).

/// For people: each document with what is known of it, then its blocks beside their places. Problems aren't shown.
/// Safe to show. Not a format to parse.
void write_extract_text(const ExtractReport& report, const TextStyle& style, std::ostream& out);
/// One object holding `extracts` and `problems`, one record a line.
void write_extract_json(const ExtractReport& report, std::ostream& out);
/// One record a line: documents, then problems.
void write_extract_jsonl(const ExtractReport& report, std::ostream& out);
/// The texts and nothing else, byte for byte, each ended with a line feed where it has none, an empty line between two.
void write_extract_raw(const ExtractReport& report, std::ostream& out);

}  // namespace nuskha
