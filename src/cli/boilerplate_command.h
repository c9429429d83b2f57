// nuskha boilerplate: the passages that recur, their wordings, and where they stand.
#pragma once

#include "cli/job_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct BoilerplateArguments : JobArguments {
  bool full = false;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// checks the arguments, scans, prints. Returns the exit code.
void add_boilerplate_command(Command& program, BoilerplateArguments& arguments);

}  // namespace nuskha::cli
