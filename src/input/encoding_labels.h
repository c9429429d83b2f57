// The names by which headers and pages call encodings.
#pragma once

#include <string_view>

namespace nuskha {

/// The encoding that a label of MIME, HTTP or HTML means, as ICU opens it ("windows-1252" for "Latin1"): WHATWG's
/// Encoding Standard, "Names and labels", and beyond it what old mail is labelled with. Empty if unknown. White space
/// around the label and quotes are passed over, case doesn't matter. Views a constant. Thread-safe.
std::string_view encoding_of_label(std::string_view label);

}  // namespace nuskha
