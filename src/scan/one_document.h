// One document by its name: a file, a record, or what is in a container. For what takes documents and not archives.
#pragma once

#include <string>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha {

struct OneDocument {
  Document document;
  /// The bytes of the file (decompressed), front matter and byte order mark included. Of a record, of what is in a
  /// container, and of formats other than plain text: the text.
  std::string source;
  /// `source` if it is UTF-8, else decoded. Where the two are the same, `is_source` says so.
  std::string text;
  bool is_source = true;
  std::vector<Problem> problems;  ///< What was odd, but didn't keep it from being read.
};

/// Reads the document of a name as reports have it: "a.txt", "a.txt.gz", "records.jsonl#12", "a.zip!b.docx". Fails as
/// open_paths does, with not_found for what isn't in its file, no_documents for a file that can't be read, and
/// invalid_argument for a folder or for a file of several documents.
Result<OneDocument> read_one_document(const std::string& name, const InputOptions& options);

}  // namespace nuskha
