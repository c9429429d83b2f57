// Plain text as it stands in a mail, as a reader sees it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"

namespace nuskha {

/// Joins the lines that a sending program has broken (RFC 3676, format=flowed). `delete_spaces`: DelSp=yes, for scripts
/// without spaces. Quoted paragraphs keep one prefix of '>' a line.
std::string unwrap_flowed(std::string_view text, bool delete_spaces);

/// Line ends become '\n', lines of blanks empty lines, several empty lines one; NUL and blanks at line ends go, as do
/// empty lines at the ends of the text.
std::string tidy_paragraphs(std::string_view text);

/// Where the paragraphs of a tidy text begin, counted from 1.
std::vector<PlaceMark> mark_paragraphs(std::string_view text);

}  // namespace nuskha
