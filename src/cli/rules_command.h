// nuskha rules: what a check looks for.
#pragma once

#include <string>

#include "cli/command.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct RulesArguments {
  std::string format = "text";
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// prints the table. Returns the exit code.
void add_rules_command(Command& program, RulesArguments& arguments);

}  // namespace nuskha::cli
