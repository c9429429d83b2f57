// The list of commands: a new one is two lines here and a member in the header. Covered by tests/cli/.
#include "cli/commands.h"

namespace nuskha::cli {
namespace {

/// Every command that does something can be told which configuration it obeys.
void add_config_choice(Command& command, ConfigChoice& choice) {
  if (command.can_run()) {
    command.add(group::configuration, "--config", choice.file, "FILE",
                "Read this file, and not the .nuskha.toml of this folder or the\nnearest one above it.",
                {.is_configurable = false});
    command.add_flag(group::configuration, "--no-config", choice.none, "Read no configuration.",
                     {.is_configurable = false});
  }
  for (Command& subcommand : command.subcommands()) add_config_choice(subcommand, choice);
}

}  // namespace

void Commands::add_to(Command& program) {
  add_scan_command(program, scan_);
  add_boilerplate_command(program, boilerplate_);
  add_diff_command(program, diff_);
  add_explain_command(program, explain_);
  add_extract_command(program, extract_);
  add_index_command(program, index_);
  add_check_command(program, check_);
  add_serve_command(program, serve_);
  add_rules_command(program, rules_command_);
  add_config_command(program, config_, rules_);
  add_config_choice(program, config_choice);
}

}  // namespace nuskha::cli
