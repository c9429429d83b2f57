// What a document is called and when it is from, as far as its first line and its name tell.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// The first line that holds anything visible, as one_line; nothing if there is none. Markdown's heading marks are
/// dropped.
std::optional<std::string> headline(std::string_view text);

/// White space runs to single spaces, control characters dropped, cut at 200 characters with "…".
std::string one_line(std::string_view text);

/// A date YYYY-MM-DD, YYYY_MM_DD or YYYYMMDD (1900–2100, a real day) in the last part of a path. The first one if there
/// are several.
std::optional<std::string> date_in_name(std::string_view path);

}  // namespace nuskha
