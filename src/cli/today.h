// The day it is: the only question to the clock that an answer depends on (whether an ignore has expired).
#pragma once

#include <string>

namespace nuskha::cli {

/// YYYY-MM-DD, in UTC, so that it doesn't depend on where the program runs.
std::string today();

}  // namespace nuskha::cli
