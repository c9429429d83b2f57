// A draft as it was sent: from the bytes of a request to documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "input/source.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "serve/http.h"

namespace nuskha::serve {

/// "text/plain" of its Content-Type, in lower case; empty if there is none.
std::string media_type_of(const RequestHead& head);

/// How a draft is sent, by the header of its request.
struct DraftKind {
  std::string name;     ///< What it is called. Valid UTF-8.
  std::string charset;  ///< Of Content-Type.
  SentAs sent_as = SentAs::file;
  bool is_named = false;  ///< By who sent it.
};

/// Reads Content-Type and X-File-Name. Otherwise the answer that refuses it.
tl::expected<DraftKind, Response> draft_kind(const RequestHead& head);

/// The documents of a draft, sorted by path, and what went wrong with it.
struct Draft {
  std::vector<Document> documents;
  std::vector<Problem> problems;
};

/// Reads it from memory. Fails with no_documents where there is none in it, or more than a desk takes at a time.
Result<Draft> read_draft(DraftKind kind, std::string body, const InputOptions& options);

}  // namespace nuskha::serve
