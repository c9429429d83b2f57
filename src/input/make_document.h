// From the bytes of one document to a Document, whatever its format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "input/byte_stream.h"
#include "input/extractor.h"
#include "nuskha/input.h"

namespace nuskha {

/// What is known of a document before it is made.
struct DocumentBytes {
  std::string bytes;               ///< As stored, decompressed.
  const Format* format = nullptr;  ///< One with `extract`, or that can't be read here; null: text.
  StreamError damage = {};         ///< What cut the bytes short.
  bool is_surely_text = false;     ///< Who sent them says so: nothing that they hold makes them a binary file.
};

/// Makes the document of a name, and appends what went wrong. False when there is none: it isn't text, or can't be
/// read. Thread-safe. May throw std::bad_alloc.
bool make_document(const std::string& path, DocumentBytes source, const ExtractContext& context, Document& document,
                   std::vector<Problem>& problems);

}  // namespace nuskha
