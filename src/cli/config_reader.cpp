// From the text of a configuration file to a Config: the only file that includes toml++. What may stand in it follows
// from the commands' declarations. Entry point: parse_config. Tests: tests/cli/config_test.cpp.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "cli/arguments.h"
#include "cli/config.h"

namespace nuskha::cli {
namespace {

using Names = std::vector<std::string_view>;

struct Entry {
  std::string key;
  Place key_place;
  const toml::node* value = nullptr;
};

bool is_known(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::none: break;
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a text";
    case toml::node_type::integer:
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time";
    case toml::node_type::date_time: return "a date with a time";
  }
  return "nothing";
}

/// The commands whose options a file may set, each after the one that it is part of.
std::vector<const Command*> configured_commands(const Command& program) {
  std::vector<const Command*> out;
  for (const Command& command : program.subcommands()) {
    if (!command.is_configured()) continue;
    out.push_back(&command);
    for (const Command* below : configured_commands(command)) out.push_back(below);
  }
  return out;
}

void add_option_names(const Command& command, Names& names) {
  for (const Option& option : command.options())
    if (option.traits.is_configurable) names.push_back(option.key());
}

/// Keys of a [[folder]] besides `path` and `severity`: options of reading one file.
constexpr std::array<std::string_view, 3> folder_keys = {"file-times", "id-field", "text-field"};

class Reader {
 public:
  Reader(std::string file, const Command& program, std::span<const Rule> rules)
      : file_(std::move(file)), commands_(configured_commands(program)) {
    for (const Rule& rule : rules) rules_.push_back(rule.name);
    config_.file = file_;
  }

  Result<Config> read(const toml::table& top) {
    config_.sections.emplace_back();  // the options for all commands
    const Names names = top_names();
    for (const Entry& entry : entries(top)) {
      if (Result<void> done = read_top(entry, names); !done) return tl::unexpected(done.error());
    }
    std::stable_sort(config_.sections.begin(), config_.sections.end(),
                     [](const Section& a, const Section& b) { return a.command.size() < b.command.size(); });
    return std::move(config_);
  }

 private:
  Place place_of(const toml::source_region& region) const {
    return {file_, static_cast<std::uint32_t>(region.begin.line), static_cast<std::uint32_t>(region.begin.column)};
  }

