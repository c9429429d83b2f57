// Parsing by CLI11, from our declarations. Its header takes longer to compile than all the rest of src/cli/, so that no
// other file includes it. Entry point: parse_command_line. Covered by tests/cli/option_test.cpp.
#include "cli/command_line.h"

#include <algorithm>
#include <memory>
#include <type_traits>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"
#include "cli/messages.h"

namespace nuskha::cli {
namespace {

/// CLI11's help, but for the number of paths (see add_words), which is nobody's business.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option_usage(const CLI::Option* option) const override {
    return option->get_items_expected_max() > 1 ? option->get_name(true) + "..."
                                                : CLI::Formatter::make_option_usage(option);
  }
};

void add_words(CLI::App& app, const Positional& positional) {
  if (auto* const* word = std::get_if<std::string*>(&positional.field)) {
    app.add_option(positional.name, **word, positional.description)->type_name("")->required();
    return;
  }
  // CLI11 reads "[a,b]" as a list where an option takes any number of values; a path may well be named so. An option
  // that expects more values than there can be, and keeps all that come, takes each as it is.
  constexpr int any_number = CLI::detail::expected_max_vector_size - 1;
  app.formatter(std::make_shared<HelpFormatter>());
  app.add_option(positional.name, *std::get<std::vector<std::string>*>(positional.field), positional.description)
      ->option_text("...")
      ->expected(any_number)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

template <class Field>
CLI::Option* declare(CLI::App& app, const Option& option, Field& field) {
  if constexpr (std::is_same_v<Field, bool>) return app.add_flag(option.names, field, option.description);
  if constexpr (!std::is_same_v<Field, bool>) {
    CLI::Option* declared = app.add_option(option.names, field, option.description)->type_name(option.type);
    if (option.is_list())
      declared->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (option.traits.separator != '\0') declared->delimiter(option.traits.separator);
    return declared;
  }
}

/// A CLI::App made of a command, and which of its parts are whose.
class Parser {
 public:
  Parser(CLI::App& app, Command& command) { add(app, command); }

  /// The command that was given; its options know their origin then. nullptr if none was.
  Command* finish() {
    for (const auto& [declared, option] : options_)
      if (declared->count() > 0) option->origin = {Origin::Kind::command_line};
    Command* given = nullptr;
    for (const auto& [app, command] : commands_)
      if (app->get_parent() != nullptr && app->parsed()) given = command;  // a subcommand comes after its parent
    return given;
  }

 private:
  void add(CLI::App& app, Command& command) {
    commands_.emplace_back(&app, &command);
    app.footer(command.footer());
    if (!command.subcommands().empty()) app.require_subcommand(0, 1);
    for (const Positional& positional : command.positionals()) add_words(app, positional);
    for (Option& option : command.options()) {
      CLI::Option* declared = std::visit([&](auto* field) { return declare(app, option, *field); }, option.field);
      options_.emplace_back(declared->group(option.group), &option);
    }
    for (Command& subcommand : command.subcommands())
      add(*app.add_subcommand(subcommand.name(), subcommand.description()), subcommand);
  }

  std::vector<std::pair<CLI::Option*, Option*>> options_;
  std::vector<std::pair<CLI::App*, Command*>> commands_;
};

/// Takes the words from the first on that is no option of the command, which stands first among `words`.
std::vector<std::string> take_inner_words(const Command& command, std::vector<std::string>& words) {
  std::size_t i = 1;
  for (; i < words.size() && words[i].starts_with('-'); ++i) {
    const bool has_value = words[i].find('=') != std::string::npos;
    for (const Option& option : command.options()) {
      const bool is_it = words[i] == "--" + std::string(option.key());
      if (is_it && !option.is_flag() && !has_value) ++i;
    }
  }
  i = std::min(i, words.size());
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(i);
  std::vector<std::string> inner(std::make_move_iterator(begin), std::make_move_iterator(words.end()));
  words.erase(begin, words.end());
  return inner;
}

/// The name of the command whose help says more about what was given.
std::string name_of_given(const CLI::App& app) {
  const auto given = app.get_subcommands();
  if (given.empty()) return {};
  const std::string below = name_of_given(*given.back());
  return given.back()->get_name() + (below.empty() ? "" : " " + below);
}

UsageError usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const std::string command = name_of_given(app);
  const std::vector<std::string> unknown = app.remaining();
  if (command.empty() && !unknown.empty())
    return {{ErrorCode::invalid_argument, unknown.front(), "no such command or option"}, {}};
  return {{ErrorCode::invalid_argument, {}, error.what()}, command};
}

}  // namespace

tl::expected<Request, UsageError> parse_command_line(Command& program, std::vector<std::string> words,
                                                     const std::function<std::string()>& version) {
  CLI::App app(program.description(), program.name());
  app.set_version_flag("--version", version, "Print the version");
  app.set_help_flag("-h,--help", "Print this help");
  Parser parser(app, program);
  if (!words.empty()) {
    const Command* command = program.find_subcommand(words.front());
    if (command != nullptr && command->takes_command())
      *std::get<std::vector<std::string>*>(command->positionals().front().field) = take_inner_words(*command, words);
  }
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    app.parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    return Request{nullptr, app.help()};
  } catch (const CLI::CallForVersion& text) {
    return Request{nullptr, std::string(text.what()) + '\n'};
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(usage_error(app, error));
  }
  Command* command = parser.finish();
  if (command == nullptr || !command->can_run())
    return tl::unexpected(UsageError{{ErrorCode::invalid_argument, {}, "no command given"},
                                     command == nullptr ? std::string() : command->full_name()});
  return Request{command, std::nullopt};
}

int print_usage_error(const UsageError& error) {
  print_error(error.error);
  print_message("", "see nuskha " + (error.command.empty() ? "" : error.command + ' ') + "--help");
  return exit_error;
}

int print_usage_error(const Command& command, const Error& error) {
  UsageError located{error, command.full_name()};
  const std::string_view where = error.where;
  const Option* option = where.starts_with("--") ? command.find_option(where.substr(2)) : nullptr;
  if (option != nullptr && option->origin.kind == Origin::Kind::file) {
    located.error.where = to_string(option->origin.place);
    located.error.what = std::string(option->key()) + ": " + error.what;
  }
  return print_usage_error(located);
}

}  // namespace nuskha::cli
