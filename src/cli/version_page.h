// What `nuskha --version` prints.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "input/extractor.h"

namespace nuskha::cli {

/// "nuskha 0.1.0" on the first line, then which formats can be read, and for each reason those that can't:
///
///     reads: text, markdown, jsonl, html
///     can't read: pdf (pdftotext isn't installed: install poppler-utils)
///
/// Asks each of `formats` whether this machine can read it. No line feed at the end.
std::string version_page(std::string_view version, std::span<const Format> formats);

}  // namespace nuskha::cli
