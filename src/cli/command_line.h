// From the words of a command line to the fields of a command. The one seam to CLI11, which only command_line.cpp
// includes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "nuskha/result.h"

namespace nuskha::cli {

/// What a command line asks for: a command, or a page to be printed instead (help, version).
struct Request {
  Command* command = nullptr;
  std::optional<std::string> page;
};

/// Why a command line can't be obeyed, and whose help says more.
struct UsageError {
  Error error;
  std::string command;  ///< Command::full_name; empty: the program's.
};

/// Parses the words after the program's name and fills the fields of the command that they name; options that were
/// given have the origin `command_line`. `version` gives the answer to --version.
tl::expected<Request, UsageError> parse_command_line(Command& program, std::vector<std::string> words,
                                                     const std::function<std::string()>& version);

/// Prints why, and whose help says more; returns exit_error.
int print_usage_error(const UsageError& error);

/// The same for what a command refuses. Where the error names an option whose value is a file's, it names the place in
/// the file instead.
int print_usage_error(const Command& command, const Error& error);

}  // namespace nuskha::cli
