// nuskha extract: what nuskha sees of documents.
#pragma once

#include "cli/job_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct ExtractArguments : JobArguments {
  bool text = false;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// checks the arguments, reads, prints. Returns the exit code.
void add_extract_command(Command& program, ExtractArguments& arguments);

}  // namespace nuskha::cli
