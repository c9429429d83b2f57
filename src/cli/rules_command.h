// nuskha rules: what a check looks for.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace nuskha::cli {

/// What was typed, not yet checked.
struct RulesArguments {
  std::string format = "text";
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it.
CLI::App* add_rules_command(CLI::App& program, RulesArguments& arguments);

/// Checks the arguments and prints the table. Returns the exit code.
int run_rules(const RulesArguments& arguments);

}  // namespace nuskha::cli
