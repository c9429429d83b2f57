// How much a file may unpack to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "nuskha/input.h"

namespace nuskha {

/// Bytes that one document may unpack to.
inline std::uint64_t most_document_bytes(const InputLimits& limits, std::uint64_t source_bytes) {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max() - 1;
  const std::uint64_t expansion = limits.expansion;
  return std::max(limits.document_bytes,
                  source_bytes > 0 && expansion > all / source_bytes ? all : expansion * source_bytes);
}

/// Bytes that all of a container may unpack to (InputLimits): what is passed over counts, since unpacking it takes time
/// too. `source_bytes` is the size of the file that it is in.
inline std::uint64_t most_container_bytes(const InputLimits& limits, std::uint64_t source_bytes) {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  constexpr std::uint64_t documents_at_once = 16;
  const auto product = [](std::uint64_t a, std::uint64_t b) { return b > 0 && a > all / b ? all : a * b; };
  return std::max(product(limits.document_bytes, documents_at_once), product(source_bytes, limits.expansion));
}

}  // namespace nuskha
