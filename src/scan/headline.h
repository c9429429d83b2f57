// What a document is called, as far as its first lines tell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nuskha/input.h"

namespace nuskha {

/// The first line that holds anything visible and is more than a label ("Press release", a date), as one_line; if all
/// of the text's, or of its first eight, are labels, the first of them; nothing if there is none. Markdown's heading
/// marks are dropped.
std::optional<std::string> headline(std::string_view text);

/// DocumentRecord::title: that of the metadata, else the headline.
std::optional<std::string> title_of(const Document& document);

/// White space runs to single spaces, control characters dropped, cut at 200 characters with "…".
std::string one_line(std::string_view text);

}  // namespace nuskha
