// Bodies of requests that are JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "nuskha/finding.h"
#include "nuskha/result.h"

namespace nuskha::serve {

/// Of /api/accept: a baseline's entry with its reason. Fails with malformed, saying what is wrong: rule and fingerprint
/// must be such, path and reason of bounded length, the reason not blank.
Result<BaselineEntry> parse_acceptance(std::string_view body);

/// Of /api/unaccept: which finding, with rule and fingerprint only. Fails likewise.
Result<BaselineEntry> parse_taking_back(std::string_view body);

/// The string under a key of an object; nothing if there is none.
std::optional<std::string> parse_string_field(std::string_view body, std::string_view key);

}  // namespace nuskha::serve
