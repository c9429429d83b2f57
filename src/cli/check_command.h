// nuskha check: what new documents are to an archive, and what an editor would mend.
#pragma once

#include <optional>
#include <string>

#include "cli/job_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct CheckArguments : JobArguments {
  std::string against;
  bool keep_boilerplate = false;
  std::optional<std::string> changed_since;
  std::optional<std::string> baseline;
  std::optional<std::string> write_baseline;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// checks the documents, obeys configuration and baseline, prints. Returns the exit code: 0 nothing found, 1 something,
/// 2 error.
void add_check_command(Command& program, CheckArguments& arguments);

}  // namespace nuskha::cli
