// Telling text from everything else, by content.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// True if a control character is among the bytes that a text seldom holds: NUL, escape, ^Z and all that isn't white
/// space, backspace, SO or SI. Cost: one pass, vectorized.
bool has_rare_controls(std::string_view bytes);

/// What the bytes look like if they aren't text ("a PDF file", "binary data"), or nothing. UTF-16 without a byte
/// order mark counts as binary data here. Cost: has_rare_controls, and if there are any, another pass.
std::optional<std::string> binary_kind(std::string_view bytes);

/// The same where the answer of has_rare_controls is known.
std::optional<std::string> binary_kind(std::string_view bytes, bool has_rare_controls);

}  // namespace nuskha
