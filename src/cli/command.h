// What the commands take, as data: the command line's parser, the help, configuration files and `nuskha config` all
// read these declarations. A command fills one in add_NAME_command.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nuskha::cli {

struct Config;
class Command;

/// Where something stands in a configuration file.
struct Place {
  std::string file;
  std::uint32_t line = 0;    ///< From 1.
  std::uint32_t column = 0;  ///< From 1, in characters.
};

/// "FILE:LINE:COLUMN".
std::string to_string(const Place& place);

/// Where a value comes from.
struct Origin {
  enum class Kind : std::uint8_t { builtin, file, command_line };
  Kind kind = Kind::builtin;
  Place place = {};  ///< Of a file's.
};

/// What is wrong with a value, as a sentence without its subject ("\"x\" is not one of a, b"), or nothing.
using ValueCheck = std::function<std::optional<std::string>(const std::string& value)>;

/// What most options don't need.
struct OptionTraits {
  bool is_number = false;       ///< Written without quotes in a configuration file.
  bool is_configurable = true;  ///< May stand in a configuration file.
  bool is_path = false;         ///< In a configuration file: relative to its folder.
  char separator = '\0';        ///< Between several values in one word of the command line; of lists only.
  ValueCheck check = {};        ///< Of one value, for configuration files; the command checks what was typed itself.
  /// Long names, without dashes, of options that this one contradicts: if one is typed, a file's value of this one
  /// gives way.
  std::vector<std::string_view> yields_to = {};
};

/// One option of a command. Options are declared once; what they fill is a field of the command's arguments.
struct Option {
  using Field = std::variant<bool*, std::string*, std::optional<std::string>*, std::vector<std::string>*>;

  std::string group;        ///< Heading in the help.
  std::string names;        ///< "-o,--output"
  Field field;              ///< Holds the default until something fills it. Not owned.
  std::string type;         ///< "FILE"; empty for flags.
  std::string description;  ///< For the help.
  OptionTraits traits;
  Origin origin = {};

  std::string_view key() const;  ///< "output"
  bool is_flag() const { return std::holds_alternative<bool*>(field); }
  bool is_list() const { return std::holds_alternative<std::vector<std::string>*>(field); }
  /// What the field holds: of a flag "true" or "false", of an optional without a value and of an empty list nothing.
  std::vector<std::string> values() const;
  void set(const std::vector<std::string>& values) const;  ///< The opposite of `values`.
};

/// Words of the command line that aren't options.
struct Positional {
  std::string name;
  std::variant<std::string*, std::vector<std::string>*> field;  ///< One word, and it must be there; or any number.
  std::string description;
};

/// What a command knows when it runs, besides its arguments.
struct Context {
  const Command& command;
  const Config& config;
};

/// A command, or the program. Subcommands and options stay where they are for its lifetime.
class Command {
 public:
  Command(std::string name, std::string description) : name_(std::move(name)), description_(std::move(description)) {}
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  Command& add_subcommand(std::string name, std::string description);

  /// `Field` is that of Option::Field but bool. A list takes one value an option: "--include '*.txt' folder" must not
  /// take the folder for a second glob, nor "[a]" for a list.
  template <class Field>
  void add(std::string group, std::string names, Field& field, std::string type, std::string description,
           OptionTraits traits = {}) {
    options_.push_back(
        {std::move(group), std::move(names), &field, std::move(type), std::move(description), std::move(traits)});
  }
  void add_flag(std::string group, std::string names, bool& field, std::string description, OptionTraits traits = {}) {
    add(std::move(group), std::move(names), field, "", std::move(description), std::move(traits));
  }
  /// std::string: one word, required. std::vector: any number of words, each taken as it is.
  template <class Field>
  void add_positional(std::string name, Field& field, std::string description) {
    positionals_.push_back({std::move(name), &field, std::move(description)});
  }
  void set_footer(std::string footer) { footer_ = std::move(footer); }
  /// What the command does; returns the exit code. A command without is only a name for its subcommands.
  void set_run(std::function<int(const Context&)> run) { run_ = std::move(run); }
  /// The command's options are not for configuration files, and it reads none.
  void set_unconfigured() { is_configured_ = false; }
  /// From the first word on that is no option of its own, all are positional: for a command that takes a command.
  void set_takes_command() { takes_command_ = true; }

  const std::string& name() const { return name_; }
  const std::string& description() const { return description_; }
  const std::string& footer() const { return footer_; }
  std::string full_name() const;  ///< "index add"; the program's own name isn't part of it.
  const Command* parent() const { return parent_; }
  bool is_configured() const { return is_configured_; }
  bool takes_command() const { return takes_command_; }
  bool can_run() const { return static_cast<bool>(run_); }
  int run(const Context& context) const { return run_(context); }

  std::deque<Option>& options() { return options_; }
  const std::deque<Option>& options() const { return options_; }
  const std::deque<Positional>& positionals() const { return positionals_; }
  std::deque<Command>& subcommands() { return subcommands_; }
  const std::deque<Command>& subcommands() const { return subcommands_; }

  const Option* find_option(
      std::string_view key) const;  ///< By its long name without dashes; nullptr if there is none.
  const Command* find_subcommand(std::string_view name) const;

 private:
  std::string name_;
  std::string description_;
  std::string footer_;
  Command* parent_ = nullptr;
  std::function<int(const Context&)> run_;
  bool is_configured_ = true;
  bool takes_command_ = false;
  std::deque<Option> options_;
  std::deque<Positional> positionals_;
  std::deque<Command> subcommands_;
};

}  // namespace nuskha::cli
