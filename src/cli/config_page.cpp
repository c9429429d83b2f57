// The pages of `nuskha config`; see the header. Covered by tests/cli/config_command_test.cpp.
#include "cli/config_page.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "report/display.h"
#include "report/json_record.h"

namespace nuskha::cli {
namespace {

using Row = std::vector<std::string>;

/// Rows with their cells under one another, indented by two.
std::string to_table(const std::vector<Row>& rows) {
  constexpr std::size_t widest = 32;
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], std::min(row[i].size(), widest));
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i)
      line += ' ' + (i + 1 == row.size() ? row[i] : pad_to_width(row[i], widths[i])) + (i + 1 == row.size() ? "" : " ");
    out += line + '\n';
  }
  return out;
}

std::string shown(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values)
    out += (out.empty() ? "" : ", ") + isolate_right_to_left(escape_for_display(value));
  return out.empty() ? "-" : out;
}

std::string shown(const Place& place) { return fmt::format("{}:{}", escape_for_display(place.file), place.line); }

std::string shown(const Origin& origin) {
  switch (origin.kind) {
    case Origin::Kind::builtin: return "default";
    case Origin::Kind::file: return shown(origin.place);
    case Origin::Kind::command_line: return "command line";
  }
  return "";
}

std::string_view name_of(const std::optional<Severity>& severity) { return severity ? to_string(*severity) : "off"; }

std::string globs_of(const IgnoreBlock& block) {
  std::vector<std::string> globs;
  for (const PathGlob& glob : block.paths) globs.push_back(glob.text);
  return globs.empty() ? "**" : shown(globs);
}

const RuleSeverity* find(const std::vector<RuleSeverity>& severities, std::string_view rule) {
  const auto found = std::find_if(severities.begin(), severities.end(), [&](const auto& s) { return s.rule == rule; });
  return found == severities.end() ? nullptr : &*found;
}

std::string severities_text(const ConfigPage& page) {
  std::vector<Row> rows;
  for (const Rule& rule : page.rules) {
    const RuleSeverity* setting = find(page.config.policy.severities, rule.name);
    rows.push_back({std::string(rule.name),
                    std::string(setting != nullptr ? name_of(setting->severity) : to_string(rule.severity)),
                    setting != nullptr ? shown(setting->place) : "default"});
  }
  return rows.empty() ? "" : "\nSeverities\n" + to_table(rows);
}

std::string folders_text(const Config& config) {
  std::string out;
  for (std::size_t i = 0; i < config.folders.size(); ++i) {
    const FolderSection& folder = config.folders[i];
    std::vector<Row> rows;
    for (const Setting& setting : folder.settings)
      rows.push_back({setting.key, shown(setting.values), shown(setting.place)});
    for (const RuleSeverity& setting : config.policy.folders[i].severities)
      rows.push_back({setting.rule, std::string(name_of(setting.severity)), shown(setting.place)});
    out += fmt::format("\nFolder {}\n{}", shown(std::vector{folder.path.text}), to_table(rows));
  }
  return out;
}

std::string ignores_text(const ConfigPage& page) {
  std::string out;
  for (const IgnoreBlock& block : page.config.policy.ignores) {
    std::string until;
    if (block.expires)
      until = block.has_expired(page.today) ? fmt::format("; EXPIRED on {}, ignores nothing", *block.expires)
                                            : fmt::format("; until {}", *block.expires);
    out += fmt::format("  {}{} in {}  {}\n    {}{}\n", block.rules.empty() ? "any rule" : shown(block.rules),
                       block.fingerprint ? " " + *block.fingerprint : "", globs_of(block), shown(block.place),
                       escape_for_display(block.reason), until);
  }
  return out.empty() ? "" : "\nIgnored\n" + out;
}

void append_origin(const Origin& origin, JsonRecord& record) {
  constexpr const char* names[] = {"default", "file", "command-line"};
  record.string("origin", names[static_cast<std::size_t>(origin.kind)]);
  if (origin.kind == Origin::Kind::file) record.string("place", to_string(origin.place));
}

void append_values(const Option& option, JsonRecord& record) {
  const std::vector<std::string> values = option.values();
  if (option.is_flag())
    record.boolean("value", values.front() == "true");
  else if (option.is_list())
    record.strings("value", values);
  else if (values.empty())
    record.null("value");
  else
    record.string("value", values.front());
}

void append_records(const ConfigPage& page, std::vector<std::string>& records) {
  const auto add = [&](std::string_view type, auto fill) {
    JsonRecord record(records.emplace_back(), type);
    fill(record);
    record.end();
  };
  const Config& config = page.config;
  for (const Command* command : page.commands)
    for (const Option& option : command->options())
      if (option.traits.is_configurable)
        add("option", [&](JsonRecord& record) {
          record.string("command", command->full_name()).string("name", option.key());
          append_values(option, record);
          append_origin(option.origin, record);
        });
  for (const Rule& rule : page.rules)
    add("severity", [&](JsonRecord& record) {
      const RuleSeverity* setting = find(config.policy.severities, rule.name);
      record.string("rule", rule.name)
          .string("severity", setting != nullptr ? name_of(setting->severity) : to_string(rule.severity));
      append_origin(setting != nullptr ? Origin{Origin::Kind::file, setting->place} : Origin{}, record);
    });
  for (std::size_t i = 0; i < config.folders.size(); ++i)
    add("folder", [&](JsonRecord& record) {
      record.string("path", config.folders[i].path.text).string("place", to_string(config.folders[i].place));
      record.begin_array("options");
      for (const Setting& setting : config.folders[i].settings)
        record.begin_element().string("name", setting.key).string("value", setting.values.front()).end_element();
      record.end_array().begin_array("severities");
      for (const RuleSeverity& setting : config.policy.folders[i].severities)
        record.begin_element().string("rule", setting.rule).string("severity", name_of(setting.severity)).end_element();
      record.end_array();
    });
  for (const IgnoreBlock& block : config.policy.ignores)
    add("ignore", [&](JsonRecord& record) {
      std::vector<std::string> paths;
      for (const PathGlob& glob : block.paths) paths.push_back(glob.text);
      record.strings("rules", block.rules).strings("paths", paths).string_or_null("fingerprint", block.fingerprint);
      record.string("reason", block.reason).string_or_null("expires", block.expires);
      record.boolean("expired", block.has_expired(page.today)).string("place", to_string(block.place));
    });
}

}  // namespace

std::string config_text(const ConfigPage& page) {
  std::string out = page.config.file.empty() ? "No configuration file.\n"
                                             : fmt::format("Configuration: {}\n", escape_for_display(page.config.file));
  for (const Command* command : page.commands) {
    std::vector<Row> rows;
    for (const Option& option : command->options())
      if (option.traits.is_configurable)
        rows.push_back({std::string(option.key()), shown(option.values()), shown(option.origin)});
    if (!rows.empty()) out += fmt::format("\nnuskha {}\n{}", command->full_name(), to_table(rows));
  }
  return out + severities_text(page) + folders_text(page.config) + ignores_text(page);
}

std::string config_json(const ConfigPage& page) {
  std::vector<std::string> records;
  append_records(page, records);
  std::string out = "{\"file\":";
  if (page.config.file.empty())
    out += "null";
  else
    append_json_string(page.config.file, out);
  return out + fmt::format(",\"records\":[\n{}\n]}}\n", fmt::join(records, ",\n"));
}

}  // namespace nuskha::cli
