// nuskha diff: what changed from one document to another.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/limit_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct DiffArguments {
  std::string old_document;
  std::string new_document;
  std::vector<std::string> ignore;
  std::vector<std::string> only;
  std::string format = "text";
  bool side_by_side = false;
  bool unified = false;
  std::string output;
  std::string color = "auto";
  std::string text_field = "text";
  LimitArguments limits;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// checks the arguments, compares, prints. Returns the exit code: 0 the same, 1 different, 2 error.
void add_diff_command(Command& program, DiffArguments& arguments);

}  // namespace nuskha::cli
