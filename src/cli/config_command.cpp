// nuskha config. Options, check and run as in scan_command.cpp. Given a command with its arguments, it parses these as
// the program would, into arguments of its own. Covered by tests/cli/config_command_test.cpp.
#include "cli/config_command.h"

#include <array>
#include <string_view>
#include <utility>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/config_page.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/today.h"

namespace nuskha::cli {
namespace {

enum class Format : std::uint8_t { text, json };

constexpr std::array<std::pair<std::string_view, Format>, 2> formats{{{"text", Format::text}, {"json", Format::json}}};

/// The commands whose options a file may set.
void collect_configured(Command& command, std::vector<Command*>& out) {
  if (!command.is_configured()) return;
  if (command.can_run()) out.push_back(&command);
  for (Command& subcommand : command.subcommands()) collect_configured(subcommand, out);
}

int print_page(const Config& config, const std::vector<Command*>& commands, Format format,
               std::span<const Rule> rules) {
  const std::string day = today();
  ConfigPage page{config, {commands.begin(), commands.end()}, rules, day};
  return print_result(format == Format::json ? config_json(page) : config_text(page));
}

int run_config(const ConfigArguments& arguments, const Context& context, std::span<const Rule> rules) {
  const Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return print_usage_error(context.command, format.error());
  Command program(context.command.parent()->name(), context.command.parent()->description());
  Commands inner(rules);
  inner.add_to(program);
  std::vector<Command*> commands;
  std::optional<Config> other;
  if (arguments.words.empty()) {
    collect_configured(program, commands);
  } else {
    const auto request = parse_command_line(program, arguments.words, [] { return std::string(); });
    if (!request) return print_usage_error(request.error());
    if (request->page) return print_result(*request->page);
    if (!request->command->is_configured())
      return print_usage_error(
          context.command, {ErrorCode::invalid_argument, request->command->full_name(), "it reads no configuration"});
    commands = {request->command};
    if (inner.config_choice.file || inner.config_choice.none) {
      Result<Config> chosen = load_config(inner.config_choice, program, rules);
      if (!chosen) {
        print_error(chosen.error());
        return exit_error;
      }
      other = *std::move(chosen);
    }
  }
  const Config& config = other ? *other : context.config;
  for (Command* command : commands) {
    if (const Result<void> applied = apply_config(config, *command); !applied) {
      print_error(applied.error());
      return exit_error;
    }
  }
  return print_page(config, commands, *format, rules);
}

}  // namespace

Result<Config> load_config(const ConfigChoice& choice, const Command& program, std::span<const Rule> rules) {
  if (choice.none && choice.file) return refuse("--no-config", "not together with --config");
  if (choice.none) return Config{};
  if (choice.file) return read_config_file(*choice.file, program, rules);
  const Result<std::optional<std::string>> found = find_config_file();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return Config{};
  return read_config_file(**found, program, rules);
}

void add_config_command(Command& program, ConfigArguments& arguments, std::span<const Rule> rules) {
  Command& command = program.add_subcommand("config", "Show the options in force and where each comes from");
  command.set_unconfigured();
  command.set_takes_command();
  command.add_positional("COMMAND", arguments.words,
                         "A command with its arguments: what it would obey. Else: all commands.");
  command.add(group::printed, "--format", arguments.format, "FORMAT", "text (for people) or json. [text]",
              {.check = one_of(formats)});
  command.set_footer(
      "Examples:\n"
      "  nuskha config                                  every option, severity and ignore\n"
      "  nuskha config scan releases/ --threshold 0.8   what this command would obey\n"
      "\n"
      "Exit status: 0 done, 2 error (also a mistake in the configuration).\n");
  command.set_run([&arguments, rules](const Context& context) { return run_config(arguments, context, rules); });
}

}  // namespace nuskha::cli
