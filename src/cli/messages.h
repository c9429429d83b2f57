// Sentences on standard error: "nuskha: WHERE: WHAT". Names in them are made safe to show.
#pragma once

#include <string_view>

#include "nuskha/result.h"

namespace nuskha::cli {

/// Prints one line. `where` (a path, an option) may be empty.
void print_message(std::string_view where, std::string_view what);
void print_error(const Error& error);

}  // namespace nuskha::cli
