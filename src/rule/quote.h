// Quotations for messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nuskha {

/// The text in quotation marks “”, on one line, cut after `most_characters` besides blanks with "…". Invisible
/// characters and bidi controls are left out, so that it shows as what it says. `text` is valid UTF-8.
std::string quote(std::string_view text, std::size_t most_characters = 60);

/// "1 document", "7 documents".
std::string count_of_things(std::size_t number, std::string_view singular, std::string_view plural);

/// "U+200B".
std::string code_point_name(char32_t code_point);

}  // namespace nuskha
