// nuskha boilerplate: the passages that recur, their wordings, and where they stand.
#pragma once

#include "cli/job_options.h"

namespace CLI {
class App;
}

namespace nuskha::cli {

/// What was typed, not yet checked.
struct BoilerplateArguments : JobArguments {
  bool full = false;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it.
CLI::App* add_boilerplate_command(CLI::App& program, BoilerplateArguments& arguments);

/// Checks the arguments, scans, prints. Returns the exit code.
int run_boilerplate(const BoilerplateArguments& arguments);

}  // namespace nuskha::cli
