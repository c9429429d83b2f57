// A 128-bit hash value, as documents and texts are identified by.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace nuskha {

/// 128-bit hash (XXH3-128). Equal hashes are taken for equal contents.
struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

/// 32 lower-case hexadecimal digits, `high` first.
std::string to_hex(const Hash128& hash);

}  // namespace nuskha
