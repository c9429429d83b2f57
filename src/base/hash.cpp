#include "nuskha/hash.h"

#include <cstddef>
#include <cstdint>

namespace nuskha {

std::string to_hex(const Hash128& hash) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out(32, '0');
  for (std::size_t i = 0; i < 16; ++i) {
    out[i] = digits[(hash.high >> (60 - 4 * i)) & 15];
    out[16 + i] = digits[(hash.low >> (60 - 4 * i)) & 15];
  }
  return out;
}

}  // namespace nuskha
