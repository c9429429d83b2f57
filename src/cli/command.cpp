// Declarations of commands and their options; see the header. Covered by tests/cli/config_test.cpp.
#include "cli/command.h"

#include <algorithm>

#include <fmt/format.h>

namespace nuskha::cli {

std::string to_string(const Place& place) { return fmt::format("{}:{}:{}", place.file, place.line, place.column); }

std::string_view Option::key() const {
  const std::size_t dashes = names.find("--");
  return std::string_view(names).substr(dashes == std::string::npos ? 0 : dashes + 2);
}

std::vector<std::string> Option::values() const {
  if (const auto* const* flag = std::get_if<bool*>(&field)) return {**flag ? "true" : "false"};
  if (const auto* const* text = std::get_if<std::string*>(&field)) return {**text};
  if (const auto* const* list = std::get_if<std::vector<std::string>*>(&field)) return **list;
  const std::optional<std::string>& value = *std::get<std::optional<std::string>*>(field);
  return value ? std::vector{*value} : std::vector<std::string>{};
}

void Option::set(const std::vector<std::string>& values) const {
  const auto first = [&] { return values.empty() ? std::string() : values.front(); };
  if (auto* const* flag = std::get_if<bool*>(&field)) **flag = first() == "true";
  if (auto* const* text = std::get_if<std::string*>(&field)) **text = first();
  if (auto* const* list = std::get_if<std::vector<std::string>*>(&field)) **list = values;
  if (auto* const* value = std::get_if<std::optional<std::string>*>(&field)) {
    if (values.empty())
      (*value)->reset();
    else
      **value = first();
  }
}

Command& Command::add_subcommand(std::string name, std::string description) {
  Command& command = subcommands_.emplace_back(std::move(name), std::move(description));
  command.parent_ = this;
  return command;
}

std::string Command::full_name() const {
  if (parent_ == nullptr) return {};
  const std::string above = parent_->full_name();
  return above.empty() ? name_ : above + ' ' + name_;
}

const Option* Command::find_option(std::string_view key) const {
  const auto found = std::find_if(options_.begin(), options_.end(), [&](const Option& o) { return o.key() == key; });
  return found == options_.end() ? nullptr : &*found;
}

const Command* Command::find_subcommand(std::string_view name) const {
  const auto found =
      std::find_if(subcommands_.begin(), subcommands_.end(), [&](const Command& c) { return c.name() == name; });
  return found == subcommands_.end() ? nullptr : &*found;
}

}  // namespace nuskha::cli
