// Text of any bytes made safe to show and to store. Pure functions. Covered by tests/report/display_test.cpp.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

/// The text as valid UTF-8: each byte that isn't part of a valid sequence becomes the four characters \xHH (lower
/// case). The form in which names appear in every format. Cost O(n).
std::string escape_invalid_bytes(std::string_view text);

/// As `escape_invalid_bytes`, and also safe to show in a terminal, on one line: control characters become \n, \t, \r,
/// \x1b, \u{85}; so do the characters that reorder what follows (bidi embeddings, overrides, isolates) and line and
/// paragraph separators.
std::string escape_for_display(std::string_view text);

}  // namespace nuskha
