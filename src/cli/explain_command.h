// nuskha explain: why two documents are related, or not.
#pragma once

#include <string>

#include "cli/job_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked. The paths are those of --archive.
struct ExplainArguments : JobArguments {
  std::string first;
  std::string second;
  bool keep_boilerplate = false;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// checks the arguments, compares, prints. Returns the exit code.
void add_explain_command(Command& program, ExplainArguments& arguments);

}  // namespace nuskha::cli
