// What reading one file may take: options of every command that reads documents.
#pragma once

#include <string>

#include "cli/command.h"
#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha::cli {

/// What was typed, not yet checked. The defaults are those of InputLimits.
struct LimitArguments {
  std::string max_document = "256M";
  std::string max_expansion = "100";
  std::string max_nesting = "4";
  std::string max_members = "1000000";
  std::string pdf_timeout = "60";
  std::string pdf_memory = "1G";
};

void add_limits(Command& command, LimitArguments& arguments);

/// Checks them; the error names the option.
Result<InputLimits> parse_limits(const LimitArguments& arguments);

}  // namespace nuskha::cli
