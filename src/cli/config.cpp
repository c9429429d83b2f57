// Finding a configuration file and filling options from it; see the header. Reading its text is in config_reader.cpp.
// Tests: tests/cli/config_test.cpp.
#include "cli/config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "input/read_file.h"
#include "input/walk.h"

namespace nuskha::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 1 << 20;

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

/// The folder itself or one above it is a git repository's top.
bool is_in_repository(fs::path folder) {
  for (;; folder = folder.parent_path()) {
    if (is_there(folder / ".git")) return true;
    if (folder == folder.parent_path()) return false;
  }
}

/// Someone else could have put it there for us to find.
bool is_strangers(const fs::path& file) {
  struct stat info;
  if (stat(file.c_str(), &info) != 0) return false;
  return info.st_uid != geteuid() && info.st_uid != 0 && !is_in_repository(file.parent_path());
}

/// A path of a configuration file as seen from the current folder.
std::string resolve(const std::string& file, const std::string& value) {
  if (value.empty() || value == "-" || value.starts_with('/')) return value;
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? value : file.substr(0, slash + 1) + value;
}

bool gives_way(const Option& option, const Command& command) {
  return std::any_of(option.traits.yields_to.begin(), option.traits.yields_to.end(), [&](std::string_view key) {
    const Option* other = command.find_option(key);
    return other != nullptr && other->origin.kind == Origin::Kind::command_line;
  });
}

const char* wanted_type(const Option& option) {
  if (option.is_flag()) return "true or false";
  if (option.is_list()) return "a list of texts, such as [\"a\", \"b\"]";
  return option.traits.is_number ? "a number, without quotes" : "a text, in quotes";
}

bool has_right_type(const Option& option, ValueKind kind) {
  if (option.is_flag()) return kind == ValueKind::flag;
  if (option.is_list()) return kind == ValueKind::list;
  return kind == (option.traits.is_number ? ValueKind::number : ValueKind::text);
}

Result<void> set_option(const Config& config, const Setting& setting, Option& option) {
  if (const std::optional<std::string> error = value_error(option, setting))
    return refuse(to_string(setting.place),
                  fmt::format("{0}: {1}. A value for one command only goes into its section.", setting.key, *error));
  std::vector<std::string> values = setting.values;
  if (option.traits.is_path)
    for (std::string& value : values) value = resolve(config.file, value);
  option.set(values);
  option.origin = {Origin::Kind::file, setting.place};
  return {};
}

/// A section holds for a command and those below it.
bool holds_for(const Section& section, const std::string& command) {
  return section.command.empty() || command == section.command || command.starts_with(section.command + ' ');
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_name(std::string_view typed, std::span<const std::string_view> names) {
  std::string_view nearest;
  const std::size_t size = typed.size();
  std::size_t least = std::min(std::max<std::size_t>(1, size / 2), std::max<std::size_t>(2, size / 3)) + 1;
  if (typed.size() > 100) return nearest;
  for (const std::string_view name : names) {
    const std::size_t distance = edit_distance(typed, name);
    if (distance >= least) continue;
    least = distance;
    nearest = name;
  }
  return nearest;
}

std::optional<std::string> value_error(const Option& option, const Setting& setting) {
  if (!has_right_type(option, setting.kind)) return fmt::format("it must be {}", wanted_type(option));
  if (!option.traits.check) return std::nullopt;
  for (const std::string& value : setting.values)
    if (std::optional<std::string> error = option.traits.check(value)) return error;
  return std::nullopt;
}

Result<std::optional<std::string>> find_config_file() {
  std::error_code error;
  fs::path folder = fs::current_path(error);
  if (error) return std::optional<std::string>();  // removed under us: nothing is above it
  std::string up;
  for (;; folder = folder.parent_path(), up += "../") {
    const fs::path file = folder / config_file_name;
    if (is_there(file)) {
      std::string name = up + std::string(config_file_name);
      if (is_strangers(file))
        return fail(
            ErrorCode::unreadable, name,
            fmt::format("It belongs to another user. If you trust it: --config {}; if not: --no-config.", name));
      return std::optional(std::move(name));
    }
    if (is_there(folder / ".git") || folder == folder.parent_path()) return std::optional<std::string>();
  }
}

Result<Config> read_config_file(const std::string& file, const Command& program, std::span<const Rule> rules) {
  std::string text;
  const FileState state = read_file(file, text);
  if (state.error != 0) {
    const bool is_missing = state.error == ENOENT || state.error == ENOTDIR;
    return fail(is_missing ? ErrorCode::not_found : ErrorCode::unreadable, file,
                fmt::format("The configuration can't be read: {}.", system_message(state.error)));
  }
  if (state.is_folder || state.is_special)
    return fail(ErrorCode::unreadable, file, "The configuration can't be read: it isn't a file.");
  if (text.size() > most_bytes)
    return fail(ErrorCode::malformed, file, "It is larger than 1 MiB, which is no configuration.");
  Result<Config> config = parse_config(text, clean_path(file), program, rules);
  if (!config) return config;
  std::error_code error;
  config->policy.frame.current_folder = fs::current_path(error).string();
  config->policy.frame.config_folder =
      fs::weakly_canonical((fs::path(config->policy.frame.current_folder) / file).parent_path(), error).string();
  return config;
}

Result<void> apply_config(const Config& config, Command& command) {
  if (!command.is_configured()) return {};
  for (const Section& section : config.sections) {
    if (!holds_for(section, command.full_name())) continue;
    for (const Setting& setting : section.settings) {
      for (Option& option : command.options()) {
        if (option.key() != setting.key || !option.traits.is_configurable) continue;
        if (option.origin.kind == Origin::Kind::command_line) continue;
        if (gives_way(option, command)) continue;
        if (Result<void> done = set_option(config, setting, option); !done) return done;
      }
    }
  }
  return {};
}

std::function<FileOptions(const std::string& path)> file_options_of(const Config& config, const Command& command) {
  std::vector<FolderSection> given;
  for (FolderSection folder : config.folders) {
    std::erase_if(folder.settings, [&](const Setting& setting) {
      const Option* option = command.find_option(setting.key);
      return option == nullptr || option->origin.kind == Origin::Kind::command_line;
    });
    if (!folder.settings.empty()) given.push_back(std::move(folder));
  }
  if (given.empty()) return {};
  return [folders = std::move(given), frame = config.policy.frame](const std::string& path) {
    FileOptions options;
    const std::optional<std::string> relative = frame.relative(path);
    if (!relative) return options;
    for (const FolderSection& folder : folders) {
      if (!names_document(folder.path, *relative)) continue;
      for (const Setting& setting : folder.settings) {
        if (setting.key == "text-field") options.text_field = setting.values.front();
        if (setting.key == "id-field") options.id_field = setting.values.front();
        if (setting.key == "file-times") options.file_times = setting.values.front() == "true";
      }
    }
    return options;
  };
}

}  // namespace nuskha::cli
