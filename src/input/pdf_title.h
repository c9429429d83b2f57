// Titles that PDFs are given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// The title out of a PDF's metadata on one line; nothing where programs put something else there: the name of the
/// file it was made of, an address, "Untitled".
std::optional<std::string> useful_pdf_title(std::string_view title);

}  // namespace nuskha
