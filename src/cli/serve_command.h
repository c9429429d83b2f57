// nuskha serve: a local page on which an editor checks drafts, and its API.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/limit_options.h"

namespace nuskha::cli {

/// What was typed, not yet checked.
struct ServeArguments {
  std::string archive;
  std::optional<std::string> baseline;
  std::string bind = "127.0.0.1";
  std::string port = "8737";
  std::vector<std::string> host;
  std::optional<std::string> token_file;
  std::string max_draft = "10M";
  std::string check_timeout = "30";
  std::optional<std::string> jobs;
  /// A draft is read and checked in memory, within --check-timeout.
  LimitArguments limits = {.max_document = "32M", .max_expansion = "4", .pdf_timeout = "20"};
};

/// `arguments` must outlive the program.
void add_serve_command(Command& program, ServeArguments& arguments);

}  // namespace nuskha::cli
