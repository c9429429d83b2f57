// When a document is from, by the best source that tells.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/text.h"

namespace nuskha {

struct DocumentDate {
  std::optional<std::string> date;    ///< YYYY-MM-DD.
  std::optional<DateSource> source;   ///< Of `date`.
  std::vector<std::string> readings;  ///< As DocumentRecord::date_readings.
};

/// Front matter, dateline, first date in the first part of the text, file name, file metadata, file time: the first
/// that has one day and no other (docs/algorithm.md, "Dates"). Of a file name the last part counts, and YYYY-MM-DD,
/// YYYY_MM_DD or YYYYMMDD before any other form. `analysis` is that of the document's text. Cost: a few microseconds.
DocumentDate date_document(const Document& document, const Analysis& analysis);

/// What front matter and the text say of it. A function of the document's text, `date`, `date_text` and `language` and
/// of nothing else: documents with the same of these share it.
DocumentDate date_by_text(const Document& document, const Analysis& analysis);

/// The rest of date_document, which only this document's name and file tell, after what date_by_text gave.
DocumentDate date_by_file(const Document& document, DocumentDate by_text);

}  // namespace nuskha
