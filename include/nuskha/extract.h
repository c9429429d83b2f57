// extract: what nuskha sees of documents of any format.
#pragma once

#include "nuskha/extraction.h"
#include "nuskha/input.h"

namespace nuskha {

/// Reads `source` to its end and tells the text of each of its documents, in blocks with their places, and what is
/// known of it: what a scan would compare. The same for every number of threads (`jobs`, 0: one a core) and order of
/// the source. Memory: the texts.
ExtractReport extract_documents(DocumentSource& source, unsigned jobs = 0);

}  // namespace nuskha
