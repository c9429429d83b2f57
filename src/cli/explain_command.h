// nuskha explain: why two documents are related, or not.
#pragma once

#include <string>

#include "cli/job_options.h"

namespace CLI {
class App;
}

namespace nuskha::cli {

/// What was typed, not yet checked. The paths are those of --archive.
struct ExplainArguments : JobArguments {
  std::string first;
  std::string second;
  bool keep_boilerplate = false;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it.
CLI::App* add_explain_command(CLI::App& program, ExplainArguments& arguments);

/// Checks the arguments, compares, prints. Returns the exit code.
int run_explain(const ExplainArguments& arguments);

}  // namespace nuskha::cli
