// The numbers behind the pictures of the report page.
#pragma once

#include <cstddef>
#include <string>

#include "nuskha/report.h"
#include "report/html.h"

namespace nuskha {

/// Appends one JSON object: `about`, the summary's numbers, `other_pairs` (those of no common family) and, for the
/// pictures, `sizes`, `timeline`, `folders`, `similarity`, `relations`. Cost O(size of the report); memory 8 bytes a
/// document.
void append_html_overview(const Report& report, const HtmlAbout& about, std::size_t other_pairs, std::string& out);

/// The folder of a document by its name: what stands before the last slash, "" without one.
std::string_view folder_of(std::string_view path);

}  // namespace nuskha
