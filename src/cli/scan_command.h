// nuskha scan: which documents are copies and versions of one another.
#pragma once

#include <string>
#include <vector>

#include "cli/job_options.h"

namespace CLI {
class App;
}

namespace nuskha::cli {

/// What was typed, not yet checked.
struct ScanArguments : JobArguments {
  bool keep_boilerplate = false;
  std::vector<std::string> fail_on;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it.
CLI::App* add_scan_command(CLI::App& program, ScanArguments& arguments);

/// Checks the arguments, scans, prints. Returns the exit code.
int run_scan(const ScanArguments& arguments);

}  // namespace nuskha::cli
