// Writing a report as JSON on several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

#include "nuskha/report.h"

namespace nuskha {

/// As write_json and write_jsonl, to the byte: records are formatted by `threads` threads (the caller's is one of them)
/// and written in order, by one thread at a time. May throw std::bad_alloc.
void write_json(const Report& report, std::ostream& out, unsigned threads);
void write_jsonl(const Report& report, std::ostream& out, unsigned threads);

/// Appends the record of a document as it stands in either; no line feed.
void append_document(const DocumentRecord& document, std::string& out);

/// The same of a pair of a report, and of one of its families.
void append_pair(const Report& report, const PairRecord& pair, std::string& out);
void append_family(const Report& report, std::size_t index, std::string& out);

/// The same of boilerplate whose places weren't asked for.
void append_boilerplate(const BoilerplateRecord& boilerplate, std::uint64_t id, std::string& out);

}  // namespace nuskha
