// A part of a text.
#pragma once

#include <compare>
#include <cstdint>

namespace nuskha {

/// Half-open range of words.
struct Passage {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const Passage&, const Passage&) = default;
};

}  // namespace nuskha
