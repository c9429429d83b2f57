// The JSON of the desk's answers, made of the project's records (docs/report_format.md). Pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "nuskha/diff_report.h"
#include "nuskha/report.h"
#include "serve/archive_view.h"

namespace nuskha::serve {

/// Appends `"key":[…]` to an open object: what `append` gives for each of `count` elements. A comma before it is the
/// caller's.
void append_list(std::string_view key, std::size_t count, const std::function<void(std::size_t)>& append,
                 std::string& out);

/// JSON Lines as the elements of an array.
void append_lines(std::string_view lines, std::string& out);

/// A row of a list of families (docs/openapi.json, family_row).
void append_family_row(const ArchiveView& view, std::size_t family, std::string& out);

/// {"document":…,"family":…}
void append_document_row(const ArchiveView& view, DocumentIndex document, std::string& out);

/// The id of a family or null.
void append_family_id(std::uint64_t id, std::string& out);

/// A diff as `nuskha diff --format json` writes it, without the line end.
std::string diff_json(const DiffReport& report);

}  // namespace nuskha::serve
