// Character references of HTML: "&amp;", "&eacute", "&#1606;", "&#x2014;".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nuskha {

/// Appends to `out` what the reference that `text` begins with ("&…") stands for, and returns its length in bytes.
/// 0 if there is none, with nothing appended: the ampersand is one. (HTML standard, "Character reference state": the
/// longest name counts; a name without a semicolon before '=' or a letter or digit doesn't in an attribute.)
/// Thread-safe.
std::size_t append_html_reference(std::string_view text, bool in_attribute, std::string& out);

}  // namespace nuskha
