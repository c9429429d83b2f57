// Which blocks of a page are its main text: what an archivist would call the document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "input/html_blocks.h"

namespace nuskha {

/// Positions of the main text's blocks in HtmlPage::blocks, ascending. `titles` are what the metadata call the page,
/// without the site's name where that is known. A page with text never gives none. docs/formats/html.md describes the
/// method. Cost O(n). Thread-safe.
std::vector<std::size_t> find_main_text(const HtmlPage& page, const std::vector<std::string>& titles);

}  // namespace nuskha
