#include "nuskha/hash.h"

#include <cstdint>

namespace nuskha {

std::string to_hex(const Hash128& hash) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out(32, '0');
  for (int i = 0; i < 16; ++i) {
    out[static_cast<std::size_t>(i)] = digits[(hash.high >> (60 - 4 * i)) & 15];
    out[static_cast<std::size_t>(16 + i)] = digits[(hash.low >> (60 - 4 * i)) & 15];
  }
  return out;
}

}  // namespace nuskha
