// .nuskha.toml: the options, severities and ignores that hold for a folder. docs/configuration.md describes it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/policy.h"
#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha::cli {

inline constexpr std::string_view config_file_name = ".nuskha.toml";

/// What kind of value was written.
enum class ValueKind : std::uint8_t { flag, number, text, list };

/// One option as a file sets it.
struct Setting {
  std::string key;                  ///< The option's long name without dashes.
  std::vector<std::string> values;  ///< As Option::values.
  ValueKind kind = ValueKind::text;
  Place place;  ///< Of the value.
};

/// Options for one command ("scan", "index add"), or ("") for all that have them.
struct Section {
  std::string command;
  std::vector<Setting> settings;
};

/// One [[folder]]: its severities are in the policy.
struct FolderSection {
  PathGlob path;
  std::vector<Setting> settings;  ///< Of reading a file: text-field, id-field, file-times.
  Place place;
};

/// A configuration file that was read, or (an empty `file`) none.
struct Config {
  std::string file;               ///< As messages name it.
  std::vector<Section> sections;  ///< A more special one after those it overrides.
  std::vector<FolderSection> folders;
  Policy policy;
};

/// The nearest .nuskha.toml of the current folder and those above it, up to a git repository's top or the file
/// system's; nothing if there is none. Spelled relative to the current folder ("../.nuskha.toml"). Refuses one that
/// belongs to another user and isn't in a git repository, which could stand in /tmp.
Result<std::optional<std::string>> find_config_file();

/// Reads a file, and finds out the folders of the policy's frame.
Result<Config> read_config_file(const std::string& file, const Command& program, std::span<const Rule> rules);

/// Reads the text of a file. Errors are invalid_argument or malformed, with "FILE:LINE:COLUMN" as the place: unknown
/// keys and rules (with the nearest one that there is), wrong types, values out of range.
Result<Config> parse_config(std::string_view text, const std::string& file, const Command& program,
                            std::span<const Rule> rules);

/// Fills the options of a command that were not typed. Fails if a value for all commands is none for this one.
Result<void> apply_config(const Config& config, Command& command);

/// What a file's [[folder]] blocks say about reading single files, where the command has the options and they were not
/// typed; empty if nothing. Keeps no reference to its arguments.
std::function<FileOptions(const std::string& path)> file_options_of(const Config& config, const Command& command);

/// The name among `names` that was probably meant: at most a third of its letters are others
/// (of short names, one or two). Empty if none.
std::string_view nearest_name(std::string_view typed, std::span<const std::string_view> names);

/// What keeps an option from taking a value: its type, its range or a pattern that can't match. Nothing if it may.
std::optional<std::string> value_error(const Option& option, const Setting& setting);

}  // namespace nuskha::cli
