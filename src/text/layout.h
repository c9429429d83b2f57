// Level layout: the same characters, whatever the encoding, line ends and white space.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

/// The text at level layout by the slow way: bidi controls and zero-width characters removed, every run of white space
/// one space, none at the ends, then NFC. The definition that the hot path is tested against.
std::string normalize_layout(std::string_view utf8);

}  // namespace nuskha
