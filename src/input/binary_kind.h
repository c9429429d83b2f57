// Telling text from everything else, by content.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// What the bytes look like if they aren't text ("a PDF file", "binary data"), or nothing. UTF-16 without a byte
/// order mark counts as binary data here. Cost: a search for NUL over all bytes and a look at the first 4 KB.
std::optional<std::string> binary_kind(std::string_view bytes);

}  // namespace nuskha
