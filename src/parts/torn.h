// What the steps on parts say of rows that they can't read.
#pragma once

#include <string>
#include <string_view>

#include "nuskha/result.h"

namespace nuskha {

inline tl::unexpected<Error> torn(std::string_view rows) {
  return fail(ErrorCode::malformed, std::string(rows), "a row isn't whole, or another version of nuskha wrote it");
}

}  // namespace nuskha
