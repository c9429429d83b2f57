// How much of a mail GMime can be given: each header and part of it takes a hundred times its bytes in memory.
#pragma once

#include <cstddef>
#include <string_view>

namespace nuskha {

/// What the headers of one mail, with those of its parts, may take: far more than mail programs write.
inline constexpr std::size_t most_header_bytes = 8 << 20;

/// Number of bytes from the beginning on whose headers and parts are within `limit`: all, or less. Errs on the side of
/// less where boundaries are written in unusual ways.
std::size_t mail_bytes_within(std::string_view mail, std::size_t limit = most_header_bytes);

}  // namespace nuskha
