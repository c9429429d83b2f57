// Where a text stops being JSON: for messages.
#pragma once

#include <cstddef>
#include <string_view>

namespace nuskha {

/// Offset of the first byte with which `json` can't be JSON (RFC 8259) any more, its size if it only lacks an end, npos
/// if it is JSON. Cost O(n), and a byte a level of nesting.
std::size_t find_json_error(std::string_view json);

}  // namespace nuskha
