// Sizes as people type them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nuskha::cli {

/// "4G", "512M", "1.5GiB", "65536": a positive number of bytes. K, M, G, T, with or without "B" or "iB", in any case,
/// are powers of 1024. Nothing if it isn't a size, or is 0 or 2⁶³ bytes or more.
std::optional<std::uint64_t> parse_byte_size(std::string_view text);

}  // namespace nuskha::cli
