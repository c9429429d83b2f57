// What the desk's first page shows of an archive: its numbers.
#pragma once

#include <cstdint>
#include <string>

#include "serve/archive_view.h"

namespace nuskha::serve {

/// What the archive itself doesn't tell.
struct DeskFacts {
  const std::string& path;  ///< Of the archive; its last part is shown.
  bool accepts = false;     ///< There is a baseline to accept findings into.
  std::uint64_t max_draft = 0;
};

/// Appends the JSON of /api/archive (docs/openapi.json). Cost: O(documents + pairs).
void append_archive_summary(const ArchiveView& view, const DeskFacts& desk, std::string& out);

}  // namespace nuskha::serve
