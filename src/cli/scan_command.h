// nuskha scan: which documents are copies and versions of one another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/job_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct ScanArguments : JobArguments {
  bool keep_boilerplate = false;
  std::optional<std::string> work_dir;
  std::vector<std::string> fail_on;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// checks the arguments, scans, prints. Returns the exit code.
void add_scan_command(Command& program, ScanArguments& arguments);

}  // namespace nuskha::cli
