// Sentences on standard error; see the header. Covered by tests/cli/.
#include "cli/messages.h"

#include <cstdio>
#include <string>

#include "report/display.h"

namespace nuskha::cli {

void print_message(std::string_view where, std::string_view what) {
  std::string line = "nuskha: ";
  if (!where.empty()) line += escape_for_display(where) + ": ";
  line += escape_for_display(what) + '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);  // nowhere left to complain if this fails
}

void print_error(const Error& error) { print_message(error.where, error.what); }

}  // namespace nuskha::cli
