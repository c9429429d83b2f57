// What `nuskha config` shows, as text and JSON.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/config.h"
#include "nuskha/finding.h"

namespace nuskha::cli {

/// What is in force; `commands` have their options filled.
struct ConfigPage {
  const Config& config;
  std::vector<const Command*> commands;
  std::span<const Rule> rules;
  std::string_view today;  ///< YYYY-MM-DD: which ignores have expired.
};

std::string config_text(const ConfigPage& page);
std::string config_json(const ConfigPage& page);  ///< docs/configuration.md has the fields.

}  // namespace nuskha::cli