  /// In the order of the file.
  std::vector<Entry> entries(const toml::table& table) const {
    std::vector<Entry> out;
    for (const auto& [key, node] : table) out.push_back({std::string(key.str()), place_of(key.source()), &node});
    std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) {
      return std::pair(a.key_place.line, a.key_place.column) < std::pair(b.key_place.line, b.key_place.column);
    });
    return out;
  }

  static tl::unexpected<Error> error_at(const Place& place, std::string what) {
    return refuse(to_string(place), std::move(what));
  }
  tl::unexpected<Error> error_at(const toml::node& node, std::string what) const {
    return error_at(place_of(node.source()), std::move(what));
  }

  tl::unexpected<Error> unknown(const Entry& entry, std::string_view what, Names names) const {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    const std::string_view nearest = nearest_name(entry.key, names);
    const std::string advice = nearest.empty() ? fmt::format("Known are {}.", fmt::join(names, ", "))
                                               : fmt::format("Did you mean {}?", nearest);
    return error_at(entry.key_place, fmt::format("\"{}\" is no {}. {}", entry.key, what, advice));
  }

  tl::unexpected<Error> wrong_type(const Entry& entry, std::string_view wanted) const {
    return error_at(*entry.value,
                    fmt::format("{}: it must be {}, and is {}", entry.key, wanted, kind_of(*entry.value)));
  }

  Names top_names() const {
    Names names = {"severity", "folder", "ignore"};
    for (const Command* command : commands_) {
      if (command->parent()->parent() == nullptr) names.push_back(command->name());
      add_option_names(*command, names);
    }
    return names;
  }

  Result<void> read_top(const Entry& entry, const Names& names) {
    if (entry.key == "severity") return read_severities(entry, config_.policy.severities);
    if (entry.key == "folder") return read_blocks(entry, [&](const toml::table& block) { return read_folder(block); });
    if (entry.key == "ignore") return read_blocks(entry, [&](const toml::table& block) { return read_ignore(block); });
    for (const Command* command : commands_)
      if (command->parent()->parent() == nullptr && command->name() == entry.key) return read_section(entry, *command);
    if (!is_known(names, entry.key)) return unknown(entry, "option, section or command", names);
    return read_option(entry, commands_, config_.sections.front());
  }

  Result<void> read_section(const Entry& entry, const Command& command) {
    const toml::table* table = entry.value->as_table();
    if (table == nullptr) return wrong_type(entry, fmt::format("a section, [{}]", entry.key));
    Section section{command.full_name(), {}};
    for (const Entry& inner : entries(*table)) {
      const Command* subcommand = command.find_subcommand(inner.key);
      Result<void> done;
      if (subcommand != nullptr && inner.value->is_table()) {
        done = read_section(inner, *subcommand);
      } else {
        done = read_option(inner, with_subcommands(command), section);
      }
      if (!done) return done;
    }
    config_.sections.push_back(std::move(section));
    return {};
  }

  std::vector<const Command*> with_subcommands(const Command& command) const {
    std::vector<const Command*> out = {&command};
    for (const Command* below : configured_commands(command)) out.push_back(below);
    return out;
  }

  /// An option that at least one of the commands has and would take.
  Result<void> read_option(const Entry& entry, const std::vector<const Command*>& commands, Section& section) {
    Names names;
    for (const Command* command : commands) add_option_names(*command, names);
    if (!is_known(names, entry.key))
      return unknown(entry, fmt::format("option of {}", commands.front()->full_name()), names);
    Result<Setting> setting = to_setting(entry);
    if (!setting) return tl::unexpected(setting.error());
    std::optional<std::string> wrong;
    bool is_taken = false;
    for (const Command* command : commands) {
      const Option* option = command->find_option(entry.key);
      if (option == nullptr || !option->traits.is_configurable) continue;
      const std::optional<std::string> error = value_error(*option, *setting);
      is_taken = is_taken || !error;
      if (!wrong) wrong = error;
    }
    if (!is_taken) return error_at(setting->place, fmt::format("{}: {}", entry.key, *wrong));
    section.settings.push_back(*std::move(setting));
    return {};
  }

  Result<Setting> to_setting(const Entry& entry) const {
    Setting setting{entry.key, {}, ValueKind::text, place_of(entry.value->source())};
    if (const auto* flag = entry.value->as_boolean()) {
      setting.kind = ValueKind::flag;
      setting.values = {flag->get() ? "true" : "false"};
    } else if (const auto* integer = entry.value->as_integer()) {
      setting.kind = ValueKind::number;
      setting.values = {fmt::format("{}", integer->get())};
    } else if (const auto* number = entry.value->as_floating_point()) {
      setting.kind = ValueKind::number;
      setting.values = {fmt::format("{}", number->get())};
    } else if (const auto* text = entry.value->as_string()) {
      setting.values = {text->get()};
    } else if (entry.value->is_array()) {
      Result<std::vector<std::string>> texts = to_texts(entry);
      if (!texts) return tl::unexpected(texts.error());
      setting.kind = ValueKind::list;
      setting.values = *std::move(texts);
    } else {
      return wrong_type(entry, "a value");
    }
    return setting;
  }

  /// A text, or a list of texts.
  Result<std::vector<std::string>> to_texts(const Entry& entry) const {
    if (const auto* text = entry.value->as_string()) return std::vector{text->get()};
    const toml::array* array = entry.value->as_array();
    if (array == nullptr) return wrong_type(entry, "a text or a list of texts");
    std::vector<std::string> texts;
    for (const toml::node& item : *array) {
      const auto* text = item.as_string();
      if (text == nullptr)
        return error_at(item, fmt::format("{}: it must be a list of texts; this is {}", entry.key, kind_of(item)));
      texts.push_back(text->get());
    }
    return texts;
  }

  Result<std::string> to_text(const Entry& entry) const {
    const auto* text = entry.value->as_string();
    if (text == nullptr) return wrong_type(entry, "a text");
    return text->get();
  }

  Result<std::vector<PathGlob>> to_globs(const Entry& entry) const {
    const Result<std::vector<std::string>> texts = to_texts(entry);
    if (!texts) return tl::unexpected(texts.error());
    if (texts->empty()) return error_at(*entry.value, fmt::format("{}: the list is empty", entry.key));
    std::vector<PathGlob> globs;
    for (const std::string& text : *texts) {
      std::optional<PathGlob> glob = parse_path_glob(text);
      if (!glob)
        return error_at(*entry.value, fmt::format("{}: the pattern \"{}\" can't be used: {}", entry.key, text,
                                                  glob_error(text).value_or("it matches nothing")));
      globs.push_back(*std::move(glob));
    }
    return globs;
  }

  Result<void> check_rule(const Entry& entry, const std::string& rule) const {
    if (is_known(rules_, rule)) return {};
    return unknown({rule, place_of(entry.value->source()), entry.value}, "rule", rules_);
  }

  Result<void> read_severities(const Entry& entry, std::vector<RuleSeverity>& severities) const {
    const toml::table* table = entry.value->as_table();
    if (table == nullptr) return wrong_type(entry, "a section of rules and their severities");
    for (const Entry& inner : entries(*table)) {
      if (!is_known(rules_, inner.key)) return unknown(inner, "rule", rules_);
      const auto* text = inner.value->as_string();
      const std::optional<Severity> severity = text == nullptr ? std::nullopt : parse_severity(text->get());
      if (!severity && (text == nullptr || text->get() != "off"))
        return error_at(*inner.value,
                        fmt::format("{}: it must be one of \"off\", \"note\", \"warning\", \"error\"", inner.key));
      severities.push_back({inner.key, severity, place_of(inner.value->source())});
    }
    return {};
  }

  template <class ReadBlock>
  Result<void> read_blocks(const Entry& entry, ReadBlock read_block) const {
    const toml::array* array = entry.value->as_array();
    const bool are_blocks =
        array != nullptr && std::all_of(array->begin(), array->end(), [](const toml::node& n) { return n.is_table(); });
    if (!are_blocks)
      return error_at(*entry.value,
                      fmt::format("{0}: at the top level it is written as blocks, [[{0}]]; an option of one command "
                                  "goes into that command's section",
                                  entry.key));
    for (const toml::node& item : *array) {
      if (Result<void> done = read_block(*item.as_table()); !done) return done;
    }
    return {};
  }

  Result<void> read_folder(const toml::table& block) {
    std::optional<PathGlob> path;
    FolderSection folder;
    folder.place = place_of(block.source());
    std::vector<RuleSeverity> severities;
    for (const Entry& entry : entries(block)) {
      if (entry.key == "path") {
        Result<std::vector<PathGlob>> globs = to_globs(entry);
        if (!globs) return tl::unexpected(globs.error());
        if (globs->size() != 1) return wrong_type(entry, "one pattern");
        path = std::move(globs->front());
      } else if (entry.key == "severity") {
        if (Result<void> done = read_severities(entry, severities); !done) return done;
      } else if (Result<void> done = read_folder_option(entry, folder); !done) {
        return done;
      }
    }
    if (!path) return error_at(folder.place, "[[folder]]: it needs a path, such as path = \"releases/2020\"");
    folder.path = *path;
    config_.folders.push_back(std::move(folder));
    config_.policy.folders.push_back({*std::move(path), std::move(severities)});
    return {};
  }

  Result<void> read_folder_option(const Entry& entry, FolderSection& folder) {
    if (std::find(folder_keys.begin(), folder_keys.end(), entry.key) == folder_keys.end()) {
      if (is_known(top_names(), entry.key))
        return error_at(entry.key_place,
                        fmt::format("{}: it holds for a whole job, not for a folder. For a folder: path, severity, {}.",
                                    entry.key, fmt::join(folder_keys, ", ")));
      Names names(folder_keys.begin(), folder_keys.end());
      names.insert(names.end(), {"path", "severity"});
      return unknown(entry, "key of [[folder]]", names);
    }
    Section section;
    Result<void> done = read_option(entry, commands_, section);
    if (done) folder.settings.push_back(std::move(section.settings.front()));
    return done;
  }

  Result<void> read_ignore(const toml::table& block) {
    IgnoreBlock ignore;
    ignore.place = place_of(block.source());
    for (const Entry& entry : entries(block)) {
      if (Result<void> done = read_ignore_key(entry, ignore); !done) return done;
    }
    if (ignore.reason.find_first_not_of(" \t\n") == std::string::npos)
      return error_at(ignore.place, "[[ignore]]: it needs a reason = \"…\": why are these findings accepted?");
    if (!ignore.fingerprint && (ignore.rules.empty() || ignore.paths.empty()))
      return error_at(ignore.place,
                      "[[ignore]]: it needs a rule and a path (path = \"**\" is every document), or a fingerprint");
    config_.policy.ignores.push_back(std::move(ignore));
    return {};
  }

  Result<void> read_ignore_key(const Entry& entry, IgnoreBlock& ignore) const {
    const auto keep = [](auto& field, auto value) -> Result<void> {
      if (!value) return tl::unexpected(value.error());
      field = *std::move(value);
      return {};
    };
    if (entry.key == "rule") {
      Result<void> done = keep(ignore.rules, to_texts(entry));
      for (std::size_t i = 0; done && i < ignore.rules.size(); ++i) done = check_rule(entry, ignore.rules[i]);
      return done;
    }
    if (entry.key == "path") return keep(ignore.paths, to_globs(entry));
    if (entry.key == "reason") return keep(ignore.reason, to_text(entry));
    if (entry.key == "fingerprint") {
      const Result<std::string> text = to_text(entry);
      if (!text) return tl::unexpected(text.error());
      if (text->size() != 32 || text->find_first_not_of("0123456789abcdef") != std::string::npos)
        return error_at(*entry.value, "fingerprint: it must be 32 digits of 0-9 and a-f, as a report has them");
      ignore.fingerprint = *text;
      return {};
    }
    if (entry.key == "expires") {
      const auto* date = entry.value->as_date();
      if (date == nullptr) return wrong_type(entry, "a date without quotes, such as 2027-01-31");
      ignore.expires = fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
      return {};
    }
    return unknown(entry, "key of [[ignore]]", {"rule", "path", "fingerprint", "reason", "expires"});
  }

  std::string file_;
  std::vector<const Command*> commands_;
  Names rules_;
  Config config_;
};

}  // namespace

Result<Config> parse_config(std::string_view text, const std::string& file, const Command& program,
                            std::span<const Rule> rules) {
  try {
    const toml::table top = toml::parse(text, std::string_view(file));
    return Reader(file, program, rules).read(top);
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    return fail(ErrorCode::malformed,
                to_string({file, static_cast<std::uint32_t>(at.line), static_cast<std::uint32_t>(at.column)}),
                fmt::format("It isn't TOML (https://toml.io): {}", error.description()));
  }
}

}  // namespace nuskha::cli
