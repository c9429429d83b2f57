// nuskha config: which options, severities and ignores are in force, and where each comes from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/config.h"
#include "nuskha/finding.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct ConfigArguments {
  std::vector<std::string> words;  ///< A command with its arguments, or nothing.
  std::string format = "text";
};

/// --config and --no-config.
struct ConfigChoice {
  std::optional<std::string> file;
  bool none = false;
};

/// Reads the configuration that was chosen, or the nearest one; an empty one if there is none.
Result<Config> load_config(const ConfigChoice& choice, const Command& program, std::span<const Rule> rules);

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it. The command
/// prints, and returns the exit code.
void add_config_command(Command& program, ConfigArguments& arguments, std::span<const Rule> rules);

}  // namespace nuskha::cli
