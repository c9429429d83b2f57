// One document by its name: a file, or a record of JSON Lines. For commands that take documents and not archives.
#pragma once

#include <string>

#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha::cli {

struct OneDocument {
  Document document;
  /// The bytes of the file (decompressed) or of the record's text, front matter and byte order mark included.
  std::string source;
  /// `source` if it is UTF-8, else decoded. Where the two are the same, `is_source` says so.
  std::string text;
  bool is_source = true;
};

/// Reads the document of a name as reports have it: "a.txt", "a.txt.gz", "records.jsonl#12". Fails as open_paths does,
/// with not_found for a record that isn't there, no_documents for a file that can't be read as text, and
/// invalid_argument for a folder or for JSON Lines without a record's number. What was odd, but didn't keep it from
/// being read, is printed.
Result<OneDocument> read_one_document(const std::string& name, const InputOptions& options);

}  // namespace nuskha::cli
